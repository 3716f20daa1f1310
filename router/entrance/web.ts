import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { roleMappingOf, type IdentityConfig } from '@ebook/chassis/identity'

export interface WebConfig extends IdentityConfig {
  readonly WEB_DIST: string
  readonly WEB_CLIENT_ID: string
  readonly WEB_CONNECT_ORIGINS: readonly string[]
}

const ASSETS = '/assets/'
const ONE_YEAR_SECONDS = 365 * 24 * 3_600
/** What the router itself answers: a path under these is never a page of the application. */
const NOT_PAGES = /^\/(assets|config\.json|graphql|graphiql|health|metrics|webhooks)(\/|$)/

const notBuilt = `The web application is not built yet. \`npm start\` builds it; so does \`npm run build\`.
The API is at /graphql.
`

/**
 * The members' and librarians' pages from WEB_DIST, and what they need to know of this installation at /config.json.
 * Returns what answers a path that nobody else does: the application's page, when a browser navigates there.
 */
export async function serveWeb(
  server: FastifyInstance,
  config: WebConfig,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | undefined> {
  const page = resolve(config.WEB_DIST, 'index.html')
  const policy = policyFor(config)

  await server.register(fastifyStatic, {
    // A page that was opened before a deployment still asks for the parts that it was built with.
    root: ['assets', 'earlier'].map((folder) => resolve(config.WEB_DIST, folder)),
    prefix: ASSETS,
    index: false,
    decorateReply: false,
    // The build puts a compressed copy beside each file: nothing is compressed while somebody waits.
    preCompressed: true,
    // Their names carry a hash of what is in them.
    immutable: true,
    maxAge: ONE_YEAR_SECONDS * 1_000,
    // Not built yet is no fault: a build that comes later is served too.
    suppressWarning: true,
  })
  const { OIDC_ISSUER: issuer, WEB_CLIENT_ID: clientId, OIDC_AUDIENCE: audience } = config
  server.get('/config.json', { exposeHeadRoute: true }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').send({ issuer, clientId, audience, roles: roleMappingOf(config) }),
  )

  async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
    // Asked for anew each time, so that a browser learns of a new build; what it names is cached for good.
    reply.header('cache-control', 'no-cache')
    const html = await readFile(page).catch(() => undefined)
    if (html === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt)
    return reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html)
  }
  return (request, reply) => (isPage(request) ? sendPage(reply) : undefined)
}

/** A navigation, and not a request by a program for something that is not here. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  const [path = ''] = url.split('?')
  return (
    (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html') && !NOT_PAGES.test(path)
  )
}

/**
 * No script but the built ones, and no address but ours and the issuer's. Styles: the component library writes the
 * sizes that a page asks for into style elements and attributes as it goes.
 */
function policyFor({ OIDC_ISSUER, WEB_CONNECT_ORIGINS }: WebConfig): string {
  const connect = ["'self'", new URL(OIDC_ISSUER).origin, ...WEB_CONNECT_ORIGINS]
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${[...new Set(connect)].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
