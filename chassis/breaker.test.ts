import { CountBreaker } from 'cockatiel'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Deferred, guarded, type DeferralReason, type Guard, type GuardSettings } from './breaker.ts'
import { Registry } from './metrics.ts'
import { capturedLog } from './testing/captured-log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const registry = () => new Registry()
const { log, lines } = capturedLog()

function paymentGuard(settings: Partial<GuardSettings> = {}): Guard {
  return guarded({
    name: 'payment',
    timeoutMs: 610,
    bulkhead: { concurrent: 2, queued: 1 },
    halfOpenAfterMs: 2_000,
    registry: registry(),
    log,
    ...settings,
  })
}

const answers = async () => 'PAID'
const breaks = async () => Promise.reject(new Error('connection refused'))
/** An answer that takes its time. */
const after = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve('PAID'), ms))

/** What became of a call: the reply, the reason of its deferral, or another error's message. */
const outcomeOf = (call: Promise<unknown>) =>
  call.catch((error: unknown) => (error instanceof Deferred ? error.reason : (error as Error).message))

async function fail(guard: Guard, times: number): Promise<void> {
  for (let n = 0; n < times; n++) expect(await outcomeOf(guard.execute(breaks))).toBe('failed')
}

describe('C19 H20 the circuit', () => {
  test('goes from closed to open to half-open to closed', async () => {
    const guard = paymentGuard()
    expect(guard.state).toBe('closed')
    await fail(guard, 5)
    expect(guard.state).toBe('open')

    const call = vi.fn(answers)
    expect(await outcomeOf(guard.execute(call))).toBe('open')
    expect(call).not.toHaveBeenCalled()

    await vi.advanceTimersByTimeAsync(2_000)
    const trial = guard.execute(after(100))
    expect(guard.state).toBe('half-open')
    expect(await outcomeOf(guard.execute(call))).toBe('open')
    await vi.advanceTimersByTimeAsync(100)
    expect(await trial).toBe('PAID')
    expect(guard.state).toBe('closed')
    expect(await guard.execute(answers)).toBe('PAID')
  })

  test('opens again when the trial call fails', async () => {
    const guard = paymentGuard()
    await fail(guard, 5)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await outcomeOf(guard.execute(breaks))).toBe('failed')
    expect(guard.state).toBe('open')
  })

  test('stays closed while one call in five is answered, however they come', async () => {
    const guard = paymentGuard()
    for (let n = 0; n < 3; n++) {
      for (let answered = 0; answered < 10; answered++) await guard.execute(answers)
      await fail(guard, 40)
    }
    expect(guard.state).toBe('closed')
    await fail(guard, 1)
    expect(guard.state).toBe('open')
  })

  test('opens although it was well until a moment ago: what is older than its seconds does not count', async () => {
    const guard = paymentGuard()
    for (let answered = 0; answered < 100; answered++) await guard.execute(answers)
    for (let second = 0; second < 5; second++) {
      expect(guard.state).toBe('closed')
      await vi.advanceTimersByTimeAsync(1_000)
      await fail(guard, 1)
    }
    expect(guard.state).toBe('open')
  })

  test('stays closed when the late ones of calls that were made together come last', async () => {
    const guard = paymentGuard({ bulkhead: { concurrent: 32, queued: 0 } })
    const calls = Array.from({ length: 32 }, (_, n) => outcomeOf(guard.execute(after(n < 24 ? 500 : 620))))
    await vi.advanceTimersByTimeAsync(620)
    expect((await Promise.all(calls)).filter((outcome) => outcome === 'timeout')).toHaveLength(8)
    expect(guard.state).toBe('closed')
  })

  test('opens on answers that come too late', async () => {
    const guard = paymentGuard()
    for (let n = 0; n < 5; n++) {
      const late = outcomeOf(guard.execute(after(700)))
      await vi.advanceTimersByTimeAsync(610)
      expect(await late).toBe('timeout')
    }
    expect(await outcomeOf(guard.execute(answers))).toBe('open')
  })

  test('can be opened by a share of failures instead', async () => {
    const guard = paymentGuard({ opensAfter: new CountBreaker({ threshold: 0.5, size: 4 }) })
    for (const call of [answers, breaks, answers, breaks]) await outcomeOf(guard.execute(call))
    expect(guard.state).toBe('closed')
    await outcomeOf(guard.execute(breaks))
    expect(guard.state).toBe('open')
  })

  test('does not open on refusals: they prove the callee well', async () => {
    class Refused extends Error {}
    const guard = paymentGuard({ isFailure: (error) => !(error instanceof Refused) })
    for (let n = 0; n < 10; n++) {
      expect(await outcomeOf(guard.execute(async () => Promise.reject(new Refused('RENT_CANCELED'))))).toBe(
        'RENT_CANCELED',
      )
    }
    expect(guard.state).toBe('closed')
  })

  test('is closed again by a refusal of the trial call', async () => {
    class Refused extends Error {}
    const guard = paymentGuard({ isFailure: (error) => !(error instanceof Refused) })
    await fail(guard, 5)
    await vi.advanceTimersByTimeAsync(2_000)
    await expect(guard.execute(async () => Promise.reject(new Refused('no')))).rejects.toBeInstanceOf(Refused)
    expect(guard.state).toBe('closed')
  })
})

