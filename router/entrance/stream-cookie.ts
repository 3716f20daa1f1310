import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '@ebook/chassis/identity'
import { Refusal } from '../errors/refusal.ts'
import { acceptable } from './media-types.ts'
import { Sealer } from './sealer.ts'
import { isOwnOrigin } from './upgrade.ts'

export const STREAM_COOKIE = 'ebook_stream'

/** What browsers keep of one cookie: name and value together. Longer ones they drop without a word. */
const LARGEST_COOKIE = 4_096
const ATTRIBUTES = 'Path=/graphql; HttpOnly; SameSite=Strict'
const given = new RegExp(`(?:^|;)\\s*${STREAM_COOKIE}=([^;]*)`, 'g')

/**
 * A way in for a browser's own `EventSource`, which can send no header: the token, sealed, in a cookie that is good for
 * nothing but reading event streams. Nothing is kept here, so that any router knows it, and it ends when the token does.
 */
export class StreamCookies {
  readonly #sealer: Sealer

  constructor(secrets: readonly string[]) {
    this.#sealer = new Sealer('stream cookie', secrets)
  }

  /** Throws a Refusal for a token that no browser would keep. */
  write({ token, expiresAt }: Viewer, isSecure: boolean): string {
    const pair = `${STREAM_COOKIE}=${this.#sealer.seal(token)}`
    if (pair.length > LARGEST_COOKIE)
      throw new Refusal(
        400,
        'BAD_USER_INPUT',
        'TOKEN_TOO_LONG',
        'The token is too long for a cookie: 3,000 characters.',
      )
    const maxAge = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000))
    return `${pair}; ${ATTRIBUTES}; Max-Age=${maxAge}${isSecure ? '; Secure' : ''}`
  }

  /**
   * As an `authorization` header. Undefined when there is none, and for every request but a GET of this origin's own
   * pages that takes an event stream alone: there a cookie means nothing. Throws a Refusal for one that is not ours.
   */
  read(request: FastifyRequest): string | undefined {
    const sent = new Set([...(request.headers.cookie ?? '').matchAll(given)].map(([, value = '']) => value))
    if (sent.size === 0 || !isEventSource(request)) return undefined
    const [value = ''] = sent
    // Another page of the same site can have set the second; whose it is nobody can tell.
    const token = sent.size === 1 ? this.#sealer.open(value) : undefined
    if (token === undefined)
      throw new Refusal(401, 'UNAUTHENTICATED', 'WRONG_COOKIE', 'The cookie for event streams is not one of ours.')
    return `Bearer ${token}`
  }
}

/** POST sets the cookie, DELETE takes it back. To be registered behind the gate. */
export function serveStreamCookie(scope: FastifyInstance, cookies: StreamCookies): void {
  const url = '/graphql/session'
  scope.post(url, (request, reply) => {
    refuseForeignPage(request)
    if (request.viewer === undefined) {
      reply.header('www-authenticate', 'Bearer')
      throw new Refusal(401, 'UNAUTHENTICATED', 'NO_TOKEN', 'A session needs a valid token.')
    }
    return answer(reply, cookies.write(request.viewer, isSecure(request)))
  })
  scope.delete(url, (request, reply) => {
    refuseForeignPage(request)
    return answer(reply, `${STREAM_COOKIE}=; ${ATTRIBUTES}; Max-Age=0${isSecure(request) ? '; Secure' : ''}`)
  })
}

const answer = (reply: FastifyReply, cookie: string) => reply.code(204).header('set-cookie', cookie).send()

const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === 'https'

function isEventSource(request: FastifyRequest): boolean {
  if (request.method !== 'GET' || !isOfOwnPage(request)) return false
  const { json, stream } = acceptable(request.headers.accept)
  return json === undefined && stream === 'sse'
}

/**
 * Browsers name the site of the page (Fetch Metadata) where the connection is safe, and its origin when that is another
 * than ours. Who names neither is no browser, or an old one, which sends the cookie to pages of its own site alone.
 */
function isOfOwnPage({ headers, host }: FastifyRequest): boolean {
  return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin' && isOwnOrigin(headers.origin, host, [])
}

function refuseForeignPage(request: FastifyRequest): void {
  if (isOfOwnPage(request)) return
  throw new Refusal(403, 'FORBIDDEN', 'FOREIGN_ORIGIN', 'The cookie is for pages of this origin alone.')
}
