import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { openLibrary } from './library.ts'
import { runSchedules, type Failure } from './run-schedules.ts'
import { runSeed, type Script } from './schedule.ts'
import { scheduleSeed } from './schedule-seed.ts'

const usage = `Usage: npm run simulate -- [--schedules N] [--seed S] [--replay SEED:SCHEDULE]

Runs schedules of the whole saga in this process, on the product's own deciders, policies, services, relay, consumer and
inbox, over simulated databases, broker, provider and clock: lost and late replies, crashes between any two statements,
duplicates, any order between aggregates, refunds that fail, deadlines that pass. After each everything heals, comes to
rest, and is checked.

  --schedules N            how many, 1 to 100000000 (100000)
  --seed S                 0 to 4294967295 (1); the same seed, the same schedules
  --replay SEED:SCHEDULE   one of them, with every step in words

Exit 0 all held; 1 a schedule failed; 2 bad arguments.`

const FAILED = 1
const USAGE = 2

const whole = (name: string, text: string, from: number, to: number): number => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= from && value <= to) return value
  throw new BadArguments(`--${name} is "${text}"; expected a whole number, ${from} to ${to}`)
}

const LARGEST_SEED = 2 ** 32 - 1
const MOST_SCHEDULES = 100_000_000

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      schedules: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      replay: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  if (values.replay !== undefined) return replay(values.replay)
  const schedules = whole('schedules', values.schedules, 1, MOST_SCHEDULES)
  return simulate(whole('seed', values.seed, 0, LARGEST_SEED), schedules)
}

async function simulate(seed: number, schedules: number): Promise<number> {
  let shown = performance.now()
  const ran = await runSchedules(seed, schedules, (done) => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    process.stderr.write(`${done} of ${schedules} schedules hold\n`)
  })
  const rate = Math.round((ran.schedules / ran.ms) * 60_000)
  process.stdout.write(`${ran.schedules} schedules of seed ${seed}, ${rate} a minute\n`)
  if (ran.failure === undefined) {
    process.stdout.write('All held.\n')
    return 0
  }
  await tellOf(seed, ran.failure)
  return FAILED
}

async function tellOf(seed: number, { schedule, violations }: Failure): Promise<void> {
  const { script } = await runSeed(await openLibrary(), scheduleSeed(seed, schedule), true)
  process.stdout.write(`Schedule ${schedule} failed:\n${listOf(violations)}${script ? textOf(script) : ''}`)
  process.stdout.write(`Again: npm run simulate -- --replay ${seed}:${schedule}\n`)
}

async function replay(which: string): Promise<number> {
  const [, seed, schedule] = /^(\d+):(\d+)$/.exec(which) ?? []
  if (seed === undefined || schedule === undefined) {
    throw new BadArguments(`--replay is "${which}"; expected SEED:SCHEDULE, such as 1:4711`)
  }
  const numbers = [whole('replay', seed, 0, LARGEST_SEED), whole('replay', schedule, 0, MOST_SCHEDULES)] as const
  const { violations, script } = await runSeed(await openLibrary(), scheduleSeed(...numbers), true)
  process.stdout.write(script ? textOf(script) : '')
  process.stdout.write(violations.length === 0 ? 'All held.\n' : `Failed:\n${listOf(violations)}`)
  return violations.length === 0 ? 0 : FAILED
}

const listOf = (violations: readonly string[]) => violations.map((one) => `  ${one}\n`).join('')

const textOf = ({ replicas, steps }: Script) =>
  `  ${replicas} of each process\n${steps.map(({ what, luck }, index) => `  ${index + 1}. ${what}${luck === 0 ? '' : ` (luck ${luck})`}\n`).join('')}`

process.exitCode = await main().catch((error: unknown) => {
  reportFailure(error, usage)
  return error instanceof BadArguments ? USAGE : FAILED
})
