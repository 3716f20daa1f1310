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
  run(world: World, index: number): void
}

/** A flow of the product that nobody waits for; what it throws is a finding, unless its process died. */
export function going(world: World, flow: Promise<unknown>): void {
  flow.catch((error: unknown) => world.told.errors.push(error))
}
