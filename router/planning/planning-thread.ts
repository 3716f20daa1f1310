import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { GraphQLError } from 'graphql'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import { Refusal } from '../errors/refusal.ts'
import type { PlannedText } from './plan-key.ts'
import type { PlanningOrder } from './planned-supergraph.ts'
import type { DocumentPlanner } from './planner.ts'
import { UnsafeSupergraph } from './unsafe-supergraph.ts'

/** What a thread that plans is begun with. */
export interface ThreadData {
  readonly order: PlanningOrder
  readonly others: readonly PlannedText[]
  /** There is nothing to be told of the order but that the planner is made. */
  readonly isPlanned: boolean
  /** Questions will come. */
  readonly stays: boolean
  readonly port: MessagePort
}

export interface Question extends PlannedText {
  readonly id: number
}

/** They come in the order of the questions. */
export interface Answer {
  readonly id: number
  readonly outcome: Outcome<unknown>
}

/** The id of the answer that comes first, and that nobody has to ask for. */
export const ORDER = 0

/** What became of something that was to be planned. */
export type Outcome<Value> = { readonly value: Value } | { readonly refused: Refused }

interface Refused {
  readonly name: string
  readonly message: string
  /** Of what the client is told. */
  readonly extensions: GraphQLError['extensions'] | undefined
}

/** With 100 subgraphs a plan takes some 40 ms. */
const LONGEST_MS = 15_000

/** One supergraph, planned in a thread of its own. It runs when there is something to be planned. */
export class PlanningThread implements DocumentPlanner {
  readonly #order: PlanningOrder
  #running: Running | undefined
  #isOver = false

  constructor(order: PlanningOrder) {
    this.#order = order
  }

  /** Plans what was ordered; the bytes of a PlannedSupergraph. Rejects with UnsafeSupergraph, and when it is called off. */
  async planAll(
    others: readonly PlannedText[],
    { stays, signal }: { readonly stays: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    const running = this.#start({ others, isPlanned: false, stays })
    const callOff = () => running.end()
    signal?.addEventListener('abort', callOff, { once: true })
    return (running.begun as Promise<Uint8Array>).finally(() => signal?.removeEventListener('abort', callOff))
  }

  /** Makes the planner: on a busy machine that may take longer than a request may. */
  async prepare(): Promise<void> {
    await this.#planner().begun
  }

  async planText(text: string, operationName: string | undefined): Promise<HonestPlan> {
    const operation = { text, operationName }
    try {
      return await this.#planner().plan(operation)
    } catch (error) {
      // Something else may have ended it.
      if (error instanceof ThreadEnded) return this.#planner().plan(operation)
      throw error
    }
  }

  /** Who is under way is still answered, and whoever is late as well. */
  close(): void {
    this.#isOver = true
    this.#running?.endWhenDone()
  }

  #planner(): Running {
    return this.#running ?? this.#start({ others: [], isPlanned: true, stays: true })
  }

  #start(what: Pick<ThreadData, 'others' | 'isPlanned' | 'stays'>): Running {
    const running = new Running({ ...what, order: this.#order }, () => {
      if (this.#running === running) this.#running = undefined
    })
    if (this.#isOver) running.endWhenDone()
    this.#running = running
    return running
  }
}

class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
  constructor(cause: unknown) {
    super('the thread that plans has ended', { cause })
  }
}

/** A thread from its start to its end. */
class Running {
  /** What was ordered, when it is planned; a process waits for it. */
  readonly begun: Promise<unknown>
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #onEnd: () => void
  #asked = ORDER
  #tooLong: NodeJS.Timeout | undefined
  #endsWhenDone = false
  #hasEnded = false

  constructor(what: Omit<ThreadData, 'port'>, onEnd: () => void) {
    this.#onEnd = onEnd
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const workerData: ThreadData = { ...what, port: port2 }
    this.#worker = new Worker(new URL('./planning-worker.ts', import.meta.url), { workerData, transferList: [port2] })
    this.#worker.on('error', (error) => this.end(error))
    this.#worker.once('exit', () => this.end())
    this.begun = this.#answerTo(ORDER)
    this.begun.catch(() => undefined)
    port1.on('message', (answer: Answer) => this.#hear(answer))
    // Only who waits for an answer keeps a process from ending.
    this.#worker.unref()
  }

  plan(operation: PlannedText): Promise<HonestPlan> {
    this.#asked += 1
    const answer = this.#answerTo(this.#asked)
    this.#port.ref()
    this.#port.postMessage({ id: this.#asked, ...operation } satisfies Question)
    if (this.#waiting.size === 1) this.#watch()
    return answer as Promise<HonestPlan>
  }

  endWhenDone(): void {
    this.#endsWhenDone = true
    if (this.#waiting.size === 0) this.end()
  }

  end(cause?: unknown): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#onEnd()
    clearTimeout(this.#tooLong)
    this.#port.close()
    this.#worker.terminate().catch(() => undefined)
    for (const { reject } of this.#waiting.values()) reject(new ThreadEnded(cause))
    this.#waiting.clear()
  }

  #answerTo(id: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    return waiting.promise
  }

  #hear({ id, outcome }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if ('value' in outcome) waiting?.resolve(outcome.value)
    else waiting?.reject(errorOf(outcome.refused))
    this.#watch()
  }

  /** Who waits behind something that takes too long may do better in another thread. */
  #watch(): void {
    clearTimeout(this.#tooLong)
    const [next] = this.#waiting
    if (next === undefined) return this.#endsWhenDone ? this.end() : void this.#port.unref()
    const [id, { reject }] = next
    this.#tooLong = setTimeout(() => {
      this.#waiting.delete(id)
      reject(new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'DEADLINE', `It was not planned within ${LONGEST_MS / 1_000} s.`))
      this.end()
    }, LONGEST_MS)
  }
}

function errorOf({ name, message, extensions }: Refused): Error {
  if (extensions !== undefined) return new GraphQLError(message, { extensions })
  return name === 'UnsafeSupergraph' ? new UnsafeSupergraph(message) : Object.assign(new Error(message), { name })
}
