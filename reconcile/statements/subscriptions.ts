import { policies as ofBook } from '@ebook/book/policies'
import { createLogger } from '@ebook/chassis/log'
import { producerOf } from '@ebook/nats/event'
import { policies as ofPayment } from '@ebook/payment/policies'
import { policies as ofPromotion } from '@ebook/promotion/policies'
import { policies as ofRent } from '@ebook/rent/policies'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'

const rate = { rateBps: 0, spendableFrom: 'PAID', delayMs: { min: 0, max: 0 } } as const

/** What each context reacts to: nothing here is ever run. */
const policies: Readonly<Record<WritingSubgraph, readonly { readonly type: string }[]>> = {
  book: ofBook(0),
  rent: ofRent(createLogger('reconcile', 'silent')),
  payment: ofPayment(() => undefined),
  promotion: ofPromotion(rate),
}

/** Whom each context hears. It hears all that they say: a hole in their positions is how it finds what was lost. */
export const subscriptions: readonly { readonly consumer: WritingSubgraph; readonly producer: WritingSubgraph }[] =
  WRITING_SUBGRAPHS.flatMap((consumer) => {
    const heard = new Set(policies[consumer].map(({ type }) => producerOf(type)))
    return WRITING_SUBGRAPHS.filter((name) => heard.has(name)).map((producer) => ({ consumer, producer }))
  })
