import { expect, test } from 'vitest'
import { judge, MOST_ATTEMPTS, retryInMs, type Due } from './judge.ts'
import { defaultPreferences } from './member.ts'

const now = new Date('2026-11-29T03:00:00Z')
const NOTHING = { rental: null, hold: null, block: null }
const ofRental = (rental: { ended: boolean; dueAt: string | null }) => ({
  ...NOTHING,
  rental: { paid: true, takenBack: null, actionAttempt: 0, actionUntil: null, declinedAttempt: 0, ...rental },
})
const due: Due = {
  id: 'd',
  userId: 'kim',
  channel: 'EMAIL',
  status: 'PENDING',
  attempts: 0,
  firstSentAt: null,
  items: [
    {
      told: { kind: 'LOAN_STARTED', facts: { title: '토지', dueAt: '2026-12-13T00:00:00.000Z' } },
      staleAt: new Date('2026-11-30T00:00:00Z'),
      known: ofRental({ ended: false, dueAt: '2026-12-13T00:00:00Z' }),
    },
  ],
  preferences: defaultPreferences('KO', 'Asia/Seoul'),
  to: { channel: 'EMAIL', addresses: ['kim@mail.example'] },
}
const judged = (given: Partial<Due> = {}, repeatableForMs: number | undefined = Infinity, at = now) =>
  judge({ ...due, ...given }, at, { repeatableForMs, kakaoAll: false })

test('at noon it is sent, at night later, and an urgent one at night too', () => {
  expect(judged()).toMatchObject({ kind: 'send' })
  const night = new Date('2026-11-29T14:00:00Z')
  expect(judged({}, Infinity, night)).toEqual({ kind: 'later', at: new Date('2026-11-29T23:00:00Z') })
  const urgent = {
    told: { kind: 'TEST', facts: { channel: 'EMAIL' } },
    staleAt: new Date('2027-01-01'),
    known: NOTHING,
  } as const
  expect(judged({ items: [urgent] }, Infinity, night)).toMatchObject({ kind: 'send' })
  expect(judged({ userId: null }, Infinity, night), 'the staff has shifts').toMatchObject({ kind: 'send' })
})

test('what kills whoever sends it is given up after ten attempts', () => {
  const firstSentAt = new Date(now.getTime() - 60_000)
  expect(judged({ status: 'SENDING', attempts: MOST_ATTEMPTS, firstSentAt })).toEqual({
    kind: 'never',
    status: 'FAILED',
    reason: 'TOO_MANY_ATTEMPTS',
  })
})

test('what may have been sent is sent again as long as that is one message, and a channel that is no more sends none', () => {
  const firstSentAt = new Date(now.getTime() - 600_000)
  expect(judged({ status: 'SENDING', firstSentAt }, 600_001)).toMatchObject({ kind: 'send' })
  expect(judged({ status: 'SENDING', firstSentAt }, 600_000)).toMatchObject({ status: 'UNKNOWN' })
  expect(judge(due, now, { repeatableForMs: undefined, kakaoAll: false })).toMatchObject({ reason: 'NOT_CONFIGURED' })
})

test('of several, those are sent that are still so', () => {
  const [item] = due.items
  if (item === undefined) throw new Error('there is one')
  const ended = { ...item, known: ofRental({ ended: true, dueAt: null }) }
  const renewed = {
    ...item,
    told: { kind: 'DUE_SOON', facts: { title: '봄', dueAt: '2026-12-01T00:00:00.000Z' } },
  } as const
  expect(judged({ items: [ended, item, renewed] })).toMatchObject({ kind: 'send', items: [item] })
  expect(judged({ items: [ended] })).toMatchObject({ kind: 'never', status: 'SKIPPED', reason: 'OVERTAKEN' })
})

test('it waits twice as long each time, an hour at most, and as long as it was asked to', () => {
  expect([1, 2, 3, 20].map((attempts) => retryInMs(attempts))).toEqual([15_000, 30_000, 60_000, 3_600_000])
  expect(retryInMs(1, 90_000)).toBe(90_000)
})
