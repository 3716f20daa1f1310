import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from '@ebook/chassis/log'
import { takeBytes } from '@ebook/chassis/raw-route'
import { Refusal } from '../errors/refusal.ts'

export interface WebhookSettings {
  /** Of the subgraph that takes them, without a path that counts. */
  readonly url: string
  /** By which it knows the router. */
  readonly secret: string
  readonly timeoutMs: number
  readonly log: Logger
}

/** More than a provider's message has. */
const LARGEST_BYTES = 64 * 1_024
const PROVIDER = /^[a-z][a-z-]{0,30}$/
/** By what a message is known to be its sender's, and nothing else of the request. */
const HANDED_ON = /^(content-type|webhook-[a-z-]+|[a-z0-9-]+-signature)$/
/** What the subgraph says to the sender; whatever else it says is for us. */
const FOR_THE_SENDER: ReadonlySet<number> = new Set([200, 400, 404, 413])

/**
 * POST /webhooks/<provider>: what a payment provider tells, without a token. The bytes are handed on as they came, because
 * they are what was signed; whether they were, the subgraph judges. `scope` limits and logs it like any request.
 */
export function handOnWebhooks(scope: FastifyInstance, { url, secret, timeoutMs, log }: WebhookSettings): void {
  void scope.register(async (raw) => {
    takeBytes(raw, LARGEST_BYTES)
    raw.setErrorHandler((error: Error & { readonly code?: string }) => {
      throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge : error
    })
    raw.post<{ Params: { provider: string } }>(
      '/webhooks/:provider',
      { bodyLimit: LARGEST_BYTES },
      async ({ id, params, headers, body }, reply) => {
        if (!PROVIDER.test(params.provider)) throw nobody
        const answer = await fetch(new URL(`/webhooks/${params.provider}`, url), {
          method: 'POST',
          headers: { ...handedOn(headers), 'x-router-secret': secret, 'x-request-id': id },
          body: Buffer.isBuffer(body) ? body : '',
          signal: AbortSignal.timeout(timeoutMs),
        }).catch((error: unknown) => {
          log.warn({ err: error, requestId: id }, 'a webhook could not be handed on')
          return undefined
        })
        const status = answer?.status ?? 503
        await answer?.body?.cancel()
        if (status === 404) throw nobody
        if (status === 400) throw new Refusal(400, 'BAD_USER_INPUT', 'BAD_SIGNATURE', 'Nobody we know has signed this.')
        if (FOR_THE_SENDER.has(status)) return reply.code(status).send()
        // Providers send it again.
        throw new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE', 'It cannot be taken just now.')
      },
    )
  })
}

const tooLarge = new Refusal(413, 'BAD_USER_INPUT', 'BODY_TOO_LARGE', 'The body is larger than 64 kB.')
const nobody = new Refusal(404, 'BAD_USER_INPUT', 'NOT_FOUND', 'There is nothing here.')

function handedOn(headers: FastifyRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (header): header is [string, string] => HANDED_ON.test(header[0]) && typeof header[1] === 'string',
    ),
  )
}
