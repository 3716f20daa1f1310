import { expect } from 'vitest'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET, type Replica } from '@ebook/chassis/testing/subgraph-under-test'
import { eventually } from '@ebook/testkit/eventually'
import { payment } from '../main.ts'
import { chargeKey } from '../payment/state.ts'
import type { PaymentPorts } from '../ports.ts'
import { ScriptedProvider } from './scripted-provider.ts'
import { log, prepareGround, Surroundings, type Ground } from './surroundings.ts'

const settings = { promotionTimeoutMs: 400, providerTimeoutMs: 400, returnUrl: 'http://localhost:4000/pay/return' }

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly extensions?: { readonly consistency?: readonly string[] }
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

/** Payment as its process composes it, on a real PostgreSQL and a real NATS; the provider is a script. */
export class PaymentUnderTest extends Surroundings {
  readonly provider = new ScriptedProvider()
  readonly #issuer: TestIssuer
  readonly #running: Replica<PaymentPorts>[] = []

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
  async start(): Promise<Replica<PaymentPorts>> {
    const { db, provider, ground } = this
    const replica = await startReplica(payment, {
      db,
      databaseUrl: ground.database.url,
      credentials: ground.nats.credentials('payment'),
      issuer: this.#issuer,
      settings: { ...settings, provider },
      log,
    })
    this.#running.push(replica)
    return replica
  }

  /** The first replica. */
  get replica(): PaymentPorts {
    const [running] = this.#running
    if (!running) throw new Error('payment does not run')
    return running.ports
  }

  /** Every replica ends; database and broker stay. */
  async stop(): Promise<void> {
    for (const replica of this.#running.splice(0)) await replica.stop()
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
    const response = await fetch(`${running?.url}/graphql`, {
      method: 'POST',
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }

  /** Posts as the router hands on what is no GraphQL. */
  async post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response> {
    const [running] = this.#running
    return fetch(`${running?.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-router-secret': SUBGRAPH_SECRET, ...headers },
      body,
    })
  }

  /** Of every replica. */
  async metrics(): Promise<string> {
    const answers = this.#running.map(async ({ url }) => (await fetch(`${url}/metrics`)).text())
    return (await Promise.all(answers)).join('\n')
  }

  /** Nothing that was said to payment is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { messaging } of this.#running) expect(await messaging.caughtUp()).toBe(true)
    })
  }
}
