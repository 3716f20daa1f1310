import type { IncomingMessage, ServerResponse } from 'node:http'
import { list, port, readConfig, secret, text, url } from '@ebook/chassis/config'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess, type Resources } from '@ebook/chassis/process'
import { startServer } from '@ebook/chassis/server'
import { serveBank } from './bank-page.ts'
import { DEMO_USERS } from './demo-users.ts'
import { createIdentityProvider } from './identity-provider.ts'
import { expiredPage, FRAMED_BY_NOBODY, pageHeaders, signInPage } from './sign-in-page.ts'
import { ensureSigningKeys } from './signing-keys.ts'

/** The development issuer: anybody signs in as anybody. Production points OIDC_ISSUER at a real one. */
await runProcess('issuer', async (resources) => {
  const { log } = resources
  const config = readConfig({
    PORT: port(4006),
    HOST: text('127.0.0.1'),
    OIDC_AUDIENCE: text('ebook-rental'),
    OIDC_ISSUER: url(['http:', 'https:'], `http://127.0.0.1:${process.env['PORT'] || 4006}`),
    ISSUER_KEY_FILE: text(),
    WEB_ORIGINS: list(['http://localhost:4000', 'http://127.0.0.1:4000']),
    /** The simulated provider's books: with them there is a bank beside the sign-in. */
    BANK_DATABASE_URL: text().optional(),
    BANK_WEBHOOK_URL: url(['http:', 'https:']).optional(),
    BANK_WEBHOOK_SECRET: secret().optional(),
  })
  log.info('this issuer signs in anybody as anybody: for development alone')
  const provider = createIdentityProvider({
    url: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    keys: await ensureSigningKeys(config.ISSUER_KEY_FILE),
    webOrigins: config.WEB_ORIGINS,
  })
  const answer = provider.callback()

  const signIn = async (request: IncomingMessage, response: ServerResponse, chosen: string | undefined) => {
    const interaction = await provider.interactionDetails(request, response)
    if (chosen === undefined) {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
      response.writeHead(200, { ...headers, ...pageHeaders(config.WEB_ORIGINS) })
      response.end(signInPage(interaction.uid))
      return
    }
    const user = DEMO_USERS.find(({ sub }) => sub === chosen)
    const result = user
      ? { login: { accountId: user.sub } }
      : { error: 'access_denied', error_description: 'there is no such demo user' }
    await provider.interactionFinished(request, response, result)
  }

  const bank = await openBank(resources, config)
  const settings = {
    host: config.HOST,
    port: config.PORT,
    log,
    registry: createRegistry('issuer'),
    readiness: async () => undefined,
    shutdownDelayMs: 0,
  }
  const server = await startServer(settings, (app) => {
    app.removeAllContentTypeParsers()
    // On the bare answer, which oidc-provider writes itself.
    app.addHook('onRequest', async (_request, { raw }) => {
      for (const [name, value] of Object.entries(FRAMED_BY_NOBODY)) raw.setHeader(name, value)
    })
    app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => done(null))
    app.get('/sign-in/:uid', (request, reply) => {
      void reply.hijack()
      signIn(request.raw, reply.raw, undefined).catch(() => refuse(reply.raw, config.WEB_ORIGINS))
    })
    app.post<{ Params: { uid: string; sub: string } }>('/sign-in/:uid/:sub', (request, reply) => {
      void reply.hijack()
      signIn(request.raw, reply.raw, request.params.sub).catch(() => refuse(reply.raw, config.WEB_ORIGINS))
    })
    if (bank) serveBank(app, bank, config.WEB_ORIGINS)
    app.all('/*', (request, reply) => {
      void reply.hijack()
      void answer(request.raw, reply.raw)
    })
  })
  resources.add('server', server)
})

interface BankConfig {
  readonly BANK_DATABASE_URL?: string | undefined
  readonly BANK_WEBHOOK_URL?: string | undefined
  readonly BANK_WEBHOOK_SECRET?: string | undefined
}

/** Loaded where it is wanted alone: a sign-in needs no database. */
async function openBank(
  { log, add }: Pick<Resources, 'log' | 'add'>,
  { BANK_DATABASE_URL: databaseUrl, BANK_WEBHOOK_URL: url, BANK_WEBHOOK_SECRET: secret }: BankConfig,
) {
  if (databaseUrl === undefined) return undefined
  const { openSimulatedBank } = await import('@ebook/payment/provider/open-simulated-bank')
  const bank = openSimulatedBank({ databaseUrl, log }, url && secret ? { url, secret } : undefined)
  return add('bank', bank, (it) => it.close())
}

/** An interaction that is not this browser's, or that has ended. */
function refuse(response: ServerResponse, webOrigins: readonly string[]): void {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(400, { ...headers, ...pageHeaders(webOrigins) })
  response.end(expiredPage(webOrigins[0] ?? '/'))
}
