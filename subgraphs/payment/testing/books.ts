import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import type { PublishedEvent } from '@ebook/nats/event'
import { eventually } from '@ebook/testkit/eventually'
import { stateOf, type PaymentDatabase } from '../database.ts'
import type { Payment } from '../payment/state.ts'

/** Payment's database, read from outside: what is, what was said, what was booked. */
export class Books {
  readonly db: Kysely<PaymentDatabase>

  constructor(db: Kysely<PaymentDatabase>) {
    this.db = db
  }

  async payment(id: string): Promise<Payment | undefined> {
    const row = await this.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
    return row && stateOf(row)
  }

  /** The rental's payments and tombstones, in the order of the attempts. */
  async paymentsOf(rentalId: string): Promise<Payment[]> {
    const rows = await this.db
      .selectFrom('payment')
      .selectAll()
      .where('rental_id', '=', rentalId)
      .orderBy('attempt_no')
      .execute()
    return rows.map(stateOf)
  }

  async becomes(id: string, expected: Partial<Payment>): Promise<Payment> {
    return eventually(async () => {
      const payment = await this.payment(id)
      if (!payment) throw new Error('no such payment')
      expect(payment).toMatchObject(expected)
      return payment
    })
  }

  /** What payment said to others about a rental, in order, without prefix and version. */
  async said(rentalId: string): Promise<string[]> {
    return (await this.events(rentalId)).map(({ type }) => type.split('.')[2] ?? '')
  }

  async events(rentalId: string): Promise<PublishedEvent[]> {
    const rows = await this.db.selectFrom('outbox').select('event').orderBy('seq').execute()
    return rows.map(({ event }) => event as PublishedEvent).filter(({ correlationid }) => correlationid === rentalId)
  }

  /** What happened to a payment, in order. */
  async history(id: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom('history')
      .select('event_type')
      .where('aggregate_id', '=', id)
      .orderBy('seq')
      .execute()
    return rows.map(({ event_type }) => event_type)
  }

  /** Kinds and amounts on the provider's account and on that of points; the other account is their mirror. */
  async booked(id: string): Promise<[kind: string, amount: number][]> {
    const rows = await this.db
      .selectFrom('ledger_line')
      .selectAll()
      .where('payment_id', '=', id)
      .orderBy('seq')
      .execute()
    expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(0)
    return rows.filter(({ account }) => account !== 'RENTAL_REVENUE').map(({ kind, amount }) => [kind, amount])
  }

  /** Nothing is left to be done about a payment. */
  async restsInPeace(id: string): Promise<void> {
    const task = await this.db.selectFrom('payment_task').selectAll().where('payment_id', '=', id).executeTakeFirst()
    expect(task).toBeUndefined()
  }

  async deadLetters(): Promise<{ event_type: string | null; error: string }[]> {
    return this.db.selectFrom('dead_letter').select(['event_type', 'error']).execute()
  }
}
