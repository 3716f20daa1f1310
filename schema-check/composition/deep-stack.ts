import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'

export interface IndependentComposition {
  readonly errors: readonly string[]
  readonly publicSdl?: string | undefined
}

export interface DeepRequest {
  readonly services: readonly { readonly name: string; readonly url: string; readonly typeDefs: string }[]
  readonly port: MessagePort
  readonly done: Int32Array
}

const STACK_MB = 256
const LONGEST_MS = 3 * 60_000

/** The Guild's composition goes as deep as types lead to types: on a stack of its own where the usual one does not do. */
export function composedOnDeepStack(services: DeepRequest['services']): IndependentComposition {
  const { port1, port2 } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const file = new URL(import.meta.url.replace(/(\.[jt]s)$/, '-worker$1'))
  const worker = new Worker(file, {
    workerData: { services, port: port2, done } satisfies DeepRequest,
    transferList: [port2],
    resourceLimits: { stackSizeMb: STACK_MB },
  })
  Atomics.wait(done, 0, 0, LONGEST_MS)
  const answer = receiveMessageOnPort(port1)
  port1.close()
  void worker.terminate()
  const message: unknown = answer?.message
  return (message as IndependentComposition | undefined) ?? { errors: ['it did not end'] }
}
