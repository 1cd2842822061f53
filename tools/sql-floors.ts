import { floors } from './places.ts'
import type { Place } from './places.ts'
import { isTest, lineAt } from './source.ts'
import type { Source, Text } from './source.ts'

const schemas = ['kernel', ...floors.flat()].join('|')
const sqlWords = /\b(select|insert|update|delete|truncate|from|join|into|using|references|lock|copy|table)\b/i
const tableName = new RegExp(String.raw`(?<![\w.:-])"?(${schemas})"?\s*\.\s*"?([a-z_]\w*)`, 'g')
const writes = String.raw`(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into|copy)`
const builderCall = /\b(\w*(?:From|Into|Table|Join|Using)|table|ref|id)\s*\(\s*\[?\s*(?=['"`])/g

/** Words and comments inside the SQL are no tables: `where kind = 'sales.settled'`. */
const plain = (value: string): string =>
  value.replaceAll(/'[^'\n]*'/g, (word) => ' '.repeat(word.length)).replaceAll(/--[^\n]*/g, '')

/** A schema's name may also be given to a row: `from coupons.held offers where offers.id = …`. */
const isAlias = (sql: string, name: string): boolean => new RegExp(
  String.raw`(?:\b(?:from|join)\s+[\w."]+|,\s*[\w"]+\.[\w"]+|\)|\bas)\s+${name}\b(?!\s*\.)`, 'i').test(sql)

/** What naming this table breaks, or null: each module owns the schema of its name. */
function whyNotTable(from: Place, schema: string, write: boolean): string | null {
  const own = from.area === 'module' ? from.name : from.area === 'kernel' ? 'kernel' : null
  if (schema === own) return null
  if (own === 'insights' && schema !== 'kernel') {
    return write ? 'insights writes nothing but its own rollups' : null
  }
  return `SQL is an import too: only ${schema} touches the schema ${schema}`
}

type Named = { schema: string; table: string; write: boolean }

function namedIn({ value }: Text): Named[] {
  const sql = plain(value)
  if (!sqlWords.test(sql)) return []
  return [...sql.matchAll(tableName)].flatMap(([name, schema = '', table = '']) => {
    if (isAlias(sql, schema)) return []
    const target = name.replaceAll('.', String.raw`\.`)
    const write = new RegExp(String.raw`\b${writes}\s+(?:only\s+)?${target}\b`, 'i')
    return [{ schema, table, write: write.test(sql) }]
  })
}

/** Tables named to the query builder: `selectFrom('sales.lines as l')`. */
function builtIn(source: Source): { text: Text; named: Named }[] {
  const byStart = new Map(source.texts.map((text) => [text.start, text]))
  return [...source.code.matchAll(builderCall)].flatMap((match) => {
    const text = byStart.get(match.index + match[0].length)
    const [, schema, table] = new RegExp(String.raw`^(${schemas})\.(\w+)`).exec(text?.value ?? '') ?? []
    if (!text || !schema || !table) return []
    const write = /^(insert|update|delete|merge|replace)/.test(match[1] ?? '')
    return [{ text, named: { schema, table, write } }]
  })
}

/** Faults of the tables a file of the server names in its SQL. */
export function sqlFaults(source: Source, from: Place): string[] {
  if (isTest(source.path) || !source.path.startsWith('server/')) return []
  const written = source.texts.flatMap((text) => namedIn(text).map((named) => ({ text, named })))
  const faults = [...written, ...builtIn(source)].flatMap(({ text, named: { schema, table, write } }) => {
    const why = whyNotTable(from, schema, write)
    const named = new RegExp(String.raw`\b${schema}"?\s*\.\s*"?${table}\b`)
    const inside = source.text.slice(text.start, text.end).search(named)
    const line = lineAt(source.text, text.start + Math.max(inside, 0))
    return why ? [`${source.path}:${line} imports ${schema}.${table}, which is not its own (${why})`] : []
  })
  return [...new Set(faults)]
}
