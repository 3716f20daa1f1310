import { calm } from '../heal.ts'
import type { Move } from '../move.ts'

/** Most of what is of interest comes after much that went well. */
export const calmMoves: readonly Move[] = [
  {
    kind: 'calm',
    weight: 5,
    count: () => 1,
    name: () => 'everything that is under way arrives',
    run: (world) => calm(world),
  },
]
