import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import type { FigureStep } from '../generated/resolvers.ts'
import { bucketsOf, countOf, UnknownTimeZone, Zone } from './time-buckets.ts'

const span = (from: string, to: string, step: FigureStep, zone: string) => ({
  from: Date.parse(from),
  to: Date.parse(to),
  step,
  zone: new Zone(zone),
})

describe('whole days of the reader', () => {
  test('begin at midnight in Seoul', () => {
    expect(bucketsOf(span('2026-11-20T16:00:00Z', '2026-11-22T14:59:59Z', 'DAY', 'Asia/Seoul'))).toEqual([
      { from: '2026-11-20T15:00:00.000Z', to: '2026-11-21T15:00:00.000Z' },
      { from: '2026-11-21T15:00:00.000Z', to: '2026-11-22T15:00:00.000Z' },
    ])
  })

  test('have 23 hours when clocks are put on, and 25 when they are put back', () => {
    const hours = (from: string, to: string) =>
      bucketsOf(span(from, to, 'DAY', 'Europe/Berlin')).map(
        (day) => (Date.parse(day.to) - Date.parse(day.from)) / 3_600_000,
      )
    expect(hours('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([24, 23, 24])
    expect(hours('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([24, 25, 24])
  })

  test('begin when the clocks have skipped midnight', () => {
    // In Beirut the clocks go from 00:00 to 01:00.
    expect(bucketsOf(span('2026-03-29T12:00:00Z', '2026-03-29T13:00:00Z', 'DAY', 'Asia/Beirut'))).toEqual([
      { from: '2026-03-28T22:00:00.000Z', to: '2026-03-29T21:00:00.000Z' },
    ])
  })

  test('a day that ends where the span ends is the last', () => {
    expect(bucketsOf(span('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z', 'DAY', 'UTC'))).toHaveLength(1)
  })
})

test('hours are full hours, also where the offset has half of one', () => {
  expect(bucketsOf(span('2026-11-21T00:10:00Z', '2026-11-21T00:40:00Z', 'HOUR', 'Asia/Kolkata'))).toEqual([
    { from: '2026-11-20T23:30:00.000Z', to: '2026-11-21T00:30:00.000Z' },
    { from: '2026-11-21T00:30:00.000Z', to: '2026-11-21T01:30:00.000Z' },
  ])
})

test('no more days than were counted, also among days of 23 hours', () => {
  const [from, to] = [Date.parse('2016-07-27T10:00:00.016Z'), Date.parse('2016-07-27T10:00:00.016Z') + 7_775_999_985]
  const days = bucketsOf({ from, to, step: 'DAY', zone: new Zone('Pacific/Apia') })
  expect(days).toHaveLength(countOf({ from, to, step: 'DAY' }))
})

test('in any zone the span is covered without a hole, and not by more than was counted', () => {
  const zones = ['UTC', 'Asia/Seoul', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia']
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 90 * 86_400_000 }),
      fc.constantFrom<FigureStep>('DAY', 'HOUR'),
      fc.constantFrom(...zones),
      (begin, length, step, zone) => {
        const from = begin.getTime()
        const to = from + (step === 'DAY' ? length : Math.ceil(length / 24))
        const buckets = bucketsOf({ from, to, step, zone: new Zone(zone) })
        expect(Date.parse(buckets[0]?.from ?? '')).toBeLessThanOrEqual(from)
        expect(Date.parse(buckets.at(-1)?.from ?? '')).toBeLessThan(to)
        expect(Date.parse(buckets.at(-1)?.to ?? '')).toBeGreaterThanOrEqual(to)
        expect(buckets.slice(1).map((bucket) => bucket.from)).toEqual(buckets.slice(0, -1).map((bucket) => bucket.to))
        expect(buckets.length).toBeLessThanOrEqual(countOf({ from, to, step }))
      },
    ),
    { numRuns: tries(300) },
  )
})

test('a zone that nobody knows is told', () => {
  expect(() => new Zone('Mars/Olympus')).toThrow(UnknownTimeZone)
})
