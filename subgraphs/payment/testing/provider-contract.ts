import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ChargeOutcome } from '../payment/language.ts'
import type { ChargeName, ChargeTerms, PaymentProvider } from '../provider/provider.ts'

type Bouncing = PaymentProvider & { bounceRefund(key: string): Promise<void> }

/** A provider in each of its moods. */
export interface Adapter {
  doing(): Bouncing
  sayingNo(): PaymentProvider
  losingReplies(): PaymentProvider
  wantingTheMember(): Page
}

/** Charges wait for the member, who acts on the provider's page while it is open. */
interface Page {
  readonly provider: PaymentProvider
  /** Returns what the member brings back. */
  pay(charge: ChargeName): Promise<string>
  decline(charge: ChargeName): Promise<void>
  /** Their time is over. */
  runOut(charge: ChargeName): Promise<void>
}

const newCharge = (): ChargeName => ({ key: `pay:${randomUUID()}`, ref: null })
const newKey = () => `refund:${randomUUID()}`
const charged = (amount: number) => ({ kind: 'charged', amount, currency: 'KRW' })
const termsOf = ({ key }: ChargeName, amount = 3_000): ChargeTerms => ({
  key,
  amount,
  orderName: 'E-book rental',
  returnUrl: 'http://localhost:4000/pay/return',
  expiresAt: new Date(Date.now() + 30 * 60_000),
})

