import { Arrivals } from '@ebook/chassis/arrivals'
import { duration, integer } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { listTitles } from './list-titles.ts'
import { createLoaders } from './loaders.ts'
import { policies } from './policies.ts'
import type { BookPorts, BookSettings } from './ports.ts'
import { resolvers } from './resolvers.ts'
import { knownRequests } from './sql/request.ts'
import { startTimers } from './timers.ts'

/** Whoever decides by a script decides on many at once. */
const WAITS_OF_A_LIBRARIAN = 50

export const book = writingSubgraph({
  name: 'book',
  port: PORTS.book,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    RENTAL_DECIDE_BY: duration('PT72H'),
    HOLD_LIMIT: integer(5, { max: 1_000_000 }),
    HISTORY_KEPT_FOR: duration('P90D'),
  },
  settings: (config): BookSettings => ({
    decideForMs: config.RENTAL_DECIDE_BY,
    holdLimit: config.HOLD_LIMIT,
    historyKeptForMs: config.HISTORY_KEPT_FOR,
  }),
  migrations,
  owners: OWNERS,
  async prepare(db, { log }) {
    const listed = await listTitles(db)
    if (listed > 0) log.info({ listed }, 'titles listed anew')
  },
  policies: ({ settings }) => policies(settings),
  ports: (base): BookPorts => ({
    ...base,
    arrivals: new Arrivals((rentalIds) => knownRequests(base.db, rentalIds), WAITS_OF_A_LIBRARIAN),
  }),
  timers: startTimers,
  services: () => [],
  resolvers,
  loaders: ({ db }, context) => createLoaders(db, context),
})

if (import.meta.main) await runWritingSubgraph(book)
