import type { DataOf } from '@ebook/nats/event'
import { Voice } from '@ebook/nats/testing/voice'
import type { Paid, RefundFailed, Refunded } from '@ebook/payment/events'
import type { LoanStarted } from '@ebook/rent/events'

type Contract = typeof Paid | typeof Refunded | typeof RefundFailed | typeof LoanStarted

/** What promotion hears, by type: a type's name is its publisher's, so that a policy with a misspelled one is found out. */
export type Said = { [C in Contract as C['type']]: DataOf<C> }

/** Another subgraph, as this one hears it. */
export class Producer extends Voice<Said> {}
