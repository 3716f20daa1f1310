import { sql } from 'kysely'
import { SUBGRAPH_SECRET } from '@ebook/chassis/testing/subgraph-under-test'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { chargeKey } from '../payment/state.ts'
import { prepareGround, Surroundings, type Ground } from './surroundings.ts'

/** How long the simulated provider takes: half on the way there, half on the way back. */
const SLOW = '800'

/** Payment as an operating system process, with the simulated provider: it can be killed at any moment. */
export class PaymentProcess extends Surroundings {
  readonly #process: ManagedProcess

  private constructor(ground: Ground, process: ManagedProcess) {
    super(ground)
    this.#process = process
  }

  static async open(): Promise<PaymentProcess> {
    const ground = await prepareGround()
    const { url, user, password } = ground.nats.credentials('payment')
    const spec = nodeService({
      name: 'payment',
      script: 'subgraphs/payment/main.ts',
      port: await freePort(),
      dataDir: ground.database.name,
      env: {
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        DATABASE_URL: ground.database.url,
        NATS_URL: url,
        NATS_USER: user,
        NATS_PASSWORD: password,
        OIDC_ISSUER: 'http://127.0.0.1:1',
        SUBGRAPH_SECRET,
        PROMOTION_TIMEOUT_MS: '500',
        PAYMENT_PROVIDER_TIMEOUT_MS: '1000',
      },
    })
    const it = new PaymentProcess(ground, manage(spec, { restart: false }))
    await it.promotion.start()
    return it
  }

  /** `slowly`: with a provider that takes long enough to be caught in the middle; `action`: that wants the member to act. */
  async start(slowly?: 'slowly', action: 'never' | 'always' = 'never'): Promise<void> {
    const env = { PAYMENT_SIMULATOR_DELAY_MS: slowly ? SLOW : '0', PAYMENT_SIMULATOR_ACTION: action }
    await this.#process.start({ env })
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.#process.kill('SIGKILL')
    await this.#process.stop()
  }

  async close(): Promise<void> {
    await this.#process.stop()
    await this.clearUp()
  }

  /** What stands in the provider's own books about a payment. */
  async provided(paymentId: string): Promise<{ charges: string[]; refunds: string[] }> {
    const charge = chargeKey(paymentId)
    const charges = await sql<{ status: string }>`
      select status from simulated_provider.charge where key = ${charge}`.execute(this.db)
    const refunds = await sql<{ status: string }>`
      select status from simulated_provider.refund where charge_key = ${charge}`.execute(this.db)
    return { charges: charges.rows.map(({ status }) => status), refunds: refunds.rows.map(({ status }) => status) }
  }

  /** By what the provider knows a charge that waits for the member. */
  async pageOf(paymentId: string): Promise<string | null | undefined> {
    const { rows } = await sql<{ ref: string | null }>`
      select ref from simulated_provider.charge where key = ${chargeKey(paymentId)}`.execute(this.db)
    return rows[0]?.ref
  }

  /** Resolves when a transaction of the process waits for a lock. */
  async isHeldUp(): Promise<boolean> {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'payment' and wait_event_type = 'Lock'`.execute(this.db)
    return rows.length > 0
  }
}
