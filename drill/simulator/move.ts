import type { World } from './world.ts'

/** One kind of step: whom or what it can be about now, and what it does. */
export interface Move {
  readonly kind: string
  /** How often it is chosen, beside the other kinds that can happen now. */
  readonly weight: number
  /** How many different ones can happen now. */
  count(world: World): number
  /** In the words of the glossary, the same whatever else is left out of a script. */
  name(world: World, index: number): string
  /** What it resolves with is waited for, if it is more than one thing after the other. */
  run(world: World, index: number): void | Promise<void>
}

/** A move about one of the things that there are now. `count` is for those that are many, and counted at every step. */
export function moveAbout<Thing>({
  kind,
  weight,
  things,
  name,
  run,
  count = (world) => things(world).length,
}: Pick<Move, 'kind' | 'weight'> & {
  things(world: World): readonly Thing[]
  name(thing: Thing, world: World): string
  run(thing: Thing, world: World): void
  count?(world: World): number
}): Move {
  // What is chosen is below the count.
  const thing = (world: World, index: number) => things(world)[index] as Thing
  return {
    kind,
    weight,
    count,
    name: (world, index) => name(thing(world, index), world),
    run: (world, index) => run(thing(world, index), world),
  }
}

/** A flow of the product that nobody waits for; what it throws is a finding, unless its process died. */
export function going(world: World, flow: Promise<unknown> | undefined): void {
  flow?.catch((error: unknown) => world.told.errors.push(error))
}
