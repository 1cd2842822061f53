import type { Sheet, SheetRow } from '#kernel/spreadsheet.ts'

/** The columns that become goods. */
export type GoodsField =
  | 'name' | 'category' | 'barcode' | 'stock' | 'cost' | 'price' | 'member_price'
  | 'unit' | 'sold_by' | 'pinyin_code'

/** Where each column stands, counted from 0. A file need not have all of them; name and price it must. */
export type ColumnMap = { [Field in GoodsField]?: number }

/** A column that is not taken over: known but not kept, a second column for one field, or not understood. */
export type IgnoredColumn = { column: number, header: string, why: 'not_kept' | 'repeated' | 'unknown' }

/** The table of goods inside a file. `header_row` counts from 1; `rows` are those below it. */
export type GoodsTable = {
  sheet: string, header_row: number, header: string[], columns: ColumnMap, rows: SheetRow[]
  ignored_columns: IgnoredColumn[]
  /**
   * Further sheets that hold goods too: one sheet is read at a time, and the shop must be told of the rest.
   */
  other_sheets: string[]
}

/** No sheet has a header row with at least a name and a price. */
export type NoGoodsTable = { missing: GoodsField[] }

/** Spellings of one field; the earlier of two wins when a file has both (售价 before 原价). */
const spellings: Record<GoodsField, string> = {
  name: '商品名称 名称 品名 商品名 货品名称 产品名称 货名 商品 产品 name productname itemname goodsname product item description',
  category: '分类 类别 商品分类 商品类别 分类名称 类别名称 品类 所属分类 一级分类 category categoryname type group department',
  barcode: '条码 条形码 国际条码 商品条码 商品条形码 国标码 国标条码 主条码 barcode ean ean13 upc gtin 商品编码 商品编号'
    + ' 编码 编号 货号 商品货号 自编码 sku skucode itemcode itemno productcode code',
  stock: '库存量 库存 库存数量 当前库存 现有库存 期初库存 初始库存 数量 stock qty quantity onhand stockqty inventory',
  cost: '进货价 成本价 成本 进价 采购价 进货单价 成本单价 cost costprice purchaseprice buyingprice unitcost',
  price: '销售价 零售价 售价 销售价格 零售价格 单价 销售单价 价格 原价 标价 price sellingprice saleprice retailprice salesprice'
    + ' listprice unitprice',
  member_price: '会员价 会员价格 会员售价 会员单价 vip价 memberprice vipprice membersprice',
  unit: '单位 计量单位 主单位 库存单位 销售单位 unit uom unitofmeasure units',
  sold_by: '计价方式 是否称重 称重 称重商品 销售方式 计价类型 计量方式 商品类型 soldby weighed byweight pricingmethod weight',
  pinyin_code: '拼音码 助记码 简码 拼音简码 首字母 pinyin pinyincode shortcode mnemonic',
}

/** Known columns of other systems that goods have no place for. */
const notKept = '批发价 毛利率 会员折扣 积分商品 生产日期 保质期 创建日期 品牌 规格 供应商 供货商 备注 产地 状态 商品状态 库存上限'
  + ' 库存下限 提成 图片 利润 毛利 库存金额 序号 更新日期 创建时间 更新时间 wholesaleprice margin grossmargin memberdiscount'
  + ' productiondate shelflife createdat created updatedat brand spec specification supplier remark remarks'
  + ' note origin status minstock maxstock no'

type Spelling = { field: GoodsField, rank: number }
const known = new Map<string, Spelling>(
  (Object.keys(spellings) as GoodsField[]).flatMap((field) =>
    spellings[field].split(' ').map((word, rank): [string, Spelling] => [word, { field, rank }])))
const knownNotKept = new Set(notKept.split(' '))

/** A bracket that says which price is meant belongs to the heading; one that says 必填 or 元 does not. */
const telling = /会员|成本|进货|批发|促销|活动|旧|vip|member|cost|purchase|wholesale|promo|old/

/** One form for a heading: half width, lower case, without marks, spaces and asides in brackets. */
export function plainHeader(header: string): string {
  const even = header.normalize('NFKC').toLowerCase()
  const outside = even.replace(/[([{【〔「][^)\]}】〕」]*[)\]}】〕」]/g, (aside) => telling.test(aside) ? aside : '')
  const strip = (text: string) => text.replace(/[\s\p{P}\p{S}\u200b\ufeff]|必填|选填|required|optional/gu, '')
  return strip(outside) || strip(even)
}

/** Where one language of a heading ends and the other begins. */
const seam = /[/|\n]|(?<=[\p{Script=Han})）])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=\p{Script=Han})/u

/** Names a column by its heading; of a heading in two languages (名称 Name, 条码/EAN) both must agree. */
function fieldOf(header: string): Spelling | null {
  const whole = known.get(plainHeader(header))
  if (whole !== undefined) return whole
  const parts = header.split(seam)
  const words = parts.map(plainHeader).filter((part) => !['', '元', 'rmb', 'cny', 'yuan'].includes(part))
  const named = words.map((word) => known.get(word))
  const [first] = named
  return first !== undefined && named.every((part) => part?.field === first.field) ? first : null
}

