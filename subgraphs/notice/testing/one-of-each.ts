import type { Facts, Kind, Told } from '../facts.ts'

const at = '2027-01-05T03:00:00.000Z'
const title = '데미안'

const facts: Facts = {
  PAYMENT_DECLINED: { title, until: at },
  PAYMENT_WAITS: { title, until: at },
  HOLD_READY: { title, until: at },
  HOLD_ENDS_SOON: { title, until: at },
  HOLD_LAPSED: { title },
  PLACE_ENDS_SOON: { title, until: at },
  HOLD_CANCELED: { title, why: 'WITHDRAWN' },
  LOAN_STARTED: { title, dueAt: at },
  DUE_SOON: { title, dueAt: at },
  RENEWED: { title, dueAt: at },
  NOT_RENEWED: { title, dueAt: at, why: 'HOLDS_WAITING' },
  LOAN_ENDED: { title },
  TAKEN_BACK: { title, note: '출판사의 요청입니다.' },
  REFUSED: { title },
  REFUNDED: { title, amount: 3_000 },
  POINTS_GIVEN: { title, points: 1_300 },
  POINTS_TAKEN: { title, points: 300 },
  POINTS_SPENT: { title, points: 300 },
  POINTS_RETURNED: { title, points: 300 },
  BLOCKED: { what: ['BORROW', 'HOLD'], note: null, until: null },
  UNBLOCKED: {},
  REQUESTS_WAIT: { count: 3, until: at },
  LICENCES_END: { count: 2, titles: [title, 'Walden'] },
  REFUND_FAILED: { title, errorCode: 'ACCOUNT_CLOSED' },
  DEAD_LETTERS: { context: 'rent', count: 2 },
  CONTACT_CODE: { checkId: 'any' },
  TEST: { channel: 'EMAIL' },
}

/** A notice of every kind. */
export const ONE_OF_EACH = (Object.keys(facts) as Kind[]).map((kind) => ({ kind, facts: facts[kind] }) as Told)
