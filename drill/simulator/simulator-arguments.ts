import { BadArguments, readArguments, readNumber } from '@ebook/stack/command-line'

export const usage = `Usage: npm run simulate -- [--schedules N] [--seed S] [--rules] [--replay SEED:SCHEDULE]

Runs schedules of the whole saga in this process, on the product's own deciders, policies, services, relay, consumer and
inbox, over simulated databases, broker, provider and clock: lost and late replies, crashes between any two statements,
duplicates, any order between aggregates, refunds that fail, deadlines that pass. After each everything heals, comes to
rest, and is checked; of one that fails the shortest script is shown.

  --schedules N            how many, 1 to 100000000 (100000; with --rules: so many for each, not the known one)
  --seed S                 0 to 4294967295 (1); the same seed, the same schedules
  --rules                  takes out the load-bearing rules of the design one after another, and shows what catches it
  --replay SEED:SCHEDULE   one schedule, with every step in words

Exit 0 all held (with --rules: each was caught); 1 a schedule failed (a rule was not caught); 2 it could not be run;
3 bad arguments.`

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly seed: number; readonly schedules: number }
  /** `schedules` undefined: the one that is known to show it. */
  | { readonly kind: 'rules'; readonly seed: number; readonly schedules: number | undefined }
  | { readonly kind: 'replay'; readonly seed: number; readonly schedule: number }

const LARGEST_SEED = 2 ** 32 - 1
const MOST_SCHEDULES = 100_000_000

/** Throws BadArguments. */
export function readSimulatorArguments(args: readonly string[] = process.argv.slice(2)): Asked {
  const text = { type: 'string' } as const
  const { values } = readArguments({
    args: [...args],
    options: {
      ...{ schedules: text, seed: text, replay: text },
      rules: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return { kind: 'help' }
  const { rules, replay } = values
  if (replay !== undefined) {
    if (rules || (values.seed ?? values.schedules) !== undefined) {
      throw new BadArguments('--replay says all: leave --rules, --seed and --schedules out')
    }
    const [seed = '', schedule = ''] = replay.split(/:(.*)/)
    return {
      kind: 'replay',
      seed: readNumber('replay', seed, 0, LARGEST_SEED),
      schedule: readNumber('replay', schedule, 0, MOST_SCHEDULES),
    }
  }
  const seed = readNumber('seed', values.seed ?? '1', 0, LARGEST_SEED)
  if (rules && values.schedules === undefined) return { kind: 'rules', seed, schedules: undefined }
  return {
    kind: rules ? 'rules' : 'run',
    seed,
    schedules: readNumber('schedules', values.schedules ?? '100000', 1, MOST_SCHEDULES),
  }
}
