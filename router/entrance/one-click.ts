import type { FastifyInstance } from 'fastify'

/** As the pages have it, so that it is trusted where nothing else is run. */
const STOP = `mutation StopMyNotices($input: StopNoticesInput!) {
  stopNotices(input: $input) { stopped userErrors { code message field } }
}`

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const
/** Of a form with one field. */
const LARGEST_FORM_BYTES = 1_000

interface Answer {
  readonly data?: { readonly stopNotices?: { readonly userErrors: readonly unknown[] } | null } | null
}

/**
 * The one click of mail programs (RFC 8058): they post a form to the address that a mail says, and speak no GraphQL. It
 * is the operation that the page at this address sends, through the same gate; who follows the link sees the page.
 */
export async function serveOneClick(server: FastifyInstance): Promise<void> {
  await server.register(async (scope) => {
    for (const form of FORMS)
      scope.addContentTypeParser(form, { parseAs: 'string', bodyLimit: LARGEST_FORM_BYTES }, (_request, body, done) =>
        done(null, body),
      )
    scope.post<{ Querystring: { token?: unknown } }>('/unsubscribe', async (request, reply) => {
      const { token } = request.query
      if (typeof token !== 'string' || !/One-Click/.test(String(request.body))) return reply.code(400).send()
      const answer = await server.inject({
        method: 'POST',
        url: '/graphql',
        remoteAddress: request.ip,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        payload: { query: STOP, variables: { input: { token } } },
      })
      if (answer.statusCode !== 200) return reply.code(answer.statusCode).headers(retryOf(answer.headers)).send()
      const { data } = answer.json<Answer>()
      if (data?.stopNotices == null) return reply.code(503).send()
      return reply.code(data.stopNotices.userErrors.length === 0 ? 200 : 400).send()
    })
  })
}

const retryOf = (headers: Readonly<Record<string, unknown>>) =>
  headers['retry-after'] === undefined ? {} : { 'retry-after': String(headers['retry-after']) }
