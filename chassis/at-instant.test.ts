import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atInstant } from './at-instant.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const DAY_MS = 86_400_000

test('C28 an instant that is further away than a timer can count comes when it comes', () => {
  const rung = vi.fn()
  atInstant(new Date(60 * DAY_MS), rung)
  vi.advanceTimersByTime(60 * DAY_MS - 1)
  expect(rung).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(rung).toHaveBeenCalledOnce()
})

test('C28 an instant that has passed comes at once', () => {
  const rung = vi.fn()
  atInstant(new Date(-1), rung)
  vi.advanceTimersByTime(0)
  expect(rung).toHaveBeenCalledOnce()
})

test('C28 what was called off does not come, also after it has been waited for in part', () => {
  const rung = vi.fn()
  const callOff = atInstant(new Date(60 * DAY_MS), rung)
  vi.advanceTimersByTime(30 * DAY_MS)
  callOff()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(rung).not.toHaveBeenCalled()
})
