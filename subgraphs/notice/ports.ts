import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { NoticeDatabase } from './database.ts'
import type { Channel, Locale } from './facts.ts'
import type { CodeOf } from './words/tell.ts'

/** What every entrance of notice stands on. */
export type NoticePorts = Pick<Ports<NoticeDatabase, NoticeSettings>, 'db' | 'settings' | 'wake' | 'log'>

export interface NoticeSettings {
  /** NOTICE_LOCALE, NOTICE_TIME_ZONE: of who has not chosen, and of the staff. */
  readonly locale: Locale
  readonly timeZone: string
  /** NOTICE_KAKAO_ALL: every kind goes out by Kakao (C39). */
  readonly kakaoAll: boolean
  /** By which something can be sent here. */
  readonly configured: ReadonlySet<Channel>
  /** NOTICE_STAFF_EMAIL: where the staff is reached. */
  readonly staffEmail: readonly string[]
  readonly codeOf: CodeOf
}
