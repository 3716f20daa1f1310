import { BadArguments } from '@ebook/stack/command-line'

export interface NumberOption {
  readonly about: string
  /** Taken when nothing is given. */
  readonly standard: number
  readonly from: number
  readonly to: number
}
export type NumberOptions = Readonly<Record<string, NumberOption>>

/** The options of one measurement, as given or as they are by themselves. Throws BadArguments, with what to do instead. */
export function numbersOf(
  measurement: string,
  options: NumberOptions,
  given: Readonly<Record<string, unknown>>,
): Record<string, number> {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(options, name))
  if (stranger !== undefined) {
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new BadArguments(
      `${measurement} knows no --${stranger}; ${known.length > 0 ? `it has ${known.join(', ')}` : 'it has no options'}.`,
    )
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, { standard, from, to }]) => {
      const text = given[name]
      if (text === undefined) return [name, standard]
      const value = typeof text === 'string' && /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
      if (value >= from && value <= to) return [name, value]
      throw new BadArguments(`--${name} is "${String(text)}"; expected a whole number, ${from} to ${to}`)
    }),
  )
}

/** For the help, one line each, indented below their measurement. */
export function optionLines(options: NumberOptions = {}): string {
  return Object.entries(options)
    .map(([name, { about, standard }]) => `\n${' '.repeat(17)}--${name} N`.padEnd(33) + `${about} (${standard})`)
    .join('')
}
