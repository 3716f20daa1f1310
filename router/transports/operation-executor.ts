import type { ApolloServer } from '@apollo/server'
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import { Quota } from '@ebook/chassis/quota'
import { resolveOperation, type Operation, type TrustMode } from '../documents/document-resolution.ts'
import type { SentOperation } from '../documents/sent-operation.ts'
import type { TrustedDocuments } from '../documents/trusted-documents.ts'
import type { Limiter } from '../entrance/gatekeeping.ts'
import type { Identifiers } from '../errors/answered-errors.ts'
import { Refusal } from '../errors/refusal.ts'
import { codesOf, toldOf } from '../errors/told-errors.ts'
import type { RouterMetrics } from '../federation/metrics.ts'
import { endTrace } from '../federation/request-trace.ts'
import type { RequestRecord, RouterContext } from '../federation/router-context.ts'
import type { RunningSubscription } from '../live/payload-sink.ts'
import type { Subscriptions } from '../live/subscriptions.ts'
import type { Together } from '../together/together.ts'
import { RecordedSubscription, type Asking, type ProtocolMessages } from './recorded-subscription.ts'

export interface ExecutorParts {
  readonly apollo: ApolloServer<RouterContext>
  readonly subscriptions: Subscriptions
  readonly trustedDocuments: TrustedDocuments
  readonly limiter: Limiter
  /** When there are several routers. */
  readonly together?: Together | undefined
  readonly metrics: RouterMetrics
  readonly log: Logger
}

export interface ExecutorSettings {
  readonly trustMode: TrustMode
  readonly subscriptionsPerMember: number
  /** Whether messages may say which names there are in the schema. */
  readonly suggestions: boolean
}

export interface Answered {
  readonly result: FormattedExecutionResult
  /** What it would have been over HTTP. */
  readonly status: number
}

/** Runs the operations of all transports: nothing in here depends on how they came or how they are answered. */
export class OperationExecutor {
  readonly #parts: ExecutorParts
  readonly #settings: ExecutorSettings
  readonly #members: Quota

  constructor(parts: ExecutorParts, settings: ExecutorSettings) {
    this.#parts = parts
    this.#settings = settings
    this.#members = new Quota(settings.subscriptionsPerMember, Infinity, parts.together?.held.of('subscriptions'))
  }

  /** Throws a Refusal for a document that is not run here. */
  resolve(sent: SentOperation): Operation {
    return resolveOperation(sent, this.#parts.trustedDocuments, this.#settings.trustMode)
  }

  /** Runs a query or a mutation the way that those over HTTP go. Never rejects. */
  async answer(
    { sent, trusted }: Operation,
    asking: Asking,
    wanted: RouterContext['wanted'],
    record: RequestRecord,
  ): Promise<Answered> {
    const { limiter, log } = this.#parts
    const { viewer, ip, requestId, traceparent, traceState } = asking
    const charge = (points: number) => limiter.charge({ viewer, ip }, points)
    const contextValue = { viewer, charge, requestId, traceparent, traceState, trusted, wanted, record, log }
    const { query, operationName, variables, extensions } = sent
    try {
      const { http, body } = await this.#parts.apollo.executeOperation(
        {
          ...(query && { query }),
          ...(operationName != null && { operationName }),
          variables: { ...variables },
          extensions: { ...extensions },
        },
        { contextValue },
      )
      if (body.kind !== 'single') throw new Error('an operation was answered in several parts')
      return { result: body.singleResult as FormattedExecutionResult, status: http.status ?? 200 }
    } catch (error) {
      const errors = [this.told(error, asking)]
      record.errorCodes = codesOf(errors)
      return { result: { errors }, status: 500 }
    }
  }

  /**
   * Begins a subscription; why it cannot be begun is its error. Throws a Refusal when this member may not. `lastCursor` goes
   * before what was sent.
   */
  subscribe(
    operation: Operation,
    asking: Asking,
    messages: ProtocolMessages,
    lastCursor?: string,
  ): RunningSubscription {
    const { viewer, onRenewal, ip, requestId, traceparent, span } = asking
    if (viewer === undefined) {
      throw new Refusal(401, 'UNAUTHENTICATED', 'NO_TOKEN', 'Subscriptions need a valid token.')
    }
    const giveBack = this.#members.take(viewer.sub)
    if (giveBack === undefined) {
      throw new Refusal(429, 'RATE_LIMITED', 'TOO_MANY_SUBSCRIPTIONS', 'This member has too many subscriptions.')
    }
    const { subscriptions, limiter, metrics, log } = this.#parts
    const { operationName, sent } = operation
    const recorded = new RecordedSubscription({ asking, operationName, messages, metrics, log, onEnd: giveBack })
    const begin = async () =>
      subscriptions.subscribe(
        {
          text: operation.text ?? '',
          operationName,
          variables: sent.variables ?? {},
          resumeFrom: lastCursor ?? textIn(sent, 'resumeFrom', 'INVALID_CURSOR'),
          consistency: textIn(sent, 'consistency', 'INVALID_CONSISTENCY'),
          errorsAside: flagIn(sent, 'errorsInExtensions'),
          viewer,
          onRenewal,
          charge: (points) => limiter.charge({ viewer, ip }, points),
          requestId,
          traceparent,
        },
        recorded,
      )
    begin().then(
      (subscription) => {
        recorded.subscription = subscription
        // It has begun; what it brings belongs to the traces of those who bring it about.
        endTrace(span, 200, { operationName })
      },
      (error: unknown) => {
        const errors = [this.told(error, asking)]
        endTrace(span, 400, { operationName, errorCodes: codesOf(errors) })
        recorded.fail(errors)
      },
    )
    return recorded
  }

  /** What the client is told of what was thrown. */
  told(error: unknown, { requestId, traceparent }: Identifiers): GraphQLFormattedError {
    return toldOf(error, { suggestions: this.#settings.suggestions, requestId, traceparent, log: this.#parts.log })
  }
}

function textIn({ extensions }: SentOperation, key: string, reason: string): string | undefined {
  const value = extensions?.[key] ?? undefined
  if (value === undefined || typeof value === 'string') return value
  throw new Refusal(400, 'BAD_USER_INPUT', reason, `\`extensions.${key}\` must be a string.`)
}

function flagIn({ extensions }: SentOperation, key: string): boolean {
  const value = extensions?.[key] ?? false
  if (typeof value === 'boolean') return value
  throw new Refusal(400, 'BAD_USER_INPUT', 'BAD_REQUEST', `\`extensions.${key}\` must be true or false.`)
}
