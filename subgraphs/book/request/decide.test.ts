import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { given } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import type { RequestCommand, RequestEvent } from './language.ts'
import { evolve, type Request, type RequestStatus } from './state.ts'

const requestDecider = { decide, evolve }
const now = new Date('2026-11-21T00:00:00Z')
const later = new Date('2026-11-24T00:00:00Z')
const rental = { rentalId: 'r', bookId: 'b', paymentId: 'p', userId: 'alice', chargedAmount: 3_000 }
const requested: Request = {
  ...rental,
  copyId: 's1',
  status: 'REQUESTED',
  requestedDate: now,
  decideBy: later,
  decidedBy: null,
  decidedDate: null,
  reasonCode: null,
  note: null,
  version: 1,
}
const asked: RequestEvent = { type: 'ApprovalRequested', ...rental, copyId: 's1', requestedDate: now, decideBy: later }
const approved: RequestEvent = {
  type: 'Approved',
  ...rental,
  copyId: 's1',
  approvedBy: 'libby',
  approvedDate: now,
  loanPeriodDays: 14,
  licenceExpiresAt: null,
  renewalCounts: false,
}
const decidedAgainst = { type: 'Refused', ...rental, refusedBy: 'libby', refusedDate: now, note: null } as const
const lives: Record<RequestStatus, readonly RequestEvent[]> = {
  REQUESTED: [asked],
  APPROVED: [asked, approved],
  CLOSED: [asked, approved, { type: 'Closed' }],
  REFUSED: [asked, { ...decidedAgainst, reasonCode: 'POLICY' }],
  WITHDRAWN: [asked, { type: 'Withdrawn', rentalId: 'r', bookId: 'b', userId: 'alice' }],
}
const stands = (status: RequestStatus) => lives[status]

const open = { type: 'open', rental, copyId: 's1', decideBy: later, now } as const
const terms = { loanPeriodDays: 14, licenceExpiresAt: null, renewalCounts: false }
const approve = { type: 'approve', by: 'libby', expectedVersion: undefined, ...terms, now } as const
const refuse = {
  type: 'refuse',
  by: 'libby',
  reasonCode: 'POLICY',
  note: null,
  expectedVersion: undefined,
  now,
} as const
const canceled = { rentalId: 'r', bookId: 'b', userId: 'alice' }
const withdraw = { type: 'withdraw', ...canceled } as const
const refused = { type: 'Refused', ...rental, refusedDate: now, note: null } as const

describe('section 5, nothing yet', () => {
  test('D1 F4 Paid puts the case before the librarian', () => {
    given(requestDecider)
      .when(open)
      .then({ type: 'ApprovalRequested', ...rental, copyId: 's1', requestedDate: now, decideBy: later })
  })
  test('D2 case 1: no seat: refused by the system at once', () => {
    given(requestDecider)
      .when({ type: 'turnAway', rental, reasonCode: 'NO_COPY', now })
      .then({ ...refused, refusedBy: 'SYSTEM', reasonCode: 'NO_COPY' })
  })
  test('D3 a cancellation that is early leaves a tombstone', () => {
    given(requestDecider)
      .when(withdraw)
      .then({ type: 'Withdrawn', ...canceled })
  })
  test('H4 N1.1 there is nothing to approve or refuse before a payment', () => {
    given(requestDecider).when(approve).thenRefused({ code: 'REQUEST_NOT_FOUND' })
    given(requestDecider).when(refuse).thenRefused({ code: 'REQUEST_NOT_FOUND' })
  })
})

describe('section 5, REQUESTED', () => {
  test('D4 F5 approved', () => {
    given(requestDecider, requested)
      .when(approve)
      .then({ type: 'Approved', ...rental, copyId: 's1', approvedDate: now, approvedBy: 'libby', ...terms })
  })
  test('D5 F5 refused, with reason and note', () => {
    given(requestDecider, requested)
      .when({ ...refuse, note: 'no' })
      .then({ ...refused, refusedBy: 'libby', reasonCode: 'POLICY', note: 'no' })
  })
  test('D6 decideBy has passed, or has not', () => {
    given(requestDecider, requested)
      .when({ type: 'timeOut', now: later })
      .then({ ...refused, refusedDate: later, refusedBy: 'SYSTEM', reasonCode: 'DECISION_TIMEOUT' })
    given(requestDecider, requested).when({ type: 'timeOut', now }).thenNothing()
  })
  test('D7 the title is withdrawn', () => {
    given(requestDecider, requested)
      .when({ type: 'dismiss', by: 'libby', now })
      .then({ ...refused, refusedBy: 'libby', reasonCode: 'WITHDRAWN' })
  })
  test('D8 the rental is canceled', () => {
    given(requestDecider, requested)
      .when(withdraw)
      .then({ type: 'Withdrawn', ...canceled })
  })
  test('D14 a version that is not the one seen is a conflict', () => {
    given(requestDecider, requested)
      .when({ ...approve, expectedVersion: 2 })
      .thenRefused({ code: 'VERSION_CONFLICT' })
    given(requestDecider, requested)
      .when({ ...approve, expectedVersion: 1 })
      .thenState({ status: 'APPROVED', version: 2 })
  })
  test('D15 a rule decides as a librarian does, in the name of SYSTEM', () => {
    given(requestDecider, requested)
      .when({ ...approve, by: 'SYSTEM' })
      .then({ type: 'Approved', ...rental, copyId: 's1', approvedDate: now, approvedBy: 'SYSTEM', ...terms })
  })
  test('D16 its licence has ended: it has another seat, or is refused by the system; who is decided on keeps the seat', () => {
    given(requestDecider, requested)
      .when({ type: 'changeSeat', copyId: 's2' })
      .thenState({ copyId: 's2', status: 'REQUESTED' })
    given(requestDecider, requested)
      .when({ type: 'loseSeat', now })
      .then({ ...refused, refusedBy: 'SYSTEM', reasonCode: 'LICENCE_ENDED' })
    for (const request of [stands('APPROVED'), stands('REFUSED'), stands('WITHDRAWN'), stands('CLOSED')]) {
      given(requestDecider, request).when({ type: 'changeSeat', copyId: 's2' }).thenNothing()
      given(requestDecider, request).when({ type: 'loseSeat', now }).thenNothing()
    }
  })
  test('case 5: Paid again opens nothing', () => {
    given(requestDecider, requested).when(open).thenNothing()
  })
})

