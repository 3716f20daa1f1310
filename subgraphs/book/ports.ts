import type { Logger } from '@ebook/chassis/log'
import type { Kysely } from 'kysely'
import type { BookDatabase } from './database.ts'

/** What every entrance of book stands on. */
export interface Library {
  readonly db: Kysely<BookDatabase>
  readonly messaging: {
    /** After a commit that said something to others. */
    nudge(): void
    /** Everything that is known to have been said to us has been handled. */
    caughtUp(): Promise<boolean>
  }
  readonly log: Logger
}
