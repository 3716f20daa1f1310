import { workerData } from 'node:worker_threads'
import { GraphQLError } from 'graphql'
import type { PlannedText } from './plan-key.ts'
import { plannedSupergraph } from './planned-supergraph.ts'
import { Planner } from './planner.ts'
import type { Outcome, ThreadData } from './planning-thread.ts'
import { messageOf } from './unsafe-supergraph.ts'

const { order, others, isPlanned, stays, port, bell } = workerData as ThreadData

function outcomeOf<Value>(make: () => Value): Outcome<Value> {
  try {
    return { value: make() }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    const extensions = error instanceof GraphQLError ? error.extensions : undefined
    return { refused: { name, message: messageOf(error), extensions } }
  }
}

let planner: Planner | undefined
const made = outcomeOf(() => {
  planner = new Planner(order.supergraphSdl)
  return isPlanned ? undefined : plannedSupergraph(planner, order, others)
})
if (!isPlanned) port.postMessage(made)
port.on('message', ({ text, operationName }: PlannedText) => {
  port.postMessage(planner === undefined ? made : outcomeOf(() => planner?.planText(text, operationName)))
  Atomics.store(bell, 0, 1)
  Atomics.notify(bell, 0)
})
if (!stays) port.close()
