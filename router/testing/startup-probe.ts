import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { QueryPlanner } from '@apollo/query-planner'

/** Preloaded into a router's process: each of its threads says, when it ends, what it has loaded and how often it has planned. */
const loaded: string[] = []
let plans = 0

registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})

const { buildQueryPlan } = QueryPlanner.prototype
QueryPlanner.prototype.buildQueryPlan = function (...given) {
  plans += 1
  return buildQueryPlan.apply(this, given)
}

// Nobody reads any more what a thread writes to its stream as it ends.
process.on('exit', () => writeSync(1, `${JSON.stringify({ probe: { isMainThread, loaded, plans } })}\n`))
