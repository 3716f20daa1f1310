import type { ExecutedSchema } from './execution.ts'
import { fetchStep } from './fetch-step.ts'
import { valueAt } from './places.ts'
import { fetchesOf, type AnyNode } from './plan-nodes.ts'
import type { Step } from './run.ts'

type Parts = Pick<ExecutedSchema, 'graphqlSchema' | 'sourceOf'>

const nothing: Step = () => Promise.resolve()

/** The plan as functions: what it says is looked at once, not in every request. */
export function stepOf(node: AnyNode | undefined, parts: Parts): Step {
  switch (node?.kind) {
    case undefined:
      return nothing
    case 'Fetch': {
      const source = parts.sourceOf(node.serviceName)
      return fetchStep(node, parts.graphqlSchema, (request, run) => source.ask(request, run.context))
    }
    case 'Subscription': {
      const primary = fetchStep(node.primary, parts.graphqlSchema, async (_request, { payload = {} }) => payload)
      return inOrder([primary, stepOf(node.rest, parts)])
    }
    case 'Sequence':
      return inOrder(node.nodes.map((part) => stepOf(part, parts)))
    case 'Parallel': {
      const steps = node.nodes.map((part) => stepOf(part, parts))
      return async (run, data, path) => void (await Promise.all(steps.map((step) => step(run, data, path))))
    }
    case 'Flatten': {
      const { path: below } = node
      const step = stepOf(node.node, parts)
      return async (run, data, path) => {
        const value = valueAt(data, below)
        if (value) await step(run, value, [...path, ...below])
      }
    }
    case 'Condition': {
      const { condition } = node
      const [included, skipped] = [stepOf(node.ifClause, parts), stepOf(node.elseClause, parts)]
      return async (run, data, path) => {
        const value = run.conditions.get(condition)
        if (typeof value !== 'boolean') throw new Error(`Invalid non-boolean value for Boolean! variable $${condition}`)
        await (value ? included : skipped)(run, data, path)
      }
    }
    case 'Defer':
      throw new Error('@defer support is not available in the gateway')
  }
}

function inOrder(steps: readonly Step[]): Step {
  return async (run, data, path) => {
    for (const step of steps) await step(run, data, path)
  }
}

/** Whether `stepOf` does all of a plan; else it is for the stock executor: rewritten keys and types are rare. */
export function canBeStepped(node: AnyNode | undefined): boolean {
  return fetchesOf(node).every(({ fetch }) => fetch.inputRewrites === undefined && fetch.outputRewrites === undefined)
}
