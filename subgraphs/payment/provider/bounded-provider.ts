import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@ebook/chassis/log'
import type { PaymentProvider } from './provider.ts'

/** A provider that answers in time: what is late or fails on the way is `unknown`. */
export function boundedProvider(provider: PaymentProvider, timeoutMs: number, log: Logger): PaymentProvider {
  const bounded = async <Answer>(call: string, key: string, answer: () => Promise<Answer>) => {
    const enough = new AbortController()
    const late = delay(timeoutMs, { kind: 'unknown' } as const, { signal: enough.signal })
    try {
      return await Promise.race([answer(), late])
    } catch (error) {
      log.warn({ err: error, call, key }, 'the payment provider could not be reached')
      return { kind: 'unknown' } as const
    } finally {
      enough.abort()
      late.catch(() => undefined)
    }
  }
  return {
    begin: (terms) => bounded('begin', terms.key, () => provider.begin(terms)),
    find: (charge) => bounded('find', charge.key, () => provider.find(charge)),
    complete: (charge, proof) => bounded('complete', charge.key, () => provider.complete(charge, proof)),
    void: (charge) => bounded('void', charge.key, () => provider.void(charge)),
    refund: (key, charge, amount) => bounded('refund', key, () => provider.refund(key, charge, amount)),
    findRefund: (key, charge) => bounded('findRefund', key, () => provider.findRefund(key, charge)),
    readWebhook: (body, headers) => provider.readWebhook(body, headers),
  }
}
