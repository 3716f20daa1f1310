import { workerData } from 'node:worker_threads'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import type { DeepRequest } from './deep-stack.ts'

const { services, port, done } = workerData as DeepRequest
try {
  const { errors = [], publicSdl } = composeServices(services.map((one) => ({ ...one, typeDefs: parse(one.typeDefs) })))
  port.postMessage({ errors: errors.map(({ message }) => message), publicSdl })
} catch (error) {
  port.postMessage({ errors: [error instanceof Error ? error.message : String(error)] })
}
Atomics.store(done, 0, 1)
Atomics.notify(done, 0)
