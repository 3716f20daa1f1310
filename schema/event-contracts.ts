import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { createLogger } from '../chassis/log.ts'
import type { EventContract } from '../nats/event.ts'
import type { DeclaredEvent, EventCatalogue, Expectation, Projection } from '../schema-check/events/catalogue.ts'
import { wireSchema } from '../schema-check/events/json-schema.ts'
import { contracts as bookContracts } from '../subgraphs/book/events.ts'
import { policies as bookPolicies } from '../subgraphs/book/policies.ts'
import { foldTitle } from '../subgraphs/dashboard/projections/catalogue-row.ts'
import { expectations as dashboardExpectations } from '../subgraphs/dashboard/projections/expected-events.ts'
import { foldRow } from '../subgraphs/dashboard/projections/row.ts'
import { contracts as paymentContracts } from '../subgraphs/payment/events.ts'
import { policies as paymentPolicies } from '../subgraphs/payment/policies.ts'
import { contracts as promotionContracts } from '../subgraphs/promotion/events.ts'
import { policies as promotionPolicies } from '../subgraphs/promotion/policies.ts'
import { contracts as rentContracts } from '../subgraphs/rent/events.ts'
import { policies as rentPolicies } from '../subgraphs/rent/policies.ts'
import { ROOT } from './compose.ts'
import { feedsOf, type SampleEvent } from './feeds.ts'

const published = {
  book: bookContracts,
  rent: rentContracts,
  payment: paymentContracts,
  promotion: promotionContracts,
} as const
type PublishedType = (typeof published)[keyof typeof published][number]['type']

/** What each event tells; an event that is not here does not pass the type check. */
const about: Readonly<Record<PublishedType, string>> = {
  'ebook.book.Registered.v1': 'A title is in the catalogue, or its details were set again.',
  'ebook.book.AvailabilityChanged.v1': 'Whether a title can be lent now, and how many of its seats are free.',
  'ebook.book.CopyReleased.v1': 'A seat is free again, and why.',
  'ebook.book.ApprovalRequested.v1': 'A paid rental holds a seat and waits for a librarian.',
  'ebook.book.Approved.v1': 'A librarian lends the title.',
  'ebook.book.Refused.v1': 'The library does not lend the title: a librarian, or a rule, said no.',
  'ebook.rent.Rented.v1': 'A member applied for a title.',
  'ebook.rent.LoanStarted.v1': 'The member may read from now on.',
  'ebook.rent.Returned.v1': 'The member gave the book back.',
  'ebook.rent.Expired.v1': 'The loan ran out.',
  'ebook.rent.CancelRequested.v1': 'The rental is being canceled; the payment is voided or given back first.',
  'ebook.rent.Canceled.v1': 'The rental is over without a loan.',
  'ebook.rent.RefundRequested.v1': 'A payment came in for a rental that had been canceled.',
  'ebook.payment.Paid.v1': 'The fee was charged.',
  'ebook.payment.PayDeclined.v1': 'The provider said no to an attempt.',
  'ebook.payment.PayVoided.v1': 'Nothing was charged, and nothing will be.',
  'ebook.payment.Refunded.v1': 'The money went back.',
  'ebook.payment.RefundFailed.v1': 'The provider refused to give the money back; a librarian has to act.',
  'ebook.promotion.PromoCompleted.v1': 'A payment earned points.',
  'ebook.promotion.PromoCanceled.v1': 'The points of a payment are taken back.',
  'ebook.promotion.PromoRestored.v1': 'The points of a payment are given again, as its refund failed.',
}

/** Events that nobody reads, each with the reason why it is published all the same. */
const unread: Partial<Record<PublishedType, string>> = {
  'ebook.book.CopyReleased.v1':
    'AvailabilityChanged tells others what they need; this one says which seat and why, for the holds to come and for audits.',
}

// The policies are only asked what they expect, never run.
const silent = createLogger('schema', 'silent')
const rewards = { rateBps: 0, spendableFrom: 'PAID', delayMs: { min: 0, max: 0 } } as const
const reading = {
  book: bookPolicies(0),
  rent: rentPolicies(silent),
  payment: paymentPolicies(() => undefined),
  promotion: promotionPolicies(rewards),
} as const

function declaredEvents(): DeclaredEvent[] {
  return Object.entries(published).flatMap(([owner, contracts]) =>
    (contracts as readonly EventContract<PublishedType>[]).map(({ type, aggregate, data }) => {
      const reason = unread[type]
      const file = `subgraphs/${owner}/events.ts`
      const common = { type, owner, file, aggregate, about: about[type], data: wireSchema(data) }
      return reason === undefined ? common : { ...common, unread: reason }
    }),
  )
}

function expectations(): Expectation[] {
  const ofPolicies = Object.entries(reading).flatMap(([consumer, policies]) =>
    policies.map(({ type, expects }) => ({
      consumer,
      type,
      file: policyFile(consumer, type),
      expects: wireSchema(expects),
    })),
  )
  const ofDashboard = Object.entries<z.ZodType>(dashboardExpectations).map(([type, expects]) => ({
    consumer: 'dashboard',
    type,
    file: 'subgraphs/dashboard/projections/expected-events.ts',
    expects: wireSchema(expects),
  }))
  return [...ofPolicies, ...ofDashboard]
}

/** One policy, one file; where that is not so, the list of them. */
function policyFile(consumer: string, type: string): string {
  const folder = `subgraphs/${consumer}/policies`
  const file = readdirSync(join(ROOT, folder)).find((name) =>
    readFileSync(join(ROOT, folder, name), 'utf8').includes(`'${type}'`),
  )
  return file === undefined ? `subgraphs/${consumer}/policies.ts` : `${folder}/${file}`
}

function projections(events: readonly DeclaredEvent[]): Projection[] {
  return [
    {
      name: 'dashboard_row',
      subgraph: 'dashboard',
      graphqlType: 'DashboardRow',
      otherwise: { rental_id: 'the correlation id of the events', version: 'the number of events of the rental' },
      columns: feedsOf((history) => foldRow('the rental', history.map(folded)), events),
    },
    {
      name: 'catalogue_row',
      subgraph: 'dashboard',
      graphqlType: 'CatalogueRow',
      otherwise: { book_id: "the aggregate's id", times_requested: 'the number of ebook.rent.Rented.v1 of the title' },
      columns: feedsOf((history) => foldTitle('the title', history.map(folded), 0), events),
    },
  ]
}

function folded({ id, type, aggregate, version, data }: SampleEvent) {
  return { id, type, data, aggregateType: aggregate, aggregateId: aggregate, aggregateVersion: version }
}

/** What the code says now; schema/events.json is this, printed. */
export function eventCatalogue(): EventCatalogue {
  const events = declaredEvents()
  return { format: 1, events, expectations: expectations(), projections: projections(events) }
}
