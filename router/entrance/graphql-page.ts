import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'

const ASSETS = '/graphiql/assets/'

/**
 * The GraphQL page for developers (ruru), wholly from this process: no CDN, and a policy that lets it load nothing
 * from elsewhere. Its 3.5 MB are read when the first page is asked for, never in production.
 */
export async function serveGraphqlPage(server: FastifyInstance): Promise<(reply: FastifyReply) => FastifyReply> {
  const [{ ruruHTML }, { getStaticFile }] = await Promise.all([import('ruru/server'), import('ruru/static')])
  const html = ruruHTML({ staticPath: ASSETS, endpoint: '/graphql' })
  const policy = policyFor(html)
  const sendPage = (reply: FastifyReply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html)

  server.get('/graphiql', (_request, reply) => sendPage(reply))
  server.get(`${ASSETS}*`, async (request, reply) => {
    const acceptEncoding = request.headers['accept-encoding']
    const file = await getStaticFile({
      staticPath: ASSETS,
      urlPath: request.url,
      acceptEncoding,
      disallowDevAssets: true,
    })
    if (file === null) return reply.callNotFound()
    // A worker lives by the policy of its own script, not by the page's.
    return reply.headers({ ...file.headers, 'content-security-policy': policy }).send(file.content)
  })
  return sendPage
}

/** The page's own inline scripts by their hashes; the editor adds styles as it goes and runs in workers. */
function policyFor(html: string): string {
  const inline = html.split('<script').flatMap((rest, i) => {
    const script = rest.slice(rest.indexOf('>') + 1, rest.indexOf('</script>'))
    return i > 0 ? [`'sha256-${createHash('sha256').update(script).digest('base64')}'`] : []
  })
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
