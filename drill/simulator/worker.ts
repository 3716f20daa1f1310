import { parentPort, workerData } from 'node:worker_threads'
import { explain, explainScript } from './explain.ts'
import { openLibrary } from './opening.ts'
import type { Progress, Work } from './run-schedules.ts'
import { runSeed, scheduleSeed } from './schedule.ts'

const TELL_EVERY = 250

const { seed, from, to, step, script } = workerData as Work
const tell = (progress: Progress) => parentPort?.postMessage(progress)

const start = await openLibrary()
let done = 0
if (script !== undefined) {
  const failure = await explainScript(start, script)
  tell({ done: 1, ...(failure && { failure }) })
} else
  for (let schedule = from; schedule < to; schedule += step) {
    const { violations } = await runSeed(start, scheduleSeed(seed, schedule), false)
    done += 1
    if (violations.length > 0) {
      tell({ done, failure: await explain(start, seed, schedule) })
      done = 0
      break
    }
    if (done === TELL_EVERY) {
      tell({ done })
      done = 0
      // A macrotask, so that the message leaves and the worker can be ended.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
tell({ done })
