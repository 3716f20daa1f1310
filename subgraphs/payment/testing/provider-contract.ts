import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PaymentProvider } from '../provider/provider.ts'

type Bouncing = PaymentProvider & { bounceRefund(key: string): Promise<void> }

/** A provider in each of its moods. */
export interface Adapter {
  doing(): Bouncing
  sayingNo(): PaymentProvider
  losingReplies(): PaymentProvider
}

/** What payment relies on, whoever the provider is. `adapter` is asked within tests only. */
export function providerContract(name: string, adapter: () => Adapter): void {
  const key = () => `pay:${randomUUID()}`

  describe(`the payment provider: ${name}`, () => {
    test('charges once per key, however often and however many at once ask', async () => {
      const provider = adapter().doing()
      const once = key()
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => provider.charge(once, 3_000)))
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['charged']))
      expect(await provider.charge(once, 3_000)).toEqual({ kind: 'charged' })
      expect(await provider.findCharge(once)).toEqual({ kind: 'charged' })
    })

    test('has nothing under a key that it was not asked about', async () => {
      expect(await adapter().doing().findCharge(key())).toEqual({ kind: 'not found' })
      expect(await adapter().doing().findRefund(key())).toEqual({ kind: 'not found' })
    })

    test('declines with a reason, and stays with it', async () => {
      const declined = key()
      const outcome = await adapter().sayingNo().charge(declined, 3_000)
      expect(outcome).toMatchObject({ kind: 'declined', reasonCode: expect.stringMatching(/^[A-Z_]+$/) })
      expect(await adapter().doing().charge(declined, 3_000)).toEqual(outcome)
      expect(await adapter().doing().findCharge(declined)).toEqual(outcome)
    })

    test('P5 after a void a charge under that key is refused', async () => {
      const provider = adapter().doing()
      const voided = key()
      expect(await provider.voidCharge(voided)).toEqual({ kind: 'voided' })
      expect(await provider.charge(voided, 3_000)).toEqual({ kind: 'voided' })
      expect(await provider.voidCharge(voided)).toEqual({ kind: 'voided' })
      expect(await provider.findCharge(voided)).toEqual({ kind: 'voided' })
    })

    test('P5 a void that comes too late is told what had been done', async () => {
      const provider = adapter().doing()
      const charged = key()
      await provider.charge(charged, 3_000)
      expect(await provider.voidCharge(charged)).toEqual({ kind: 'charged' })
      const declined = key()
      await adapter().sayingNo().charge(declined, 3_000)
      expect(await provider.voidCharge(declined)).toMatchObject({ kind: 'declined' })
    })

    test('P5 of a charge and a void at the same moment one wins, and both hear which', async () => {
      const provider = adapter().doing()
      const pairs = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const raced = key()
          const calls =
            Math.random() < 0.5
              ? [provider.charge(raced, 100), provider.voidCharge(raced)]
              : [provider.voidCharge(raced), provider.charge(raced, 100)]
          return Promise.all(calls)
        }),
      )
      for (const [one, other] of pairs) expect(one).toEqual(other)
    })

    test('P4 P11 a lost reply is unknown, but it was done, once', async () => {
      const charge = key()
      expect(await adapter().losingReplies().charge(charge, 3_000)).toEqual({ kind: 'unknown' })
      expect(await adapter().doing().findCharge(charge)).toEqual({ kind: 'charged' })
      expect(await adapter().doing().charge(charge, 3_000)).toEqual({ kind: 'charged' })
      const refund = key()
      expect(await adapter().losingReplies().refund(refund, charge, 3_000)).toEqual({ kind: 'unknown' })
      expect(await adapter().doing().findRefund(refund)).toEqual({ kind: 'refunded' })
    })

    test('P10 refunds once per key', async () => {
      const provider = adapter().doing()
      const [charge, refund] = [key(), key()]
      await provider.charge(charge, 3_000)
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => provider.refund(refund, charge, 3_000)))
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['refunded']))
      expect(await provider.findRefund(refund)).toEqual({ kind: 'refunded' })
    })

    test('P12 a refund that failed for good stays failed under its key; another key is another try', async () => {
      const charge = key()
      await adapter().doing().charge(charge, 3_000)
      const [first, second] = [key(), key()]
      const failed = await adapter().sayingNo().refund(first, charge, 3_000)
      expect(failed).toMatchObject({ kind: 'failed', errorCode: expect.stringMatching(/^[A-Z_]+$/) })
      expect(await adapter().doing().refund(first, charge, 3_000)).toEqual(failed)
      expect(await adapter().doing().refund(second, charge, 3_000)).toEqual({ kind: 'refunded' })
    })

    test('a refund of what was never charged fails', async () => {
      const provider = adapter().doing()
      expect(await provider.refund(key(), key(), 3_000)).toMatchObject({ kind: 'failed' })
      const voided = key()
      await provider.voidCharge(voided)
      expect(await provider.refund(key(), voided, 3_000)).toMatchObject({ kind: 'failed' })
    })

    test('P13 a refund that was done may come back, and is found failed from then on', async () => {
      const provider = adapter().doing()
      const [charge, refund] = [key(), key()]
      await provider.charge(charge, 3_000)
      await provider.refund(refund, charge, 3_000)
      await provider.bounceRefund(refund)
      expect(await provider.findRefund(refund)).toMatchObject({ kind: 'failed' })
    })
  })
}
