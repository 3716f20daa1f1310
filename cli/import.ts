import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readCatalogue, type CatalogueTitle, type RefusedRow } from './catalogue/read-catalogue.ts'
import { readRows, UnusableFile } from './catalogue/read-rows.ts'
import { Catalogue } from './catalogue/register.ts'

const usage = `Usage: npm run import -- FILE.csv [--fee 3000] [--seats 1] [--url URL] [--token JWT]

Registers the titles of a catalogue file through the API, as a librarian. What is good is registered; every row that is
not is printed with its line and the reason. Importing a file again registers nothing twice that has an ISBN.

Columns: title, authors (several: separated by commas), isbn13 or isbn, language, rentalFee, seats. Others are ignored.

  --fee WON     the fee of rows without one (3000)
  --seats N     the seats of rows without a number of them (1)
  --url URL     the router (http://localhost:$PORT/graphql, PORT 4000)
  --token JWT   a librarian's (default: one of the development stack on this DATA_DIR)

Exit code: 0 what could be imported was, 1 the API failed, 2 the file cannot be used, 3 the arguments cannot be used.`

const AT_ONCE = 16
const PROGRESS_EVERY = 500

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
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new BadArguments('Give the path of one CSV file.')
  const defaults = { fee: wholeNumber('--fee', values.fee, 0), seats: wholeNumber('--seats', values.seats, 1) }
  const url = values.url ?? `http://localhost:${process.env.PORT ?? 4000}/graphql`
  if (!URL.canParse(url))
    throw new BadArguments(`--url is "${url}"; expected an address such as http://localhost:4000/graphql`)

  const rows = readRows(file)
  const { titles, refused } = readCatalogue(rows, defaults)
  console.log(`${file}: ${rows.length} rows, ${titles.length} titles to register`)
  const outcome = await registerAll(new Catalogue(url, values.token ?? (await librariansToken()), AT_ONCE), titles)
  const all = [...refused, ...outcome.refused].toSorted((a, b) => a.line - b.line)
  for (const { line, title, reason } of all)
    console.log(`line ${line}: refused: ${reason}${title ? ` (${title})` : ''}`)
  for (const { line, title, reason } of outcome.failed)
    console.error(`line ${line}: not imported: ${reason} (${title})`)
  console.log(`${outcome.registered} registered, ${all.length} refused, ${outcome.failed.length} failed`)
  if (outcome.failed.length > 0)
    console.error('Run the same command again when the API is back: nothing is registered twice.')
  return outcome.failed.length > 0 ? 1 : 0
}

interface Outcome {
  registered: number
  readonly refused: RefusedRow[]
  readonly failed: RefusedRow[]
}

async function registerAll(catalogue: Catalogue, titles: readonly CatalogueTitle[]): Promise<Outcome> {
  const outcome: Outcome = { registered: 0, refused: [], failed: [] }
  const waiting = titles.values()
  let done = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const title of waiting) {
        const result = await catalogue.register(title)
        if (result.kind === 'registered') outcome.registered += 1
        else outcome[result.kind].push({ line: title.line, title: title.title, reason: result.reason })
        done += 1
        if (done % PROGRESS_EVERY === 0) console.log(`${done} of ${titles.length}`)
      }
    }),
  )
  await catalogue.close()
  return outcome
}

async function librariansToken(): Promise<string> {
  const command = fileURLToPath(new URL('token.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--sub', 'libby', '--role', 'ADMIN'])
  return stdout.trim()
}

function wholeNumber(name: string, given: string, least: number): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : -1
  if (value < least) throw new BadArguments(`${name} is "${given}"; expected a whole number, ${least} or more`)
  return value
}

try {
  process.exitCode = await main()
} catch (error) {
  reportFailure(error, usage)
  if (error instanceof UnusableFile) process.exitCode = 2
}
