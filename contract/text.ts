/** The names of the `{holes}` in a text. */
type Holes<Text extends string> =
  Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never

/** The parameters a text wants, by the compiler: none for a text without holes. */
export type ParamsOf<Text extends string> = { [Name in Holes<Text>]: string | number }

/** A second language: the same keys, every text with the same holes (checked by a test). */
export type SameKeys<Texts> = { [Key in keyof Texts]: string }

/** Fills the holes of a text. A hole without a value stays visible, so that it is noticed. */
export function fill(text: string, params: Record<string, string | number | undefined> = {}): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole))
}

/** "12.50" for 1250 fen, with thousands marks and a true minus sign. */
export function yuan(amount_fen: number): string {
  const whole = Math.trunc(Math.abs(amount_fen) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount_fen < 0 ? '−' : ''}${whole}.${String(Math.abs(amount_fen) % 100).padStart(2, '0')}`
}
