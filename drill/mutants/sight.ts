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
        find: 'await refoldTitles(tx, taken, rows)',
        replace:
          "await refoldTitles(tx, arrivals.map(({ event }) => event), rows.length > 0 ? rows : await tx.selectFrom('dashboard_row').selectAll().execute() as never)",
      },
      {
        file: 'subgraphs/dashboard/feed/apply.ts',
        find: 'await newestOfEachType(tx, bookId), await timesRequested(tx, bookId))',
        replace: `await newestOfEachType(tx, bookId), await timesRequested(tx, bookId) * 0 +
      ((await tx.selectFrom('catalogue_row').select('times_requested').where('book_id', '=', bookId).executeTakeFirst())?.times_requested ?? 0) +
      taken.filter((event) => event.type === 'ebook.rent.Rented.v1' && (event.data as { bookId: string }).bookId === bookId).length)`,
      },
    ],
    drill: {
      caughtBy: [17, 18],
      provoke: { forMs: 8_000, steps: [{ fault: 'nats-stores-deleted', target: 'all', atMs: 3_000 }] },
    },
  },
]
