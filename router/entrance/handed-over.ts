import type { IncomingMessage } from 'node:http'
import type { ExecutionResult } from 'graphql'
import type { Consistency } from '@ebook/chassis/consistency'
import type { Viewer } from '@ebook/chassis/identity'
import type { RequestTrace } from '../federation/request-trace.ts'

/** What was learnt of a request, and done for it, before it turned out to be one for the ordinary path. */
export interface HandedOver {
  /** Of `performance.now()`. */
  readonly began: number
  readonly requestId: string
  readonly trace: RequestTrace
  /** It has passed the gate, and was counted. */
  readonly admitted: boolean
  readonly viewer: Viewer | undefined
  readonly body?: Buffer | undefined
  readonly executed?: ExecutionResult | undefined
  readonly consistency?: Consistency | undefined
}

const requests = new WeakMap<IncomingMessage, HandedOver>()

export function handOver(request: IncomingMessage, what: HandedOver): void {
  requests.set(request, what)
}

export function handedOver(request: IncomingMessage): HandedOver | undefined {
  return requests.get(request)
}
