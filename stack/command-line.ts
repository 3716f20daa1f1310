import { readFileSync } from 'node:fs'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { whatToDo } from '@ebook/chassis/what-to-do'
import { StartFailed } from '@ebook/processes/managed-process'

/** The arguments of a command cannot be used; the message names what is wrong. */
export class BadArguments extends Error {
  override readonly name = 'BadArguments'
}

/**
 * What every command ends with (CONTRIBUTING.md): `notFine` is said of what was looked at, `couldNot` of the command, which
 * did not come to the end of what it was to do.
 */
export const EXIT = { fine: 0, notFine: 1, couldNot: 2, usage: 3 } as const

/** Reads arguments strictly: an unknown option is an error. Throws BadArguments. */
export function readArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

const numbers = { number: /\S/, 'whole number': /^\d+$/ } as const

/** What an option was given as. Throws BadArguments, which says what is expected. */
export function readNumber(
  option: string,
  text: string,
  from: number,
  to: number,
  kind: keyof typeof numbers = 'whole number',
): number {
  const value = numbers[kind].test(text) ? Number(text) : Number.NaN
  if (value >= from && value <= to) return value
  throw new BadArguments(`--${option} is "${text}"; expected a ${kind}, ${from} to ${to}`)
}

/**
 * The token that a command was given: by EBOOK_TOKEN, which nobody else on the machine sees, by standard input with
 * `--token -`, or by `--token JWT`, which is then taken out of what the process list shows of this process.
 */
export function givenToken(flag: string | undefined): string | undefined {
  if (flag === undefined) return process.env['EBOOK_TOKEN']?.trim() || undefined
  if (flag === '-') return readFileSync(0, 'utf8').trim()
  process.title = `node ${process.argv[1] ?? ''}`
  return flag
}

/** One line that is written over where somebody watches; nothing where nobody does. */
export function progressOn(stream: NodeJS.WriteStream) {
  let shown = false
  return {
    show(line: string) {
      if (!stream.isTTY) return
      shown = true
      stream.write(`\r\x1b[2K${line.slice(0, stream.columns - 1)}`)
    },
    end() {
      if (shown) stream.write('\r\x1b[2K')
      shown = false
    },
  }
}

/** Says on stderr what went wrong, in words for whoever typed the command, and sets the exit code. */
export function reportFailure(error: unknown, usage: string): void {
  if (error instanceof BadArguments) {
    process.stderr.write(`${error.message}\n\n${usage}\n`)
    process.exitCode = EXIT.usage
    return
  }
  const expected = error instanceof Error && error.name !== 'Error' && error.name !== 'TypeError'
  process.stderr.write(`${expected ? whatToDo(error) : describe(error)}\n`)
  if (error instanceof StartFailed) process.stderr.write('Its whole log is in DATA_DIR/log.\n')
  process.exitCode = EXIT.couldNot
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What the system says is nobody's fault in the code.
  return 'code' in error && whatToDo(error) !== error.message ? whatToDo(error) : (error.stack ?? error.message)
}
