import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { HistoryTables } from '@ebook/chassis/history'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Channel, Facts, Kind } from './facts.ts'
import type { Preferences } from './member.ts'
import { member } from './migrations/member.ts'
import { notice } from './migrations/notice.ts'
import { rental } from './migrations/rental.ts'

export interface NoticeDatabase extends MessagingTables, HistoryTables {
  rental: RentalTable
  member: MemberTable
  contact: ContactTable
  contact_check: ContactCheckTable
  push_device: PushDeviceTable
  notice: NoticeTable
  delivery: DeliveryTable
  delivery_item: DeliveryItemTable
}

export interface RentalTable {
  id: string
  user_id: string | null
  title: string | null
  pay_until: Date | null
  decide_by: Date | null
  paid: boolean
  decided: boolean
  due_at: Date | null
  ended: boolean
  remind_at: Date | null
  early: unknown
}

export interface MemberTable {
  user_id: string
  locale: Preferences['locale']
  time_zone: string
  quiet_from: string | null
  quiet_to: string | null
  digest: Preferences['digest']
  discreet: boolean
  channels: JSONColumnType<Preferences['channels']>
}

export type ContactChannel = Exclude<Channel, 'PUSH'>

export interface ContactTable {
  user_id: string
  channel: ContactChannel
  address: string
  verified_at: Generated<Date>
}

export interface ContactCheckTable {
  id: string
  user_id: string
  channel: ContactChannel
  address: string
  made_at: Generated<Date>
  wrong_tries: Generated<number>
  over: Generated<boolean>
}

export interface PushDeviceTable {
  id: string
  user_id: string
  endpoint: string
  p256dh: string
  auth: string
  label: string
  added_at: Generated<Date>
}

export interface NoticeTable {
  id: string
  seq: GeneratedAlways<string>
  user_id: string | null
  kind: Kind
  dedupe: string
  rental_id: string | null
  facts: JSONColumnType<Facts[Kind]>
  at: Date
  stale_at: Date
  on_page: boolean
  read_at: Date | null
}

export type DeliveryStatus = 'PENDING' | 'SENDING' | 'SENT' | 'SKIPPED' | 'FAILED' | 'UNKNOWN'

export interface DeliveryTable {
  id: string
  seq: GeneratedAlways<string>
  user_id: string | null
  channel: Channel
  device_id: string | null
  status: DeliveryStatus
  reason: string | null
  attempts: Generated<number>
  due_at: Date
  first_sent_at: Date | null
  provider_id: string | null
  changed_at: Generated<Date>
}

export interface DeliveryItemTable {
  delivery_id: string
  notice_id: string
}

export const migrations: Record<string, Migration> = {
  '0010_rental': rental,
  '0011_member': member,
  '0012_notice': notice,
}
