/**
 * What the fuzz run sends and what must never come back. No text here holds a word that `leaks` looks for, so
 * that an answer which repeats what it was given is not taken for one that tells of the house.
 */

/** A product that stands in no text of ours: it shows that a template or a formula was worked out. */
const product = 7_919 * 7_907
const marked = 'polluted_by_fuzz'

/** Injections: SQL, JSON paths, patterns, templates, shells, headers, paths, pages, sheets and objects. */
export const attacks: readonly string[] = [
  `'`, `''`, `"`, '\\', `\\'`, '`', ';', '--', '/*', '%', '_', '%%', '$1', ':name', '?', '$$', `E'\\x27'`,
  `' or '1'='1`, `') or 1=1 --`, `'; drop table stores; --`, `1; begin; --`, `'||pg_sleep(25)||'`, 'desc; --',
  '1) or pg_sleep(25) is null --', 'name desc, (case when 1=1 then name end)', `\\'; drop table stores; --`,
  '{"$gt":""}', '{"$where":"sleep(25000)"}', '$.*', 'true, $where: \'1 == 1\'', '*)(uid=*))(|(uid=*',
  '{{7919*7907}}', '${7919*7907}', '<%= 7919*7907 %>', '#{7919*7907}', '{7919*7907}', '=7919*7907',
  '+7919*7907', '@SUM(7919*7907)', `=cmd|' /C calc'!A0`, '`id`', '$(id)', '| id', '& id', '{request_id}',
  '{}',
  '\r\nx-injected: yes', 'x\r\nset-cookie: shuke_session=stolen', '%0d%0ax-injected:%20yes', '\r\n\r\n<p>',
  '../../../../etc/passwd', '..\\..\\..\\windows\\win.ini', '/etc/passwd', '....//....//etc/passwd', '.',
  '..',
  '%2e%2e%2fetc%2fpasswd', 'file:///etc/passwd', 'http://127.0.0.1:1/', 'http://[::1]/', '//evil.example/',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', '<!--', ']]>', '&lt;',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', '(a+)+$', '^(([a-z])+.)+[A-Z]([a-z])+$',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'true',
  '-0', '1e400', '0x1F', '1_000', '1,5', '٣', '１２', '+1', ' 1', '1 ', '9007199254740993',
  '1.0000000000000001',
]

/** Texts that people, fonts and databases disagree about. */
export const oddTexts: readonly string[] = [
  '', ' ', '\u00a0', '\u3000', '\t', '\n', '\u2028', '\u200b', '\ufeff', '\u00ad', '\u202e卖完',
  '\u2067אבג\u2069',
  '👨‍👩‍👧‍👦', '🇨🇳', '👍🏽', 'e\u0301', '\u0301', 'ﷺ', 'ﬁ', 'İı', 'ß', 'Σςσ', '𠮷野家', '㐀䶵', 'ا'.repeat(30),
  `${'q'}${'\u0301'.repeat(400)}`, '\u0000', 'a\u0000b', '\ud800', '\udc00x', 'x\ud83d', '\uffff', '\u0007',
  '\u001b[31m', '王'.repeat(40), 'ＡＢＣ', 'ⅷ', '½', '周敏华', 'Zhōu', 'zmh', '1380000', '0000', '13800000003',
]

/** Numbers as they may stand in JSON text that a double cannot hold: taking one is a quiet change of it. */
export const lossyNumbers: readonly string[] = [
  '9007199254740993', '18446744073709551616', '-9223372036854775809', '1e400', '-1e400',
  '100.00000000000000001',
  '123456789012345678901234567890', '0.30000000000000004440892098500626',
]

/** Other pieces of JSON text, some of which are none. */
export const oddJson: readonly string[] = [
  '-0', '1.0', '1E2', '1e-400', '0.5', '-1', '2147483648', '4294967296', '9007199254740991',
  '9007199254740992',
  '01', '+1', '.5', '1.', '0x10', 'NaN', 'Infinity', '-Infinity', 'undefined', '\'a\'', '"\\ud800"',
  '"\\u0000"',
  '"\\x41"', '"\t"', '[,]', '[1,]', '{"a":1,}', '{"a"}', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '/**/1',
]

/** Fields that are added to an object as they stand, after its own. */
export const addedFields: readonly string[] = [
  `"__proto__":{"${marked}":true}`, `"constructor":{"prototype":{"${marked}":true}}`, '"prototype":{}',
  '"toString":1', '"hasOwnProperty":null', '"then":"x"', '"toJSON":1', '"length":100000000', '"":""',
  '"chain_id":"00000000-0000-0000-0000-000000000000"', '"role":"owner"', '"permissions":["audit.read"]',
  '"is_admin":true', '"now":"2020-01-01T00:00:00Z"', '"\\u0000":1', '"\\ud800":1', '"$where":"1"',
]

export const nested = (depth: number, [open, inner, close]: readonly [string, string, string]): string =>
  open.repeat(depth) + inner + close.repeat(depth)

/** Deep JSON as text, up to what the largest body holds. */
export const deepJson: readonly string[] = [
  nested(5_000, ['[', '', ']']), nested(5_000, ['{"a":', '1', '}']), nested(80_000, ['{"a":', '1', '}']),
  nested(250_000, ['[', '', ']']), nested(5_000, ['[{"value":', 'null', '}]']), '['.repeat(100_000),
]

const folders = ['tmp', 'var', 'usr', 'opt', 'home', 'root']
const leaks: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a stack', /\bat (?:async )?[\w.<>$ []*\(?[^\s"']*:\d+:\d+|\bat Object\.<anonymous>/],
  ['a file of ours', /\b[\w./-]+\.(?:ts|mjs|cjs|js|sql)(?::\d+|\b(?!on))/],
  ['a folder', new RegExp(`node_modules|node:internal|file:///(?!etc)|/(?:${folders.join('|')})/\\w`)],
  ['words of the runtime',
    /(?:Type|Range|Reference|Syntax)Error|Cannot read prop|is not a function|Unexpected token|ECONN|ENOENT/],
  ['words of the database', new RegExp([
    'syntax error at', 'relation ".+" ', 'column ".+" ', 'violates', 'duplicate key', 'invalid input syntax',
    'out of range', 'does not exist', 'unterminated', 'invalid byte sequence', 'deadlock', 'SQLSTATE',
    'permission denied', 'row-level security', 'current transaction is aborted', 'could not serialize',
    String.raw`\b(?:from|into|update|join)\s+[a-z_]+\.[a-z_]+\b`, '::(?:uuid|text|int8|jsonb)',
  ].join('|'), 'i')],
  ['a broken promise of ours', /broken promise|fits its schema/],
  ['a value worked out', new RegExp(String(product))],
  ['a file of the machine', /\broot:[x*]?:0:0|\[fonts\]|"dependencies":/],
]

/** What an answer tells of the house that nobody outside should know: names of kinds, with the words. */
export function leaksIn(text: string): string[] {
  return leaks.flatMap(([name, pattern]) => {
    const found = pattern.exec(text)
    return found ? [`${name}: ${found[0].slice(0, 120)}`] : []
  })
}

/** Whether something of a request became a property of every object of the process. */
export const isPolluted = (): boolean => marked in {}
