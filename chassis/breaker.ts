import {
  BrokenCircuitError,
  bulkhead,
  circuitBreaker,
  CircuitState,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  SamplingBreaker,
  timeout,
  TimeoutStrategy,
  wrap,
  type IBreaker,
} from 'cockatiel'
import { Counter, Gauge } from 'prom-client'
import type { Logger } from './log.ts'
import { metric, type Registry } from './metrics.ts'

export interface GuardSettings {
  /** The callee's name, in metrics and log lines. */
  readonly name: string
  /** The longest a caller waits, in milliseconds: for its turn and for the answer together. */
  readonly timeoutMs: number
  /** How many calls run at once and how many may wait for their turn. */
  readonly bulkhead: { readonly concurrent: number; readonly queued: number }
  /** What opens the circuit; `mostlyFailing` if not said otherwise. A breaker keeps state: one per guard. */
  readonly opensAfter?: IBreaker | undefined
  /** How long the circuit stays open before one call is let through to see, in milliseconds. */
  readonly halfOpenAfterMs?: number | undefined
  /** False for an error that proves the callee well, such as a refusal: it is passed on and does not count. */
  readonly isFailure?: ((error: unknown) => boolean) | undefined
  readonly registry: Registry
  readonly log: Logger
}

export type DeferralReason = 'timeout' | 'open' | 'full' | 'failed'

/**
 * The call has no answer now and is to be made again later. After `timeout` and `failed` it is unknown whether it was
 * carried out; after `open` and `full` it was not made.
 */
export class Deferred extends Error {
  override readonly name = 'Deferred'
  readonly reason: DeferralReason
  /** Not worth trying sooner, in milliseconds. */
  readonly retryAfterMs: number
  constructor(callee: string, reason: DeferralReason, retryAfterMs: number, cause?: unknown) {
    super(`${callee}: ${reason}`, { cause })
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }
}

export interface Guard {
  /** Rejects with Deferred, or with an error that `isFailure` does not count. */
  execute<Reply>(call: (signal: AbortSignal) => Promise<Reply>): Promise<Reply>
  readonly state: 'closed' | 'half-open' | 'open'
}

/**
 * More than four of five calls failed, of at least 5 in the last five seconds that had any. Not so many in a row: of calls
 * that are made together those that are late come last, so a callee that is late now and then would be taken for one that
 * is away. And not half of them: the work of a late answer is not lost (the callee goes on, and says by an event what came
 * of it), so as long as some are in time it is worth asking.
 */
const mostlyFailing = (): IBreaker => new SamplingBreaker({ threshold: 0.8, duration: 5_000, minimumRps: 1 })

/** Timeout, bulkhead and circuit breaker (Nygard, "Release It!") around the calls to one callee. */
export function guarded(settings: GuardSettings): Guard {
  const { name, timeoutMs, registry, log, halfOpenAfterMs = 2_000, isFailure = () => true } = settings
  const state = metric(
    registry,
    'ebook_circuit_state',
    (of) =>
      new Gauge({ name: of, help: '0 closed, 1 half-open, 2 open', labelNames: ['callee'], registers: [registry] }),
  )
  const transitions = metric(
    registry,
    'ebook_circuit_transitions_total',
    (of) =>
      new Counter({
        name: of,
        help: 'How often the circuit went into a state',
        labelNames: ['callee', 'to'],
        registers: [registry],
      }),
  )
  const outcomes = metric(
    registry,
    'ebook_guarded_calls_total',
    (of) =>
      new Counter({
        name: of,
        help: 'Calls by outcome',
        labelNames: ['callee', 'outcome'],
        registers: [registry],
      }),
  )

  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof Overdue || isFailure(error)),
    { breaker: settings.opensAfter ?? mostlyFailing(), halfOpenAfter: halfOpenAfterMs },
  )
  let openedAt = 0
  state.set({ callee: name }, levels.closed)
  breaker.onStateChange((circuit) => {
    const to = nameOf(circuit)
    if (to === 'open') openedAt = Date.now()
    state.set({ callee: name }, levels[to])
    transitions.inc({ callee: name, to })
    log[to === 'open' ? 'warn' : 'info']({ callee: name, circuit: to }, `the circuit to ${name} is ${to}`)
  })

  // The deadline is outermost, so that waiting for one's turn counts; the breaker is innermost, so that only calls
  // that were made count. The deadline reaches the call through the signal.
  const turn = wrap(
    timeout(timeoutMs, TimeoutStrategy.Aggressive),
    bulkhead(settings.bulkhead.concurrent, settings.bulkhead.queued),
  )

  return {
    get state() {
      return nameOf(breaker.state)
    },
    async execute(call) {
      let called = false
      const deferred = (reason: DeferralReason, cause: unknown) => {
        outcomes.inc({ callee: name, outcome: reason })
        const untilHalfOpen = reason === 'open' ? openedAt + halfOpenAfterMs - Date.now() : 0
        return new Deferred(name, reason, Math.max(untilHalfOpen, timeoutMs), cause)
      }
      try {
        const reply = await turn.execute(({ signal }) => {
          // Cockatiel would make us wait for the outcome of the one trial call; "later" is the better answer.
          if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
          return breaker.execute(() => {
            called = true
            return untilAborted(call(signal), signal)
          })
        })
        outcomes.inc({ callee: name, outcome: 'answered' })
        return reply
      } catch (error) {
        if (isBulkheadRejectedError(error)) throw deferred('full', error)
        if (isBrokenCircuitError(error)) throw deferred('open', error)
        if (error instanceof Overdue || isTaskCancelledError(error)) throw deferred(called ? 'timeout' : 'full', error)
        if (isFailure(error)) throw deferred('failed', error)
        outcomes.inc({ callee: name, outcome: 'answered' })
        throw error
      }
    },
  }
}

const levels = { closed: 0, 'half-open': 1, open: 2 }

function nameOf(circuit: CircuitState): keyof typeof levels {
  if (circuit === CircuitState.Closed) return 'closed'
  return circuit === CircuitState.HalfOpen ? 'half-open' : 'open'
}

class Overdue extends Error {
  override readonly name = 'Overdue'
}

/** The reply, or Overdue as soon as the deadline passes: a call that ignores the signal must not hold its slot. */
async function untilAborted<Reply>(reply: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  const { promise, reject } = Promise.withResolvers<never>()
  const overdue = () => reject(new Overdue('the deadline has passed'))
  signal.addEventListener('abort', overdue, { once: true })
  try {
    return await Promise.race([reply, promise])
  } finally {
    signal.removeEventListener('abort', overdue)
  }
}
