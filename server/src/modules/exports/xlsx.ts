import type { Cell, CellKind } from './cells.ts'
import type { Sheet, SheetStyle } from './sheet.ts'
import type { Sink } from './sink.ts'
import { openZip } from './zip.ts'
import type { Zip } from './zip.ts'

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Places in the list of styles below. */
const styles = { text: 0, fen: 1, milli: 2, count: 3, head: 4 } as const
const style_sheet = `<styleSheet xmlns="${main}">`
  + '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.###"/></numFmts>'
  + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
  + '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
  + '<fills count="2"><fill><patternFill patternType="none"/></fill>'
  + '<fill><patternFill patternType="gray125"/></fill></fills>'
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + `<cellXfs count="5">${[[49, 0], [4, 0], [164, 0], [3, 0], [49, 1]].map(([format, font]) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"`
    + ' applyFont="1"/>').join('')}</cellXfs>`
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

const widths: Record<CellKind, number> = { text: 22, moment: 21, fen: 13, milli: 12, count: 11 }

/** Control characters, which XML has no way to write, and halves of a character. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** A cell holds so many letters and no more. */
const cell_letters = 32_767

/** Words as XML; "_x0041_" would be read as the letter A. */
export function escaped(text: string): string {
  return text.slice(0, cell_letters).toWellFormed().replaceAll(unwritable, '')
    .replaceAll(/_x([0-9A-F]{4})_/gi, '_x005F_x$1_').replaceAll(/[&<>"]/g, (sign) => entities[sign]!)
}

function written(cell: Cell, style: number): string {
  if (cell === null) return '<c/>'
  if (typeof cell !== 'string') return `<c s="${styles[cell.kind]}"><v>${cell.number}</v></c>`
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

/**
 * A workbook of one sheet, packed as its rows come: the first row says whose file it is, the second is the
 * head, which stays in sight.
 */
export async function xlsxSheet(sink: Sink, { title, kinds }: SheetStyle): Promise<Sheet> {
  const zip = openZip(sink)
  await writeFrame(zip, title)
  const part = await zip.part('xl/worksheets/sheet1.xml')
  const columns = kinds.map((kind, at) =>
    `<col min="${at + 1}" max="${at + 1}" width="${widths[kind]}" customWidth="1"/>`)
  await part.write(`${declared}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">`
    + '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    + `<cols>${columns.join('')}</cols><sheetData>`)
  let rows = 0
  return {
    async row(cells) {
      rows += 1
      const style = rows === 2 ? styles.head : styles.text
      await part.write(`<row>${cells.map((cell) => written(cell, style)).join('')}</row>`)
    },
    async end() {
      await part.write('</sheetData></worksheet>')
      await part.end()
      return await zip.end()
    },
  }
}

/** A tab takes 31 letters and none of these signs. */
const sheetName = (title: string): string => title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)

/** Everything but the rows. */
async function writeFrame(zip: Zip, title: string): Promise<void> {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const relation = (id: number, what: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${office}/${what}" Target="${target}"/>`
  const relations = (...inside: string[]) =>
    `<Relationships xmlns="${packages}/relationships">${inside.join('')}</Relationships>`
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types">`
      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      + '<Default Extension="xml" ContentType="application/xml"/>'
      + `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>`
      + `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>`
      + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>`
      + `<sheet name="${escaped(sheetName(title))}" sheetId="1" r:id="rId1"/>`
      + '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      relation(1, 'worksheet', 'worksheets/sheet1.xml'), relation(2, 'styles', 'styles.xml')),
    'xl/styles.xml': style_sheet,
  }
  for (const [path, text] of Object.entries(parts)) {
    const part = await zip.part(path)
    await part.write(declared + text)
    await part.end()
  }
}