/**
 * Finds the goods: the sheet and row whose headings name the most columns, looked for in the first 30 rows
 * with text of each sheet (titles and dates stand above). Of equals, the sheet with more rows, then the
 * first.
 */
export function findGoodsTable(sheets: readonly Sheet[]): GoodsTable | NoGoodsTable {
  const found = sheets.map(bestHeader).filter((candidate) => candidate !== null)
  const usable = found.filter(({ columns }) => missingFields(columns).length === 0)
  const size = ({ sheet }: Candidate) => sheet.rows.length
  const [best, ...others] = usable.toSorted((a, b) => b.score - a.score || size(b) - size(a))
  if (best === undefined) {
    const nearest = found.toSorted((a, b) => b.score - a.score)[0]
    return { missing: missingFields(nearest?.columns ?? {}) }
  }
  const rows = best.sheet.rows.slice(best.index + 1)
  const columns = dropUnlikely(best.columns, rows)
  return {
    sheet: best.sheet.name, header_row: best.sheet.rows[best.index]!.row, header: best.header, columns, rows,
    ignored_columns: ignoredColumns(best.header, columns),
    other_sheets: others.map(({ sheet }) => sheet.name),
  }
}

type Candidate = { sheet: Sheet, index: number, header: string[], columns: ColumnMap, score: number }

const missingFields = (columns: ColumnMap): GoodsField[] =>
  (['name', 'price'] as const).filter((field) => columns[field] === undefined)

function bestHeader(sheet: Sheet): Candidate | null {
  let best: Candidate | null = null
  const above = sheet.rows.slice(0, 30)
  above.forEach(({ row, cells }, index) => {
    const upper = above[index - 1]
    const headers = upper?.row === row - 1 ? [cells, joinHeaders(upper.cells, cells)] : [cells]
    for (const header of headers) {
      const columns = mapColumns(header)
      const score = Object.keys(columns).length
      if (score > (best?.score ?? 0)) best = { sheet, index, header, columns, score }
    }
  })
  return best
}

/**
 * Merged headings stand over two rows, their text in the upper one: a column is named by the lower row where
 * that is known, else by the upper. Both rows must be headings, so a number or a sentence in the lower row
 * ends the attempt.
 */
function joinHeaders(upper: readonly string[], lower: readonly string[]): string[] {
  const isHeading = (cell: string) =>
    cell.trim() === '' || fieldOf(cell) !== null || knownNotKept.has(plainHeader(cell))
  if (!lower.every(isHeading)) return [...lower]
  const length = Math.max(upper.length, lower.length)
  return Array.from({ length }, (_, column) => lower[column]?.trim() || (upper[column] ?? ''))
}

/** For each field the column with its best spelling; of two alike, the left one. */
export function mapColumns(header: readonly string[]): ColumnMap {
  const columns: ColumnMap = {}
  const ranks: { [Field in GoodsField]?: number } = {}
  header.forEach((cell, column) => {
    const spelling = fieldOf(cell)
    if (spelling === null || spelling.rank >= (ranks[spelling.field] ?? Infinity)) return
    columns[spelling.field] = column
    ranks[spelling.field] = spelling.rank
  })
  return columns
}

/**
 * "Weight" may also head how heavy a packet is: the column counts only where its cells say how goods are
 * sold.
 */
function dropUnlikely(columns: ColumnMap, rows: readonly SheetRow[]): ColumnMap {
  const { sold_by, ...others } = columns
  if (sold_by === undefined) return columns
  const sample = rows.map(({ cells }) => cells[sold_by]?.trim() ?? '').filter((cell) => cell !== '')
  return sample.length === 0 || sample.some((cell) => readSoldBy(cell) !== null) ? columns : others
}

const piece = '计件 件 普通 普通商品 标准商品 按件 计数 个 piece pieces unit each ea 否 no n false 0'.split(' ')
const weight = '称重 计重 按重量 称重商品 散称 散装 重量 按斤 weight weighed byweight kg 是 yes y true 1'.split(' ')

/** How goods are sold, from a cell that says 称重, 计件, 是, 否, weight, piece, 1 or 0; null for anything else. */
export function readSoldBy(cell: string): 'piece' | 'weight' | null {
  const plain = plainHeader(cell)
  if (piece.includes(plain)) return 'piece'
  return weight.includes(plain) ? 'weight' : null
}

function ignoredColumns(header: readonly string[], columns: ColumnMap): IgnoredColumn[] {
  const taken = new Set(Object.values(columns))
  return header.flatMap((cell, column): IgnoredColumn[] => {
    if (taken.has(column) || cell.trim() === '') return []
    const field = fieldOf(cell)?.field
    const second = field !== undefined && columns[field] !== undefined
    const why = second ? 'repeated' : knownNotKept.has(plainHeader(cell)) ? 'not_kept' : 'unknown'
    return [{ column, header: cell.trim(), why }]
  })
}
