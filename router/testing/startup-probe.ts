import { registerHooks } from 'node:module'
import { QueryPlanner } from '@apollo/query-planner'

/** Preloaded into a router's process: says on its log, when it ends, what it has loaded and how often it has planned. */
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

process.on('exit', () => process.stdout.write(`${JSON.stringify({ probe: { loaded, plans } })}\n`))
