import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Clock } from './store/database.ts'
import type { Surprises } from './surprises.ts'

export interface OwnTime {
  readonly clock: Clock
  readonly surprises: () => Surprises
  /** Ids of different families differ. */
  readonly ids: 8 | 9
}

const RealDate = globalThis.Date
const real = {
  random: Math.random,
  uuid: crypto.randomUUID.bind(crypto),
  now: performance.now.bind(performance),
  bytes: globalThis.crypto.getRandomValues.bind(globalThis.crypto),
}

let own: OwnTime | undefined
let ids = 0

class OwnDate extends RealDate {
  constructor(...given: [] | [number]) {
    if (given.length === 0) super(own?.clock.now ?? RealDate.now())
    else super(...given)
  }
  static override now(): number {
    return own?.clock.now ?? RealDate.now()
  }
}

// Once, because named imports of a built-in module are told of a change one by one. Outside a run it is as it was.
crypto.randomUUID = (options) => {
  if (own === undefined) return real.uuid(options)
  ids += 1
  return `00000000-0000-4000-${own.ids}000-${ids.toString(16).padStart(12, '0')}`
}
syncBuiltinESMExports()

/** What the package uuid fills its identifiers with: the instant and its own counter make them different. */
function ownBytes<Bytes extends ArrayBufferView | null>(bytes: Bytes): Bytes {
  if (bytes instanceof Uint8Array) {
    ids += 1
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = (ids >>> (8 * (index % 4))) & 0xff
  }
  return bytes
}

/**
 * Runs `work` in a world with its own clock, surprises and ids: what the product's code asks the process for (`new Date()`,
 * `Math.random()`, `randomUUID()`) comes from the simulation, so that a seed is all that a run depends on.
 */
export async function inOwnTime<Result>(time: OwnTime, work: () => Promise<Result>): Promise<Result> {
  own = time
  ids = 0
  globalThis.Date = OwnDate as DateConstructor
  Math.random = () => time.surprises().fraction()
  performance.now = () => time.clock.now
  globalThis.crypto.getRandomValues = ownBytes
  try {
    return await work()
  } finally {
    own = undefined
    globalThis.Date = RealDate
    Math.random = real.random
    performance.now = real.now
    globalThis.crypto.getRandomValues = real.bytes
  }
}

/** Everything that can go on without the outside world has gone on: Node runs a tick after all settled promises. */
export const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
