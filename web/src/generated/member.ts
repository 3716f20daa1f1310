// Generated from the .graphql files of web/src by `npm run generate`.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never }
import type { TypedDocumentNode as DocumentNode } from '@apollo/client'
export type AddPushDeviceInput = {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly label: string
}

export type BlockKind = 'BORROW' | 'HOLD' | 'RENEW'

export type BookFilterInput = {
  readonly available?: boolean | null | undefined
  readonly maxFee?: number | null | undefined
  readonly language?: string | null | undefined
  readonly author?: string | null | undefined
}

export type BookSort = 'RELEVANCE' | 'NEWEST' | 'TITLE' | 'AUTHOR' | 'FEE'

export type BookStatus = 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN'

export type CancelHoldInput = {
  readonly holdId: string
}

export type CancelReason =
  'MEMBER' | 'REFUSED' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN' | 'LICENCE_ENDED' | 'LIBRARY'

export type CancelRentalInput = {
  readonly rentalId: string
}

export type ChannelPreferenceInput = {
  readonly channel: NoticeChannel
  readonly kinds: ReadonlyArray<NoticeKind>
}

export type CompletePaymentInput = {
  readonly paymentId: string
  readonly proof?: string | null | undefined
}

export type DashboardStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

export type EraseMeInput = {
  readonly confirm: boolean
}

export type ErasureObstacleKind = 'RENTAL_OPEN' | 'REFUND_UNDER_WAY' | 'REFUND_MAY_BOUNCE' | 'TURN' | 'POINTS_OWED'

export type HoldStatus = 'WAITING' | 'READY' | 'FULFILLED' | 'CANCELED'

export type KeepMyHistoryInput = {
  readonly keep: boolean
}

export type Locale = 'KO' | 'EN'

export type LookKind = 'PAGE' | 'HISTORY'

export type MarkNoticesReadInput = {
  readonly ids?: ReadonlyArray<string> | null | undefined
}

export type NoticeChannel = 'EMAIL' | 'PUSH' | 'KAKAO'

export type NoticeDigest = 'OFF' | 'DAILY'

export type NoticeKind =
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_WAITS'
  | 'HOLD_READY'
  | 'HOLD_ENDS_SOON'
  | 'HOLD_LAPSED'
  | 'PLACE_ENDS_SOON'
  | 'HOLD_CANCELED'
  | 'LOAN_STARTED'
  | 'DUE_SOON'
  | 'RENEWED'
  | 'NOT_RENEWED'
  | 'LOAN_ENDED'
  | 'TAKEN_BACK'
  | 'REFUSED'
  | 'REFUNDED'
  | 'POINTS_GIVEN'
  | 'POINTS_TAKEN'
  | 'POINTS_SPENT'
  | 'POINTS_RETURNED'
  | 'BLOCKED'
  | 'UNBLOCKED'
  | 'LICENCES_END'
  | 'DEAD_LETTERS'
  | 'REQUESTS_WAIT'
  | 'REFUND_FAILED'
  | 'CONTACT_CODE'
  | 'TEST'

export type PaymentMethod = 'PROVIDER' | 'FREE' | 'POINTS' | 'MIXED'

export type PaymentState = 'UNPAID' | 'PENDING' | 'ACTION_REQUIRED' | 'DECLINED' | 'PAID' | 'REFUNDING' | 'REFUNDED'

export type PaymentStatus = 'REQUESTED' | 'PAID' | 'DECLINED' | 'VOIDED' | 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED'

export type PayRentalInput = {
  readonly rentalId: string
  readonly pointsToUse?: number | null | undefined
}

export type PlaceHoldInput = {
  readonly bookId: string
  readonly idempotencyKey: string
}

export type PointEntryKind = 'GRANT' | 'REVOKE' | 'RESTORE' | 'SPEND' | 'RETURN'

export type RefundState = 'PENDING' | 'FAILED' | 'DONE'

export type RemovePushDeviceInput = {
  readonly id: string
}

export type RenewRentalInput = {
  readonly rentalId: string
  readonly expectedDueAt?: string | null | undefined
}

export type RentalOutcome =
  | 'RETURNED'
  | 'CANCELED'
  | 'CANCELING'
  | 'REFUND_PENDING'
  | 'ALREADY_RETURNED'
  | 'ALREADY_EXPIRED'
  | 'ALREADY_CANCELED'
  | 'RENEWED'
  | 'ALREADY_RENEWED'

export type RentalStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

export type RequestRentalInput = {
  readonly bookId: string
  readonly idempotencyKey: string
  readonly expectedFee?: number | null | undefined
  readonly holdId?: string | null | undefined
  readonly holdIfTaken?: boolean | null | undefined
  readonly pointsToUse?: number | null | undefined
  readonly acceptsShorterLoan?: boolean | null | undefined
}

export type RequestStatus = 'REQUESTED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN' | 'CLOSED'

export type ResumeHoldInput = {
  readonly holdId: string
}

export type ReturnRentalInput = {
  readonly rentalId: string
}

export type SendTestNoticeInput = {
  readonly channel: NoticeChannel
}

export type SetAutoRenewalInput = {
  readonly rentalId: string
  readonly on: boolean
}

export type SetContactInput = {
  readonly channel: NoticeChannel
  readonly address?: string | null | undefined
}

