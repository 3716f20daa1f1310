import type { IncomingMessage } from 'node:http'
import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Unauthenticated, type Verifier, type Viewer } from '@ebook/chassis/identity'
import { IssuerUnreachable } from '@ebook/chassis/issuer-keys'
import type { Logger } from '@ebook/chassis/log'
import { Refusal } from './refusal.ts'
import { isOwnOrigin, isUpgrade } from './transports/upgrade.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined without a token, and as long as nobody has looked. */
    viewer: Viewer | undefined
    /** What is wrong with the token that was sent. */
    identityProblem: Refusal | undefined
  }
}

export interface GatekeepingSettings {
  readonly verifier: Verifier
  readonly requestsPerMinute: number
  /** Whose pages may open a WebSocket, besides our own. */
  readonly origins: readonly string[]
  readonly log: Logger
}

/** Who a request counts against: the member, or the address of a request without a token. */
export interface Asker {
  readonly viewer: Viewer | undefined
  readonly ip: string
}

/** Counts what comes over an open socket together with what comes by HTTP. */
export interface Limiter {
  /** Counts one more; the seconds to wait when that is one too many. */
  count(asker: Asker): Promise<number | undefined>
}

/**
 * What a request passes before its body is read: is it forged by another site, who sends it, is it one too many. A
 * bad token counts against its address before it is refused, so that guessing is limited as well.
 */
export async function keepTheGate(scope: FastifyInstance, settings: GatekeepingSettings): Promise<Limiter> {
  const { verifier, requestsPerMinute, log } = settings
  scope.decorateRequest('viewer', undefined)
  scope.decorateRequest('identityProblem', undefined)
  await scope.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ viewer, ip }: Asker) =>
      viewer === undefined ? `address ${normalizeIP(ip)}` : `member ${viewer.sub}`,
    errorResponseBuilder: tooManyRequests,
  })
  const countOne = scope.createRateLimit()

  scope.addHook('onRequest', async (request) =>
    isUpgrade(request.raw) ? refuseForeignPage(request, settings.origins) : refuseForgery(request.raw),
  )
  scope.addHook('onRequest', async (request) => {
    const { authorization } = request.headers
    if (authorization === undefined) return
    try {
      request.viewer = await verifier.verify(authorization)
    } catch (error) {
      request.identityProblem = refusalOfIdentity(error)
      if (error instanceof IssuerUnreachable)
        log.error({ err: error, requestId: request.id }, 'a token could not be verified')
    }
  })
  scope.addHook('onRequest', scope.rateLimit())
  scope.addHook('onRequest', async ({ identityProblem }, reply) => {
    if (identityProblem === undefined) return
    if (identityProblem.statusCode === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"')
    throw identityProblem
  })

  return {
    async count({ viewer, ip }) {
      const counted = await countOne({ viewer, ip, routeOptions: {} } as FastifyRequest)
      return counted.isAllowed || !counted.isExceeded ? undefined : counted.ttlInSeconds
    },
  }
}

const tooManyRequests = () => new Refusal(429, 'RATE_LIMITED', 'RATE_LIMITED', 'Too many requests; try again later.')

/**
 * Who asks is told by a header that no other site can make a browser send, GET runs queries only, and POST takes
 * nothing but JSON, which a browser asks about first. What is left are requests that a foreign page fires blindly, as
 * an image or a navigation: browsers say so (Fetch Metadata).
 */
function refuseForgery({ headers }: IncomingMessage): void {
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'cors') {
    throw new Refusal(403, 'FORBIDDEN', 'CROSS_SITE', 'Another site made the browser send this; it is not answered.')
  }
}

/** Browsers ask nobody before they open a WebSocket, so the page that does is looked at here. */
function refuseForeignPage({ headers, host }: FastifyRequest, listed: readonly string[]): void {
  if (isOwnOrigin(headers.origin, host, listed)) return
  throw new Refusal(403, 'FORBIDDEN', 'FOREIGN_ORIGIN', 'Pages of this origin may not connect.')
}

function refusalOfIdentity(error: unknown): Refusal {
  if (error instanceof Unauthenticated) {
    return new Refusal(401, 'UNAUTHENTICATED', error.reason, error.message)
  }
  // Not the caller's fault, and not to be taken for anonymous: whoever sent a token wants to be known.
  if (error instanceof IssuerUnreachable) {
    return new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'ISSUER_UNREACHABLE', 'Tokens cannot be verified just now.')
  }
  throw error
}
