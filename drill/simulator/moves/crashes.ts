import { going, type Move } from '../move.ts'
import { CONTEXTS } from '../processes.ts'
import type { World } from '../world.ts'

const running = (world: World) => CONTEXTS.filter((context) => world.alive(context).length > 0)
const missing = (world: World) => CONTEXTS.filter((context) => world.alive(context).length < world.replicas)

const crashes: Move = {
  kind: 'crash',
  weight: 2,
  count: (world) => running(world).length,
  name: (world, index) => `a process of ${running(world)[index]} is killed`,
  run(world, index) {
    const context = running(world)[index]
    if (context) world.any(context)?.life.end()
  },
}

const restarts: Move = {
  kind: 'restart',
  weight: 12,
  count: (world) => missing(world).length,
  name: (world, index) => `a process of ${missing(world)[index]} starts again`,
  run(world, index) {
    const context = missing(world)[index]
    if (context) going(world, world.start(context))
  },
}

export const crashMoves: readonly Move[] = [crashes, restarts]