export type SetNoticePreferencesInput = {
  readonly locale?: Locale | null | undefined
  readonly timeZone?: string | null | undefined
  readonly quietFrom?: string | null | undefined
  readonly quietTo?: string | null | undefined
  readonly digest?: NoticeDigest | null | undefined
  readonly discreet?: boolean | null | undefined
  readonly channels?: ReadonlyArray<ChannelPreferenceInput> | null | undefined
}

export type StopNoticesInput = {
  readonly token: string
}

export type SuspendHoldInput = {
  readonly holdId: string
  readonly until?: string | null | undefined
}

export type UserErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_ISBN'
  | 'ISBN_TAKEN'
  | 'BOOK_NOT_FOUND'
  | 'BOOK_WITHDRAWN'
  | 'REQUEST_NOT_FOUND'
  | 'OWN_RENTAL'
  | 'ALREADY_DECIDED'
  | 'REQUEST_WITHDRAWN'
  | 'VERSION_CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'CURRENTLY_AVAILABLE'
  | 'HOLD_LIMIT_REACHED'
  | 'ALREADY_HELD'
  | 'ALREADY_RENTED'
  | 'HOLD_NOT_FOUND'
  | 'HOLD_CLOSED'
  | 'MEMBER_BLOCKED'
  | 'LICENCE_NOT_FOUND'
  | 'LICENCE_IN_USE'
  | 'TOO_MANY_DECISIONS'
  | 'DEAD_LETTER_NOT_FOUND'
  | 'DEAD_LETTER_FAILED_AGAIN'
  | 'EARLIER_EVENT_MISSING'
  | 'CONTEXT_UNAVAILABLE'
  | 'CONTACT_INVALID'
  | 'CODE_WRONG'
  | 'CODE_EXPIRED'
  | 'TOO_MANY_CODES'
  | 'DEVICE_LIMIT'
  | 'DEVICE_INVALID'
  | 'CHANNEL_NOT_CONFIGURED'
  | 'NO_CONTACT'
  | 'DELIVERY_NOT_FOUND'
  | 'DELIVERY_NOT_FAILED'
  | 'LINK_INVALID'
  | 'PAYMENT_NOT_FOUND'
  | 'NOT_WAITING_FOR_YOU'
  | 'PROOF_REFUSED'
  | 'NOTHING_TO_REFUND'
  | 'REFUND_NOT_FAILED'
  | 'BOOK_NOT_AVAILABLE'
  | 'PRICE_CHANGED'
  | 'RENTAL_NOT_FOUND'
  | 'NOT_PAYABLE'
  | 'CANCEL_WINDOW_CLOSED'
  | 'NOT_ON_LOAN'
  | 'NOT_READABLE_YET'
  | 'NOT_READABLE'
  | 'MEMBERSHIP_ENDED'
  | 'LOAN_LIMIT_REACHED'
  | 'BLOCK_NOT_FOUND'
  | 'TOO_MANY_BLOCKS'
  | 'ERASURE_BLOCKED'
  | 'LOAN_WOULD_BE_SHORT'
  | 'LOAN_ENDED'
  | 'POINTS_EXCEED_FEE'
  | 'POINTS_LEAVE_TOO_LITTLE'
  | 'POINTS_INSUFFICIENT'
  | 'RENEWAL_LIMIT'
  | 'LICENCE_ENDS'
  | 'RENEWAL_TOO_EARLY'
  | 'HOLDS_WAITING'
  | 'RENEWAL_UNKNOWN'

export type VerifyContactInput = {
  readonly channel: NoticeChannel
  readonly code: string
}

export type WatchMyRentalsSubscriptionVariables = Exact<{ [key: string]: never }>

export type WatchMyRentalsSubscription = {
  readonly dashboardChanged: {
    readonly rentalId: string
    readonly version: number
    readonly bookId: string
    readonly title: string
    readonly rentalFee: number
    readonly status: DashboardStatus
    readonly paymentState: PaymentState
    readonly points: number | null
    readonly refusalReason: string | null
    readonly rentedDate: string
    readonly paidDate: string | null
    readonly approvedDate: string | null
    readonly refusedDate: string | null
    readonly dueAt: string | null
    readonly returnedDate: string | null
    readonly refundedDate: string | null
    readonly canceledDate: string | null
    readonly rental: {
      readonly id: string
      readonly payUntil: string
      readonly retryAfter: string | null
      readonly refundState: RefundState | null
      readonly cancelReason: CancelReason | null
      readonly startsAt: string | null
      readonly expiredDate: string | null
      readonly pointsToUse: number
    } | null
  }
}

export type WatchMyHoldsSubscriptionVariables = Exact<{ [key: string]: never }>

export type WatchMyHoldsSubscription = {
  readonly holdChanged: {
    readonly holdId: string
    readonly version: number
    readonly bookId: string
    readonly status: HoldStatus
    readonly suspended: boolean
  }
}

export type BookPageQueryVariables = Exact<{
  id: string
}>

export type BookPageQuery = {
  readonly book: {
    readonly id: string
    readonly title: string
    readonly authors: ReadonlyArray<string>
    readonly isbn13: string | null
    readonly language: string | null
    readonly rentalFee: number
    readonly status: BookStatus
    readonly seatsTotal: number
    readonly seatsFree: number
    readonly unlimited: boolean
    readonly loanPeriodDays: number
    readonly maxRenewals: number
    readonly nextLoanEnds: string | null
    readonly holdsWaiting: number
    readonly estimate: { readonly likely: string; readonly late: string } | null
  } | null
}

