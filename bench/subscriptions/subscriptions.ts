import type { Figure, Measured } from '../results.ts'
import { assignCores } from './cores.ts'
import { measureDelivery, measureWeight } from './delivery.ts'
import { measureLatency } from './latency.ts'

/**
 * From the commit to the client through everything that is real; then one router alone, between fakes that cost little.
 * All clients check what they get: a payload that is lost, comes twice or too early ends the measurement with an error.
 * Latency is from rentedDate (the database's clock as the transaction begins, in whole milliseconds) to the arrival at a
 * client on the same machine. Where the router's time goes: NODE_OPTIONS=--cpu-prof.
 */
export async function measureSubscriptions({ most }: { readonly most: number }): Promise<Measured> {
  console.error('latency through the whole stack …')
  const latency = await measureLatency()
  const cores = await assignCores()
  console.error('payloads of one router process …')
  const few = await measureDelivery(cores)
  const { weights, delivery: many } = await measureWeight(cores, most)
  const bare = few.at(-1)?.payloadsPerSecond.median ?? null
  const [idle, loaded] = [latency.idle.ms, latency.loaded.ms]
  const arrival = (percentile: 'p50' | 'p99'): Figure => {
    const comparison = { name: 'bare JetStream', value: idle.jetStream[percentile] }
    return { name: `to the client, ${percentile}`, unit: 'ms', value: idle.rentedToClient[percentile], comparison }
  }
  const figures: Figure[] = [
    arrival('p50'),
    arrival('p99'),
    { name: 'to the client under load, p99', unit: 'ms', value: loaded.rentedToClient.p99 },
    ...[...few.slice(0, -1), ...many].map(({ subscriptions, payloadsPerSecond }) => ({
      name: `payloads to ${subscriptions}`,
      unit: '/s',
      value: payloadsPerSecond.median,
      comparison: { name: 'a bare server', value: bare },
    })),
    ...weights.map(({ subscriptions, kilobytesEach }) => ({
      name: `idle, ${subscriptions}`,
      unit: 'kB each',
      value: kilobytesEach.resident,
    })),
  ]
  return { figures, detail: { latency, delivery: [...few, ...many], weights } }
}
