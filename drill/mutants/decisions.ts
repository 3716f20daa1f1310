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
    simulated: true,
    drill: {
      caughtBy: [6],
      provoke: { forMs: 6_000, steps: [], librarians: 5, thinkMs: 200 },
    },
  },
  {
    name: 'seat-given-twice',
    what: 'a seat is given without looking who has it, and no index minds',
    changes: [
      {
        file: 'subgraphs/book/sql/title.ts',
        find: "seat.book_id = title.book_id and state = 'POSSIBLE' order by id",
        replace: 'seat.book_id = title.book_id order by id',
      },
      {
        file: 'subgraphs/book/migrations/catalogue.ts',
        find: 'create unique index allocation_open_seat',
        replace: 'create index allocation_open_seat',
      },
      // The same statement, and the same two guards of the database, where it is simulated.
      {
        file: 'drill/simulator/store/adapters/book.ts',
        find: "({ book_id, state }) => book_id === bookId && state === 'POSSIBLE'",
        replace: '({ book_id }) => book_id === bookId',
      },
      {
        file: 'drill/simulator/store/shapes.ts',
        find: ", unique('allocation_open_seat', 'seat_id', isOpen)",
        replace: '',
      },
      {
        file: 'drill/simulator/store/shapes.ts',
        find: 'Number(seats_free) >= 0 && Number(seats_free) <= Number(seats_total)',
        replace: 'seats_free !== seats_total || true',
      },
    ],
    simulated: true,
    drill: {
      caughtBy: [4],
      provoke: { forMs: 4_000, steps: [] },
    },
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
    drill: {
      caughtBy: [5],
      provoke: { forMs: 4_000, steps: [] },
    },
  },
  {
    name: 'deadline-by-the-local-clock',
    what: "rent counts a member's time to pay from the clock of its own process",
    changes: [
      {
        file: 'subgraphs/rent/mutations/request-rental.ts',
        find: 'const { now, earlier, book, open } = await readFacts(rent, unit, request)',
        replace: 'const { earlier, book, open } = await readFacts(rent, unit, request)\n  const now = new Date()',
      },
    ],
    drill: {
      caughtBy: [2],
      provoke: { forMs: 9_000, steps: [{ fault: 'clock', target: 'rent', atMs: 0, forMs: 5_000 }] },
    },
  },
  {
    name: 'no-tombstone-at-book',
    what: 'a cancellation that is heard before Paid leaves no tombstone (WITHDRAWN)',
    simulated: true,
    changes: [
      {
        file: 'subgraphs/book/release.ts',
        find: "if (known || command.type === 'withdraw') await",
        replace: 'if (known) await',
      },
    ],
  },
  {
    name: 'lent-seat-not-freed',
    what: 'book ignores the cancellation of an APPROVED seat',
    simulated: true,
    changes: [
      {
        file: 'subgraphs/book/title/decide.ts',
        find: "APPROVED: ['RETURNED', 'EXPIRED', 'CANCELED'],",
        replace: "APPROVED: ['RETURNED', 'EXPIRED'],",
      },
    ],
  },
  {
    name: 'loan-after-cancellation',
    what: 'rent accepts Approved after it canceled, and the database lets it',
    simulated: true,
    changes: [
      {
        file: 'drill/simulator/store/shapes.ts',
        find: "!among('status', ['PAID', 'APPROVED'])(row) ||",
        replace: 'row !== undefined ||',
      },
      {
        file: 'subgraphs/rent/rental/decide.ts',
        find: `if (isMoneyOwed(rental)) return happens({ type: 'ApprovalVoided', decision: 'APPROVED' })
  if (rental.status !== 'PAID' && rental.status !== 'RENTED') return staysQuiet
  const full`,
        replace: 'const full',
      },
    ],
  },
]
