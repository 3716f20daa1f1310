import type { RawRoute } from '@ebook/chassis/raw-route'
import type { PaymentPorts } from './ports.ts'
import type { PaymentProvider } from './provider/provider.ts'
import { takeHint } from './sql/webhooks.ts'

/** More than any provider's message has. */
const LARGEST_BYTES = 64 * 1_024

/**
 * A provider tells that something happened to a charge. It is answered when it is written down that the payment is to be
 * looked at; what happened is asked of the provider, by the timer that would have asked anyway. What nobody signed says
 * nothing; what is said again, or of no payment of ours, changes nothing.
 */
export const webhooks = (name: string, ports: Pick<PaymentPorts, 'db' | 'provider' | 'wake' | 'log'>): RawRoute => ({
  path: `/webhooks/${name}`,
  largestBytes: LARGEST_BYTES,
  async handle(body, headers) {
    const hint = hintOf(ports.provider, body, headers)
    if (hint === undefined) return { status: 400, refused: 'The signature is not the provider’s, or is too old.' }
    const { isNew, paymentId } = await takeHint(ports.db, hint)
    if (isNew) ports.log.info({ webhookId: hint.id, paymentId }, 'the provider told of a charge')
    if (paymentId !== undefined) ports.wake()
    return { status: 200 }
  },
})

/** Whatever strangers send: an adapter that cannot read it has not found its signature. */
function hintOf(provider: PaymentProvider, ...message: Parameters<PaymentProvider['readWebhook']>) {
  try {
    return provider.readWebhook(...message)
  } catch {
    return undefined
  }
}
