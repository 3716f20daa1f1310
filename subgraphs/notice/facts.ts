/** What a notice tells, by its kind: with what its sentences are filled. Instants are ISO 8601. */
export interface Facts {
  readonly PAYMENT_DECLINED: { readonly title: string; readonly until: string }
  readonly LOAN_STARTED: { readonly title: string; readonly dueAt: string }
  readonly DUE_SOON: { readonly title: string; readonly dueAt: string }
  readonly RENEWED: { readonly title: string; readonly dueAt: string }
  readonly LOAN_ENDED: { readonly title: string }
  readonly REFUSED: { readonly title: string }
  readonly REFUNDED: { readonly title: string; readonly amount: number }
  readonly POINTS_GIVEN: { readonly title: string; readonly points: number }
  readonly POINTS_TAKEN: { readonly title: string; readonly points: number }
  readonly REQUESTS_WAIT: { readonly count: number; readonly until: string }
  readonly REFUND_FAILED: { readonly title: string; readonly errorCode: string }
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
