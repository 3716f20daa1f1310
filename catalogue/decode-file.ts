/** A file's text with line breaks of one kind, and the lines that are not in its encoding. */
export interface DecodedFile {
  readonly text: string
  readonly unreadable: readonly UnreadableLine[]
}

export interface UnreadableLine {
  /** From 1. */
  readonly line: number
  /** In bytes, from 1. */
  readonly column: number
  /** The first byte that cannot be read, as `0xE9`. */
  readonly byte: string
}

/** The bytes are no text at all. */
export class NoText extends Error {
  override readonly name = 'NoText'
}

/**
 * The text of a file in UTF-8; in UTF-16, which Excel calls "Unicode Text"; or in CP949, which Excel in Korean writes for
 * "CSV (comma delimited)". In UTF-8 a byte that does not belong there costs its own line alone. Throws NoText.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  const utf16 = markOfUtf16(bytes)
  if (utf16 !== undefined) return { text: withOneLineBreak(new TextDecoder(utf16).decode(bytes)), unreadable: [] }
  if (bytes.includes(0)) throw new NoText()
  const whole = decoded('utf-8', bytes)
  if (whole !== undefined) return { text: withOneLineBreak(whole), unreadable: [] }
  const korean = koreanOf(bytes)
  if (korean !== undefined) return { text: withOneLineBreak(korean), unreadable: [] }
  return lineByLine(bytes)
}

function markOfUtf16([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The text, if it is Korean: any bytes in pairs are CP949 to a decoder, but only Korean has syllables side by side and
 * hardly anything else beyond ASCII. What is UTF-8 in one line is UTF-8 with a mistake in another.
 */
function koreanOf(bytes: Uint8Array): string | undefined {
  const text = decoded('euc-kr', bytes)
  if (text === undefined || !/\p{Script=Hangul}{2}/u.test(text)) return undefined
  const beyondAscii = text.match(/[^\u0000-\u007F]/gu)?.length ?? 0
  const korean = text.match(/\p{Script=Hangul}/gu)?.length ?? 0
  const isUtf8 = linesOf(bytes).some((line) => line.some((byte) => byte > 0x7f) && decoded('utf-8', line) !== undefined)
  return korean * 2 > beyondAscii && !isUtf8 ? text : undefined
}

function lineByLine(bytes: Uint8Array): DecodedFile {
  const unreadable: UnreadableLine[] = []
  const lines = linesOf(bytes).map((line, index) => {
    const text = decoded('utf-8', line)
    if (text !== undefined) return text
    unreadable.push({ line: index + 1, ...firstWrongByte(line) })
    return new TextDecoder().decode(line)
  })
  return { text: withOneLineBreak(lines.join('\n')), unreadable }
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  const [lineFeed, carriageReturn] = [0x0a, 0x0d]
  // Files of an old Macintosh have carriage returns alone.
  const end = bytes.includes(lineFeed) ? lineFeed : carriageReturn
  let from = 0
  for (let to = bytes.indexOf(end); to !== -1; to = bytes.indexOf(end, from)) {
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return [...lines, bytes.subarray(from)]
}

function firstWrongByte(line: Uint8Array): { readonly column: number; readonly byte: string } {
  // As far as a stream can be read without an error, the bytes are right.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let at = 0
  let begin = 0
  try {
    for (; at < line.length; at += 1)
      if (decoder.decode(line.subarray(at, at + 1), { stream: true }) !== '') begin = at + 1
  } catch {
    // The first byte of the character that goes wrong.
  }
  return { column: begin + 1, byte: `0x${(line[begin] ?? 0).toString(16).toUpperCase()}` }
}

function withOneLineBreak(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}
