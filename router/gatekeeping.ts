import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Unauthenticated, type Verifier, type Viewer } from '@ebook/chassis/identity'
import { IssuerUnreachable } from '@ebook/chassis/issuer-keys'
import type { Logger } from '@ebook/chassis/log'
import { Refusal } from './refusal.ts'

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
  readonly log: Logger
}

/**
 * What a request passes before its body is read: is it forged by another site, who sends it, is it one too many. A
 * bad token counts against its address before it is refused, so that guessing is limited as well.
 */
export async function keepTheGate(scope: FastifyInstance, settings: GatekeepingSettings): Promise<void> {
  const { verifier, requestsPerMinute, log } = settings
  scope.decorateRequest('viewer', undefined)
  scope.decorateRequest('identityProblem', undefined)
  await scope.register(rateLimit, { global: false })

  scope.addHook('onRequest', async (request) => refuseForgery(request))
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
  scope.addHook(
    'onRequest',
    scope.rateLimit({
      max: requestsPerMinute,
      timeWindow: 60_000,
      keyGenerator: ({ viewer, ip }) => (viewer === undefined ? `address ${normalizeIP(ip)}` : `member ${viewer.sub}`),
      errorResponseBuilder: () =>
        new Refusal(429, 'RATE_LIMITED', 'RATE_LIMITED', 'Too many requests; try again later.'),
    }),
  )
  scope.addHook('onRequest', async ({ identityProblem }, reply) => {
    if (identityProblem === undefined) return
    if (identityProblem.statusCode === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"')
    throw identityProblem
  })
}

/**
 * Who asks is told by a header that no other site can make a browser send, GET runs queries only, and POST takes
 * nothing but JSON, which a browser asks about first. What is left are requests that a foreign page fires blindly, as
 * an image or a navigation: browsers say so (Fetch Metadata).
 */
function refuseForgery({ headers }: FastifyRequest): void {
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'cors') {
    throw new Refusal(403, 'FORBIDDEN', 'CROSS_SITE', 'Another site made the browser send this; it is not answered.')
  }
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
