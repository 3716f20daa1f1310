import { createRegistry } from '@ebook/chassis/metrics'
import type { Server } from '@ebook/chassis/server'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { createLoaders } from '../payment-loader.ts'
import { chargeKey } from '../payment/state.ts'
import { resolvers } from '../resolvers.ts'
import { startPayment, type PaymentSettings, type RunningPayment } from '../start-payment.ts'
import { eventually } from '@ebook/testkit/eventually'
import { ScriptedProvider } from './scripted-provider.ts'
import { log, prepareGround, SUBGRAPH_SECRET, Surroundings, type Ground } from './surroundings.ts'

const sdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
const settings: PaymentSettings = { promotionTimeoutMs: 400, providerTimeoutMs: 400 }

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly extensions?: { readonly consistency?: readonly string[] }
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

/** Payment as its process composes it, on a real PostgreSQL and a real NATS; the provider is a script. */
export class PaymentUnderTest extends Surroundings {
  readonly provider = new ScriptedProvider()
  readonly #issuer: TestIssuer
  readonly #running: { payment: RunningPayment; server: Server; nats: NatsConnection }[] = []

  private constructor(ground: Ground, issuer: TestIssuer) {
    super(ground)
    this.#issuer = issuer
  }

  static async open(): Promise<PaymentUnderTest> {
    const it = new PaymentUnderTest(await prepareGround(), await startTestIssuer())
    await it.start()
    await it.promotion.start()
    return it
  }

  /** A replica, or the process again after `stop`. */
  async start(): Promise<RunningPayment> {
    const { db, provider, ground } = this
    const nats = await connectNats({ ...ground.nats.credentials('payment'), name: 'payment' })
    const registry = createRegistry('payment')
    const databaseUrl = ground.database.url
    const payment = await startPayment({
      db,
      databaseUrl,
      nats,
      streamReplicas: 1,
      provider,
      settings,
      log,
      registry,
    })
    const server = await startSubgraph({
      name: 'payment',
      sdl,
      resolvers: resolvers(payment),
      loaders: (context) => createLoaders(payment, context),
      config: {
        PORT: 0,
        HOST: '127.0.0.1',
        NODE_ENV: 'test',
        SHUTDOWN_DELAY_MS: 0,
        OIDC_ISSUER: this.#issuer.url,
        OIDC_AUDIENCE: this.#issuer.audience,
        SUBGRAPH_SECRET: [SUBGRAPH_SECRET],
      },
      log,
      registry,
      readiness: () => payment.ready(),
    })
    await nats.flush()
    this.#running.push({ payment, server, nats })
    return payment
  }

  /** The first replica. */
  get replica(): RunningPayment {
    const [running] = this.#running
    if (!running) throw new Error('payment does not run')
    return running.payment
  }

  /** Every replica ends; database and broker stay. */
  async stop(): Promise<void> {
    for (const { server, payment, nats } of this.#running.splice(0)) {
      await server.stop()
      await payment.stop()
      await nats.close()
    }
  }

  async close(): Promise<void> {
    await this.stop()
    await this.#issuer.stop()
    await this.clearUp()
  }

  /** What payment has the provider hold of a payment, in won. */
  held(paymentId: string): number {
    return this.provider.held(chargeKey(paymentId))
  }

  /** Sends GraphQL as the router does: with somebody's token, or none. */
  async ask(sub: string | undefined, role: 'MEMBER' | 'ADMIN', query: string, variables: object = {}): Promise<Answer> {
    const token = sub && (await this.#issuer.token({ sub, roles: [role] }))
    const headers = { 'content-type': 'application/json', 'x-router-secret': SUBGRAPH_SECRET }
    const [running] = this.#running
    const response = await fetch(`${running?.server.url}/graphql`, {
      method: 'POST',
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }

  /** Of every replica. */
  async metrics(): Promise<string> {
    const answers = this.#running.map(async ({ server }) => (await fetch(`${server.url}/metrics`)).text())
    return (await Promise.all(answers)).join('\n')
  }

  /** Nothing that was said to payment is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { payment } of this.#running) expect(await payment.messaging.caughtUp()).toBe(true)
    })
  }
}
