import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { faults } from './faults/table.ts'
import { runDrill } from './run/run-drill.ts'
import { verdictOf } from './run/verdict.ts'

const usage = `Usage: npm run drill -- [--minutes 2] [--seed 7] [--faults kill,pause] [--members 12] [--json] [--keep]

Starts a private installation, uses it as members, librarians and subscribers do, breaks it in many ways, heals it, waits
until nothing is under way any more, and checks all 26 statements (docs/drill.md).

  --minutes N        how long faults go on, 0.1 to 600 (2)
  --seed N           the same seed plans the same faults and the same people, 0 to 4294967295 (any)
  --faults NAME,NAME only these:
${faults.map(({ name, what }) => `      ${name.padEnd(22)} ${what}`).join('\n')}
  --members N        how many people use it, 1 to 200 (12)
  --json             the verdict as one JSON object on stdout
  --keep             leaves the data folder, with logs and the client log, to look into

Exit 0 everything held; 1 a statement offends; 2 bad arguments; 3 the drill could not be run.`

const OFFENDED = 1
const USAGE = 2
const COULD_NOT = 3

function number(name: string, text: string, from: number, to: number): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (value >= from && value <= to) return value
  throw new BadArguments(`--${name} is "${text}"; expected a number, ${from} to ${to}`)
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = number(name, text, from, to)
  if (Number.isInteger(value)) return value
  throw new BadArguments(`--${name} is "${text}"; expected a whole number, ${from} to ${to}`)
}

function chosen(names: string | undefined) {
  if (names === undefined) return faults
  const wanted = names.split(',').map((name) => name.trim())
  const unknown = wanted.filter((name) => !faults.some((fault) => fault.name === name))
  if (unknown.length > 0) {
    throw new BadArguments(
      `--faults names ${unknown.join(', ')}; there are ${faults.map(({ name }) => name).join(', ')}`,
    )
  }
  return faults.filter(({ name }) => wanted.includes(name))
}

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      faults: { type: 'string' },
      members: { type: 'string' },
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const minutes = number('minutes', values.minutes ?? '2', 0.1, 600)
  const seed = whole('seed', values.seed ?? String(randomInt(1_000_000)), 0, 2 ** 32 - 1)
  const members = whole('members', values.members ?? '12', 1, 200)
  const selected = chosen(values.faults)
  const dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-drill-'))
  const begun = performance.now()
  const onProgress = (line: string) =>
    process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(7)} s  ${line}\n`)
  try {
    const result = await runDrill({
      seed,
      members,
      dataDir,
      onProgress,
      faults: selected,
      faultsMs: minutes * 60_000,
      cleanMs: 5_000,
      quietWithinMs: 120_000,
    })
    const only = values.faults === undefined ? '' : ` --faults ${values.faults}`
    const repeat = `npm run drill -- --minutes ${minutes} --seed ${seed} --members ${members}${only}`
    const verdict = verdictOf(result, { seed, repeat })
    process.stdout.write(values.json ? `${JSON.stringify(verdict.json)}\n` : verdict.text)
    return verdict.held ? 0 : OFFENDED
  } finally {
    if (values.keep) process.stderr.write(`kept: ${dataDir}\n`)
    else await rm(dataDir, { recursive: true, force: true })
  }
}

process.exitCode = await main().catch((error: unknown) => {
  reportFailure(error, usage)
  return error instanceof BadArguments ? USAGE : COULD_NOT
})
// A connection that is still being tried would keep the process.
process.exit()
