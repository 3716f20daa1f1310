import { vi } from 'vitest'

type Fact<Value> = () => Value | Promise<Value>

/** Waits until a fact throws no more, and answers what it says; its last failure when it still throws after `ms`. */
export const within =
  (ms: number) =>
  <Value>(fact: Fact<Value>): Promise<Value> =>
    vi.waitFor(fact, { timeout: ms, interval: 20 })

/** Below the bound of an integration test, so that what is told is what was waited for. */
export const eventually = within(25_000)
