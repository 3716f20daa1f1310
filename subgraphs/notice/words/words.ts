import type { Facts, Kind } from '../facts.ts'

/** A notice in two sentences. What stands in {{…}} is filled in; {{title:을/를}} is the particle that fits the title. */
export interface Sentences {
  readonly title: string
  readonly body: string
}

/** A language in which notices are told: it does not compile while a kind is missing. */
export interface Words {
  readonly kinds: Readonly<Record<Kind, Sentences>>
  /** What keeps somebody, or ended something, as the end of a sentence or one of its own. */
  readonly why: Readonly<Record<Facts['HOLD_CANCELED' | 'NOT_RENEWED']['why'], string>>
  /** What somebody may be kept from. */
  readonly barred: Readonly<Record<Facts['BLOCKED']['what'][number], string>>
  /** Where there is no title, no word of the library, and no end. */
  readonly unsaid: { readonly title: string; readonly note: string; readonly until: string }
  /** What is told instead to who wants nothing of it to leave the house. */
  readonly discreet: Sentences
  /** Above several that are one message. */
  readonly several: Sentences
  readonly mail: {
    readonly open: string
    readonly why: string
    readonly unsubscribe: string
  }
}