export type MyRentalOfBookQueryVariables = Exact<{
  id: string
}>

export type MyRentalOfBookQuery = {
  readonly book: {
    readonly id: string
    readonly myRental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly rentalFee: number
      readonly pointsToUse: number
      readonly payUntil: string
      readonly retryAfter: string | null
      readonly refundState: RefundState | null
      readonly cancelReason: CancelReason | null
      readonly startsAt: string | null
      readonly dueAt: string | null
      readonly expiredDate: string | null
    } | null
  } | null
}

export type RentBookMutationVariables = Exact<{
  input: RequestRentalInput
}>

export type RentBookMutation = {
  readonly requestRental: {
    readonly rental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly rentalFee: number
      readonly pointsToUse: number
      readonly payUntil: string
      readonly retryAfter: string | null
      readonly book: { readonly id: string; readonly title: string }
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type MyStandingQueryVariables = Exact<{ [key: string]: never }>

export type MyStandingQuery = {
  readonly me: {
    readonly id: string
    readonly openLoans: number
    readonly membershipUntil: string | null
    readonly limits: { readonly loans: number; readonly holds: number }
    readonly blocks: ReadonlyArray<{
      readonly id: string
      readonly kinds: ReadonlyArray<BlockKind>
      readonly message: string | null
      readonly until: string | null
    }>
  }
}

export type PointsToSpendQueryVariables = Exact<{ [key: string]: never }>

export type PointsToSpendQuery = { readonly myPoints: { readonly available: number } }

export type SearchCatalogueQueryVariables = Exact<{
  search?: string | null | undefined
  sort?: BookSort | null | undefined
  filter?: BookFilterInput | null | undefined
  first: number
  after?: string | null | undefined
}>

export type SearchCatalogueQuery = {
  readonly books: {
    readonly totalCount: number
    readonly totalCountIsExact: boolean
    readonly didYouMean: string | null
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
        readonly status: BookStatus
        readonly seatsFree: number
        readonly seatsTotal: number
        readonly unlimited: boolean
        readonly holdsWaiting: number
        readonly estimate: { readonly likely: string; readonly late: string } | null
        readonly myHold: { readonly id: string; readonly status: HoldStatus } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type SeatsOfBooksQueryVariables = Exact<{
  ids: ReadonlyArray<string>
}>

export type SeatsOfBooksQuery = {
  readonly booksByIds: ReadonlyArray<{
    readonly id: string
    readonly rentalFee: number
    readonly status: BookStatus
    readonly seatsFree: number
    readonly seatsTotal: number
    readonly unlimited: boolean
    readonly holdsWaiting: number
  }>
}

export type BookInListFragment = {
  readonly id: string
  readonly title: string
  readonly authors: ReadonlyArray<string>
  readonly language: string | null
  readonly rentalFee: number
  readonly status: BookStatus
  readonly seatsFree: number
  readonly seatsTotal: number
  readonly unlimited: boolean
  readonly holdsWaiting: number
  readonly estimate: { readonly likely: string; readonly late: string } | null
  readonly myHold: { readonly id: string; readonly status: HoldStatus } | null
}

export type MyHoldsQueryVariables = Exact<{
  first: number
}>

export type MyHoldsQuery = {
  readonly myHolds: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly status: HoldStatus
        readonly position: number | null
        readonly placedDate: string
        readonly readyUntil: string | null
        readonly suspended: boolean
        readonly suspendedUntil: string | null
        readonly estimate: { readonly likely: string; readonly late: string } | null
        readonly book: {
          readonly id: string
          readonly title: string
          readonly authors: ReadonlyArray<string>
          readonly language: string | null
          readonly rentalFee: number
        } | null
      }
    }>
  }
}

export type MyHoldOfBookQueryVariables = Exact<{
  id: string
}>

export type MyHoldOfBookQuery = {
  readonly book: {
    readonly id: string
    readonly myHold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
      readonly estimate: { readonly likely: string; readonly late: string } | null
      readonly book: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
      } | null
    } | null
  } | null
}

export type PlaceMyHoldMutationVariables = Exact<{
  input: PlaceHoldInput
}>

