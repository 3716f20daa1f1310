import type { Mutant } from './mutant.ts'

/** Bugs about what people see. */
export const sightMutants: readonly Mutant[] = [
  {
    name: 'no-snapshot',
    what: 'a subscription that asks for what there is is told only what comes',
    changes: [
      {
        file: 'subgraphs/dashboard/subscriptions/follow.ts',
        find: "if (from === 'now') return",
        replace: "if (from === 'now' || from === 'snapshot') return",
      },
    ],
    drill: {
      caughtBy: [20],
      provoke: { forMs: 3_000, steps: [] },
    },
  },
  {
    name: 'no-ownership-filter',
    what: "a member's subscription is of everybody",
    changes: [
      {
        file: 'subgraphs/dashboard/queries/dashboard-changed.ts',
        find: "userId: viewer.roles.includes('ADMIN') ? undefined : viewer.sub,",
        replace: 'userId: viewer.roles.length > 9 ? viewer.sub : undefined,',
      },
    ],
    drill: {
      caughtBy: [21],
      provoke: { forMs: 3_000, steps: [] },
    },
  },
  {
    name: 'incrementing-projection',
    what: 'the catalogue adds one for each Rented that comes, instead of counting what is there',
    changes: [
      {
        file: 'subgraphs/dashboard/feed/apply.ts',
        find: 'refoldTitles(writer, taken, rows)',
        replace:
          "refoldTitles(writer, arrivals.map(({ event }) => event), rows.length > 0 ? rows : writer.all('select * from dashboard_row'))",
      },
      {
        file: 'subgraphs/dashboard/feed/apply.ts',
        find: 'newestOfEachType(writer, bookId), timesRequested(writer, bookId))',
        replace: `newestOfEachType(writer, bookId), timesRequested(writer, bookId) * 0 +
      (writer.first<{ times: number }>('select times_requested as times from catalogue_row where book_id = ?', bookId)?.times ?? 0) +
      taken.filter((event) => event.type === 'ebook.rent.Rented.v1' && (event.data as { bookId: string }).bookId === bookId).length)`,
      },
    ],
    drill: {
      caughtBy: [17, 18],
      provoke: { forMs: 8_000, steps: [{ fault: 'nats-stores-deleted', target: 'all', atMs: 3_000 }] },
    },
  },
]
