/**
 * A cell as a spreadsheet takes it: quoted where needed, and a formula kept from running when the file is
 * opened.
 */
export function csvCell(value: string): string {
  const plain = /^[=+@\t\r]/.test(value) || /^-(?!\d+(\.\d+)?$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(csvCell).join(',')).join('\r\n')

/** Hands the reader a UTF-8 file with the mark Excel wants before it reads Chinese. */
export function saveCsv(name: string, rows: readonly (readonly string[])[]): void {
  const file = new Blob(['\uFEFF', csvText(rows)], { type: 'text/csv;charset=utf-8' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `${name}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
