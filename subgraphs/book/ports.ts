import type { Arrivals } from '@ebook/chassis/arrivals'
import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { BookDatabase } from './database.ts'

/** What every entrance of book stands on. */
export interface BookPorts extends Pick<Ports<BookDatabase, BookSettings>, 'db' | 'messaging' | 'settings' | 'log'> {
  /** Of requests that are paid for. */
  readonly arrivals: Arrivals
}

export interface BookSettings {
  /** RENTAL_DECIDE_BY in milliseconds: how long a paid request may wait for a librarian. */
  readonly decideForMs: number
  /** HOLD_LIMIT: how many titles a member may wait for, of whom rent says no other number. */
  readonly holdLimit: number
  /** HISTORY_KEPT_FOR in milliseconds: how long it is known who waited in vain. */
  readonly historyKeptForMs: number
}
