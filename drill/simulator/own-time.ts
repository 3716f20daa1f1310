import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Dice } from './dice.ts'
import type { Clock } from './store/database.ts'

const RealDate = globalThis.Date

export interface OwnTime {
  readonly clock: Clock
  readonly dice: () => Dice
  /** Ids of different families differ. */
  readonly ids: 8 | 9
}

/**
 * Runs `work` in a world with its own clock, dice and ids: what the product's code asks the process for (`new Date()`,
 * `Math.random()`, `randomUUID()`) comes from the simulation, so that a seed is all that a run depends on.
 */
export async function inOwnTime<Result>(
  { clock, dice, ids: family }: OwnTime,
  work: () => Promise<Result>,
): Promise<Result> {
  const real = { random: Math.random, uuid: crypto.randomUUID, now: performance.now.bind(performance) }
  let ids = 0
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      if (given.length === 0) super(clock.now)
      else super(...given)
    }
    static override now(): number {
      return clock.now
    }
  } as DateConstructor
  Math.random = () => dice().fraction()
  performance.now = () => clock.now
  crypto.randomUUID = () => {
    ids += 1
    return `00000000-0000-4000-${family}000-${ids.toString(16).padStart(12, '0')}`
  }
  syncBuiltinESMExports()
  try {
    return await work()
  } finally {
    globalThis.Date = RealDate
    Math.random = real.random
    performance.now = real.now
    crypto.randomUUID = real.uuid
    syncBuiltinESMExports()
  }
}

/** Everything that can go on without the outside world has gone on: Node runs a tick after all settled promises. */
export const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
