import { expect } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import type { Saying, TroubledRoad } from './troubled-road.ts'

export type End = 'rent' | 'payment'

/** What must come of it: everything that was said, once, in the order in which it was said of each aggregate. */
export interface RoadModel {
  /** The names of this run's aggregates begin with it. */
  readonly prefix: string
  readonly said: Map<string, number[]>
  /** What no reaction can read before the spell on it is broken. */
  readonly poison: Set<number>
  /** Numbers whose first reactions fail. */
  readonly spelled: Set<number>
  /** Said in a transaction that is still open. */
  held: { readonly saying: Saying; readonly commit: () => Promise<void> } | undefined
  natsPaused: boolean
  readonly asleep: Set<`${End} ${1 | 2}`>
  readonly second: Set<End>
  /** The courier has lost what it had acknowledged: not everything has to be in the stream any more. */
  purged: boolean
}

export function newModel(prefix: string): RoadModel {
  return {
    prefix,
    said: new Map(),
    poison: new Set(),
    spelled: new Set(),
    held: undefined,
    natsPaused: false,
    asleep: new Set(),
    second: new Set(),
    purged: false,
  }
}

let numbers = 0
/** The next number: none is said twice in this process. */
export const nextNumber = (): number => (numbers += 1)

export function note(model: RoadModel, { aggregate, n }: Saying): void {
  model.said.set(aggregate, [...(model.said.get(aggregate) ?? []), n])
}

/** Of an aggregate, what may be kept before spells are broken: what was said up to the first number that cannot be read. */
function readable(model: RoadModel, aggregate: string): readonly number[] {
  const said = model.said.get(aggregate) ?? []
  const poisoned = said.findIndex((n) => model.poison.has(n))
  return poisoned < 0 ? said : said.slice(0, poisoned)
}

const startOf = <T>(things: readonly T[], length = 0) => things.slice(0, length)

/** At every moment: each effect at most once, in order, none skipped, none of what cannot be read; and so back home. */
export async function alwaysHolds(model: RoadModel, road: TroubledRoad): Promise<void> {
  // Home first: what is there has been at the other end before.
  const home = await road.kept('rent', model.prefix)
  const there = await road.kept('payment', model.prefix)
  for (const [aggregate, effects] of there) {
    expect(effects, `${aggregate} at payment`).toEqual(startOf(readable(model, aggregate), effects.length))
  }
  for (const [aggregate, effects] of home) {
    expect(effects, `${aggregate} at rent`).toEqual(startOf(there.get(aggregate) ?? [], effects.length))
  }
}

/** Everything that can be read is kept at both ends. */
export async function arrives(model: RoadModel, road: TroubledRoad): Promise<void> {
  const expected = new Map([...model.said.keys()].map((aggregate) => [aggregate, readable(model, aggregate)] as const))
  const wanted = new Map([...expected].filter(([, numbers]) => numbers.length > 0))
  await eventually(async () => {
    expect(await road.kept('payment', model.prefix)).toEqual(wanted)
    expect(await road.kept('rent', model.prefix)).toEqual(wanted)
  })
}

export async function commitHeld(model: RoadModel): Promise<void> {
  if (!model.held) return
  const { saying: one, commit } = model.held
  await commit()
  note(model, one)
  model.held = undefined
}

export function wake(model: RoadModel, road: TroubledRoad): void {
  for (const end of ['rent', 'payment'] as const) {
    if (model.asleep.delete(`${end} 1`)) road.site(end).processes[0].resume()
  }
  if (model.natsPaused) road.nats.process.resume()
  model.natsPaused = false
}

/** What could not be read can be, and is replayed. */
export async function heal(model: RoadModel, road: TroubledRoad): Promise<void> {
  await road.breakSpells()
  model.poison.clear()
  await eventually(async () => {
    await road.replayDeadLetters()
    expect(await road.kept('payment', model.prefix)).toEqual(new Map(model.said))
  })
}
