import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Migration } from 'kysely/migration'
import { compactChecks } from '@ebook/chassis/compact-checks'
import type { HistoryTables } from '@ebook/chassis/history'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Channel, Facts, Kind } from './facts.ts'
import type { Preferences } from './member.ts'
import { action } from './migrations/action.ts'
import { claim } from './migrations/claim.ts'
import { deliveriesOfMember } from './migrations/deliveries-of-member.ts'
import { lending } from './migrations/lending.ts'
import { member } from './migrations/member.ts'
import { notice } from './migrations/notice.ts'
import { privacy } from './migrations/privacy.ts'
import { rental } from './migrations/rental.ts'
import type { HoldState } from './still-so.ts'

export interface NoticeDatabase extends MessagingTables, HistoryTables {
  rental: RentalTable
  title: TitleTable
  hold: HoldTable
  block: BlockTable
  licence: LicenceTable
  member: MemberTable
  contact: ContactTable
  contact_check: ContactCheckTable
  claim_declined: ClaimDeclinedTable
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
  taken_back: boolean | null
  action_attempt: Generated<number>
  action_until: Date | null
  declined_attempt: Generated<number>
}

export interface TitleTable {
  book_id: string
  title: string | null
  withdrawn: boolean | null
}

export interface HoldTable {
  id: string
  user_id: string | null
  book_id: string | null
  state: HoldState
  ready_until: Date | null
  remind_at: Date | null
}

export interface BlockTable {
  id: string
  lifted: boolean
}

export interface LicenceTable {
  id: string
  book_id: string
  expires_at: Date | null
  loans_left: number | null
  over: boolean
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
  /** It came with a token, and not from the member. */
  claimed: Generated<boolean>
}

export interface ClaimDeclinedTable {
  user_id: string
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
  hold_id: string | null
  block_id: string | null
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
  '0013_lending': lending,
  '0014_claim': claim,
  '0061_privacy': privacy,
  '0062_action': action,
  '0063_deliveries_of_member': deliveriesOfMember,
  '0082_compact_checks': compactChecks,
}
