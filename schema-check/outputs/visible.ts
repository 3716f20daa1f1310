/**
 * Control characters and escape codes of terminals, marks that turn the direction of writing, what has no width, what
 * is no character, and separators of lines. Line feeds are taken out by who reads on.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

/** What cannot be seen is shown and not obeyed; line feeds stay. */
export function visible(text: string): string {
  return text.replace(unseen, (sign) => (sign === '\n' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`))
}

/** On one line, as in a sentence. */
export function inOneLine(text: string): string {
  return visible(text.replaceAll(/\r\n|[\n\r\t]/g, ' '))
}

/** What begins a command of Azure Pipelines, TeamCity and older GitHub Actions, wherever it stands in a line. */
const command = /##(?=\w*\[)/g

/** Lines that no continuous integration takes for commands: `::error::` at the beginning, `##[error]` anywhere. */
export function withoutCommands(text: string): string {
  const lines = text.replace(command, '# #').split('\n')
  return lines.map((line) => (line.trimStart().startsWith('::') ? line.replace('::', ': :') : line)).join('\n')
}

/** JSON that means the same, in which nothing stands that a terminal or a runner obeys. */
export function jsonText(value: unknown): string {
  const escaped = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
  return JSON.stringify(value, null, 2)
    .replace(unseen, (sign) => (sign === '\n' ? sign : escaped(sign)))
    .replace(command, `#${escaped('#')}`)
}
