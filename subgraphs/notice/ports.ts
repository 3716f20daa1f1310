import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { NoticeDatabase } from './database.ts'
import type { Channel, Locale } from './facts.ts'
import type { StopTokens } from './secrets.ts'
import type { Sender } from './senders/sender.ts'
import type { CodeOf } from './words/tell.ts'

/** What every entrance of notice stands on. */
export interface NoticePorts extends Pick<Ports<NoticeDatabase, NoticeSettings>, 'db' | 'settings' | 'wake' | 'log'> {
  readonly telling: Telling
  /** Counts what became of a message. */
  counted(channel: Channel, outcome: string): void
}

export interface NoticeSettings {
  /** NOTICE_LOCALE, NOTICE_TIME_ZONE: of who has not chosen, and of the staff. */
  readonly locale: Locale
  readonly timeZone: string
  /** NOTICE_KAKAO_ALL: every kind goes out by Kakao (C39). */
  readonly kakaoAll: boolean
  /** NOTICE_STAFF_EMAIL: where the staff is reached. */
  readonly staffEmail: readonly string[]
  /** NOTICE_WEB_URL: where the pages are. */
  readonly webUrl: string
  /** NOTICE_PUSH_SERVICES: where browsers may say that they listen. */
  readonly pushServices: readonly string[]
  /** What browsers know us by. */
  readonly pushPublicKey: string
  /** The ways out of the house that there are here. */
  readonly senders: ReadonlyMap<Channel, Sender>
  readonly codeOf: CodeOf
  readonly stopTokens: StopTokens
}

/** What it takes to write a notice: what is known here, and a hint to whoever sends. */
export interface Telling extends NoticeSettings {
  wake(): void
}
