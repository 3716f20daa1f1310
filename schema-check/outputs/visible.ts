/**
 * Escape codes of terminals and all other control characters, marks that turn the direction of writing, and separators
 * of lines are shown and not obeyed; line feeds stay.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (sign) =>
    sign === '\n' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** On one line, as in a sentence. */
export function inOneLine(text: string): string {
  return visible(text.replaceAll(/\r\n|[\n\r\t]/g, ' '))
}

/** Lines that GitHub Actions do not take for commands: `::error::` at the beginning, `##[error]` anywhere. */
export function withoutCommands(text: string): string {
  const lines = text.replaceAll('##[', '## [').split('\n')
  return lines.map((line) => (line.trimStart().startsWith('::') ? line.replace('::', ': :') : line)).join('\n')
}
