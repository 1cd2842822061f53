import { Refusal } from './refusal.ts'
import type { CellFormat, RawCell, Workbook } from './spreadsheet-cells.ts'
import { cellText, columnOf, formatOf, unescape } from './spreadsheet-cells.ts'
import { type FileLimits, type Sheet, rowCollector, tooLarge } from './spreadsheet-limits.ts'
import { attributesOf, readXml } from './spreadsheet-xml.ts'
import { type Zip, unpack } from './spreadsheet-zip.ts'

/** Room for a cell whose characters are all written as _xHHHH_, and for its formula. */
const cell_most = 1024 * 1024

type Relation = { id: string, type: string, path: string }
type SheetEntry = { name: string, relation: string, hidden: boolean }
type Collector = ReturnType<typeof rowCollector>

/**
 * The sheets of a workbook, in its order. Hidden sheets (lists behind drop-downs, scratch space) are left out
 * unless all are hidden. Only the parts that hold cells are unpacked: pictures and macros never are.
 */
export async function readXlsx(zip: Zip): Promise<Sheet[]> {
  const bookPath = await workbookPath(zip)
  const relations = await relationsOf(zip, bookPath)
  const { entries, starts_1904 } = await readBook(zip, bookPath)
  if (entries.length > zip.limits.sheets) tooLarge('sheets', zip.limits)

  const partPath = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.path
  const book: Workbook = {
    strings: await readStrings(zip, partPath('sharedStrings')),
    formats: await readFormats(zip, partPath('styles')),
    starts_1904,
  }
  const shown = entries.filter(({ hidden }) => !hidden)
  const add = rowCollector(zip.limits)
  const sheets: Sheet[] = []
  for (const entry of shown.length > 0 ? shown : entries) {
    const relation = relations.find(({ id }) => id === entry.relation)
    // A workbook may also list chart sheets, which have no cells.
    if (relation === undefined || !relation.type.endsWith('/worksheet')) continue
    sheets.push(await readSheet(zip, { name: entry.name, path: relation.path, book, add }))
  }
  return sheets
}

async function workbookPath(zip: Zip): Promise<string> {
  const relations = await relationsOf(zip, '')
  const path = relations.find(({ type }) => type.endsWith('/officeDocument'))?.path ?? 'xl/workbook.xml'
  const isWorkbook = path.endsWith('.xml') && zip.entries.has(path)
  if (!isWorkbook) throw new Refusal('file_unreadable', { why: 'kind' })
  return path
}

/**
 * The relations of a part; their targets are named from its folder, or from the root with a leading slash.
 */
async function relationsOf(zip: Zip, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const path = `${folder}_rels/${part.slice(folder.length)}.rels`
  const relations: Relation[] = []
  if (!zip.entries.has(path)) return relations
  await readXml(unpack(zip, path), {
    open: (name, source) => {
      if (name !== 'Relationship') return
      const { Id: id = '', Type: type = '', Target: target = '' } = attributesOf(source)
      relations.push({ id, type, path: resolvePath(folder, target) })
    },
    close: () => {}, text: () => {},
  })
  return relations
}

function resolvePath(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

async function readBook(zip: Zip, path: string): Promise<{ entries: SheetEntry[], starts_1904: boolean }> {
  const entries: SheetEntry[] = []
  let starts_1904 = false
  await readXml(unpack(zip, path), {
    open: (name, source) => {
      if (name !== 'sheet' && name !== 'workbookPr') return
      const { name: title = '', id = '', state = 'visible', date1904 } = attributesOf(source)
      if (name === 'sheet') entries.push({ name: title, relation: id, hidden: state !== 'visible' })
      else starts_1904 = date1904 === '1' || date1904 === 'true'
    },
    close: () => {}, text: () => {},
  })
  return { entries, starts_1904 }
}

/** The texts that cells share. Runs of one text are joined; how it is pronounced (rPh) is no part of it. */
async function readStrings(zip: Zip, path: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (path === undefined || !zip.entries.has(path)) return strings
  let text = ''
  let inText = false
  let inPhonetic = false
  await readXml(unpack(zip, path), {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') inPhonetic = true
      else if (name === 't') inText = !inPhonetic
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'si' && strings.push(unescape(text)) > zip.limits.cells) tooLarge('cells', zip.limits)
    },
    text: (piece) => {
      if (inText) text += piece
      if (text.length > cell_most) tooLarge('cell_characters', zip.limits)
    },
  })
  return strings
}

