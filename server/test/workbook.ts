import { crc32, deflateRawSync } from 'node:zlib'

/** A part of an archive. `claims_bytes` is the size that the directory gives, where that is to be a lie. */
type Part = { path: string, text: string | Uint8Array, claims_bytes?: number, encrypted?: boolean }

/** Writes a zip archive, also one that no decent program would write. */
export function zipOf(parts: readonly Part[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const raw = Buffer.from(part.text)
    const packed = deflateRawSync(raw)
    const name = Buffer.from(part.path)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(part.encrypted === true ? 1 : 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(part.claims_bytes ?? raw.length, 18)
    common.writeUInt16LE(name.length, 22)
    const behind = Buffer.alloc(14)
    behind.writeUInt32LE(offset, 10)
    files.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, behind, name)
    offset += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.reduce((sum, { length }) => sum + length, 0), 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export type WrittenSheet = { name: string, data: string, state?: string, claims_bytes?: number }
export type WrittenBook = {
  sheets: readonly WrittenSheet[], strings?: string, styles?: string, date1904?: boolean
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`

/** Writes a workbook whose sheets hold `data` as the raw XML between <sheetData> and its end. */
export function workbookOf({ sheets, strings, styles, date1904 = false }: WrittenBook): Uint8Array {
  const listed = sheets.map(({ name, state = 'visible' }, at) =>
    `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="rId${at + 1}"/>`)
  const relations = [
    ...sheets.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/s${at}.xml`)),
    relation('s', 'sharedStrings', 'sharedStrings.xml'), relation('t', 'styles', '/xl/styles.xml'),
  ]
  const book = `<workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets>`
  const root = relation('r', 'officeDocument', 'xl/workbook.xml')
  return zipOf([
    { path: '_rels/.rels', text: `<Relationships>${root}</Relationships>` },
    { path: 'xl/workbook.xml', text: `<workbook>${book}</workbook>` },
    { path: 'xl/_rels/workbook.xml.rels', text: `<Relationships>${relations.join('')}</Relationships>` },
    ...(strings === undefined ? [] : [{ path: 'xl/sharedStrings.xml', text: `<sst>${strings}</sst>` }]),
    ...(styles === undefined ? [] : [{ path: 'xl/styles.xml', text: `<styleSheet>${styles}</styleSheet>` }]),
    ...sheets.map(({ data, claims_bytes }, at) => ({
      path: `xl/worksheets/s${at}.xml`, text: `<worksheet><sheetData>${data}</sheetData></worksheet>`,
      ...(claims_bytes === undefined ? {} : { claims_bytes }),
    })),
  ])
}
