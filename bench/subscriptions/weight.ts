import { setTimeout as delay } from 'node:timers/promises'
import { rounded } from '../figures.ts'
import { different, identical } from './crowds.ts'
import { leave, listen, type Crowd, type RouterRig } from './rig.ts'
import { round } from './round.ts'

const FIRST_CLIENTS = 100
const FIRST_CHANGES = 100
const SETTLED_MS = 1_000

/** Lets a crowd subscribe, and says what it takes in the router's memory while nothing happens, without any garbage. */
export async function weighed(rig: RouterRig, crowd: Crowd): Promise<object> {
  const { inspector } = rig.router
  // Code and pools that the first clients bring are not the next ones' cost.
  for (const first of [identical(FIRST_CLIENTS), different(FIRST_CLIENTS)]) {
    await listen(rig, first)
    await round(rig, first, FIRST_CHANGES)
    await leave(rig, first)
  }
  const before = await inspector.memory()
  const began = performance.now()
  await listen(rig, crowd)
  const secondsToSubscribe = rounded((performance.now() - began) / 1_000)
  await delay(SETTLED_MS)
  const after = await inspector.memory()
  const each = (bytes: number) => rounded(bytes / crowd.clients / 1_000)
  const figure = {
    subscriptions: crowd.name,
    kilobytesEach: { resident: each(after.rss - before.rss), heap: each(after.heapUsed - before.heapUsed) },
    residentMegabytes: { before: rounded(before.rss / 1e6), after: rounded(after.rss / 1e6) },
    secondsToSubscribe,
  }
  console.error(`idle: ${JSON.stringify(figure)}`)
  return figure
}
