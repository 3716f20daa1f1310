import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { capturedLog } from './testing/captured-log.ts'
import { every, whenDue, type Timer } from './timer.ts'

let timer: Timer | undefined
const { log, lines } = capturedLog()

// On an even second of the clock.
beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(async () => {
  vi.useRealTimers()
  await timer?.stop()
})

/** A run that lasts until it is told to end. */
function slowRun() {
  const ends: (() => void)[] = []
  const run = vi.fn<(signal: AbortSignal) => Promise<void>>(() => new Promise((resolve) => void ends.push(resolve)))
  return { run, end: () => ends.shift()?.() }
}

describe('a timer', () => {
  test('runs again and again', async () => {
    const run = vi.fn(async () => undefined)
    timer = every(1_000, 'pay-until', run, log)
    await vi.advanceTimersByTimeAsync(999)
    expect(run).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(2_001)
    expect(run).toHaveBeenCalledTimes(3)
  })

  test('never runs twice at once: the wait begins when a run has ended', async () => {
    const { run, end } = slowRun()
    timer = every(1_000, 'pay-until', run, log)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(run).toHaveBeenCalledTimes(1)
    end()
    await vi.advanceTimersByTimeAsync(999)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledTimes(2)
    end()
  })

  test('goes on after a run that failed, and says so', async () => {
    const run = vi.fn().mockRejectedValueOnce(new Error('no database')).mockResolvedValue(undefined)
    timer = every(1_000, 'due-at', run, log)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(run).toHaveBeenCalledTimes(2)
    expect(lines.at(-1)).toMatchObject({ level: 'error', timer: 'due-at', err: { message: 'no database' } })
  })

  test('runs at once when it is told to, and looks again in company with all others, with a second of the clock', async () => {
    const run = vi.fn(async () => undefined)
    timer = every(1_000, 'pay-until', run, log)
    await vi.advanceTimersByTimeAsync(500)
    await timer.runNow()
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(499)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledTimes(2)
  })

  test('that looks more rarely looks with an even second', async () => {
    const run = vi.fn(async () => undefined)
    timer = every(5_000, 'refunds', run, log)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(run).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledTimes(1)
  })

  test('that looks more often than once a second does so when it likes', async () => {
    const run = vi.fn(async () => undefined)
    timer = every(300, 'refunds', run, log)
    await vi.advanceTimersByTimeAsync(900)
    expect(run).toHaveBeenCalledTimes(3)
  })

  test('runs once more when it is told to while it runs: what was added meanwhile is not missed', async () => {
    const { run, end } = slowRun()
    timer = every(1_000, 'pay-until', run, log)
    void timer.runNow()
    const seen = Promise.all([timer.runNow(), timer.runNow()])
    expect(run).toHaveBeenCalledTimes(1)
    end()
    await vi.advanceTimersByTimeAsync(0)
    expect(run).toHaveBeenCalledTimes(2)
    end()
    await seen
    expect(run).toHaveBeenCalledTimes(2)
  })

  test('sleeps until something is due, and not longer than it may', async () => {
    const next = [300, 60_000, undefined, -5]
    const run = vi.fn(async () => next.shift())
    timer = whenDue(1_000, 'pay-until', run, log)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(300)
    expect(run).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(700)
    expect(run).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(999)
    expect(run).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledTimes(4)
    // What is due and cannot be done now is not tried without a pause.
    await vi.advanceTimersByTimeAsync(19)
    expect(run).toHaveBeenCalledTimes(4)
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledTimes(5)
  })

  test('that is stopped waits for the run under way, tells it, and begins no other', async () => {
    const { run, end } = slowRun()
    timer = every(1_000, 'pay-until', run, log)
    void timer.runNow()
    const again = timer.runNow()
    let stopped = false
    const stopping = timer.stop().then(() => (stopped = true))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(stopped).toBe(false)
    expect(run.mock.calls[0]?.[0].aborted).toBe(true)
    end()
    await Promise.all([stopping, again])
    await vi.advanceTimersByTimeAsync(5_000)
    await timer.runNow()
    expect(run).toHaveBeenCalledTimes(1)
  })
})
