import type { Mutant } from './mutant.ts'

/** Bugs about who gets what, and when. */
export const decisionMutants: readonly Mutant[] = [
  {
    name: 'second-decision-wins',
    what: 'a librarian may refuse what another one has approved',
    changes: [
      {
        file: 'subgraphs/book/request/decide.ts',
        find: "if (request.status !== 'REQUESTED') return refuses({ code: 'ALREADY_DECIDED' })",
        replace: "if (request.status === 'REFUSED') return refuses({ code: 'ALREADY_DECIDED' })",
      },
    ],
    caughtBy: [6],
    provoke: { forMs: 6_000, steps: [], librarians: 5, thinkMs: 200 },
  },
  {
    name: 'seat-given-twice',
    what: 'a seat is given without looking who has it, and no index minds',
    changes: [
      {
        file: 'subgraphs/book/title/aggregate.ts',
        find: ".where('state', '=', 'POSSIBLE')\n    .orderBy('id')",
        replace: ".orderBy('id')",
      },
      {
        file: 'subgraphs/book/migrations/catalogue.ts',
        find: 'create unique index allocation_open_seat',
        replace: 'create index allocation_open_seat',
      },
    ],
    caughtBy: [4],
    provoke: { forMs: 4_000, steps: [] },
  },
  {
    name: 'key-not-kept',
    what: 'a request that is repeated under its key begins another rental',
    changes: [
      {
        file: 'subgraphs/rent/mutations/request-rental.ts',
        find: "  if (earlier?.same) return { kind: 'repeated', rentalId: earlier.rentalId }\n  if (earlier) return { kind: 'refused', refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } }\n",
        replace: '  void earlier\n',
      },
    ],
    caughtBy: [5],
    provoke: { forMs: 4_000, steps: [] },
  },
  {
    name: 'deadline-by-the-local-clock',
    what: "rent counts a member's time to pay from the clock of its own process",
    changes: [
      {
        file: 'subgraphs/rent/mutations/request-rental.ts',
        find: '  const now = await lockMember(tx, userId)\n',
        replace: '  await lockMember(tx, userId)\n  const now = new Date()\n',
      },
    ],
    caughtBy: [2],
    provoke: { forMs: 9_000, steps: [{ fault: 'clock', target: 'rent', atMs: 0, forMs: 5_000 }] },
  },
]