async function readFormats(zip: Zip, path: string | undefined): Promise<CellFormat[]> {
  const formats: CellFormat[] = []
  if (path === undefined || !zip.entries.has(path)) return formats
  const codes = new Map<number, string>()
  let inCells = false
  await readXml(unpack(zip, path), {
    open: (name, source) => {
      if (name === 'cellXfs') inCells = true
      if (name !== 'numFmt' && name !== 'xf') return
      const { numFmtId: id = '0', formatCode = '' } = attributesOf(source)
      if (name === 'numFmt') codes.set(Number(id), formatCode)
      else if (inCells) formats.push(formatOf(Number(id), codes.get(Number(id))))
    },
    close: (name) => { if (name === 'cellXfs') inCells = false },
    text: () => {},
  })
  return formats
}

type SheetPart = { name: string, path: string, book: Workbook, add: Collector }

async function readSheet(zip: Zip, { name, path, book, add }: SheetPart): Promise<Sheet> {
  const sheet: Sheet = { name, rows: [] }
  const reader = cellReader(book, zip.limits, (row, cells) => add(sheet.rows, row, cells))
  await readXml(unpack(zip, path), reader)
  return sheet
}

/**
 * Turns the tags of a sheet into rows. Cells and rows without a name of their own follow the one before them.
 */
function cellReader(book: Workbook, most: FileLimits, takeRow: (row: number, cells: string[]) => void) {
  let rowNumber = 0
  let column = -1
  let cells: string[] = []
  let cell: RawCell | null = null
  let part = ''
  let inPhonetic = false

  function startRow(source: string): void {
    const { r } = attributesOf(source)
    const next = r === undefined ? rowNumber + 1 : Number(r)
    const follows = Number.isSafeInteger(next) && next > rowNumber
    if (!follows) throw new Refusal('file_unreadable', { why: 'rows' })
    rowNumber = next
    column = -1
    cells = []
  }
  function endCell(done: RawCell): void {
    const text = cellText(done, book)
    if (text !== '' && column >= most.columns) tooLarge('columns', most)
    if (text === '') return
    while (cells.length < column) cells.push('')
    cells[column] = text
  }
  return {
    open: (name: string, source: string) => {
      if (name === 'row') startRow(source)
      else if (name === 'c') {
        const { r, t, s } = attributesOf(source)
        column = r === undefined ? column + 1 : columnOf(r)
        if (column < 0) throw new Refusal('file_unreadable', { why: 'cells' })
        cell = { type: t ?? 'n', style: Number(s ?? 0), value: null, inline: '', formula: null }
      } else if (name === 'rPh') inPhonetic = true
      else if (cell !== null && (name === 'v' || name === 'f' || name === 't')) part = inPhonetic ? '' : name
      if (cell !== null && name === 'v') cell.value = ''
      if (cell !== null && name === 'f') cell.formula = ''
    },
    close: (name: string) => {
      if (name === 'row') takeRow(rowNumber, cells)
      else if (name === 'c' && cell !== null) {
        endCell(cell)
        cell = null
      } else if (name === 'rPh') inPhonetic = false
      else if (name === part) part = ''
    },
    text: (piece: string) => {
      if (cell === null || part === '') return
      if (part === 'v') cell.value = (cell.value ?? '') + piece
      else if (part === 'f') cell.formula = (cell.formula ?? '') + piece
      else cell.inline += piece
      const length = cell.inline.length + (cell.value?.length ?? 0) + (cell.formula?.length ?? 0)
      if (length > cell_most) tooLarge('cell_characters', most)
    },
  }
}
