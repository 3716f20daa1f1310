import { OperationTypeNode } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import type { SentOperation } from '../documents/sent-operation.ts'
import { CLIENT_CLOSED_REQUEST, type RequestLog } from '../entrance/request-log.ts'
import { Refusal } from '../errors/refusal.ts'
import { codesOf } from '../errors/told-errors.ts'
import { endTrace } from '../federation/request-trace.ts'
import { Wanted, type RequestRecord } from '../federation/router-context.ts'
import type { OperationExecutor } from './operation-executor.ts'
import type { Asking } from './recorded-subscription.ts'
import type { SocketOperation } from './socket-operation.ts'

export interface SocketOperations {
  readonly executor: OperationExecutor
  readonly requestLog: RequestLog
  readonly requestTimeoutMs: number
}

interface Circumstances {
  readonly isOneTooMany: boolean
  /** The seconds to wait, when the member has asked too often. */
  count(): Promise<number | undefined>
  /** The token may have been renewed in between. */
  viewerNow(): Viewer
}

/** Runs what a `subscribe` message asks for. Never rejects: whatever goes wrong is the operation's `error`. */
export async function runOnSocket(
  parts: SocketOperations,
  operation: SocketOperation,
  sent: SentOperation,
  asking: Asking,
  circumstances: Circumstances,
): Promise<void> {
  const { executor } = parts
  try {
    const retryAfter = await circumstances.count()
    if (operation.ended) return
    if (retryAfter !== undefined) {
      const extensions = { code: 'RATE_LIMITED', reason: 'RATE_LIMITED', retryAfter }
      return operation.error([{ message: 'Too many requests; try again later.', extensions }])
    }
    if (circumstances.isOneTooMany) {
      throw new Refusal(429, 'RATE_LIMITED', 'TOO_MANY_OPERATIONS', 'This socket has too many operations under way.')
    }
    const resolved = executor.resolve(sent)
    const now = { ...asking, viewer: circumstances.viewerNow() }
    if (resolved.type === OperationTypeNode.SUBSCRIPTION) {
      operation.subscription = executor.subscribe(resolved, now, operation)
      return
    }
    await answerOnSocket(parts, operation, resolved, now)
  } catch (error) {
    const errors = [executor.told(error, asking)]
    endTrace(asking.span, 400, { errorCodes: codesOf(errors) })
    operation.error(errors)
  }
}

async function answerOnSocket(
  { executor, requestLog, requestTimeoutMs }: SocketOperations,
  operation: SocketOperation,
  resolved: Parameters<OperationExecutor['answer']>[0],
  asking: Asking,
): Promise<void> {
  const began = performance.now()
  const wanted = new Wanted(requestTimeoutMs)
  operation.abandon = () => wanted.abandon()
  const record: RequestRecord = { span: asking.span }
  const { result, status } = await executor.answer(resolved, asking, wanted, record)
  wanted.end()
  const { requestId, traceparent, viewer } = asking
  const answered = operation.ended ? CLIENT_CLOSED_REQUEST : status
  requestLog.write({ began, requestId, traceparent, viewer, status: answered, record, transport: 'websocket' })
  if (result.data === undefined) return operation.error(result.errors ?? [])
  operation.next(JSON.stringify(result))
  operation.complete()
}
