import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PublishedEvent } from '@ebook/nats/event'
import { tries } from '@ebook/testkit/in-full'
import { publishing, timeOf } from '../testing/publishing.ts'
import { stories, type Story } from '../testing/stories.ts'
import { voicesOf } from '../testing/voices.ts'
import { foldRow } from './row.ts'

const rentalId = '00000000-0000-7000-9000-000000000001'
const ids = { rentalId, bookId: '00000000-0000-7000-9000-000000000002', userId: 'minji' }

function told(story: Pick<Story, 'tell'>): PublishedEvent[] {
  const paper = publishing()
  story.tell(voicesOf(paper, ids))
  return paper.events
}

function fold(events: readonly PublishedEvent[]) {
  return foldRow(
    rentalId,
    events.map((event) => ({
      id: event.id,
      type: event.type,
      aggregateType: event.aggregatetype,
      aggregateId: event.subject,
      aggregateVersion: event.aggregateversion,
      data: event.data,
    })),
  )
}

const anyStory = fc.constantFrom(...stories)
/** Every arrival that a courier can make of a saga: any order, some things twice. */
const anyArrival = anyStory.chain((story) => {
  const events = told(story)
  return fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
      fc.subarray(events),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    )
    .map(([shuffled, again, where]) => {
      const arrival = [...shuffled]
      for (const event of again) arrival.splice(Math.floor((where.next().value ?? 0) * arrival.length), 0, event)
      return { story, events, arrival }
    })
})

describe('the row of a rental', () => {
  test.each(stories.map((story) => [story.name, story] as const))('PP1 C40 %s', (_, story) => {
    const events = told(story)
    expect(fold(events)).toMatchObject({ user_id: 'minji', rental_fee: 3_000, ...story.ends, version: events.length })
  })

  test('V8 V9 H12 any order and repetition of a saga ends in the same row', () => {
    fc.assert(
      fc.property(anyArrival, ({ events, arrival }) => {
        expect(fold(arrival)).toEqual(fold(events))
      }),
      { numRuns: tries(2_000) },
    )
  })

  test('H12 whatever arrives first, the row is hidden until Rented is in, and then is never lost', () => {
    fc.assert(
      fc.property(anyArrival, ({ arrival }) => {
        const rentedAt = arrival.findIndex((event) => event.type === 'ebook.rent.Rented.v1')
        for (const [index] of arrival.entries()) {
          const row = fold(arrival.slice(0, index + 1))
          expect(row === undefined).toBe(index < rentedAt)
        }
      }),
    )
  })

  test('N1.1 no arrival shows APPROVED without proof of payment', () => {
    fc.assert(
      fc.property(anyArrival, ({ arrival }) => {
        for (const [index] of arrival.entries()) {
          const known = arrival.slice(0, index + 1)
          const row = fold(known)
          if (row?.status !== 'APPROVED') continue
          expect(known.some(provesPayment)).toBe(true)
          expect(row.payment_state).not.toMatch(/UNPAID|PENDING|DECLINED/)
        }
      }),
    )
  })

  test('V7 an ended rental stays ended, whatever arrives late', () => {
    fc.assert(
      fc.property(anyArrival, ({ arrival }) => {
        let ended: string | undefined
        for (const [index] of arrival.entries()) {
          const status = fold(arrival.slice(0, index + 1))?.status
          if (ended !== undefined) expect(status).toBe(ended)
          else if (status === 'RETURNED' || status === 'EXPIRED' || status === 'CANCELED') ended = status
        }
      }),
    )
  })

  test('the version rises by one with every event, and not with a repetition', () => {
    fc.assert(
      fc.property(anyArrival, ({ arrival }) => {
        for (const [index] of arrival.entries()) {
          const known = arrival.slice(0, index + 1)
          const row = fold(known)
          if (row) expect(row.version).toBe(new Set(known.map((event) => event.id)).size)
        }
      }),
    )
  })
})

const provesPayment = ({ type, data }: PublishedEvent): boolean =>
  type === 'ebook.payment.Paid.v1' ||
  (['ebook.book.Approved.v1', 'ebook.rent.LoanStarted.v1'].includes(type) && data.paymentId !== undefined)

