/** `npm run bench -- NAME`: one named measurement, its figures as JSON on the last line. */
import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { numbersOf, optionLines, type NumberOptions } from './number-options.ts'

interface Benchmark {
  readonly about: string
  readonly options?: NumberOptions
  run(given: Readonly<Record<string, number>>): Promise<object>
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  saga: {
    about:
      'rentals from request to APPROVED through the router, beside what this PostgreSQL and this router can do at all',
    run: async () => (await import('./saga.ts')).run(),
  },
  import: {
    about: 'the 10,000-title catalogue through the API (goodbooks-10k when it is there, else a generated stand-in)',
    run: async () => (await import('./import.ts')).run(),
  },
  subscriptions: {
    about: 'what a change costs on its way to those who listen: latency, payloads per second, memory, hydration',
    run: async () => (await import('./subscriptions/run.ts')).run(),
  },
  overload: {
    about:
      'a payment that is too slow, then absent, then refunds without promotion: who is answered, who is paid, when',
    options: {
      clients: { about: 'that ask at once, each again as soon as it is answered', standard: 100, from: 1, to: 1_000 },
      seconds: { about: 'of each of the three loads', standard: 60, from: 1, to: 3_600 },
    },
    run: async ({ clients = 0, seconds = 0 }) => (await import('./overload/run.ts')).run({ clients, seconds }),
  },
  sizes: {
    about: 'what a rental leaves behind in each store, in bytes',
    options: { rentals: { about: 'from request to APPROVED', standard: 1_000, from: 1, to: 100_000 } },
    run: async ({ rentals = 0 }) => (await import('./sizes.ts')).run({ rentals }),
  },
  broker: {
    about: "events a second through a relay and through a consumer's inbox, beside the broker's own rate",
    options: {
      events: { about: 'in the outbox, in each of three rounds', standard: 10_000, from: 1, to: 1_000_000 },
    },
    run: async ({ events = 0 }) => (await import('./broker/run.ts')).run({ events }),
  },
  recovery: {
    about: 'how soon everything works again after kill -9, who is answered meanwhile, and from heal to quiet',
    options: {
      kills: { about: 'of each process', standard: 3, from: 1, to: 100 },
      hold: { about: 'seconds that each is down while requests are counted', standard: 5, from: 1, to: 600 },
      away: { about: 'seconds that one is away before quiet is waited for', standard: 30, from: 1, to: 3_600 },
    },
    run: async ({ kills = 0, hold = 0, away = 0 }) => (await import('./recovery/run.ts')).run({ kills, hold, away }),
  },
  replicas: {
    about: 'sagas a second with one replica of each writing subgraph and with three, in turns on one stack',
    options: {
      seconds: { about: 'of each turn', standard: 30, from: 1, to: 600 },
      turns: { about: 'with one, and as many with three', standard: 2, from: 1, to: 10 },
    },
    run: async ({ seconds = 0, turns = 0 }) => (await import('./replicas/run.ts')).run({ seconds, turns }),
  },
  cluster: {
    about:
      "the longest silence when the stream's leader, one of three nats-servers, is killed under sagas; what is lost",
    options: {
      kills: { about: 'of whichever leads then', standard: 3, from: 1, to: 20 },
      seconds: { about: 'from each kill on, and as many before it without one', standard: 30, from: 1, to: 600 },
    },
    run: async ({ kills = 0, seconds = 0 }) => (await import('./cluster/run.ts')).run({ kills, seconds }),
  },
  web: {
    about: "the pages: size of the first load, time to the first list, from a librarian's press to the member's screen",
    options: {
      titles: { about: 'in the catalogue', standard: 10_000, from: 30, to: 100_000 },
      rounds: { about: 'how often the times are taken', standard: 20, from: 1, to: 100 },
    },
    run: async ({ titles = 0, rounds = 0 }) => (await import('./web/run.ts')).run({ titles, rounds }),
  },
}

const usage = `Usage: npm run bench -- NAME

${Object.entries(benchmarks)
  .map(([name, { about, options }]) => `  ${name.padEnd(15)}${about}${optionLines(options)}`)
  .join('\n')}

Each starts what it measures on free ports, the stack with durable storage, prints its figures as JSON on the last line,
and stops. Run it alone: the machine's other work is in the figures.`

function read() {
  const every = Object.values(benchmarks).flatMap(({ options }) => Object.keys(options ?? {}))
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      ...Object.fromEntries(every.map((name) => [name, { type: 'string' as const }])),
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { help, ...given } = values
  if (help) return undefined
  const [name] = positionals
  if (name === undefined) throw new BadArguments('Say which measurement.')
  const benchmark = benchmarks[name]
  if (!benchmark || positionals.length > 1) {
    throw new BadArguments(`There is no measurement "${positionals.join(' ')}".`)
  }
  return { benchmark, numbers: numbersOf(name, benchmark.options ?? {}, given) }
}

try {
  const chosen = read()
  console.log(chosen ? JSON.stringify(await chosen.benchmark.run(chosen.numbers)) : usage)
} catch (error) {
  reportFailure(error, usage)
}
process.exit()
