import { CONTEXTS } from './context.ts'
import { end, forget, heal } from './heal.ts'
import { atEveryStep, atRest, atTheEnd } from './invariants.ts'
import type { Move } from './move.ts'
import { calmMoves } from './moves/calm.ts'
import { crashMoves } from './moves/crashes.ts'
import { lendingMoves } from './moves/lending.ts'
import { messageMoves } from './moves/messages.ts'
import { peopleMoves } from './moves/people.ts'
import { privacyMoves } from './moves/privacy.ts'
import { timeMoves } from './moves/time.ts'
import type { Start } from './opening.ts'
import { inOwnTime, settled } from './own-time.ts'
import { Surprises } from './surprises.ts'
import { World } from './world.ts'

const MOVES: readonly Move[] = [
  ...messageMoves,
  ...peopleMoves,
  ...lendingMoves,
  ...privacyMoves,
  ...timeMoves,
  ...crashMoves,
  ...calmMoves,
]

/** One step of a script. */
export interface Step {
  /** Of move; undefined where somebody wrote it down, in words that are of one kind alone. */
  readonly kind?: string
  /** Whom or what it is about. */
  readonly what: string
  /** The seed of the step's surprises; 0 for a step without surprises. */
  readonly luck: number
}

export interface Script {
  readonly replicas: number
  readonly steps: readonly Step[]
}

/** What did not hold, by the name of the statement; empty when all is well. */
export interface Outcome {
  readonly violations: readonly string[]
  readonly steps: number
  readonly script: Script | undefined
}

// Most are short, because most of what can go wrong needs few steps: so that many different ones are tried.
const FEWEST_STEPS = 6
const MOST_STEPS = 60
/** Two want the same seat, a third comes in between, and one of them again. */
const MOST_RENTALS = 4
const CRASH_WITHIN = 0.12
const LONGEST_FUSE = 30
const SURPRISES = 0.6

/** Runs the schedule of a seed, and writes it down if asked to. */
export async function runSeed(start: Start, seed: number, record: boolean): Promise<Outcome> {
  const surprises = new Surprises(seed)
  const replicas = surprises.chance(0.3) ? 2 : 1
  const world = new World({ replicas, rentals: 1 + mostlyFew(surprises, MOST_RENTALS, 2), start })
  const steps: Step[] = []
  const wanted = FEWEST_STEPS + mostlyFew(surprises, MOST_STEPS - FEWEST_STEPS, 3)
  let taken = 0
  return inWorld(world, async () => {
    while (taken < wanted) {
      const { move, count } = choose(world, surprises)
      const index = surprises.below(count)
      const luck = surprises.chance(SURPRISES) ? surprises.seed() : 0
      if (record) steps.push({ kind: move.kind, what: move.name(world, index), luck })
      taken += 1
      const broken = await take(world, move, index, luck)
      if (broken.length > 0) return broken
    }
    return undefined
  }).then((violations) => ({
    violations,
    steps: taken,
    script: record ? { replicas: world.replicas, steps } : undefined,
  }))
}

/** A number below the limit; the smaller, the more often, and that the more so the greater `bias` is. */
function mostlyFew(surprises: Surprises, limit: number, bias: number): number {
  const fraction = surprises.fraction()
  let point = fraction
  // Not `**`, whose last bit is not the same on every machine.
  for (let power = 1; power < bias; power += 1) point *= fraction
  return Math.floor(point * limit)
}

/** Runs a script: steps that cannot happen are left out. */
export async function runScript(start: Start, script: Script): Promise<Outcome> {
  const world = new World({ replicas: script.replicas, rentals: Number.POSITIVE_INFINITY, start })
  let taken = 0
  const violations = await inWorld(world, async () => {
    for (const { kind, what, luck } of script.steps) {
      const found = findMove(world, kind, what)
      if (found === undefined) continue
      taken += 1
      const broken = await take(world, found.move, found.index, luck)
      if (broken.length > 0) return broken
    }
    return undefined
  })
  return { violations, steps: taken, script }
}

function findMove(world: World, kind: string | undefined, what: string) {
  for (const move of MOVES.filter((one) => kind === undefined || one.kind === kind)) {
    const count = move.count(world)
    for (let index = 0; index < count; index += 1) if (move.name(world, index) === what) return { move, index }
  }
  return undefined
}

async function inWorld(world: World, steps: () => Promise<readonly string[] | undefined>): Promise<readonly string[]> {
  return inOwnTime({ clock: world.clock, surprises: () => world.surprises, ids: 9 }, async () => {
    try {
      await world.startAll()
      const broken = await steps()
      if (broken) return broken
      await heal(world)
      const unquiet = atRest(world)
      if (unquiet.length > 0) return unquiet
      await end(world)
      const unended = [...atRest(world), ...atTheEnd(world)]
      if (unended.length > 0) return unended
      await forget(world)
      return [...atRest(world), ...atTheEnd(world)]
    } catch (error) {
      return [describe(error)]
    } finally {
      world.stop()
    }
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

const counts: number[] = []

function choose(world: World, surprises: Surprises): { move: Move; count: number } {
  let total = 0
  for (const [index, move] of MOVES.entries()) {
    const count = move.count(world)
    counts[index] = count
    if (count > 0) total += move.weight
  }
  let point = surprises.fraction() * total
  for (const [index, move] of MOVES.entries()) {
    const count = counts[index] ?? 0
    if (count === 0) continue
    point -= move.weight
    if (point < 0) return { move, count }
  }
  throw new Error('nothing can happen, not even time can pass')
}

/** One step, and everything that follows from it at once. */
async function take(world: World, move: Move, index: number, luck: number): Promise<readonly string[]> {
  world.surprises = new Surprises(luck)
  const doomed = world.surprises.chance(CRASH_WITHIN) ? world.any(world.surprises.pick(CONTEXTS) ?? 'rent') : undefined
  if (doomed) doomed.life.fuse = world.surprises.below(LONGEST_FUSE)
  await move.run(world, index)
  await settled()
  if (doomed) doomed.life.fuse = Number.POSITIVE_INFINITY
  // What must never be seen rests on commits and on the provider's books; that time passes takes loans away, not more.
  if (!world.isChanged && world.told.errors.length === 0) return []
  world.isChanged = false
  return atEveryStep(world)
}

/** One number for one schedule of many: neighbours have nothing in common. Never 0. */
export function scheduleSeed(seed: number, schedule: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(schedule + 1, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  return (mixed ^ (mixed >>> 15)) >>> 0 || 1
}
