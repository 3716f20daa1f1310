import { change, type Mutant } from './mutant.ts'

export const lentToAnn = [
  'Ann asks for the title with one seat',
  'everything that is under way arrives',
  'librarian 1 approves rental 1',
  'everything that is under way arrives',
]

/** Bugs about licences, the waiting list, and the terms of a loan. */
export const lendingMutants: readonly Mutant[] = [
  {
    name: 'loan-not-reserved',
    what: 'a loan of a licence that allows so many is counted when it begins, and not when it is paid for (S1)',
    script: [
      'a licence LOAN_LIMITED is bought for the title with one seat',
      'everything that is under way arrives',
      'Ann asks for the title with one seat',
      'Ben asks for the title with one seat',
      'Cleo asks for the title with one seat',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/book/title/licence.ts',
        'Math.max(0, licence.loansLeft - licence.promised)',
        'Math.max(0, licence.loansLeft - 0 * licence.promised)',
      ),
    ],
  },
  {
    name: 'soonest-licence-first',
    what: 'the licence is lent that ends soonest, although it does not cover the loan and another one does (S1)',
    script: [
      'a licence TIME_LIMITED is bought for the title with one seat',
      'three days pass',
      'Ann asks for the title with one seat',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/book/title/licence.ts',
        "if (coverOf(licence, loanPeriodDays, now) === 'PART') return [9, -end]",
        "if (coverOf(licence, loanPeriodDays, now) === 'NONE') return [9, -end]",
      ),
    ],
  },
  {
    name: 'too-short-a-loan',
    what: 'a loan begins, however little its licence has left of it (R10b)',
    script: [
      'a licence TIME_LIMITED is bought for the title with one seat',
      'Ann asks for the title with one seat',
      'everything that is under way arrives',
      'licence 2 of the title with one seat is to end tomorrow',
      'librarian 1 approves rental 1',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/rent/rental/loan.ts',
        'if (lentForMs < promisedMs * SHORTEST_LOAN || lentForMs <= 0) {',
        'if (lentForMs < promisedMs * SHORTEST_LOAN && lentForMs > promisedMs) {',
      ),
    ],
  },
  {
    name: 'kept-seat-not-taken',
    what: 'who pays in their turn is given the next free seat, and not the one that is kept for them (S1)',
    script: [
      ...lentToAnn,
      'Ben wants to wait for the title with one seat',
      'the member returns rental 1',
      'everything that is under way arrives',
      'Ben asks for the title with one seat',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/book/title/decide.ts',
        'const seat = keptSeat(mine) ?? seatToLend(title, rentalId, now)',
        'const seat = seatToLend(title, rentalId, now) ?? keptSeat(undefined)',
      ),
    ],
  },
  {
    name: 'turn-lapses-unheard',
    what: 'a turn lapses at its time, whatever may still be on its way of who asked within it (W6)',
    script: [
      ...lentToAnn,
      'Ben wants to wait for the title with one seat',
      'Cleo wants to wait for the title with one seat',
      'the member returns rental 1',
      'everything that is under way arrives',
      'Ben asks for the title with one seat',
      'three days pass',
      'ten seconds pass',
      'book looks whose turn, or suspension, is over',
    ],
    changes: [
      change(
        'subgraphs/book/timers/holds.ts',
        "if (hold.due === 'LAPSES' && !isHeardOf(library, hold)) again = true",
        'if (again && !isHeardOf(library, hold)) again = true',
      ),
    ],
  },
  {
    name: 'line-not-served',
    what: 'a seat that comes free is kept for nobody who waits (S9)',
    script: [
      ...lentToAnn,
      'Ben wants to wait for the title with one seat',
      'the member returns rental 1',
      'everything that is under way arrives',
    ],
    drill: { caughtBy: [28], forMs: 8_000, librarians: 3, thinkMs: 200 },
    changes: [
      change(
        'subgraphs/book/title/decide.ts',
        'if (title.withdrawn || title.waiting === 0) return undefined',
        'if (title.withdrawn || title.waiting >= 0) return undefined',
      ),
    ],
  },
  {
    name: 'last-in-line-first',
    what: 'who came last to the line is served first (W3)',
    script: [
      ...lentToAnn,
      'Ben wants to wait for the title with one seat',
      'Cleo wants to wait for the title with one seat',
      'the member returns rental 1',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/book/title/decide.ts',
        'const [next] = waiting.toSorted((one, other) => one.seq - other.seq)',
        'const [next] = waiting.toSorted((one, other) => other.seq - one.seq)',
      ),
    ],
  },
  {
    name: 'period-of-the-title',
    what: 'a loan has the period that its title has when it begins, and not the one that was paid for (G8, R10)',
    script: [
      'Ann asks for the title with one seat',
      'everything that is under way arrives',
      'from now on the title with one seat is dearer, and lent for a week without renewals',
      'librarian 1 approves rental 1',
      'everything that is under way arrives',
    ],
    changes: [
      change(
        'subgraphs/rent/rental/loan.ts',
        'const periodMs = (loanPeriodDays ?? command.loanPeriodDays) * DAY_MS',
        'const periodMs = (command.loanPeriodDays ?? loanPeriodDays) * DAY_MS',
      ),
    ],
  },
  {
    name: 'early-approval-shows-the-fee',
    what: 'who is told of the approval before the payment shows the fee as charged, whatever points have paid of it (R10)',
    script: [
      'from now on the title with two seats is lent by a rule',
      'Ann asks for the title with two seats [1588910158]',
      'the call payment.pay about rental 1 arrives',
      'payment publishes what waits in its outbox',
      'book hears Paid (version 1) of payment 1 of rental 1',
      'book publishes what waits in its outbox',
      'rent hears ApprovalRequested (version 1) of rental 1',
      'rent hears Approved (version 2) of rental 1',
    ],
    changes: [
      change(
        'subgraphs/rent/rental/loan.ts',
        'chargedAmount: command.chargedAmount ?? rentalFee - rental.pointsToUse,',
        'chargedAmount: rentalFee + 0 * (command.chargedAmount ?? 0),',
      ),
    ],
  },
  {
    name: 'renewed-by-every-press',
    what: 'a renewal does not look which end the member saw (R17)',
    script: [
      ...lentToAnn,
      'the member renews rental 1',
      'fourteen days pass',
      'everything that is under way arrives',
      'press 1, which renewed rental 1, arrives once more',
    ],
    changes: [
      change(
        'subgraphs/rent/rental/loan.ts',
        'if (expectedDueAt && expectedDueAt.getTime() !== rental.dueAt.getTime()) return staysQuiet',
        'if (expectedDueAt && expectedDueAt.getTime() === 0) return staysQuiet',
      ),
    ],
  },
  {
    name: 'renewed-for-ever',
    what: 'a loan is renewed as often as anybody likes (R17)',
    script: [
      ...lentToAnn,
      'the member renews rental 1',
      'fourteen days pass',
      'everything that is under way arrives',
      'the member renews rental 1',
      'fourteen days pass',
      'everything that is under way arrives',
      'the member renews rental 1',
    ],
    changes: [
      change(
        'subgraphs/rent/rental/renewal.ts',
        'if (loanPeriodDays === null || rental.renewalCount >= maxRenewals) return',
        'if (loanPeriodDays === null || rental.renewalCount > maxRenewals + 9) return',
      ),
    ],
  },
  {
    name: 'opened-and-given-back',
    what: 'who has opened the book can still cancel, and has the money back (R18, R23)',
    script: [...lentToAnn, 'the member opens rental 1', 'the member cancels rental 1'],
    changes: [
      change(
        'subgraphs/rent/rental/state.ts',
        "if (openedDate !== null || paymentState === 'REFUNDED') return undefined",
        "if (openedDate?.getTime() === 0 || paymentState === 'REFUNDED') return undefined",
      ),
    ],
  },
]
