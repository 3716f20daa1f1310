import {
  Approved,
  AvailabilityChanged,
  BookWithdrawn,
  HoldCanceled,
  HoldLapsed,
  Refused,
  Registered,
  Revised,
} from '@ebook/book/events'
import type { DataOf } from '@ebook/nats/event'
import { Voice } from '@ebook/nats/testing/voice'
import { Paid, PayDeclined, PaymentActionRequired, PayVoided, RefundFailed, Refunded } from '@ebook/payment/events'
import { PointsReturned, PromoCanceled, PromoCompleted, PromoRestored } from '@ebook/promotion/events'

const contracts = [
  Registered,
  Revised,
  AvailabilityChanged,
  BookWithdrawn,
  HoldLapsed,
  HoldCanceled,
  Approved,
  Refused,
  Paid,
  PayDeclined,
  PaymentActionRequired,
  PayVoided,
  Refunded,
  RefundFailed,
  PromoCompleted,
  PromoCanceled,
  PromoRestored,
  PointsReturned,
]

type Contract = (typeof contracts)[number]

/** What rent hears, by type: a type's name is its publisher's, so that a policy with a misspelled one is found out. */
export type Said = { [C in Contract as C['type']]: DataOf<C> }

/** Another subgraph, as this one hears it. */
export class Producer extends Voice<Said> {
  protected readonly contracts = contracts
  protected readonly correlatedBy = 'rentalId'
}
