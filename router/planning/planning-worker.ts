import { workerData } from 'node:worker_threads'
import { GraphQLError } from 'graphql'
import { plannedSupergraph } from './planned-supergraph.ts'
import { Planner } from './planner.ts'
import { ORDER, type Answer, type Outcome, type Question, type ThreadData } from './planning-thread.ts'
import { messageOf } from './unsafe-supergraph.ts'

const { order, others, isPlanned, stays, port } = workerData as ThreadData

function outcomeOf<Value>(make: () => Value): Outcome<Value> {
  try {
    return { value: make() }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    const extensions = error instanceof GraphQLError ? error.extensions : undefined
    return { refused: { name, message: messageOf(error), extensions } }
  }
}

const answer = (id: number, outcome: Outcome<unknown>) => port.postMessage({ id, outcome } satisfies Answer)

let planner: Planner | undefined
const made = outcomeOf(() => {
  planner = new Planner(order.supergraphSdl)
  return isPlanned ? undefined : plannedSupergraph(planner, order, others)
})
answer(ORDER, made)
port.on('message', ({ id, text, operationName }: Question) =>
  answer(id, planner === undefined ? made : outcomeOf(() => planner?.planText(text, operationName))),
)
if (!stays) port.close()