describe('who decides on a request is never its member', () => {
  const own = { by: 'alice' }
  test('D13 OWN_RENTAL, whatever became of it, and nothing happens', () => {
    for (const request of [requested, stands('APPROVED'), stands('REFUSED'), stands('WITHDRAWN'), stands('CLOSED')]) {
      given(requestDecider, request)
        .when({ ...approve, ...own })
        .thenRefused({ code: 'OWN_RENTAL' })
      given(requestDecider, request)
        .when({ ...refuse, ...own })
        .thenRefused({ code: 'OWN_RENTAL' })
    }
  })
  test('but a title that they withdraw turns away their own request like any other', () => {
    given(requestDecider, requested)
      .when({ type: 'dismiss', ...own, now })
      .then({ ...refused, refusedBy: 'alice', reasonCode: 'WITHDRAWN' })
  })
})

describe('section 5, decided', () => {
  test('D10 case 9: the same decision again answers the first, without an event', () => {
    given(requestDecider, stands('APPROVED')).when(approve).thenNothing()
    given(requestDecider, stands('CLOSED')).when(approve).thenNothing()
    given(requestDecider, stands('REFUSED')).when(refuse).thenNothing()
  })
  test('D11 case 9: the opposite decision is told', () => {
    given(requestDecider, stands('REFUSED')).when(approve).thenRefused({ code: 'ALREADY_DECIDED' })
    given(requestDecider, stands('APPROVED')).when(refuse).thenRefused({ code: 'ALREADY_DECIDED' })
    given(requestDecider, stands('CLOSED')).when(refuse).thenRefused({ code: 'ALREADY_DECIDED' })
  })
  test('D8 case 2: a cancel after the approval withdraws it', () => {
    given(requestDecider, stands('APPROVED'))
      .when(withdraw)
      .then({ type: 'Withdrawn', ...canceled })
  })
  test('D9 the end of the loan closes it', () => {
    given(requestDecider, stands('APPROVED')).when({ type: 'close' }).then({ type: 'Closed' })
    given(requestDecider, stands('CLOSED')).when({ type: 'close' }).thenNothing()
  })
})

describe('section 5, WITHDRAWN', () => {
  test('D3 section 13: a Paid that comes after the tombstone is void', () => {
    given(requestDecider, stands('WITHDRAWN')).when(open).thenNothing()
    given(requestDecider, stands('WITHDRAWN'))
      .when({ type: 'turnAway', rental, reasonCode: 'NO_COPY', now })
      .thenNothing()
  })
  test('D12 case 2: the librarian is told', () => {
    given(requestDecider, stands('WITHDRAWN')).when(approve).thenRefused({ code: 'REQUEST_WITHDRAWN' })
    given(requestDecider, stands('WITHDRAWN')).when(refuse).thenRefused({ code: 'REQUEST_WITHDRAWN' })
  })
})

test('V7 case 9: REFUSED, WITHDRAWN and CLOSED absorb, and no history has two decisions', () => {
  const commands: RequestCommand[] = [
    open,
    approve,
    refuse,
    withdraw,
    { type: 'close' },
    { type: 'timeOut', now: later },
    { type: 'dismiss', by: 'libby', now },
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 30 }), (sent) => {
      let state: Request | undefined
      const decisions: string[] = []
      for (const command of sent) {
        const decision = requestDecider.decide(command, state)
        if (decision.kind === 'refused') continue
        const final = state && ['REFUSED', 'WITHDRAWN', 'CLOSED'].includes(state.status)
        if (final) expect(decision.events).toEqual([])
        for (const event of decision.events) {
          if (event.type === 'Approved' || event.type === 'Refused') decisions.push(event.type)
          state = requestDecider.evolve(state, event)
        }
      }
      expect(decisions.length).toBeLessThanOrEqual(1)
    }),
  )
})
