type Cell = string | number | undefined

/** Columns as wide as they need, numbers to the right; what is undefined is a dash. */
export function table(title: string, headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => headings.map((_, column) => textOf(row[column])))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...texts.map((cells) => cells[column]?.length ?? 0)),
  )
  const isRight = (column: number) =>
    rows.length > 0 && rows.every((row) => typeof row[column] === 'number' || row[column] === undefined)
  const line = (cells: readonly string[]) =>
    cells
      .map((text, column) => (isRight(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [title, line(headings), rule, ...texts.map(line)].join('\n')
}

function textOf(cell: Cell): string {
  if (cell === undefined) return '–'
  return typeof cell === 'number' ? cell.toLocaleString('en', { maximumFractionDigits: 2 }) : cell
}
