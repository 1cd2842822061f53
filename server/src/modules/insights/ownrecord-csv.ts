import { localTime } from '#kernel/clock.ts'
import type { OwnRecord } from './ownrecord-parts.ts'

type Row = {
  part: string; at?: string; what: string; detail?: string; amount?: string; balance?: string
  store?: string | null; paper?: string | null
}

const heads: Record<keyof Required<Row>, string> = {
  part: '类别 part', at: '时间 time', what: '事项 what', detail: '内容 detail', amount: '金额或数量 amount',
  balance: '余额 balance', store: '门店 store', paper: '单号 paper',
}

/**
 * A cell that no spreadsheet takes for a formula, quoted where it has to be. Numbers of a card or an ID are
 * words: read as an amount they would lose their last digits.
 */
function cell(value: string): string {
  if (/^\d{12,}$/.test(value)) return `\t${value}`
  const plain = /^[=+@\t\r]/.test(value) || /^-(?!\d+(\.\d+)?$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const yuan = (amount_fen: number): string => (amount_fen / 100).toFixed(2)

/** The record as one table, a part after the other, for whoever opens it in a spreadsheet. */
export function csvOf(all: OwnRecord, zone: string): string {
  const moment = (iso: string): string => {
    const { day, hour, minute, second } = localTime(new Date(iso), zone)
    return `${day} ${[hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')}`
  }
  const keys = Object.keys(heads) as (keyof Row)[]
  const lines = rowsOf(all).map((row) => keys.map((key) =>
    cell(key === 'at' && row.at ? moment(row.at) : row[key] ?? '')).join(','))
  return ['\uFEFF' + keys.map((key) => heads[key]).join(','), ...lines].join('\r\n')
}

function rowsOf(all: OwnRecord): Row[] {
  return [
    ...Object.entries(all.profile).filter(([, value]) => value !== null && value !== '')
      .map(([what, value]) => ({
        part: 'profile', what, detail: value instanceof Date ? value.toISOString() : String(value),
      })),
    ...all.consents.map((one) => ({
      part: 'consent', at: one.at, what: `${one.kind} ${one.given ? 'given' : 'refused'}`,
      detail: `v${one.version} ${one.words ?? ''}`, store: one.store,
    })),
    ...Object.entries(all.holdings).map(([what, held]) =>
      ({ part: 'holding', what, amount: amountOf(what, held) })),
    ...all.orders.flatMap(ordersOf), ...all.papers.map((paper) => ({
      part: paper.kind, at: paper.at, what: paper.reason ?? paper.legal_entity ?? '',
      detail: paper.bonus_fen ? `bonus ${yuan(paper.bonus_fen)}` : '', store: paper.store,
      amount: amountOf(paper.reason?.startsWith('points ') ? 'points' : '', paper.amount_fen),
      paper: paper.receipt_no,
    })),
    ...all.ledger.map((line) => ({
      part: 'ledger', at: line.at.toISOString(), what: line.kind, detail: line.account,
      amount: amountOf(line.account, line.amount), balance: amountOf(line.account, line.balance),
      store: line.store,
    })),
    ...all.record.map((act) => ({
      part: 'record', at: act.at, what: act.kind,
      detail: [...act.fields, act.reason ?? ''].join(' ').trim(),
    })),
  ]
}

const amountOf = (account: string, amount: number): string =>
  account === 'points' ? String(amount) : yuan(amount)

function ordersOf(order: OwnRecord['orders'][number]): Row[] {
  const { at, store, receipt_no: paper } = order
  const tenders = order.tenders.map(({ kind, amount_fen }) => `${kind} ${yuan(amount_fen)}`).join('; ')
  return [
    { part: 'order', at, what: 'order', detail: tenders, amount: yuan(order.payable_fen), store, paper },
    ...order.lines.map((line) => ({
      part: 'order_line', at, what: line.name, store, paper,
      detail: `${line.qty_m / 1000} ${line.unit}, list ${yuan(line.list_fen)}`,
      amount: yuan(line.payable_fen),
    })),
  ]
}