/** What payment relies on, whoever the provider is. `adapter` is asked within tests only. */
export function providerContract(name: string, adapter: () => Adapter): void {
  describe(`the payment provider: ${name}`, () => {
    test('charges once per key, however often and however many at once ask', async () => {
      const provider = adapter().doing()
      const once = newCharge()
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => provider.begin(termsOf(once))))
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['charged']))
      expect(await provider.begin(termsOf(once))).toEqual(charged(3_000))
      expect(await provider.find(once)).toEqual(charged(3_000))
    })

    test('has nothing under a key that it was not asked about', async () => {
      const provider = adapter().doing()
      expect(await provider.find(newCharge())).toEqual({ kind: 'not found' })
      expect(await provider.complete(newCharge(), null)).toEqual({ kind: 'not found' })
      expect(await provider.findRefund(newKey(), newCharge())).toEqual({ kind: 'not found' })
    })

    test('declines with a reason, and stays with it', async () => {
      const declined = newCharge()
      const outcome = await adapter().sayingNo().begin(termsOf(declined))
      expect(outcome).toMatchObject({ kind: 'declined', reasonCode: expect.stringMatching(/^[A-Z_]+$/) })
      expect(await adapter().doing().begin(termsOf(declined))).toEqual(outcome)
      expect(await adapter().doing().find(declined)).toEqual(outcome)
    })

    test('P5 after a void a charge under that key is refused', async () => {
      const provider = adapter().doing()
      const voided = newCharge()
      expect(await provider.void(voided)).toEqual({ kind: 'voided' })
      expect(await provider.begin(termsOf(voided))).toEqual({ kind: 'voided' })
      expect(await provider.void(voided)).toEqual({ kind: 'voided' })
      expect(await provider.find(voided)).toEqual({ kind: 'voided' })
    })

    test('P5 a void that comes too late is told what had been done', async () => {
      const provider = adapter().doing()
      const late = newCharge()
      await provider.begin(termsOf(late))
      expect(await provider.void(late)).toEqual(charged(3_000))
      const declined = newCharge()
      await adapter().sayingNo().begin(termsOf(declined))
      expect(await provider.void(declined)).toMatchObject({ kind: 'declined' })
    })

    test('P5 of a charge and a void at the same moment one wins, and both hear which', async () => {
      const provider = adapter().doing()
      const pairs = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const raced = newCharge()
          const calls =
            Math.random() < 0.5
              ? [provider.begin(termsOf(raced)), provider.void(raced)]
              : [provider.void(raced), provider.begin(termsOf(raced))]
          return Promise.all(calls)
        }),
      )
      for (const [one, other] of pairs) expect(one).toEqual(other)
    })

    test('P4 P11 a lost reply is unknown, but it was done, once', async () => {
      const charge = newCharge()
      expect(await adapter().losingReplies().begin(termsOf(charge))).toEqual({ kind: 'unknown' })
      expect(await adapter().doing().find(charge)).toEqual(charged(3_000))
      expect(await adapter().doing().begin(termsOf(charge))).toEqual(charged(3_000))
      const refund = newKey()
      expect(await adapter().losingReplies().refund(refund, charge, 3_000)).toEqual({ kind: 'unknown' })
      expect(await adapter().doing().findRefund(refund, charge)).toEqual({ kind: 'refunded' })
    })

    test('P10 refunds once per key', async () => {
      const provider = adapter().doing()
      const [charge, refund] = [newCharge(), newKey()]
      await provider.begin(termsOf(charge))
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => provider.refund(refund, charge, 3_000)))
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['refunded']))
      expect(await provider.findRefund(refund, charge)).toEqual({ kind: 'refunded' })
    })

    test('P12 a refund that failed for good stays failed under its key; another key is another try', async () => {
      const charge = newCharge()
      await adapter().doing().begin(termsOf(charge))
      const [first, second] = [newKey(), newKey()]
      const failed = await adapter().sayingNo().refund(first, charge, 3_000)
      expect(failed).toMatchObject({ kind: 'failed', errorCode: expect.stringMatching(/^[A-Z_]+$/) })
      expect(await adapter().doing().refund(first, charge, 3_000)).toEqual(failed)
      expect(await adapter().doing().refund(second, charge, 3_000)).toEqual({ kind: 'refunded' })
    })

    test('a refund of what was never charged fails', async () => {
      const provider = adapter().doing()
      expect(await provider.refund(newKey(), newCharge(), 3_000)).toMatchObject({ kind: 'failed' })
      const voided = newCharge()
      await provider.void(voided)
      expect(await provider.refund(newKey(), voided, 3_000)).toMatchObject({ kind: 'failed' })
    })

    test('P13 a refund that was done may come back, and is found failed from then on', async () => {
      const provider = adapter().doing()
      const [charge, refund] = [newCharge(), newKey()]
      await provider.begin(termsOf(charge))
      await provider.refund(refund, charge, 3_000)
      await provider.bounceRefund(refund)
      expect(await provider.findRefund(refund, charge)).toMatchObject({ kind: 'failed' })
    })
  })

  describe(`the payment provider, when the member has to act: ${name}`, () => {
    /** A charge that waits for the member, under the reference that it was given. */
    async function waiting(page: Page): Promise<{ charge: ChargeName; outcome: ChargeOutcome }> {
      const { key } = newCharge()
      const outcome = await page.provider.begin(termsOf({ key, ref: null }))
      if (outcome.kind !== 'action') throw new Error(`does not wait: ${outcome.kind}`)
      return { charge: { key, ref: outcome.ref }, outcome }
    }

    test('P2a takes nothing before they do, and begins once per key: asked again it is the same page', async () => {
      const page = adapter().wantingTheMember()
      const { charge, outcome } = await waiting(page)
      expect(outcome).toMatchObject({ url: expect.stringMatching(/^https?:/), expiresAt: expect.any(Date) })
      expect(await page.provider.begin(termsOf(charge))).toEqual(outcome)
      expect(await page.provider.find(charge)).toEqual(outcome)
      expect(await page.provider.complete(charge, null)).toEqual(outcome)
      expect(await page.provider.refund(newKey(), charge, 3_000)).toMatchObject({ kind: 'failed' })
    })

    test('P2b they paid: found so, with amount and currency; the proof they bring is good, and no other', async () => {
      const page = adapter().wantingTheMember()
      const { charge } = await waiting(page)
      const proof = await page.pay(charge)
      expect(await page.provider.complete(charge, 'made up')).toEqual({ kind: 'proof refused' })
      expect(await page.provider.complete(charge, proof)).toEqual(charged(3_000))
      expect(await page.provider.complete(charge, proof)).toEqual(charged(3_000))
      expect(await page.provider.find(charge)).toEqual(charged(3_000))
      const refund = newKey()
      expect(await page.provider.refund(refund, charge, 3_000)).toEqual({ kind: 'refunded' })
      expect(await page.provider.findRefund(refund, charge)).toEqual({ kind: 'refunded' })
    })

    test('P2e they declined: found so, and they cannot pay any more', async () => {
      const page = adapter().wantingTheMember()
      const { charge } = await waiting(page)
      await page.decline(charge)
      expect(await page.provider.find(charge)).toMatchObject({ kind: 'declined' })
      await page.pay(charge)
      expect(await page.provider.find(charge)).toMatchObject({ kind: 'declined' })
    })

    test('P2d a void closes the page: who pays then does not', async () => {
      const page = adapter().wantingTheMember()
      const { charge } = await waiting(page)
      expect(await page.provider.void(charge)).toEqual({ kind: 'voided' })
      await page.pay(charge)
      expect(await page.provider.find(charge)).toEqual({ kind: 'voided' })
      expect(await page.provider.begin(termsOf(charge))).toEqual({ kind: 'voided' })
    })

    test('P2d a void that comes after they paid is told that it was charged', async () => {
      const page = adapter().wantingTheMember()
      const { charge } = await waiting(page)
      await page.pay(charge)
      expect(await page.provider.void(charge)).toEqual(charged(3_000))
    })

    test('P2d of a member who pays and a void at the same moment one wins, and all hear which', async () => {
      const page = adapter().wantingTheMember()
      for (const _ of Array.from({ length: 20 })) {
        const { charge } = await waiting(page)
        const first = Math.random() < 0.5
        if (first) void page.provider.void(charge)
        const [, told] = await Promise.all([page.pay(charge), page.provider.void(charge)])
        expect(await page.provider.find(charge)).toEqual(told)
      }
    })

    test('P2d their time is over: nothing was taken, and nothing will be', async () => {
      const page = adapter().wantingTheMember()
      const { charge } = await waiting(page)
      await page.runOut(charge)
      expect(await page.provider.find(charge)).toEqual({ kind: 'voided' })
      await page.pay(charge)
      expect(await page.provider.find(charge)).toEqual({ kind: 'voided' })
    })
  })
}
