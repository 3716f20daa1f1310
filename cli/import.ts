import { readFileSync } from 'node:fs'
import { readCatalogue, type Defaults, type ReadCatalogue } from '@ebook/catalogue/read-catalogue'
import { readRows, UnusableFile } from '@ebook/catalogue/read-rows'
import { registerAll } from '@ebook/catalogue/register-all'
import { stackToken } from '@ebook/stack/access'
import { BadArguments, EXIT, givenToken, readArguments, reportFailure } from '@ebook/stack/command-line'
import { HttpCatalogue } from './import/http-catalogue.ts'
import { reportOf } from './import/report.ts'

const usage = `Usage: npm run import -- FILE.csv [--fee 3000] [--seats 1] [--url URL]

Registers the titles of a catalogue file through the API, as a librarian. What is good is registered; every row that is
not is printed with its line and the reason. Importing a file again registers nothing twice.

Columns, in UTF-8: title, authors, isbn13 or isbn, language, rentalFee, seats. Only the first two must be there, others
are ignored. Several authors are separated by semicolons, or else by commas.

  --fee WON     the fee of rows without one (3000)
  --seats N     the seats of rows without a number of them, 1 to 1000 (1)
  --url URL     the router (http://localhost:$PORT/graphql, PORT 4000)
  EBOOK_TOKEN   a librarian's token (default: one of the development stack on this DATA_DIR)
  --token JWT   the same, but npm shows it in the process list; --token - reads it from standard input

Exit code: 0 what could be imported was, 2 the file cannot be used or the API failed, 3 the arguments cannot be used.`

const AT_ONCE = 16

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      fee: { type: 'string', default: '3000' },
      seats: { type: 'string', default: '1' },
      url: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(usage)
    return EXIT.fine
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new BadArguments('Give the path of one CSV file.')
  const defaults = {
    fee: wholeNumber('--fee', values.fee, 0, 999_999_999),
    seats: wholeNumber('--seats', values.seats, 1, 1_000),
  }
  const url = values.url ?? `http://localhost:${process.env.PORT ?? 4000}/graphql`
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new BadArguments(`--url is "${url}"; expected an address such as http://localhost:4000/graphql`)

  const began = performance.now()
  const catalogue = readFile(file, defaults)
  const total = catalogue.titles.length
  console.log(`${file}: ${total} titles to register, ${catalogue.refused.length} rows refused`)
  const api = new HttpCatalogue(url, givenToken(values.token) ?? (await librariansToken()), AT_ONCE)
  const outcome = await registerAll(catalogue.titles, api, AT_ONCE, progress(total))
  await api.close()
  const { lines, failure } = reportOf(catalogue, outcome, (performance.now() - began) / 1_000)
  for (const line of lines) console.log(line)
  if (failure !== undefined) console.error(failure)
  return failure === undefined ? EXIT.fine : EXIT.couldNot
}

function readFile(path: string, defaults: Defaults): ReadCatalogue {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UnusableFile('UNREADABLE', `${path} cannot be read (${why}). Give the path of a CSV file.`, {
      cause: error,
    })
  }
  const { rows, refused } = readRows(bytes)
  const catalogue = readCatalogue(rows, defaults)
  return { titles: catalogue.titles, refused: [...refused, ...catalogue.refused] }
}

/** On stderr: what is printed to stdout is the outcome alone. */
function progress(total: number): (done: number) => void {
  const { isTTY } = process.stderr
  const step = isTTY ? Math.max(1, Math.floor(total / 100)) : 1_000
  return (done) => {
    if (done % step !== 0 && done !== total) return
    process.stderr.write(isTTY ? `\r${done} of ${total}${done === total ? '\n' : ''}` : `${done} of ${total}\n`)
  }
}

/** There is no development stack to get a token from; the message says what to do. */
class NoToken extends Error {
  override readonly name: string = 'NoToken'
}

async function librariansToken(): Promise<string> {
  try {
    return await stackToken({ sub: 'libby', roles: ['ADMIN'], ttl: 3_600 })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new NoToken(`No librarian's token: ${why} Or give one in EBOOK_TOKEN.`, { cause: error })
  }
}

function wholeNumber(name: string, given: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : -1
  if (value < least || value > most)
    throw new BadArguments(`${name} is "${given}"; expected a whole number, ${least} to ${most}`)
  return value
}

try {
  process.exitCode = await main()
} catch (error) {
  reportFailure(error, usage)
}
