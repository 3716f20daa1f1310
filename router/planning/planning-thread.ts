import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { GraphQLError } from 'graphql'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import type { PlannedText } from './plan-key.ts'
import type { PlanningOrder } from './planned-supergraph.ts'
import type { DocumentPlanner } from './planner.ts'
import { UnsafeSupergraph } from './unsafe-supergraph.ts'

/** What a thread that plans is begun with. */
export interface ThreadData {
  readonly order: PlanningOrder
  readonly others: readonly PlannedText[]
  /** There is nothing to be told of the order. */
  readonly isPlanned: boolean
  /** Questions will come. */
  readonly stays: boolean
  readonly port: MessagePort
  /** Rung with every answer to a question. */
  readonly bell: Int32Array
}

/** What became of something that was to be planned. */
export type Outcome<Value> = { readonly value: Value } | { readonly refused: Refused }

interface Refused {
  readonly name: string
  readonly message: string
  /** Of what the client is told. */
  readonly extensions: GraphQLError['extensions'] | undefined
}

interface Running {
  readonly worker: Worker
  readonly port: MessagePort
  readonly bell: Int32Array
}

/** With 100 subgraphs a plan takes some 40 ms, and the planner that makes the first a second. */
const LONGEST_MS = 15_000

/** One supergraph, planned in a thread of its own. It runs when there is something to be planned. */
export class PlanningThread implements DocumentPlanner {
  readonly #order: PlanningOrder
  #running: Running | undefined

  constructor(order: PlanningOrder) {
    this.#order = order
  }

  /** Plans what was ordered; the bytes of a PlannedSupergraph. Rejects with UnsafeSupergraph, and when it is called off. */
  async planAll(
    others: readonly PlannedText[],
    { stays, signal }: { readonly stays: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    const { worker, port } = this.#start({ others, isPlanned: false, stays })
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    port.once('message', (outcome: Outcome<Uint8Array>) => {
      if ('value' in outcome) resolve(outcome.value)
      else reject(errorOf(outcome.refused))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that plans has ended')))
    const callOff = () => this.close()
    signal?.addEventListener('abort', callOff, { once: true })
    return promise.finally(() => {
      signal?.removeEventListener('abort', callOff)
      port.unref()
    })
  }

  /** Makes the planner, so that who asks first does not wait for it. */
  prepare(): void {
    this.#running ??= this.#start({ others: [], isPlanned: true, stays: true })
  }

  /** Whoever asks sleeps until it is planned, as if it were planned here. */
  planText(text: string, operationName: string | undefined): HonestPlan {
    const { port, bell } = (this.#running ??= this.#start({ others: [], isPlanned: true, stays: true }))
    Atomics.store(bell, 0, 0)
    port.postMessage({ text, operationName } satisfies PlannedText)
    Atomics.wait(bell, 0, 0, LONGEST_MS)
    const outcome = receiveMessageOnPort(port)?.message as Outcome<HonestPlan> | undefined
    if (outcome !== undefined && 'value' in outcome) return outcome.value
    if (outcome !== undefined) throw errorOf(outcome.refused)
    // Another thread may do better.
    this.close()
    throw new Error(`nothing was planned within ${LONGEST_MS} ms`)
  }

  close(): void {
    this.#running?.port.close()
    this.#running?.worker.terminate().catch(() => undefined)
    this.#running = undefined
  }

  #start(what: Pick<ThreadData, 'others' | 'isPlanned' | 'stays'>): Running {
    const { port1: port, port2 } = new MessageChannel()
    const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const workerData: ThreadData = { ...what, order: this.#order, port: port2, bell }
    const worker = new Worker(new URL('./planning-worker.ts', import.meta.url), { workerData, transferList: [port2] })
    const running = { worker, port, bell }
    // A process that has nothing else to do ends.
    worker.unref()
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (this.#running === running) this.#running = undefined
    })
    this.#running = running
    return running
  }
}

function errorOf({ name, message, extensions }: Refused): Error {
  if (extensions !== undefined) return new GraphQLError(message, { extensions })
  return name === 'UnsafeSupergraph' ? new UnsafeSupergraph(message) : Object.assign(new Error(message), { name })
}
