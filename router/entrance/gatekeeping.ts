import type { IncomingMessage } from 'node:http'
import { HeaderMap } from '@apollo/server'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { Unauthenticated, type Verifier, type Viewer } from '@ebook/chassis/identity'
import { IssuerUnreachable } from '@ebook/chassis/issuer-keys'
import type { Logger } from '@ebook/chassis/log'
import { Refusal } from '../errors/refusal.ts'
import type { Together } from '../together/together.ts'
import { Allowance, type Share } from './allowance.ts'
import { handedOver } from './handed-over.ts'
import type { StreamCookies } from './stream-cookie.ts'
import { isOwnOrigin, isUpgrade } from './upgrade.ts'

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
  /** Who asks, of a request that cannot have a header for it. */
  readonly cookies: StreamCookies
  /** Of a member, or an address. */
  readonly requestsPerMinute: number
  /** Of all without a token together. */
  readonly anonymousPerMinute: number
  /** Whose pages may open a WebSocket, besides our own. */
  readonly origins: readonly string[]
  /** When there are several routers. */
  readonly together?: Together | undefined
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
  /** Counts so many more, for what an operation costs. Throws RATE_LIMITED when that is too much. */
  charge(asker: Asker, points: number): void
}

/**
 * What a request passes before its body is read: is it forged by another site, who sends it, is it one too many. A
 * bad token counts against its address before it is refused, so that guessing is limited as well.
 */
export async function keepTheGate(scope: FastifyInstance, settings: GatekeepingSettings): Promise<Limiter> {
  const { verifier, cookies, requestsPerMinute, anonymousPerMinute, together, log } = settings
  const allowance = new Allowance(undefined, together)
  scope.decorateRequest('viewer', undefined)
  scope.decorateRequest('identityProblem', undefined)

  const ofAddress = (ip: string, most: number): Share => ({ of: `address ${normalizeIP(ip)}`, most })
  /** One address leaves most of what the anonymous have to others. */
  const anonymousAtOneAddress = Math.min(requestsPerMinute, Math.ceil(anonymousPerMinute / SHARES_OF_THE_ANONYMOUS))
  const sharesOf = ({ viewer, ip }: Asker): Share[] =>
    viewer === undefined
      ? [ofAddress(ip, anonymousAtOneAddress), { of: 'anonymous', most: anonymousPerMinute }]
      : [{ of: `member ${viewer.sub}`, most: requestsPerMinute }]

  scope.addHook('onRequest', async (request) =>
    isUpgrade(request.raw) ? refuseForeignPage(request, settings.origins) : refuseForgery(request.raw),
  )
  scope.addHook('onRequest', async (request) => {
    const before = handedOver(request.raw)
    if (before?.admitted === true) {
      request.viewer = before.viewer
      return
    }
    try {
      const authorization = request.headers.authorization ?? cookies.read(request)
      if (authorization !== undefined) request.viewer = await verifier.verify(authorization)
    } catch (error) {
      request.identityProblem = refusalOfIdentity(error)
      if (error instanceof IssuerUnreachable)
        log.error({ err: error, requestId: request.id }, 'a token could not be verified')
    }
  })
  scope.addHook('onRequest', async ({ raw, viewer, ip }, reply) => {
    if (handedOver(raw)?.admitted === true) return
    // Browsers send no token when they open a WebSocket, and after a restart everybody comes back at once.
    const shares = isUpgrade(raw) ? [ofAddress(ip, requestsPerMinute)] : sharesOf({ viewer, ip })
    const retryAfter = allowance.take(1, shares)
    if (retryAfter === undefined) return
    reply.header('retry-after', retryAfter)
    throw new Refusal(429, 'RATE_LIMITED', 'RATE_LIMITED', TOO_MANY)
  })
  scope.addHook('onRequest', async ({ identityProblem }, reply) => {
    if (identityProblem === undefined) return
    if (identityProblem.statusCode === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"')
    throw identityProblem
  })

  return {
    count: async (asker) => allowance.take(1, sharesOf(asker)),
    charge(asker, points) {
      const shares = sharesOf(asker)
      const most = Math.min(...shares.map((share) => Math.floor(share.most * MOST_OF_A_SHARE)))
      const retryAfter = allowance.take(Math.min(points, most), shares)
      if (retryAfter === undefined) return
      const http = { status: 429, headers: new HeaderMap([['retry-after', String(retryAfter)]]) }
      const extensions = { code: 'RATE_LIMITED', reason: 'RATE_LIMITED', retryAfter, http }
      throw new GraphQLError(TOO_MANY, { extensions })
    },
  }
}

const TOO_MANY = 'Too many requests; try again later.'
const SHARES_OF_THE_ANONYMOUS = 4
/** What one operation may take beyond its own request: whatever is within the limits can be run a hundred times a minute. */
const MOST_OF_A_SHARE = 0.01

/**
 * Who asks is told by a header that no other site can make a browser send, or by a cookie that means something to our
 * own pages' event streams alone; GET runs queries only, and POST takes nothing but JSON, which a browser asks about first. What is left are requests that a foreign page fires blindly, as
 * an image or a navigation: browsers say so (Fetch Metadata).
 */
export function isForged({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'cors'
}

function refuseForgery(request: IncomingMessage): void {
  if (isForged(request)) {
    throw new Refusal(403, 'FORBIDDEN', 'CROSS_SITE', 'Another site made the browser send this; it is not answered.')
  }
}

/** Browsers ask nobody before they open a WebSocket, so the page that does is looked at here. */
function refuseForeignPage({ headers, host }: FastifyRequest, listed: readonly string[]): void {
  if (isOwnOrigin(headers.origin, host, listed)) return
  throw new Refusal(403, 'FORBIDDEN', 'FOREIGN_ORIGIN', 'Pages of this origin may not connect.')
}

function refusalOfIdentity(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Unauthenticated) {
    return new Refusal(401, 'UNAUTHENTICATED', error.reason, error.message)
  }
  // Not the caller's fault, and not to be taken for anonymous: whoever sent a token wants to be known.
  if (error instanceof IssuerUnreachable) {
    return new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'ISSUER_UNREACHABLE', 'Tokens cannot be verified just now.')
  }
  throw error
}
