import type { Approved, AvailabilityChanged, Refused, Registered } from '@ebook/book/events'
import type { DataOf } from '@ebook/nats/event'
import { Voice } from '@ebook/nats/testing/voice'
import type { Paid, PayDeclined, PayVoided, RefundFailed, Refunded } from '@ebook/payment/events'
import type { PromoCanceled, PromoCompleted, PromoRestored } from '@ebook/promotion/events'

/** What rent hears, by type. */
export interface Said {
  'ebook.book.Registered.v1': DataOf<typeof Registered>
  'ebook.book.AvailabilityChanged.v1': DataOf<typeof AvailabilityChanged>
  'ebook.book.Approved.v1': DataOf<typeof Approved>
  'ebook.book.Refused.v1': DataOf<typeof Refused>
  'ebook.payment.Paid.v1': DataOf<typeof Paid>
  'ebook.payment.PayDeclined.v1': DataOf<typeof PayDeclined>
  'ebook.payment.PayVoided.v1': DataOf<typeof PayVoided>
  'ebook.payment.Refunded.v1': DataOf<typeof Refunded>
  'ebook.payment.RefundFailed.v1': DataOf<typeof RefundFailed>
  'ebook.promotion.PromoCompleted.v1': DataOf<typeof PromoCompleted>
  'ebook.promotion.PromoCanceled.v1': DataOf<typeof PromoCanceled>
  'ebook.promotion.PromoRestored.v1': DataOf<typeof PromoRestored>
}

/** Another subgraph, as this one hears it. */
export class Producer extends Voice<Said> {}
