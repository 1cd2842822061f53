/** The door of sales: the counter where everything meets, quotes, and what was sold. */
export { openCounter, settleBatch } from './counter.ts'
export type { Counter } from './counter.ts'
export { quote, quoteGivingBack } from './quote.ts'
export { byReceipt, list, read, receiptNumbers } from './reads.ts'
export type { Answers, Order } from './orders.ts'
export { verifySales } from './verify.ts'
