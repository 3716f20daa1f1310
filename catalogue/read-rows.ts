import { CsvError, parse, type Options } from 'csv-parse/sync'
import { decodeFile, NoText, type DecodedFile, type UnreadableLine } from './decode-file.ts'
import type { RefusedRow, Row } from './read-catalogue.ts'
import type { Reason } from './reason.ts'

/** The file is none that can be imported at all; the message says what to do. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
  /** The same for programs. */
  readonly code: 'UNREADABLE' | 'NO_COLUMN' | 'NO_TEXT' | 'NOT_UTF8' | 'NO_CSV'
  constructor(code: UnusableFile['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export interface ReadRows {
  readonly rows: readonly Row[]
  /** Rows that cannot be told apart into cells. */
  readonly refused: readonly RefusedRow[]
}

/** Cells with the line that they begin on. */
interface Line {
  readonly line: number
  /** How many lines it goes on for. */
  readonly breaks: number
  readonly cells: readonly string[]
}

// An unclosed quote makes the parser read to the end of the file: that must not happen for every row of a large one.
const MOST_BROKEN_ROWS = 100

/**
 * The rows of a CSV file, separated by what its first line says (`sep=;`) or its header is separated by: comma, semicolon
 * or tab. A row whose quotes do not match, or that is not in the file's encoding, costs nothing but itself. Throws
 * UnusableFile when there is no catalogue in it at all.
 */
export function readRows(bytes: Uint8Array): ReadRows {
  const { text, unreadable } = decode(bytes)
  const { lines, refused } = readLines(text)
  const wrongIn = ({ line, breaks }: Line) => unreadable.find((one) => one.line >= line && one.line <= line + breaks)
  const [header, ...body] = lines
  const wrongHeader = header && wrongIn(header)
  if (wrongHeader !== undefined) throw notUtf8(wrongHeader)
  const columns = header?.cells.map((name) => name.toLowerCase().replaceAll(/[\s_-]/g, '')) ?? []
  for (const needed of ['title', 'authors']) {
    if (columns.includes(needed) || columns.includes(needed.replace(/s$/, ''))) continue
    const found = columns.length > 0 ? `it has: ${header?.cells.slice(0, 8).join(', ')}` : 'it is empty'
    throw new UnusableFile(
      'NO_COLUMN',
      `There is no column "${needed}" in the first line (${found}). Is it CSV? ` +
        'Name the columns title, authors, isbn13, language, rentalFee, seats.',
    )
  }
  const rows: Row[] = []
  for (const row of body) {
    const { line, cells } = row
    const surplus = cells.slice(columns.length)
    const wrong = wrongIn(row)
    if (wrong !== undefined) {
      refused.push({ line, title: '', reason: { code: 'NOT_UTF8', byte: wrong.byte, column: wrong.column } })
      continue
    }
    // Spreadsheets write empty cells behind the last column.
    if (cells.length < columns.length || surplus.some((cell) => cell !== '')) {
      refused.push({ line, title: '', reason: misfit(cells.length, columns.length) })
    } else {
      rows.push({
        line,
        cells: Object.fromEntries(columns.map((name, index) => [name, withoutFormula(cells[index] ?? '')])),
      })
    }
  }
  const [wrong] = unreadable
  if (rows.length === 0 && wrong !== undefined) throw notUtf8(wrong)
  return { rows, refused }
}

function notUtf8({ line, byte, column }: UnreadableLine): UnusableFile {
  return new UnusableFile(
    'NOT_UTF8',
    `The file is not UTF-8: in line ${line}, byte ${column} is ${byte}. Save it as CSV in UTF-8, which Excel calls "CSV UTF-8 (Comma delimited)".`,
  )
}

function decode(bytes: Uint8Array): DecodedFile {
  try {
    return decodeFile(bytes)
  } catch (error) {
    if (!(error instanceof NoText)) throw error
    throw new UnusableFile('NO_TEXT', 'This is no text. Export the catalogue as CSV in UTF-8.', { cause: error })
  }
}

/**
 * Excel's own first line, `sep=;`, says what the cells are separated by; it is no header. An empty line stays in its
 * place, so that every row keeps its number.
 */
const SEPARATOR_LINE = /^\uFEFF?"?sep=([^\n"])"?[,;\t ]*(?=\n|$)/i

