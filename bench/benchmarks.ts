import type { NumberOptions } from './number-options.ts'
import type { Measured } from './results.ts'

interface Benchmark {
  readonly about: string
  readonly options?: NumberOptions
  /** What `--only` chooses from. */
  readonly parts?: readonly string[]
  measure(given: Readonly<Record<string, number>>, only: readonly string[]): Promise<Measured>
}

/** Each is loaded only when it is asked for. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  saga: {
    about:
      'rentals from request to APPROVED through the router, beside what this PostgreSQL and this router can do at all',
    options: { seconds: { about: 'of sagas', standard: 30, from: 1, to: 3_600 } },
    measure: async ({ seconds = 0 }) => (await import('./saga.ts')).measureSaga({ seconds }),
  },
  cost: {
    about:
      'what a rental costs: CPU of every process, transactions, round trips, messages, latencies, when idle, scaled out, grown',
    options: {
      rentals: { about: 'of each load', standard: 1_000, from: 10, to: 100_000 },
      seconds: { about: 'that nothing is asked for', standard: 20, from: 1, to: 600 },
      rows: { about: 'rentals in the tables when there are many', standard: 100_000, from: 1, to: 1_000_000 },
    },
    parts: ['load', 'alone', 'counts', 'replicas', 'delivery', 'growth'],
    measure: async ({ rentals = 0, seconds = 0, rows = 0 }, only) =>
      (await import('./cost/cost.ts')).measureCost({ rentals, seconds, rows }, only),
  },
  router: {
    about:
      "requests that the router answers in a second of its CPU, beside Apollo's own gateway in turns; start and reload when it is large",
    options: {
      rounds: { about: 'of which the middle counts', standard: 5, from: 1, to: 100 },
      seconds: { about: 'of each query in a round', standard: 2, from: 1, to: 60 },
    },
    parts: ['requests', 'start', 'reload'],
    measure: async ({ rounds = 0, seconds = 0 }, only) =>
      (await import('./router/router.ts')).measureRouter({ rounds, seconds }, only),
  },
  tracing: {
    about: 'what it costs to trace everything, and 1 % of it: CPU of a router for a request, of all for a rental',
    options: {
      rounds: { about: 'of requests, of which the middle counts', standard: 5, from: 1, to: 100 },
      seconds: { about: 'of each router in a round', standard: 2, from: 1, to: 60 },
      rentals: { about: 'of each load', standard: 1_000, from: 10, to: 100_000 },
    },
    parts: ['requests', 'rentals'],
    measure: async ({ rounds = 0, seconds = 0, rentals = 0 }, only) =>
      (await import('./tracing/tracing.ts')).measureTracing({ rounds, seconds, rentals }, only),
  },
  import: {
    about: 'a catalogue file through the API, beside what this router can do at all',
    options: { titles: { about: 'in the file', standard: 10_000, from: 100, to: 1_000_000 } },
    measure: async ({ titles = 0 }) => (await import('./import.ts')).measureImport({ titles }),
  },
  subscriptions: {
    about: 'what a change costs on its way to those who listen: latency, payloads per second, memory',
    options: { most: { about: 'clients of the largest crowd', standard: 10_000, from: 1_000, to: 15_000 } },
    measure: async ({ most = 0 }) => (await import('./subscriptions/subscriptions.ts')).measureSubscriptions({ most }),
  },
  overload: {
    about:
      'a payment that is too slow, then absent, then refunds without promotion: who is answered, who is paid, when',
    options: {
      clients: { about: 'that ask at once, each again as soon as it is answered', standard: 100, from: 1, to: 1_000 },
      seconds: { about: 'of each of the three loads', standard: 60, from: 1, to: 3_600 },
    },
    measure: async ({ clients = 0, seconds = 0 }) =>
      (await import('./overload/overload.ts')).measureOverload({ clients, seconds }),
  },
  sizes: {
    about: 'what a rental leaves behind in each store, in bytes',
    options: { rentals: { about: 'from request to APPROVED', standard: 1_000, from: 1, to: 100_000 } },
    measure: async ({ rentals = 0 }) => (await import('./sizes.ts')).measureSizes({ rentals }),
  },
  broker: {
    about: "events a second through a relay and through a consumer's inbox, beside the broker's own rate",
    options: {
      events: { about: 'in the outbox, in each of three rounds', standard: 10_000, from: 1, to: 1_000_000 },
    },
    measure: async ({ events = 0 }) => (await import('./broker/broker.ts')).measureBroker({ events }),
  },
  recovery: {
    about: 'how soon everything works again after kill -9, who is answered meanwhile, and from heal to quiet',
    options: {
      kills: { about: 'of each process', standard: 3, from: 1, to: 100 },
      hold: { about: 'seconds that each is down while requests are counted', standard: 5, from: 1, to: 600 },
      away: { about: 'seconds that one is away before quiet is waited for', standard: 30, from: 1, to: 3_600 },
      nodes: { about: 'nats-servers; of three the one that leads the stream is killed', standard: 1, from: 1, to: 3 },
    },
    measure: async ({ kills = 0, hold = 0, away = 0, nodes = 0 }) =>
      (await import('./recovery/recovery.ts')).measureRecovery({ kills, hold, away, nodes }),
  },
  web: {
    about: "the pages: size of the first load, time to the first list, from a librarian's press to the member's screen",
    options: {
      titles: { about: 'in the catalogue', standard: 10_000, from: 30, to: 100_000 },
      rounds: { about: 'how often the times are taken', standard: 20, from: 1, to: 100 },
    },
    measure: async ({ titles = 0, rounds = 0 }) => (await import('./web/web.ts')).measureWeb({ titles, rounds }),
  },
}