describe('what is certain before everything is known', () => {
  const arriving = (pick: (voices: ReturnType<typeof voicesOf>) => readonly PublishedEvent[]) => {
    const paper = publishing()
    return fold(pick(voicesOf(paper, ids)))
  }
  const withoutFirst = <T>([, ...rest]: readonly T[]) => rest

  test('H12 Paid before Rented is not dropped', () => {
    const row = arriving((v) => [v.rented(), v.paid()].toReversed())
    expect(row).toMatchObject({ status: 'PAID', payment_state: 'PAID', paid_date: expect.any(String) })
  })
  test('Approved before Paid is on loan, and paid, for Approved carries the payment', () => {
    const row = arriving((v) => [v.rented(), v.approved()])
    expect(row).toMatchObject({ status: 'APPROVED', payment_state: 'PAID', paid_date: null })
  })
  test('N1.1 Approved without a paymentId says nothing', () => {
    const row = arriving((v) => {
      const approved = v.approved()
      return [v.rented(), { ...approved, data: { ...approved.data, paymentId: undefined } }]
    })
    expect(row).toMatchObject({ status: 'RENTED', payment_state: 'PENDING', approved_date: null, version: 2 })
  })
  test('Returned before LoanStarted is returned, and the loan end is filled in later', () => {
    expect(arriving((v) => [v.rented(), withoutFirst([v.loanStarted(), v.returned()])].flat())).toMatchObject({
      status: 'RETURNED',
      due_at: null,
    })
    expect(arriving((v) => [v.rented(), v.loanStarted(), v.returned()].toReversed())).toMatchObject({
      status: 'RETURNED',
      due_at: expect.any(String),
    })
  })
  test('R17 a renewed loan ends later, also when its renewal is heard before its beginning', () => {
    for (const order of [(events: PublishedEvent[]) => events, (events: PublishedEvent[]) => events.toReversed()]) {
      const row = arriving((v) => order([v.rented(), v.loanStarted(), v.renewed()]))
      expect(row).toMatchObject({ status: 'APPROVED', due_at: timeOf(18_000) })
    }
  })
  test('V7 what has ended absorbs whatever rent would say of it later', () => {
    for (const end of ['returned', 'expired'] as const) {
      const row = arriving((v) => [v.rented(), v[end](), v.loanStarted(), v.cancelRequested('MEMBER')])
      expect(row).toMatchObject({ status: end.toUpperCase() })
    }
  })
  test('Refunded before Refused is refused by its reason, and refunded', () => {
    const row = arriving((v) => [v.rented(), v.paid(), v.refunded('REFUSED')])
    expect(row).toMatchObject({ status: 'REFUSED', payment_state: 'REFUNDED', refusal_reason: null })
  })
  test('Refunded before CancelRequested is on its way to canceled', () => {
    expect(arriving((v) => [v.rented(), v.refunded('MEMBER')])).toMatchObject({ status: 'CANCELING' })
  })
  test('Refused before Paid is refused, with the money on its way back', () => {
    const row = arriving((v) => [v.rented(), v.refused('NO_COPY')])
    expect(row).toMatchObject({ status: 'REFUSED', payment_state: 'REFUNDING', refusal_reason: 'NO_COPY' })
  })
  test('Canceled before Refunded, with an amount, is refunded', () => {
    const row = arriving((v) => [v.rented(), v.canceled('MEMBER', 3_000)])
    expect(row).toMatchObject({ status: 'CANCELED', payment_state: 'REFUNDED', refunded_date: null })
  })
  test('PromoCanceled before PromoCompleted leaves no points (Q2)', () => {
    const row = arriving((v) => [v.rented(), v.promoCompleted(), v.promoCanceled()].toReversed())
    expect(row).toMatchObject({ points: 0 })
  })
  test('a late decline of an earlier attempt does not undo the payment', () => {
    const row = arriving((v) => {
      const declined = v.payDeclined()
      v.tryAgain()
      return [v.rented(), v.paid(), declined]
    })
    expect(row).toMatchObject({ status: 'PAID', payment_state: 'PAID' })
  })
  test('an event type of tomorrow is counted and traced, and changes nothing else', () => {
    const row = arriving((v) => [v.rented(), { ...v.loanStarted(), type: 'ebook.rent.Lost.v1' }])
    expect(row).toMatchObject({ status: 'RENTED', version: 2 })
  })
})