describe('the bulkhead', () => {
  test('lets so many call at once, so many wait, and defers the rest', async () => {
    const guard = paymentGuard()
    const calls = [1, 2, 3, 4].map(() => outcomeOf(guard.execute(after(100))))
    await vi.advanceTimersByTimeAsync(200)
    expect(await Promise.all(calls)).toEqual(['PAID', 'PAID', 'PAID', 'full'])
  })

  test('does not open the circuit when it is full', async () => {
    const guard = paymentGuard({ bulkhead: { concurrent: 1, queued: 0 } })
    const calls = Array.from({ length: 20 }, () => outcomeOf(guard.execute(after(100))))
    await vi.advanceTimersByTimeAsync(100)
    expect((await Promise.all(calls)).filter((outcome) => outcome === 'full')).toHaveLength(19)
    expect(guard.state).toBe('closed')
  })

  test('lets nobody wait for longer than the deadline: waiting for a turn counts', async () => {
    const guard = paymentGuard({ bulkhead: { concurrent: 1, queued: 5 } })
    const slow = outcomeOf(guard.execute(after(10_000)))
    await vi.advanceTimersByTimeAsync(600)
    const waiting = outcomeOf(guard.execute(after(605)))
    await vi.advanceTimersByTimeAsync(610)
    expect(await Promise.all([slow, waiting])).toEqual(['timeout', 'timeout'])
  })

  test('gives the slot of a call that is too late to the next one, although the call goes on', async () => {
    const guard = paymentGuard({ bulkhead: { concurrent: 1, queued: 0 } })
    const late = outcomeOf(guard.execute(after(10_000)))
    await vi.advanceTimersByTimeAsync(610)
    expect(await late).toBe('timeout')
    expect(await guard.execute(answers)).toBe('PAID')
  })
})

describe('what is deferred', () => {
  test('says when to try again: not before the circuit lets a call through', async () => {
    const guard = paymentGuard()
    await fail(guard, 5)
    await vi.advanceTimersByTimeAsync(500)
    await expect(guard.execute(answers)).rejects.toMatchObject({ reason: 'open', retryAfterMs: 1_500 })
    await vi.advanceTimersByTimeAsync(1_400)
    await expect(guard.execute(answers)).rejects.toMatchObject({ reason: 'open', retryAfterMs: 610 })
  })

  test('carries its cause', async () => {
    const error = new Error('connection refused')
    await expect(paymentGuard().execute(async () => Promise.reject(error))).rejects.toMatchObject({
      name: 'Deferred',
      message: 'payment: failed',
      cause: error,
    })
  })

  test('was told by the signal', async () => {
    let told: AbortSignal | undefined
    const late = outcomeOf(
      paymentGuard().execute((signal) => {
        told = signal
        return after(10_000)()
      }),
    )
    await vi.advanceTimersByTimeAsync(610)
    expect(await late).toBe('timeout')
    expect(told?.aborted).toBe(true)
  })
})

describe('C32 metrics and log', () => {
  test('show the state, the transitions and every outcome', async () => {
    const metrics = registry()
    const guard = paymentGuard({ registry: metrics, bulkhead: { concurrent: 1, queued: 0 } })
    guarded({ name: 'promotion', timeoutMs: 610, bulkhead: { concurrent: 1, queued: 0 }, registry: metrics, log })
    await guard.execute(answers)
    const [slow, full] = [outcomeOf(guard.execute(after(100))), outcomeOf(guard.execute(answers))]
    await vi.advanceTimersByTimeAsync(100)
    expect(await Promise.all([slow, full])).toEqual(['PAID', 'full'])
    await fail(guard, 9)
    await outcomeOf(guard.execute(answers))

    const text = await metrics.metrics()
    const outcomes: [DeferralReason | 'answered', number][] = [
      ['answered', 2],
      ['full', 1],
      ['failed', 9],
      ['open', 1],
    ]
    for (const [outcome, count] of outcomes) {
      expect(text).toContain(`ebook_guarded_calls_total{callee="payment",outcome="${outcome}"} ${count}`)
    }
    expect(text).toContain('ebook_circuit_state{callee="payment"} 2')
    expect(text).toContain('ebook_circuit_state{callee="promotion"} 0')
    expect(text).toContain('ebook_circuit_transitions_total{callee="payment",to="open"} 1')
    expect(lines.at(-1)).toMatchObject({ level: 'warn', callee: 'payment', circuit: 'open' })

    await vi.advanceTimersByTimeAsync(2_000)
    await guard.execute(answers)
    const later = await metrics.metrics()
    expect(later).toContain('ebook_circuit_state{callee="payment"} 0')
    expect(later).toContain('ebook_circuit_transitions_total{callee="payment",to="half-open"} 1')
    expect(later).toContain('ebook_circuit_transitions_total{callee="payment",to="closed"} 1')
  })
})
