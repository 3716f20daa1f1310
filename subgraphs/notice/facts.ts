/** Why somebody who waited for a title does so no longer. */
export const HOLD_ENDINGS = ['ADMIN', 'LAPSED', 'WITHDRAWN', 'SUSPENDED_TOO_LONG'] as const
/** What keeps a loan from being renewed by itself. */
export const RENEWAL_BARS = [
  'RENEWAL_LIMIT',
  'HOLDS_WAITING',
  'LICENCE_ENDS',
  'MEMBER_BLOCKED',
  'MEMBERSHIP_ENDED',
] as const
/** What somebody may be kept from. */
export const BARRED = ['BORROW', 'HOLD', 'RENEW'] as const

/**
 * What a notice tells, by its kind: with what its sentences are filled. Instants are ISO 8601. Of what is null the language
 * has something to say instead.
 */
export interface Facts {
  readonly PAYMENT_DECLINED: { readonly title: string; readonly until: string }
  readonly PAYMENT_WAITS: { readonly title: string; readonly until: string }
  readonly HOLD_READY: { readonly title: string | null; readonly until: string }
  readonly HOLD_ENDS_SOON: { readonly title: string | null; readonly until: string }
  readonly HOLD_LAPSED: { readonly title: string | null }
  readonly PLACE_ENDS_SOON: { readonly title: string | null; readonly until: string }
  readonly HOLD_CANCELED: { readonly title: string | null; readonly why: (typeof HOLD_ENDINGS)[number] }
  readonly LOAN_STARTED: { readonly title: string; readonly dueAt: string }
  readonly DUE_SOON: { readonly title: string; readonly dueAt: string }
  readonly RENEWED: { readonly title: string; readonly dueAt: string }
  readonly NOT_RENEWED: { readonly title: string; readonly dueAt: string; readonly why: (typeof RENEWAL_BARS)[number] }
  readonly LOAN_ENDED: { readonly title: string }
  readonly TAKEN_BACK: { readonly title: string; readonly note: string | null }
  readonly REFUSED: { readonly title: string }
  readonly REFUNDED: { readonly title: string; readonly amount: number }
  readonly POINTS_GIVEN: { readonly title: string; readonly points: number }
  readonly POINTS_TAKEN: { readonly title: string; readonly points: number }
  readonly POINTS_SPENT: { readonly title: string; readonly points: number }
  readonly POINTS_RETURNED: { readonly title: string; readonly points: number }
  readonly BLOCKED: {
    readonly what: readonly (typeof BARRED)[number][]
    readonly note: string | null
    readonly until: string | null
  }
  readonly UNBLOCKED: object
  readonly REQUESTS_WAIT: { readonly count: number; readonly until: string }
  readonly REFUND_FAILED: { readonly title: string; readonly errorCode: string }
  readonly LICENCES_END: { readonly count: number; readonly titles: readonly string[] }
  readonly DEAD_LETTERS: { readonly context: string; readonly count: number }
  readonly CONTACT_CODE: { readonly checkId: string }
  readonly TEST: { readonly channel: Channel }
}

export type Kind = keyof Facts

/** A kind with what it tells. */
export type Told = { [K in Kind]: { readonly kind: K; readonly facts: Facts[K] } }[Kind]

/** Ways out of the house. Beside them there is the page, which is the notice's row itself. */
export const CHANNELS = ['EMAIL', 'PUSH', 'KAKAO'] as const
export type Channel = (typeof CHANNELS)[number]

export const LOCALES = ['KO', 'EN'] as const
export type Locale = (typeof LOCALES)[number]
