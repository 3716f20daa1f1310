import { ApolloServer, HeaderMap } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import { tracing } from '@ebook/telemetry/tracing'
import { answerConsistency } from './answer-consistency.ts'
import { DateTime } from './date-time.ts'
import { disabledPlugins } from './disabled-plugins.ts'
import {
  acceptsSecret,
  configuredVerifier,
  Unauthenticated,
  type IdentityConfig,
  type Verifier,
  type Viewer,
} from './identity.ts'
import { IssuerUnreachable } from './issuer-keys.ts'
import type { Logger } from './log.ts'
import { logMaskedErrors, maskError } from './masking.ts'
import type { Registry } from './metrics.ts'
import { observeOperations } from './observe-operations.ts'
import type { OperatorAddress } from './operator-listener.ts'
import { serveRaw, type RawRoute } from './raw-route.ts'
import { answerSignal, consistencyOf, traceparentOf, type RequestContext } from './request.ts'
import { answerError, startServer, type Readiness, type Server } from './server.ts'
import { serveSubscriptions } from './subscriptions.ts'

export interface SubgraphSettings<Loaders> {
  readonly name: string
  readonly sdl: string
  /** The subgraph's generated `Resolvers`. Query, Mutation and Subscription must be complete; DateTime is added. */
  readonly resolvers: Readonly<Record<string, object | undefined>>
  /** As `subgraphConfig` reads it. */
  readonly config: IdentityConfig &
    OperatorAddress & {
      readonly PORT: number
      readonly HOST: string
      readonly NODE_ENV: string
      readonly SHUTDOWN_DELAY_MS: number
      readonly SUBGRAPH_SECRET: readonly string[]
    }
  readonly log: Logger
  readonly registry: Registry
  readonly readiness: Readiness
  /** Made for every request. */
  readonly loaders?: ((context: Omit<RequestContext, 'loaders'>) => Loaders) | undefined
  readonly verifier?: Verifier | undefined
  /** Beside GraphQL, and for the router alone as well. */
  readonly routes?: readonly RawRoute[] | undefined
}

/**
 * Serves a subgraph. Only who knows this subgraph's secret gets as far as GraphQL, and a token that comes along must be
 * good, although the router has looked at both: nobody trusts the network. Without a token there is no viewer, and
 * resolvers decide by `requireRole`.
 */
export async function startSubgraph<Loaders = undefined>(settings: SubgraphSettings<Loaders>): Promise<Server> {
  const { config, log, registry } = settings
  const development = config.NODE_ENV === 'development'
  const schema = schemaOf(settings)
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: development,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    formatError: maskError,
    logger: log,
    plugins: [
      logMaskedErrors(),
      observeOperations(registry),
      answerConsistency(),
      // The first two wrap every resolver, which costs more than all else in a small request.
      ...disabledPlugins(),
    ],
  })
  await apollo.start()

  const server = await startServer(
    {
      host: config.HOST,
      port: config.PORT,
      operators: config,
      shutdownDelayMs: config.SHUTDOWN_DELAY_MS,
      log,
      registry,
      readiness: settings.readiness,
    },
    (app) => {
      const isRouter = acceptsSecret(config.SUBGRAPH_SECRET)
      const strangers = tellOfStrangers(log)
      const verifier = settings.verifier ?? configuredVerifier(config, log)
      app.decorateRequest('viewer', undefined)
      // Before the body is read: a stranger's megabytes are not worth receiving.
      const refuseStrangers = async (request: FastifyRequest, reply: FastifyReply) => {
        if (isRouter(request.headers['x-router-secret'])) return undefined
        strangers.told(request.ip)
        return answerError(reply, 403, 'FORBIDDEN', 'Only the router may ask here.')
      }
      for (const route of settings.routes ?? []) serveRaw(app, route, refuseStrangers)
      app.post(
        '/graphql',
        {
          onRequest: async (request, reply) =>
            (await refuseStrangers(request, reply)) ?? identify(request, reply, verifier),
        },
        traced((request, reply) => answerWith(apollo, request, reply, settings.loaders)),
      )
      if (!schema.getSubscriptionType()) return
      const subscriptions = serveSubscriptions({
        schema,
        isRouter,
        verifier,
        log,
        introspection: development,
        bodyLimit: app.initialConfig.bodyLimit ?? 0,
        contextOf: (context) => ({ ...context, loaders: settings.loaders?.(context) }),
      })
      app.server.on('upgrade', subscriptions.upgrade)
      app.addHook('preClose', subscriptions.stop)
    },
  )
  return {
    ...server,
    async stop() {
      await server.stop()
      await apollo.stop()
    },
  }
}

