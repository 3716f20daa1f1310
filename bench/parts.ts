import { BadArguments } from '@ebook/stack/command-line'

/** Those parts of a measurement that `--only` names, separated by commas; all when it is not given. Throws BadArguments. */
export function partsOf(measurement: string, parts: readonly string[], only: string | undefined): readonly string[] {
  if (only === undefined) return parts
  if (parts.length === 0) throw new BadArguments(`${measurement} knows no --only: it has no parts.`)
  const chosen = only.split(',').map((part) => part.trim())
  const stranger = chosen.find((part) => !parts.includes(part))
  if (stranger === undefined) return chosen
  throw new BadArguments(`${measurement} has no part "${stranger}"; it has ${parts.join(', ')}.`)
}

/** For the help, below the measurement's options. */
export function partsLine(parts: readonly string[] = []): string {
  return parts.length === 0 ? '' : `\n${' '.repeat(17)}--only PARTS`.padEnd(33) + `of ${parts.join(',')} (all)`
}
