import { at, change, type Mutant } from './mutant.ts'

/** Bugs about who gets what, and when. */
export const decisionMutants: readonly Mutant[] = [
  {
    name: 'second-decision-wins',
    what: 'a librarian may refuse what another one has approved',
    changes: [
      change(
        'subgraphs/book/request/decide.ts',
        "if (request.status !== 'REQUESTED') return refuses({ code: 'ALREADY_DECIDED' })",
        "if (request.status === 'REFUSED') return refuses({ code: 'ALREADY_DECIDED' })",
      ),
    ],
    script: [
      'Ben asks for the title with one seat',
      'payment publishes what waits in its outbox',
      'book hears Paid (version 1) of payment 1 of rental 1',
      'librarian 2 approves rental 1',
      'librarian 2 refuses rental 1',
    ],
    drill: { caughtBy: [6], forMs: 6_000, librarians: 5, thinkMs: 200 },
  },
  {
    name: 'seat-given-twice',
    what: 'a seat is given without looking who has it, and no index minds',
    changes: [
      change(
        'subgraphs/book/sql/title.ts',
        "'freeSeats', array(select id from seat where seat.book_id = title.book_id and state = 'POSSIBLE'",
        "'freeSeats', array(select id from seat where seat.book_id = title.book_id",
      ),
      change(
        'subgraphs/book/migrations/catalogue.ts',
        'create unique index allocation_open_seat',
        'create index allocation_open_seat',
      ),
      // The same statement, and the same two guards of the database, where it is simulated.
      change(
        'drill/simulator/store/adapters/book.ts',
        "const free = mine.filter(({ state }) => state === 'POSSIBLE').map",
        'const free = mine.map',
      ),
      change('drill/simulator/store/shapes.ts', ", unique('allocation_open_seat', 'seat_id', isOpen)", ''),
      change(
        'drill/simulator/store/shapes.ts',
        'Number(seats_free) >= 0 && Number(seats_free) <= Number(seats_total)',
        'seats_free !== seats_total || true',
      ),
    ],
    script: ['Ann asks for the title with one seat', 'a librarian gives back the money of payment 1 of rental 1'],
    drill: { caughtBy: [4], forMs: 8_000 },
  },
  {
    name: 'key-not-kept',
    what: 'a request that is repeated under its key begins another rental',
    changes: [
      change(
        'subgraphs/rent/mutations/request-rental.ts',
        "  if (earlier?.same) return { kind: 'repeated', rentalId: earlier.rentalId }\n  if (earlier) return { kind: 'refused', refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } }\n",
        '  void earlier\n',
      ),
    ],
    drill: { caughtBy: [5], forMs: 4_000 },
  },
  {
    name: 'deadline-by-the-local-clock',
    what: "rent counts a member's time to pay from the clock of its own process",
    changes: [
      change(
        'subgraphs/rent/mutations/request-rental.ts',
        'const { now, earlier, book, open, borrower, isNewCategory } = await readFacts(rent, unit, request)',
        'const { earlier, book, open, borrower, isNewCategory } = await readFacts(rent, unit, request)\n  const now = new Date()',
      ),
    ],
    drill: { caughtBy: [2], forMs: 9_000, steps: [at(0, 'clock', 'rent', 5_000)] },
  },
  {
    name: 'no-tombstone-at-book',
    what: 'a cancellation that is heard before Paid leaves no tombstone (WITHDRAWN)',
    script: ['Ben asks for the title with one seat [2944052519]'],
    changes: [
      change('subgraphs/book/release.ts', "if (known || command.type === 'withdraw') await", 'if (known) await'),
    ],
  },
  {
    name: 'lent-seat-not-freed',
    what: 'book ignores the cancellation of an APPROVED seat',
    script: [
      'Ann asks for the free title',
      'payment publishes what waits in its outbox',
      'book hears Paid (version 1) of payment 1 of rental 1',
      'the member cancels rental 1',
      'librarian 1 approves rental 1',
    ],
    changes: [
      change(
        'subgraphs/book/title/decide.ts',
        "APPROVED: ['RETURNED', 'EXPIRED', 'CANCELED'],",
        "APPROVED: ['RETURNED', 'EXPIRED'],",
      ),
    ],
  },
  {
    name: 'loan-after-cancellation',
    what: 'rent accepts Approved after it canceled, and the database lets it',
    script: [
      'Ann asks for the free title',
      'payment publishes what waits in its outbox',
      'book hears Paid (version 1) of payment 1 of rental 1',
      'the member cancels rental 1',
      'librarian 1 approves rental 1',
    ],
    changes: [
      change(
        'drill/simulator/store/shapes.ts',
        "!among('status', ['PAID', 'APPROVED'])(row) ||",
        'row !== undefined ||',
      ),
      change(
        'subgraphs/rent/rental/loan.ts',
        `if (isMoneyOwed(rental)) return happens({ type: 'ApprovalVoided', decision: 'APPROVED' })
  if (rental.status !== 'PAID' && rental.status !== 'RENTED') return staysQuiet
  const { id`,
        'const { id',
      ),
    ],
  },
]
