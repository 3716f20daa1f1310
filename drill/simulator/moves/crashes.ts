import { CONTEXTS } from '../context.ts'
import { going, moveAbout, type Move } from '../move.ts'

export const crashMoves: readonly Move[] = [
  moveAbout({
    kind: 'crash',
    weight: 2,
    things: (world) => CONTEXTS.filter((context) => world.alive(context).length > 0),
    name: (context) => `a process of ${context} is killed`,
    run: (context, world) => world.any(context)?.life.end(),
  }),
  moveAbout({
    kind: 'restart',
    weight: 12,
    things: (world) => CONTEXTS.filter((context) => world.alive(context).length < world.replicas),
    name: (context) => `a process of ${context} starts again`,
    run: (context, world) => going(world, world.start(context)),
  }),
]
