import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import type { Row } from './read-catalogue.ts'

/** The file is none that can be imported at all; the message says what to do. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
}

/** The rows of a CSV file in UTF-8 with a header. Throws UnusableFile. */
export function readRows(path: string): Row[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    if (error instanceof TypeError)
      throw new UnusableFile(`${path} is not UTF-8. Save it as CSV in UTF-8.`, { cause: error })
    throw new UnusableFile(`${path} cannot be read (${codeOf(error)}). Give the path of a CSV file.`, { cause: error })
  }
  let rows: Row[]
  try {
    rows = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      // `lines` counts to the end of the record; a title may span several.
      on_record: ({ record, info }: { record: Record<string, string>; info: { lines: number } }): Row => ({
        line: info.lines,
        cells: record,
      }),
    }) as unknown as Row[]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnusableFile(`${path} is not CSV: ${reason}. Put cells that hold quotes or commas in quotes.`, {
      cause: error,
    })
  }
  const [first] = rows
  if (!first) throw new UnusableFile(`${path} has no rows. It needs a header line and one line a title.`)
  if (!('title' in first.cells) && !('original_title' in first.cells)) {
    throw new UnusableFile(
      `${path} has no column "title" in its first line (it has: ${Object.keys(first.cells).slice(0, 8).join(', ')}). ` +
        'Name the columns title, authors, isbn13, language, rentalFee, seats.',
    )
  }
  return rows
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
