import { assignCores } from './cores.ts'
import { measureDelivery } from './delivery.ts'
import { measureHydration } from './hydration.ts'
import { measureLatency } from './latency.ts'

/**
 * From the commit to the client through everything that is real; then one router alone, between fakes that cost little.
 * All clients check what they get: a payload that is lost, comes twice or too early ends the measurement with an error.
 */
export async function run(): Promise<object> {
  console.error('latency through the whole stack …')
  const latency = await measureLatency()
  const cores = await assignCores()
  console.error('one change, by what there is to hydrate …')
  const oneChange = await measureHydration(cores)
  console.error('payloads of one router process …')
  const { delivery, memory } = await measureDelivery(cores)
  return { benchmark: 'subscriptions', latency, oneChange, delivery, memory, conditions: CONDITIONS }
}

const CONDITIONS = {
  latency:
    'from rentedDate (the database clock as the transaction begins, in whole milliseconds) to the arrival at a ' +
    'graphql-ws client on the same machine: it holds the rest of the transaction and its fsync; the stream is read ' +
    'by a consumer of the bench beside the dashboard',
  router: 'one process on a core of its own, where cores can be assigned; subgraphs and clients are on another',
  correctness: 'every client has every change of its own once and in order, and the router counted as many',
}
