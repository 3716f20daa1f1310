import { expect, test } from 'vitest'
import type { Base, Kept } from './backup-folder.ts'
import { CannotRestore, planRestore, type Stock } from './plan-restore.ts'

const SEGMENT = 16 * 1024 * 1024
const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 17, minute))
const lsn = (segment: number) => `0/${(segment * SEGMENT).toString(16).toUpperCase()}`

const base = (minute: number, segment: number, timeline = 1): Base => ({
  name: `base-${minute}`,
  began: at(minute),
  ended: at(minute + 1),
  timeline,
  startLsn: lsn(segment),
  endLsn: lsn(segment),
  bytes: 1,
  files: 1,
  segmentBytes: SEGMENT,
  major: 18,
})
const kept = (number: number, minute: number, timeline = 1): Kept => ({
  timeline,
  number,
  name: `${timeline}-${number}`,
  keptAt: at(minute),
})

const stock = (over: Partial<Stock> = {}): Stock => ({
  folder: '/backups',
  bases: [base(10, 2), base(20, 5)],
  kept: [kept(2, 11), kept(3, 12), kept(4, 13), kept(5, 21), kept(6, 30)],
  restored: [],
  forks: (timeline) => (timeline === 2 ? [{ timeline: 1, lsn: lsn(4) }] : []),
  ...over,
})
const plan = (to: Date | 'latest', over: Partial<Stock> = {}) => {
  const { base: chosen, timeline } = planRestore(stock(over), to, at(50))
  return [chosen.name, timeline]
}

test('the newest backup that had ended by then is taken', () => {
  expect(plan(at(15))).toEqual(['base-10', 1])
  expect(plan(at(21))).toEqual(['base-20', 1])
  expect(plan('latest')).toEqual(['base-20', 1])
  // It had begun, and not ended.
  expect(plan(new Date(at(20).getTime() + 30_000))).toEqual(['base-10', 1])
})

test('what is not possible is said with what is', () => {
  expect(() => plan(at(51))).toThrow(`is still to come`)
  expect(() => plan(at(10))).toThrow(`the earliest that can be restored is ${at(11).toISOString()}`)
  expect(() => plan(at(15), { bases: [] })).toThrow('there is no backup in /backups')
})

test('an installation that was put back is restored along the line that it was on at that instant', () => {
  // At minute 40 it was put back to minute 13, and goes on as line 2; the backup of minute 20 is of what it left behind.
  const restored = [{ timeline: 2, to: at(13), at: at(40) }]
  expect(plan(at(30), { restored })).toEqual(['base-20', 1])
  expect(plan(at(45), { restored })).toEqual(['base-10', 2])
  expect(plan('latest', { restored })).toEqual(['base-10', 2])
  const since = { restored, bases: [...stock().bases, base(42, 6, 2)] }
  expect(plan('latest', since)).toEqual(['base-42', 2])
})

test('a WAL file that is missing bounds what can be restored, and is named', () => {
  const gap = { bases: [base(10, 2)], kept: [kept(2, 11), kept(3, 12), kept(5, 21), kept(6, 30)] }
  expect(plan(at(12), gap)).toEqual(['base-10', 1])
  expect(() => plan(at(20), gap)).toThrow(CannotRestore)
  expect(() => plan('latest', gap)).toThrow(
    `WAL file 000000010000000000000004 is missing in /backups, so nothing after ${at(12).toISOString()} can be restored`,
  )
})

test('WAL from before the backup may be gone, and what makes the backup whole is in it', () => {
  expect(plan(at(25), { bases: [base(20, 5)], kept: [kept(6, 30)] })).toEqual(['base-20', 1])
})
