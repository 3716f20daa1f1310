import { describe, expect, test } from 'vitest'
import { CHANNELS, type Kind } from './facts.ts'
import { CHOSEN_KINDS } from './kinds.ts'
import { defaultPreferences, quietUntil, sendingsOf, type Member } from './member.ts'

const noon = new Date('2026-11-29T03:00:00Z')
const night = new Date('2026-11-29T13:30:00Z')
const later = (at: Date, hours: number) => new Date(at.getTime() + hours * 3_600_000)
const ofADay = (kind: Kind, at: Date) => ({ kind, staleAt: later(at, 24) })
const member: Member = {
  ...defaultPreferences('KO', 'Asia/Seoul'),
  contacts: { EMAIL: 'kim@mail.example', KAKAO: '01012345678' },
  devices: ['phone', 'desk'],
}
const everything = { senders: new Set(CHANNELS), kakaoAll: false }
const ways = (kind: Kind, given: Partial<Member> = {}, settings = everything, at = noon) =>
  sendingsOf({ ...member, ...given }, ofADay(kind, at), at, settings).map(
    ({ channel, deviceId }) => deviceId ?? channel,
  )

describe('by which ways somebody is told', () => {
  test('as the library thinks that people want it, where they have not chosen', () => {
    expect(ways('LOAN_STARTED')).toEqual(['EMAIL', 'KAKAO'])
    expect(ways('PAYMENT_DECLINED')).toEqual(['phone', 'desk'])
    expect(ways('PAYMENT_WAITS')).toEqual(['phone', 'desk'])
    expect(ways('POINTS_GIVEN')).toEqual([])
  })

  test('C39 a switch sends every kind that concerns a member by Kakao, but to who chose otherwise', () => {
    const all = { ...everything, kakaoAll: true }
    for (const kind of CHOSEN_KINDS) {
      const sent = sendingsOf(member, ofADay(kind, noon), noon, all).filter(({ channel }) => channel === 'KAKAO')
      expect(sent, `${kind} has a message of its own`).toEqual([{ channel: 'KAKAO', notBefore: noon }])
    }
    expect(ways('LOAN_STARTED', { channels: { KAKAO: ['REFUNDED'] } }, all)).toEqual(['EMAIL'])
  })

  test('as they chose, where they are reached, and where the library can send', () => {
    expect(ways('POINTS_GIVEN', { channels: { EMAIL: ['POINTS_GIVEN'] } })).toEqual(['EMAIL'])
    expect(ways('LOAN_STARTED', { contacts: {}, devices: [] })).toEqual([])
    expect(ways('LOAN_STARTED', {}, { senders: new Set(['KAKAO'] as const), kakaoAll: false })).toEqual(['KAKAO'])
  })
})

describe('quiet hours', () => {
  test.each([
    ['21:00', '08:00', '2026-11-29T12:00:00Z', '2026-11-29T23:00:00Z'],
    ['21:00', '08:00', '2026-11-29T22:59:00Z', '2026-11-29T23:00:00Z'],
    ['21:00', '08:00', '2026-11-29T23:00:00Z', undefined],
    ['12:00', '13:00', '2026-11-29T03:30:00Z', '2026-11-29T04:00:00Z'],
    ['12:00', '12:00', '2026-11-29T03:00:00Z', undefined],
    [null, null, '2026-11-29T15:00:00Z', undefined],
  ])('from %s to %s in Seoul, at %s: until %s', (quietFrom, quietTo, at, until) => {
    expect(quietUntil({ ...member, quietFrom, quietTo }, new Date(at))).toEqual(until && new Date(until))
  })

  test('hold up what can wait, and nothing that cannot', () => {
    const when = (kind: Kind) =>
      sendingsOf(member, ofADay(kind, night), night, everything).map(({ notBefore }) => notBefore.toISOString())
    expect(when('LOAN_STARTED')).toEqual(['2026-11-29T23:00:00.000Z', '2026-11-29T23:00:00.000Z'])
    expect(when('PAYMENT_DECLINED')).toEqual([night.toISOString(), night.toISOString()])
    expect(when('PAYMENT_WAITS')).toEqual([night.toISOString(), night.toISOString()])
    expect(new Set(when('TAKEN_BACK'))).toEqual(new Set([night.toISOString()]))
  })

  test('whose turn ends before the day has begun is told at night, and whose does not is not', () => {
    const when = (hours: number) =>
      sendingsOf(member, { kind: 'HOLD_READY', staleAt: later(night, hours) }, night, everything).map(({ notBefore }) =>
        notBefore.toISOString(),
      )
    expect(new Set(when(12))).toEqual(new Set(['2026-11-29T23:00:00.000Z']))
    expect(new Set(when(11))).toEqual(new Set([night.toISOString()]))
  })
})

test('what shares a message is not sent before whoever adds to it has committed', () => {
  const nearlyNine = new Date('2026-11-29T23:59:30Z')
  const [mail] = sendingsOf({ ...member, digest: 'DAILY' }, ofADay('REFUNDED', nearlyNine), nearlyNine, everything)
  expect(mail).toEqual({
    channel: 'EMAIL',
    notBefore: new Date('2026-12-01T00:00:00Z'),
    together: 'digest 2026-12-01T00:00:00.000Z',
  })
  const nine = new Date('2026-11-29T00:00:20Z')
  const [soon] = sendingsOf(member, ofADay('DUE_SOON', nine), nine, everything)
  expect(soon).toMatchObject({ notBefore: new Date('2026-11-29T00:02:00Z') })
})