/** Excel's and Goodreads' way to keep a number as text, `="0439023483"`, as a cell in quotes. */
function withoutFormulas(text: string, delimiter: string): string {
  const end = `\\n\\u{${delimiter.charCodeAt(0).toString(16)}}`
  return text.replaceAll(new RegExp(`(?<=^|[${end}])=("[^"\\n]*")(?=[${end}]|$)`, 'gu'), '$1')
}

/** The same where the formula stands in quotes itself: `"=""0439023483"""`. */
function withoutFormula(cell: string): string {
  return /^="(?:[^"]|"")*"$/.test(cell) ? cell.slice(2, -1).replaceAll('""', '"') : cell
}

function readLines(given: string): { lines: Line[]; refused: RefusedRow[] } {
  const lines: Line[] = []
  const refused: RefusedRow[] = []
  const separator = SEPARATOR_LINE.exec(given)
  const text = given.slice(separator?.[0].length ?? 0)
  const delimiter = separator?.[1] ?? delimiterOf(text.trimStart().split('\n', 1)[0] ?? '')
  let rest = withoutFormulas(text, delimiter)
  let passed = 0
  while (rest !== '') {
    const strict = readUntilError(rest, delimiter)
    for (const one of strict.lines) lines.push({ ...one, line: passed + one.line })
    if (strict.problem === undefined) break
    if (refused.length === MOST_BROKEN_ROWS) {
      throw new UnusableFile('NO_CSV', `The quotes of more than ${MOST_BROKEN_ROWS} rows do not match. Is it CSV?`)
    }
    rest = without(rest, strict.read)
    passed += strict.read + 1
    const cells = readLoosely(rest.split('\n', 1)[0] ?? '', delimiter)
    if (cells) lines.push({ line: passed, breaks: 0, cells })
    else refused.push({ line: passed, title: '', reason: strict.problem })
    rest = without(rest, 1)
  }
  return { lines, refused }
}

function delimiterOf(header: string): string {
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, cells: header.split(delimiter).length }))
  return counted.toSorted((a, b) => b.cells - a.cells)[0]?.delimiter ?? ','
}

interface Reading {
  readonly lines: readonly Line[]
  /** How many lines of text that was, up to the row that has the problem. */
  readonly read: number
  readonly problem: Reason | undefined
}

function readUntilError(text: string, delimiter: string): Reading {
  const lines: Line[] = []
  let read = 0
  try {
    parse(text, {
      ...common(delimiter),
      trim: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines: end }) => {
        const breaks = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
        lines.push({ line: end - breaks, breaks, cells })
        read = end
        return null
      },
    })
    return { lines, read, problem: undefined }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const blank = /^(?:[ \t]*\n)*/.exec(without(text, read))?.[0].split('\n').length ?? 1
    const code = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'OPEN_QUOTE' : 'WRONG_QUOTES'
    return { lines, read: read + blank - 1, problem: { code } }
  }
}

/** One line by itself, with quotes where they should not be; undefined when that does not help. */
function readLoosely(text: string, delimiter: string): string[] | undefined {
  try {
    const [cells] = parse(text, { ...common(delimiter), relax_quotes: true })
    return cells?.map((cell) => cell.trim())
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

function common(delimiter: string) {
  return { delimiter, bom: true, columns: false, relax_column_count: true, record_delimiter: '\n' } satisfies Options
}

function without(text: string, lines: number): string {
  let at = 0
  for (let passed = 0; passed < lines; passed += 1) {
    const end = text.indexOf('\n', at)
    if (end === -1) return ''
    at = end + 1
  }
  return text.slice(at)
}

function misfit(cells: number, columns: number): Reason {
  return { code: cells < columns ? 'TOO_FEW_CELLS' : 'TOO_MANY_CELLS', cells, columns }
}
