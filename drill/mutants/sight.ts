import { at, change, type Mutant } from './mutant.ts'

/** Bugs about what people see. */
export const sightMutants: readonly Mutant[] = [
  {
    name: 'no-snapshot',
    what: 'a subscription that asks for what there is is told only what comes',
    changes: [
      change(
        'subgraphs/dashboard/subscriptions/follow.ts',
        "if (from === 'now') return",
        "if (from === 'now' || from === 'snapshot') return",
      ),
    ],
    drill: { caughtBy: [20], forMs: 3_000 },
  },
  {
    name: 'no-ownership-filter',
    what: "a member's subscription is of everybody",
    changes: [
      change(
        'subgraphs/dashboard/queries/dashboard-changed.ts',
        "userId: viewer.roles.includes('ADMIN') ? undefined : viewer.sub,",
        'userId: viewer.roles.length > 9 ? viewer.sub : undefined,',
      ),
    ],
    drill: { caughtBy: [21], forMs: 3_000 },
  },
  {
    name: 'incrementing-projection',
    what: 'the catalogue adds one for each Rented that comes, instead of counting what is there',
    changes: [
      change(
        'subgraphs/dashboard/feed/apply.ts',
        'refoldTitles(writer, taken, refolded)',
        "refoldTitles(writer, arrivals.map(({ event }) => event), writer.all<{ rental_id: string; book_id: string }>('select * from dashboard_row').map((row) => ({ row, isNew: true, events: [], arrived: [] })))",
      ),
      change(
        'subgraphs/dashboard/feed/apply.ts',
        'requests.get(bookId)?.length ?? 0)',
        "taken.filter((event) => event.type === 'ebook.rent.Rented.v1' && (event.data as { bookId: string }).bookId === bookId).length)",
      ),
    ],
    drill: { caughtBy: [17, 18], forMs: 8_000, steps: [at(3_000, 'nats-stores-deleted', 'all')] },
  },
]
