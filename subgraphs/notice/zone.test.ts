import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, isZone, minutesOf, nextAt, wallTimeOf } from './zone.ts'

const SEOUL = 'Asia/Seoul'
const NEW_YORK = 'America/New_York'

test.each([
  [SEOUL, '2026-11-29T15:30:00Z', { date: '2026-11-30', minutes: 30 }],
  [NEW_YORK, '2026-07-01T00:00:00Z', { date: '2026-06-30', minutes: 20 * 60 }],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', { date: '2027-01-01', minutes: 0 }],
])('in %s a wall shows at %s what it shows', (zone, at, shown) => {
  expect(wallTimeOf(zone, new Date(at))).toEqual(shown)
  expect(instantOf(zone, shown)).toEqual(new Date(at))
})

test('any minute of any zone is found again, but for those that a clock jumps over', () => {
  const zones = fc.constantFrom(SEOUL, NEW_YORK, 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC')
  const minutes = fc.integer({ min: Date.parse('2024-01-01') / 60_000, max: Date.parse('2030-01-01') / 60_000 })
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const shown = wallTimeOf(zone, new Date(minute * 60_000))
      expect(wallTimeOf(zone, instantOf(zone, shown))).toEqual(shown)
    }),
  )
})

describe('the next time', () => {
  test.each([
    ['later today', SEOUL, '2026-11-29T00:00:00Z', '2026-11-29T23:00:00Z'],
    ['tomorrow, when it is that now', SEOUL, '2026-11-29T23:00:00Z', '2026-11-30T23:00:00Z'],
    ['across the end of summer', NEW_YORK, '2026-10-31T13:00:00Z', '2026-11-01T13:00:00Z'],
    ['across its beginning', NEW_YORK, '2026-03-07T14:00:00Z', '2026-03-08T12:00:00Z'],
  ])('%s', (_, zone, at, next) => {
    expect(nextAt(zone, 8 * 60, new Date(at))).toEqual(new Date(next))
  })
})

test('names of zones, and what is none', () => {
  for (const good of [SEOUL, 'UTC', 'America/Argentina/Buenos_Aires']) expect(isZone(good), good).toBe(true)
  for (const bad of ['', 'Seoul', '+09:00', 'Asia/Seoul ', 'x'.repeat(100), '../etc'])
    expect(isZone(bad), bad).toBe(false)
})

test('times of a day, and what is none', () => {
  expect(minutesOf('21:05')).toBe(21 * 60 + 5)
  for (const bad of ['24:00', '7:00', '07:60', '', '07:00:00']) expect(minutesOf(bad), bad).toBeUndefined()
})