export type PlaceMyHoldMutation = {
  readonly placeHold: {
    readonly hold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
      readonly estimate: { readonly likely: string; readonly late: string } | null
      readonly book: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
      } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type CancelMyHoldMutationVariables = Exact<{
  input: CancelHoldInput
}>

export type CancelMyHoldMutation = {
  readonly cancelHold: {
    readonly hold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
      readonly estimate: { readonly likely: string; readonly late: string } | null
      readonly book: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
      } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type SuspendMyHoldMutationVariables = Exact<{
  input: SuspendHoldInput
}>

export type SuspendMyHoldMutation = {
  readonly suspendHold: {
    readonly hold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
      readonly estimate: { readonly likely: string; readonly late: string } | null
      readonly book: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
      } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ResumeMyHoldMutationVariables = Exact<{
  input: ResumeHoldInput
}>

export type ResumeMyHoldMutation = {
  readonly resumeHold: {
    readonly hold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
      readonly estimate: { readonly likely: string; readonly late: string } | null
      readonly book: {
        readonly id: string
        readonly title: string
        readonly authors: ReadonlyArray<string>
        readonly language: string | null
        readonly rentalFee: number
      } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type HoldOnShelfFragment = {
  readonly id: string
  readonly status: HoldStatus
  readonly position: number | null
  readonly placedDate: string
  readonly readyUntil: string | null
  readonly suspended: boolean
  readonly suspendedUntil: string | null
  readonly estimate: { readonly likely: string; readonly late: string } | null
  readonly book: {
    readonly id: string
    readonly title: string
    readonly authors: ReadonlyArray<string>
    readonly language: string | null
    readonly rentalFee: number
  } | null
}

export type PointsPageQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
}>

export type PointsPageQuery = {
  readonly myPoints: {
    readonly available: number
    readonly pending: number
    readonly lifetime: number
    readonly entries: {
      readonly totalCount: number
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly id: string
          readonly kind: PointEntryKind
          readonly points: number
          readonly rentalId: string
          readonly time: string
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  }
}

export type PayMyRentalMutationVariables = Exact<{
  input: PayRentalInput
}>

export type PayMyRentalMutation = {
  readonly payRental: {
    readonly rental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly pointsToUse: number
      readonly payUntil: string
      readonly retryAfter: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type WhereToPayQueryVariables = Exact<{
  id: string
}>

export type WhereToPayQuery = {
  readonly rental: {
    readonly id: string
    readonly payment: {
      readonly id: string
      readonly status: PaymentStatus
      readonly action: { readonly url: string; readonly expiresAt: string } | null
    } | null
  } | null
}

export type CompleteMyPaymentMutationVariables = Exact<{
  input: CompletePaymentInput
}>

export type CompleteMyPaymentMutation = {
  readonly completePayment: {
    readonly payment: {
      readonly id: string
      readonly status: PaymentStatus
      readonly action: { readonly url: string; readonly expiresAt: string } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type CancelMyRentalMutationVariables = Exact<{
  input: CancelRentalInput
}>

export type CancelMyRentalMutation = {
  readonly cancelRental: {
    readonly outcome: RentalOutcome | null
    readonly rental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly refundState: RefundState | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ReturnMyRentalMutationVariables = Exact<{
  input: ReturnRentalInput
}>

export type ReturnMyRentalMutation = {
  readonly returnRental: {
    readonly outcome: RentalOutcome | null
    readonly rental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly returnedDate: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type RenewMyRentalMutationVariables = Exact<{
  input: RenewRentalInput
}>

export type RenewMyRentalMutation = {
  readonly renewRental: {
    readonly outcome: RentalOutcome | null
    readonly rental: {
      readonly id: string
      readonly status: RentalStatus
      readonly paymentState: PaymentState
      readonly dueAt: string | null
      readonly renewalCount: number
      readonly renewal: {
        readonly possible: boolean
        readonly until: string | null
        readonly why: { readonly code: UserErrorCode; readonly message: string } | null
      } | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type LetMyLoanRenewMutationVariables = Exact<{
  input: SetAutoRenewalInput
}>

export type LetMyLoanRenewMutation = {
  readonly setAutoRenewal: {
    readonly rental: { readonly id: string; readonly autoRenewal: boolean } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type LoanOfRentalQueryVariables = Exact<{
  id: string
}>

export type LoanOfRentalQuery = {
  readonly rental: {
    readonly id: string
    readonly dueAt: string | null
    readonly maxRenewals: number | null
    readonly autoRenewal: boolean
    readonly cancelableUntil: string | null
    readonly renewal: {
      readonly possible: boolean
      readonly until: string | null
      readonly why: { readonly code: UserErrorCode; readonly message: string } | null
    } | null
  } | null
}

export type RentalDecisionQueryVariables = Exact<{
  id: string
}>

export type RentalDecisionQuery = {
  readonly rental: {
    readonly id: string
    readonly request: {
      readonly id: string
      readonly status: RequestStatus
      readonly decideBy: string | null
      readonly note: string | null
    } | null
  } | null
}

export type MyDataQueryVariables = Exact<{ [key: string]: never }>

export type MyDataQuery = { readonly me: { readonly id: string; readonly keepsHistory: boolean } }

export type KeepMyHistoryMutationVariables = Exact<{
  input: KeepMyHistoryInput
}>

export type KeepMyHistoryMutation = {
  readonly keepMyHistory: {
    readonly member: { readonly id: string; readonly keepsHistory: boolean } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ForgetMeMutationVariables = Exact<{
  input: EraseMeInput
}>

export type ForgetMeMutation = {
  readonly eraseMe: {
    readonly erased: boolean
    readonly inTheWay: ReadonlyArray<{
      readonly kind: ErasureObstacleKind
      readonly title: string | null
      readonly until: string | null
      readonly points: number | null
    }>
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ExportAboutMeQueryVariables = Exact<{ [key: string]: never }>

export type ExportAboutMeQuery = {
  readonly me: {
    readonly id: string
    readonly keepsHistory: boolean
    readonly openLoans: number
    readonly membershipUntil: string | null
    readonly limits: { readonly loans: number; readonly holds: number }
    readonly blocks: ReadonlyArray<{
      readonly id: string
      readonly kinds: ReadonlyArray<BlockKind>
      readonly message: string | null
      readonly until: string | null
      readonly blockedDate: string
    }>
  }
  readonly myPoints: {
    readonly available: number
    readonly debt: number
    readonly pending: number
    readonly lifetime: number
  }
  readonly noticePreferences: {
    readonly locale: Locale
    readonly timeZone: string
    readonly quietFrom: string | null
    readonly quietTo: string | null
    readonly digest: NoticeDigest
    readonly discreet: boolean
    readonly channels: ReadonlyArray<{ readonly channel: NoticeChannel; readonly kinds: ReadonlyArray<NoticeKind> }>
    readonly email: { readonly address: string; readonly verifiedAt: string } | null
    readonly kakao: { readonly address: string; readonly verifiedAt: string } | null
    readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
  }
}

export type ExportMyRentalsQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type ExportMyRentalsQuery = {
  readonly myDashboard: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly rentalId: string
        readonly bookId: string
        readonly title: string
        readonly rentalFee: number
        readonly status: DashboardStatus
        readonly paymentState: PaymentState
        readonly points: number | null
        readonly refusalReason: string | null
        readonly rentedDate: string
        readonly paidDate: string | null
        readonly approvedDate: string | null
        readonly refusedDate: string | null
        readonly dueAt: string | null
        readonly returnedDate: string | null
        readonly refundedDate: string | null
        readonly canceledDate: string | null
        readonly rental: {
          readonly id: string
          readonly openedDate: string | null
          readonly autoRenewal: boolean
          readonly renewalCount: number
          readonly pointsToUse: number
          readonly cancelReason: CancelReason | null
          readonly startsAt: string | null
          readonly expiredDate: string | null
          readonly payment: {
            readonly id: string
            readonly method: PaymentMethod
            readonly attemptNo: number
            readonly chargedAmount: number
            readonly refundedAmount: number
            readonly pointsUsed: number
            readonly pointsReturned: number
            readonly paidDate: string | null
            readonly refundedDate: string | null
          } | null
          readonly request: { readonly id: string; readonly note: string | null } | null
        } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type ExportMyHoldsQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type ExportMyHoldsQuery = {
  readonly myHolds: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly status: HoldStatus
        readonly placedDate: string
        readonly readyUntil: string | null
        readonly suspended: boolean
        readonly suspendedUntil: string | null
        readonly book: { readonly id: string; readonly title: string } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type ExportMyPointsQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type ExportMyPointsQuery = {
  readonly myPoints: {
    readonly entries: {
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly id: string
          readonly kind: PointEntryKind
          readonly points: number
          readonly rentalId: string
          readonly time: string
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  }
}

export type ExportMyNoticesQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type ExportMyNoticesQuery = {
  readonly myNotices: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly kind: NoticeKind
        readonly title: string
        readonly body: string
        readonly time: string
        readonly readAt: string | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type ExportMyReceiptsQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type ExportMyReceiptsQuery = {
  readonly myReceipts: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly method: PaymentMethod
        readonly rentalFee: number
        readonly chargedAmount: number
        readonly refundedAmount: number
        readonly pointsUsed: number
        readonly pointsReturned: number
        readonly paidOn: string
        readonly refundedOn: string | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type WhoLookedAtMeQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
}>

export type WhoLookedAtMeQuery = {
  readonly looksAtMe: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly kind: LookKind
        readonly lookedBy: string
        readonly reason: string | null
        readonly lookedDate: string
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type NoticeChoicesQueryVariables = Exact<{ [key: string]: never }>

export type NoticeChoicesQuery = {
  readonly noticePreferences: {
    readonly locale: Locale
    readonly timeZone: string
    readonly quietFrom: string | null
    readonly quietTo: string | null
    readonly digest: NoticeDigest
    readonly discreet: boolean
    readonly pushPublicKey: string
    readonly channels: ReadonlyArray<{
      readonly channel: NoticeChannel
      readonly configured: boolean
      readonly kinds: ReadonlyArray<NoticeKind>
    }>
    readonly email: { readonly address: string } | null
    readonly kakao: { readonly address: string } | null
    readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
  }
}

export type ChooseNoticesMutationVariables = Exact<{
  input: SetNoticePreferencesInput
}>

export type ChooseNoticesMutation = {
  readonly setNoticePreferences: {
    readonly preferences: {
      readonly locale: Locale
      readonly timeZone: string
      readonly quietFrom: string | null
      readonly quietTo: string | null
      readonly digest: NoticeDigest
      readonly discreet: boolean
      readonly pushPublicKey: string
      readonly channels: ReadonlyArray<{
        readonly channel: NoticeChannel
        readonly configured: boolean
        readonly kinds: ReadonlyArray<NoticeKind>
      }>
      readonly email: { readonly address: string } | null
      readonly kakao: { readonly address: string } | null
      readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
    }
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type NameContactMutationVariables = Exact<{
  input: SetContactInput
}>

export type NameContactMutation = {
  readonly setContact: {
    readonly codeUntil: string | null
    readonly preferences: {
      readonly locale: Locale
      readonly timeZone: string
      readonly quietFrom: string | null
      readonly quietTo: string | null
      readonly digest: NoticeDigest
      readonly discreet: boolean
      readonly pushPublicKey: string
      readonly channels: ReadonlyArray<{
        readonly channel: NoticeChannel
        readonly configured: boolean
        readonly kinds: ReadonlyArray<NoticeKind>
      }>
      readonly email: { readonly address: string } | null
      readonly kakao: { readonly address: string } | null
      readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
    }
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ConfirmContactMutationVariables = Exact<{
  input: VerifyContactInput
}>

export type ConfirmContactMutation = {
  readonly verifyContact: {
    readonly preferences: {
      readonly locale: Locale
      readonly timeZone: string
      readonly quietFrom: string | null
      readonly quietTo: string | null
      readonly digest: NoticeDigest
      readonly discreet: boolean
      readonly pushPublicKey: string
      readonly channels: ReadonlyArray<{
        readonly channel: NoticeChannel
        readonly configured: boolean
        readonly kinds: ReadonlyArray<NoticeKind>
      }>
      readonly email: { readonly address: string } | null
      readonly kakao: { readonly address: string } | null
      readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
    }
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type TellThisBrowserMutationVariables = Exact<{
  input: AddPushDeviceInput
}>

export type TellThisBrowserMutation = {
  readonly addPushDevice: {
    readonly device: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ForgetBrowserMutationVariables = Exact<{
  input: RemovePushDeviceInput
}>

export type ForgetBrowserMutation = {
  readonly removePushDevice: {
    readonly preferences: {
      readonly locale: Locale
      readonly timeZone: string
      readonly quietFrom: string | null
      readonly quietTo: string | null
      readonly digest: NoticeDigest
      readonly discreet: boolean
      readonly pushPublicKey: string
      readonly channels: ReadonlyArray<{
        readonly channel: NoticeChannel
        readonly configured: boolean
        readonly kinds: ReadonlyArray<NoticeKind>
      }>
      readonly email: { readonly address: string } | null
      readonly kakao: { readonly address: string } | null
      readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
    }
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type TryNoticesMutationVariables = Exact<{
  input: SendTestNoticeInput
}>

export type TryNoticesMutation = {
  readonly sendTestNotice: {
    readonly sent: boolean
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type HowIAmToldFragment = {
  readonly locale: Locale
  readonly timeZone: string
  readonly quietFrom: string | null
  readonly quietTo: string | null
  readonly digest: NoticeDigest
  readonly discreet: boolean
  readonly pushPublicKey: string
  readonly channels: ReadonlyArray<{
    readonly channel: NoticeChannel
    readonly configured: boolean
    readonly kinds: ReadonlyArray<NoticeKind>
  }>
  readonly email: { readonly address: string } | null
  readonly kakao: { readonly address: string } | null
  readonly pushDevices: ReadonlyArray<{ readonly id: string; readonly label: string; readonly addedAt: string }>
}

export type NoticesPageQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
  locale: Locale
}>

export type NoticesPageQuery = {
  readonly myNotices: {
    readonly totalCount: number
    readonly unreadCount: number
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly kind: NoticeKind
        readonly title: string
        readonly body: string
        readonly link: string | null
        readonly time: string
        readonly readAt: string | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type UnreadNoticesQueryVariables = Exact<{ [key: string]: never }>

export type UnreadNoticesQuery = { readonly myNotices: { readonly unreadCount: number } }

export type MarkMyNoticesReadMutationVariables = Exact<{
  input: MarkNoticesReadInput
}>

export type MarkMyNoticesReadMutation = {
  readonly markNoticesRead: {
    readonly marked: number
    readonly unreadCount: number
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type StopMyNoticesMutationVariables = Exact<{
  input: StopNoticesInput
}>

export type StopMyNoticesMutation = {
  readonly stopNotices: {
    readonly stopped: ReadonlyArray<NoticeKind>
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export const BookInListFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'BookInList' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myHold' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<BookInListFragment, unknown>
export const HoldOnShelfFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<HoldOnShelfFragment, unknown>
export const HowIAmToldFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<HowIAmToldFragment, unknown>
export const WatchMyRentalsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'WatchMyRentals' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'dashboardChanged' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'snapshot' },
                value: { kind: 'BooleanValue', value: true },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'version' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refusalReason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'paidDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'approvedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refusedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'returnedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refundedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'canceledDate' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'payUntil' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'retryAfter' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refundState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'cancelReason' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'startsAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiredDate' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'pointsToUse' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WatchMyRentalsSubscription, WatchMyRentalsSubscriptionVariables>
export const WatchMyHoldsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'WatchMyHolds' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'holdChanged' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'snapshot' },
                value: { kind: 'BooleanValue', value: true },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'holdId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'version' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WatchMyHoldsSubscription, WatchMyHoldsSubscriptionVariables>
export const BookPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'BookPage' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
                { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
                { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
                { kind: 'Field', name: { kind: 'Name', value: 'nextLoanEnds' } },
                { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'estimate' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'late' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<BookPageQuery, BookPageQueryVariables>
export const MyRentalOfBookDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyRentalOfBook' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'myRental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'pointsToUse' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'payUntil' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'retryAfter' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refundState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'cancelReason' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'startsAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiredDate' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyRentalOfBookQuery, MyRentalOfBookQueryVariables>
export const RentBookDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RentBook' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RequestRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'requestRental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'pointsToUse' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'payUntil' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'retryAfter' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'book' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RentBookMutation, RentBookMutationVariables>
export const MyStandingDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyStanding' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'me' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'openLoans' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'limits' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'loans' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'holds' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'membershipUntil' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'blocks' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyStandingQuery, MyStandingQueryVariables>
export const PointsToSpendDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'PointsToSpend' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myPoints' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'available' } }],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<PointsToSpendQuery, PointsToSpendQueryVariables>
export const SearchCatalogueDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SearchCatalogue' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'sort' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'BookSort' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'BookFilterInput' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'books' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'search' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'sort' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'sort' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'BookInList' } }],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                { kind: 'Field', name: { kind: 'Name', value: 'totalCountIsExact' } },
                { kind: 'Field', name: { kind: 'Name', value: 'didYouMean' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'BookInList' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myHold' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SearchCatalogueQuery, SearchCatalogueQueryVariables>
export const SeatsOfBooksDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SeatsOfBooks' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'ids' } },
          type: {
            kind: 'NonNullType',
            type: {
              kind: 'ListType',
              type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
            },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'booksByIds' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'ids' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'ids' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
                { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SeatsOfBooksQuery, SeatsOfBooksQueryVariables>
export const MyHoldsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyHolds' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myHolds' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyHoldsQuery, MyHoldsQueryVariables>
export const MyHoldOfBookDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyHoldOfBook' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'myHold' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyHoldOfBookQuery, MyHoldOfBookQueryVariables>
export const PlaceMyHoldDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'PlaceMyHold' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'PlaceHoldInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'placeHold' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'hold' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<PlaceMyHoldMutation, PlaceMyHoldMutationVariables>
export const CancelMyHoldDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CancelMyHold' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'CancelHoldInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'cancelHold' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'hold' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CancelMyHoldMutation, CancelMyHoldMutationVariables>
export const SuspendMyHoldDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'SuspendMyHold' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'SuspendHoldInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'suspendHold' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'hold' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SuspendMyHoldMutation, SuspendMyHoldMutationVariables>
export const ResumeMyHoldDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ResumeMyHold' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ResumeHoldInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'resumeHold' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'hold' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldOnShelf' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldOnShelf' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Hold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'position' } },
          { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
          { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'estimate' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'likely' } },
                { kind: 'Field', name: { kind: 'Name', value: 'late' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'book' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ResumeMyHoldMutation, ResumeMyHoldMutationVariables>
export const PointsPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'PointsPage' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myPoints' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                { kind: 'Field', name: { kind: 'Name', value: 'pending' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lifetime' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'entries' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'first' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
                    },
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'after' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
                    },
                  ],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'edges' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'node' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'time' } },
                                ],
                              },
                            },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'pageInfo' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                          ],
                        },
                      },
                      { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<PointsPageQuery, PointsPageQueryVariables>
export const PayMyRentalDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'PayMyRental' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'PayRentalInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'payRental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'pointsToUse' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'payUntil' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'retryAfter' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<PayMyRentalMutation, PayMyRentalMutationVariables>
export const WhereToPayDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'WhereToPay' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'payment' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'action' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WhereToPayQuery, WhereToPayQueryVariables>
export const CompleteMyPaymentDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CompleteMyPayment' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'CompletePaymentInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'completePayment' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'payment' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'action' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CompleteMyPaymentMutation, CompleteMyPaymentMutationVariables>
export const CancelMyRentalDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CancelMyRental' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'CancelRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'cancelRental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refundState' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'outcome' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CancelMyRentalMutation, CancelMyRentalMutationVariables>
export const ReturnMyRentalDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ReturnMyRental' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ReturnRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'returnRental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'returnedDate' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'outcome' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ReturnMyRentalMutation, ReturnMyRentalMutationVariables>
export const RenewMyRentalDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RenewMyRental' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'RenewRentalInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'renewRental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'renewalCount' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'renewal' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'possible' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'why' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'outcome' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RenewMyRentalMutation, RenewMyRentalMutationVariables>
export const LetMyLoanRenewDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'LetMyLoanRenew' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'SetAutoRenewalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'setAutoRenewal' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'autoRenewal' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LetMyLoanRenewMutation, LetMyLoanRenewMutationVariables>
export const LoanOfRentalDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LoanOfRental' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
                { kind: 'Field', name: { kind: 'Name', value: 'autoRenewal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'cancelableUntil' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'renewal' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'possible' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'why' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LoanOfRentalQuery, LoanOfRentalQueryVariables>
export const RentalDecisionDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'RentalDecision' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rental' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'request' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'note' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RentalDecisionQuery, RentalDecisionQueryVariables>
export const MyDataDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyData' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'me' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'keepsHistory' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyDataQuery, MyDataQueryVariables>
export const KeepMyHistoryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'KeepMyHistory' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'KeepMyHistoryInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'keepMyHistory' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'member' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'keepsHistory' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<KeepMyHistoryMutation, KeepMyHistoryMutationVariables>
export const ForgetMeDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ForgetMe' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'EraseMeInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'eraseMe' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'erased' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'inTheWay' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ForgetMeMutation, ForgetMeMutationVariables>
export const ExportAboutMeDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportAboutMe' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'me' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'keepsHistory' } },
                { kind: 'Field', name: { kind: 'Name', value: 'openLoans' } },
                { kind: 'Field', name: { kind: 'Name', value: 'membershipUntil' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'limits' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'loans' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'holds' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'blocks' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myPoints' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                { kind: 'Field', name: { kind: 'Name', value: 'debt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'pending' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lifetime' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'noticePreferences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
                { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
                { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
                { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
                { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
                { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'channels' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'email' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'address' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'verifiedAt' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'kakao' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'address' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'verifiedAt' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pushDevices' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportAboutMeQuery, ExportAboutMeQueryVariables>
export const ExportMyRentalsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportMyRentals' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myDashboard' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refusalReason' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'rentedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'paidDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'approvedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refusedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'returnedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refundedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'canceledDate' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'rental' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'openedDate' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'autoRenewal' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'renewalCount' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'pointsToUse' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'cancelReason' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'startsAt' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'expiredDate' } },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'payment' },
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'method' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'attemptNo' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'chargedAmount' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'refundedAmount' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'pointsUsed' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'pointsReturned' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'paidDate' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'refundedDate' } },
                                      ],
                                    },
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'request' },
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'note' } },
                                      ],
                                    },
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportMyRentalsQuery, ExportMyRentalsQueryVariables>
export const ExportMyHoldsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportMyHolds' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myHolds' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'book' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                                ],
                              },
                            },
                            { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportMyHoldsQuery, ExportMyHoldsQueryVariables>
export const ExportMyPointsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportMyPoints' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myPoints' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'entries' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'first' },
                      value: { kind: 'IntValue', value: '100' },
                    },
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'after' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
                    },
                  ],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'edges' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'node' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'time' } },
                                ],
                              },
                            },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'pageInfo' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportMyPointsQuery, ExportMyPointsQueryVariables>
export const ExportMyNoticesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportMyNotices' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myNotices' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '100' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'body' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'time' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'readAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportMyNoticesQuery, ExportMyNoticesQueryVariables>
export const ExportMyReceiptsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ExportMyReceipts' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myReceipts' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '100' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'method' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'chargedAmount' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refundedAmount' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'pointsUsed' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'pointsReturned' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'paidOn' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refundedOn' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ExportMyReceiptsQuery, ExportMyReceiptsQueryVariables>
export const WhoLookedAtMeDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'WhoLookedAtMe' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'looksAtMe' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lookedBy' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lookedDate' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WhoLookedAtMeQuery, WhoLookedAtMeQueryVariables>
export const NoticeChoicesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'NoticeChoices' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'noticePreferences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HowIAmTold' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<NoticeChoicesQuery, NoticeChoicesQueryVariables>
export const ChooseNoticesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ChooseNotices' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'SetNoticePreferencesInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'setNoticePreferences' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'preferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HowIAmTold' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ChooseNoticesMutation, ChooseNoticesMutationVariables>
export const NameContactDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'NameContact' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'SetContactInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'setContact' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'codeUntil' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'preferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HowIAmTold' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<NameContactMutation, NameContactMutationVariables>
export const ConfirmContactDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ConfirmContact' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'VerifyContactInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'verifyContact' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'preferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HowIAmTold' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ConfirmContactMutation, ConfirmContactMutationVariables>
export const TellThisBrowserDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'TellThisBrowser' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'AddPushDeviceInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'addPushDevice' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'device' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<TellThisBrowserMutation, TellThisBrowserMutationVariables>
export const ForgetBrowserDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ForgetBrowser' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RemovePushDeviceInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'removePushDevice' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'preferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'HowIAmTold' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HowIAmTold' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticePreferences' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'locale' } },
          { kind: 'Field', name: { kind: 'Name', value: 'timeZone' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietFrom' } },
          { kind: 'Field', name: { kind: 'Name', value: 'quietTo' } },
          { kind: 'Field', name: { kind: 'Name', value: 'digest' } },
          { kind: 'Field', name: { kind: 'Name', value: 'discreet' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'channels' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'configured' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'email' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'kakao' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'address' } }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'pushDevices' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedAt' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'pushPublicKey' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ForgetBrowserMutation, ForgetBrowserMutationVariables>
export const TryNoticesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'TryNotices' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'SendTestNoticeInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'sendTestNotice' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sent' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<TryNoticesMutation, TryNoticesMutationVariables>
export const NoticesPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'NoticesPage' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'locale' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Locale' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myNotices' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'locale' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'locale' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'body' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'link' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'time' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'readAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                { kind: 'Field', name: { kind: 'Name', value: 'unreadCount' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<NoticesPageQuery, NoticesPageQueryVariables>
export const UnreadNoticesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'UnreadNotices' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'myNotices' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '1' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'unreadOnly' },
                value: { kind: 'BooleanValue', value: true },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'unreadCount' } }],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<UnreadNoticesQuery, UnreadNoticesQueryVariables>
export const MarkMyNoticesReadDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'MarkMyNoticesRead' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'MarkNoticesReadInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'markNoticesRead' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'marked' } },
                { kind: 'Field', name: { kind: 'Name', value: 'unreadCount' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MarkMyNoticesReadMutation, MarkMyNoticesReadMutationVariables>
export const StopMyNoticesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'StopMyNotices' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'StopNoticesInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'stopNotices' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'stopped' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'userErrors' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StopMyNoticesMutation, StopMyNoticesMutationVariables>
