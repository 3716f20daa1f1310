import { expect, test } from 'vitest'
import type { Told } from './facts.ts'
import { KINDS, staleAtOf } from './kinds.ts'
import { isStillSo, type Known } from './still-so.ts'

const at = '2026-12-01T00:00:00.000Z'
const another = '2026-12-15T00:00:00.000Z'
const title = '데미안'
const PAYING = { paid: false, ended: false, takenBack: null, actionAttempt: 0, actionUntil: null, declinedAttempt: 0 }
const WAITS = { actionAttempt: 2, actionUntil: '2026-12-01T00:00:00+00:00', declinedAttempt: 1 }
const nothing: Known = { rental: null, hold: null, block: null }
const rental = (more: object): Known => ({
  ...nothing,
  rental: { ...PAYING, dueAt: at, ...more },
})
const hold = (state: 'WAITING' | 'READY' | 'SUSPENDED' | 'OVER', readyUntil: string | null = null): Known => ({
  ...nothing,
  hold: { state, readyUntil },
})
const declined: Told = { kind: 'PAYMENT_DECLINED', facts: { title, until: at } }
const waits: Told = { kind: 'PAYMENT_WAITS', facts: { title, until: at } }
const started: Told = { kind: 'LOAN_STARTED', facts: { title, dueAt: at } }
const soon: Told = { kind: 'DUE_SOON', facts: { title, dueAt: at } }
const putOff: Told = { kind: 'NOT_RENEWED', facts: { title, dueAt: at, why: 'HOLDS_WAITING' } }
const ready: Told = { kind: 'HOLD_READY', facts: { title, until: at } }
const endsSoon: Told = { kind: 'HOLD_ENDS_SOON', facts: { title, until: at } }
const lapsed: Told = { kind: 'HOLD_LAPSED', facts: { title } }
const placeEnds: Told = { kind: 'PLACE_ENDS_SOON', facts: { title, until: at } }
const blocked: Told = { kind: 'BLOCKED', facts: { what: ['HOLD'], note: null, until: null } }

test.each<readonly [string, Told, Known, boolean]>([
  ['a declined payment', declined, rental({}), true],
  ['… that was paid since', declined, rental({ paid: true }), false],
  ['… that was canceled since', declined, rental({ ended: true }), false],
  ['a payment that waits', waits, rental(WAITS), true],
  ['… of which nothing is known', waits, nothing, false],
  ['… that was paid since', waits, rental({ ...WAITS, paid: true }), false],
  ['… that was declined since', waits, rental({ ...WAITS, declinedAttempt: 2 }), false],
  ['… that was canceled since', waits, rental({ ...WAITS, ended: true }), false],
  ['… of a book that was taken back since', waits, rental({ ...WAITS, takenBack: true }), false],
  ['… that another attempt overtook', waits, rental({ ...WAITS, actionUntil: another }), false],
  ['a loan that began', started, rental({ paid: true }), true],
  ['… and ended', started, rental({ ended: true }), false],
  ['a loan that ends soon', soon, rental({}), true],
  ['… and was renewed', soon, rental({ dueAt: another }), false],
  ['… and was given back', soon, rental({ ended: true }), false],
  ['a loan that was not renewed', putOff, rental({}), true],
  ['… and was after all', putOff, rental({ dueAt: another }), false],
  ['a turn', ready, hold('READY', '2026-12-01T00:00:00+00:00'), true],
  ['… that was taken, or given up', ready, hold('OVER'), false],
  ['… that was suspended', ready, hold('SUSPENDED'), false],
  ['… that came again later', ready, hold('READY', another), false],
  ['a turn that ends soon', endsSoon, hold('READY', at), true],
  ['… and was taken', endsSoon, hold('OVER'), false],
  ['a turn that passed', lapsed, hold('SUSPENDED'), true],
  ['… of who waits again', lapsed, hold('WAITING'), false],
  ['a place that is given up soon', placeEnds, hold('SUSPENDED'), true],
  ['… of who waits again, too', placeEnds, hold('WAITING'), false],
  ['a block', blocked, { ...nothing, block: { lifted: false } }, true],
  ['… that was lifted', blocked, { ...nothing, block: { lifted: true } }, false],
  ['what was taken back', { kind: 'TAKEN_BACK', facts: { title, note: null } }, rental({ ended: true }), true],
  ['what is about nothing that changes', { kind: 'REFUNDED', facts: { title, amount: 1 } }, nothing, true],
])('%s: whether it is sent', (_, told, known, isSo) => {
  expect(isStillSo(told, known)).toBe(isSo)
})

test('what is told of a turn or a payment is worth it until that ends, and all else for a time of its own', () => {
  const happened = new Date('2026-11-29T00:00:00Z')
  for (const told of [declined, waits, ready, endsSoon]) expect(staleAtOf(told, happened)).toEqual(new Date(at))
  const untimed = Object.entries(KINDS).filter(([, { maxAgeMs }]) => maxAgeMs === 'UNTIL')
  const named = ['PAYMENT_DECLINED', 'PAYMENT_WAITS', 'HOLD_READY', 'HOLD_ENDS_SOON', 'PLACE_ENDS_SOON']
  expect(untimed.map(([kind]) => kind)).toEqual(named)
  expect(staleAtOf(started, happened)).toEqual(new Date('2026-11-30T00:00:00Z'))
})