const TOLD_AGAIN_MS = 60_000

/** In the log, once a minute: the router itself may be the one that is taken for a stranger. */
function tellOfStrangers(log: Logger) {
  let toldAt = -Infinity
  return {
    told(address: string) {
      if (performance.now() - toldAt < TOLD_AGAIN_MS) return
      toldAt = performance.now()
      log.warn(
        { address },
        'somebody asked without the secret of the router; if it was the router: SUBGRAPH_SECRET must be what `npm run subgraph-secrets` prints for its ROUTER_SECRET',
      )
    },
  }
}

/** Of every request that comes as far as Apollo Server: the router sends nothing else, and takes nothing else. */
const PLAIN_JSON = new HeaderMap([
  ['content-type', 'application/json'],
  ['accept', ''],
])

/** Without an address and headers of its own for each request, which Apollo Server would read anew each time. */
async function answerWith<Loaders>(
  apollo: ApolloServer<RequestContext>,
  request: FastifyRequest,
  reply: FastifyReply,
  loaders: SubgraphSettings<Loaders>['loaders'],
): Promise<string> {
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers: PLAIN_JSON, search: '', body: request.body },
    context: async () => contextOf(request, reply, loaders),
  })
  if (body.kind !== 'complete') throw new Error('an answer in parts, which nobody has asked for')
  for (const [name, value] of headers) reply.header(name, value)
  reply.code(status ?? 200)
  return body.string
}

/** Everything that it takes to answer is a part of what the router does. */
function traced(answer: RouteHandlerMethod): RouteHandlerMethod {
  return function (request, reply) {
    if (tracing === undefined) return answer.call(this, request, reply)
    const span = {
      name: 'POST /graphql',
      kind: 'server',
      parent: traceparentOf(request.headers['traceparent']),
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'url.path': '/graphql',
        'url.scheme': 'http',
      },
    } as const
    return tracing.within(span, async (begun) => {
      const answered: unknown = await answer.call(this, request, reply)
      begun.setAttribute('http.response.status_code', reply.statusCode)
      return answered
    })
  }
}

async function identify(request: FastifyRequest, reply: FastifyReply, verifier: Verifier) {
  const { authorization } = request.headers
  if (authorization === undefined) return
  try {
    request.setDecorator<Viewer | undefined>('viewer', await verifier.verify(authorization))
  } catch (error) {
    if (error instanceof Unauthenticated) {
      return answerError(reply, 401, 'UNAUTHENTICATED', error.message, { reason: error.reason })
    }
    if (!(error instanceof IssuerUnreachable)) throw error
    request.log.error({ err: error }, 'a token could not be verified')
    return answerError(reply, 503, 'SUBGRAPH_UNAVAILABLE', 'Tokens cannot be verified just now.')
  }
}

function contextOf<Loaders>(
  request: FastifyRequest,
  reply: FastifyReply,
  loaders: SubgraphSettings<Loaders>['loaders'],
): RequestContext<Loaders | undefined> {
  const given = traceparentOf(request.headers['traceparent'])
  const context = {
    viewer: request.getDecorator<Viewer | undefined>('viewer'),
    requestId: request.id,
    traceparent: tracing === undefined ? given : tracing.traceparent(),
    consistency: consistencyOf(request.headers),
    signal: answerSignal(reply.raw),
    log: request.log as Logger,
  }
  try {
    return { ...context, loaders: loaders?.(context) }
  } catch (error) {
    // Apollo would tell its plugins, but not in which request it happened.
    context.log.error({ err: error }, 'a request could not begin')
    throw error
  }
}

function schemaOf({
  name,
  sdl,
  resolvers,
}: Pick<SubgraphSettings<unknown>, 'name' | 'sdl' | 'resolvers'>): GraphQLSchema {
  const typeDefs = parse(sdl)
  const missing = rootFields(typeDefs).filter(
    ([type, field]) => (resolvers[type] as Readonly<Record<string, unknown>> | undefined)?.[field] === undefined,
  )
  if (missing.length > 0) {
    throw new Error(`${name}: no resolver for ${missing.map((place) => place.join('.')).join(', ')}`)
  }
  return buildSubgraphSchema([{ typeDefs, resolvers: { DateTime, ...resolvers } }])
}

function rootFields(document: DocumentNode): [type: string, field: string][] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return []
    const type = definition.name.value
    if (type !== 'Query' && type !== 'Mutation' && type !== 'Subscription') return []
    return (definition.fields ?? []).map((field): [string, string] => [type, field.name.value])
  })
}
