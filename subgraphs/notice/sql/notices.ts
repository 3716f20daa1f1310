import { sql } from 'kysely'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { DeliveryStatus } from '../database.ts'
import type { Channel, Kind } from '../facts.ts'

/** A notice as it is written, with the messages that tell it. */
export interface NewNotice {
  readonly id: string
  /** Null: the staff's. */
  readonly userId: string | null
  readonly kind: Kind
  readonly dedupe: string
  /** What it is about, where that may change before it is sent. */
  readonly about: About
  readonly facts: object
  readonly at: Date
  readonly staleAt: Date
  readonly onPage: boolean
  readonly deliveries: readonly NewDelivery[]
}

/** Ids of what a notice is about. */
export interface About {
  readonly rentalId?: string
  readonly holdId?: string
  readonly blockId?: string
}

export interface NewDelivery {
  /** Of several notices that are one message it is the same. */
  readonly id: string
  readonly channel: Channel
  readonly deviceId: string | null
  readonly status: DeliveryStatus
  readonly reason: string | null
  readonly dueAt: Date
}

/** Writes notices and the messages that tell them. What was told before, by its key, is not told again. */
export const keepNotices = storeWrite('notice/keep-notices', (notices: readonly NewNotice[]) => {
  const rows = notices.map(({ deliveries: _, ...notice }) => ({
    id: notice.id,
    user_id: notice.userId,
    kind: notice.kind,
    dedupe: notice.dedupe,
    rental_id: notice.about.rentalId,
    hold_id: notice.about.holdId,
    block_id: notice.about.blockId,
    facts: notice.facts,
    at: notice.at,
    stale_at: notice.staleAt,
    on_page: notice.onPage,
  }))
  const fresh = sql`
    insert into notice (id, user_id, kind, dedupe, rental_id, hold_id, block_id, facts, at, stale_at, on_page)
    select id, user_id, kind, dedupe, rental_id, hold_id, block_id, facts, at, stale_at, on_page from ${rowsAs('given', 'notice', rows)}
    on conflict (dedupe) do nothing returning id`
  const deliveries = notices.flatMap(({ id: noticeId, userId, deliveries }) =>
    deliveries.map(({ id, channel, deviceId, status, reason, dueAt }) => ({
      notice_id: noticeId,
      id,
      user_id: userId,
      channel,
      device_id: deviceId,
      status,
      reason,
      due_at: dueAt,
    })),
  )
  if (deliveries.length === 0) return { new_notice: fresh }
  const given = sql`json_to_recordset(${JSON.stringify(deliveries)}::json) as given
    (notice_id uuid, id uuid, user_id text, channel text, device_id uuid, status text, reason text, due_at timestamptz)`
  return {
    new_notice: fresh,
    new_delivery: sql`
      insert into delivery (id, user_id, channel, device_id, status, reason, due_at)
      select distinct on (given.id) given.id, user_id, channel, device_id, status, reason, due_at
      from ${given} join new_notice on new_notice.id = notice_id
      on conflict (id) do nothing`,
    new_item: sql`
      insert into delivery_item (delivery_id, notice_id)
      select given.id, notice_id from ${given} join new_notice on new_notice.id = notice_id`,
  }
})
