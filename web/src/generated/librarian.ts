// Generated from the .graphql files of web/src by `npm run generate`.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never }
import type { TypedDocumentNode as DocumentNode } from '@apollo/client'
export type AddLicenceInput = {
  readonly bookId: string
  readonly kind: LicenceKind
  readonly seats?: number | null | undefined
  readonly expiresAt?: string | null | undefined
  readonly loansTotal?: number | null | undefined
  readonly vendor?: string | null | undefined
  readonly orderNumber?: string | null | undefined
  readonly price?: number | null | undefined
  readonly renewalCountsAsLoan?: boolean | null | undefined
  readonly download?: DownloadPolicy | null | undefined
  readonly preview?: number | null | undefined
}

export type Approval = 'LIBRARIAN' | 'AUTOMATIC'

export type ApproveRentalInput = {
  readonly rentalId: string
  readonly expectedVersion?: number | null | undefined
}

export type BlockCause = 'LIBRARIAN' | 'MISSED_TURNS' | 'POINTS_DEBT'

export type BlockKind = 'BORROW' | 'HOLD' | 'RENEW'

export type BlockMemberInput = {
  readonly userId: string
  readonly kinds: ReadonlyArray<BlockKind>
  readonly reason: string
  readonly message?: string | null | undefined
  readonly until?: string | null | undefined
}

export type BookStatus = 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN'

export type CancelHoldInput = {
  readonly holdId: string
}

export type DashboardStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

export type DeadLetterStatus = 'DEAD' | 'REPLAYED'

export type DecideRentalsInput = {
  readonly decisions: ReadonlyArray<RentalDecisionInput>
}

export type DownloadPolicy = 'NONE' | 'DRM_FREE' | 'LCP'

export type EndLicenceInput = {
  readonly bookId: string
  readonly licenceId: string
}

export type EraseMemberInput = {
  readonly userId: string
  readonly asked: ErasureAsked
  readonly confirm: boolean
}

export type ErasureAsked = 'IN_PERSON' | 'IN_WRITING' | 'BY_PHONE'

export type ErasureObstacleKind = 'RENTAL_OPEN' | 'REFUND_UNDER_WAY' | 'REFUND_MAY_BOUNCE' | 'TURN' | 'POINTS_OWED'

export type FigureStep = 'DAY' | 'HOUR'

export type HoldStatus = 'WAITING' | 'READY' | 'FULFILLED' | 'CANCELED'

export type LicenceKind =
  'ONE_COPY' | 'CONCURRENT' | 'TIME_LIMITED' | 'LOAN_LIMITED' | 'TIME_AND_LOAN_LIMITED' | 'UNLIMITED'

export type NoticeChannel = 'EMAIL' | 'PUSH' | 'KAKAO'

export type NoticeDeliveryStatus = 'PENDING' | 'SENDING' | 'SENT' | 'SKIPPED' | 'FAILED' | 'UNKNOWN'

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

export type PaymentState = 'UNPAID' | 'PENDING' | 'ACTION_REQUIRED' | 'DECLINED' | 'PAID' | 'REFUNDING' | 'REFUNDED'

export type PaymentStatus = 'REQUESTED' | 'PAID' | 'DECLINED' | 'VOIDED' | 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED'

export type RefundPaymentInput = {
  readonly paymentId: string
  readonly keepLoan?: boolean
}

export type RefundState = 'PENDING' | 'FAILED' | 'DONE'

export type RefusalReason = 'NO_COPY' | 'POLICY' | 'MEMBER_BLOCKED' | 'DECISION_TIMEOUT' | 'WITHDRAWN' | 'LICENCE_ENDED'

export type RefuseRentalInput = {
  readonly rentalId: string
  readonly reasonCode: RefusalReason
  readonly note?: string | null | undefined
  readonly expectedVersion?: number | null | undefined
}

export type RegisterBookInput = {
  readonly title: string
  readonly authors: ReadonlyArray<string>
  readonly isbn13?: string | null | undefined
  readonly language?: string | null | undefined
  readonly rentalFee: number
  readonly seats?: number | null | undefined
  readonly loanPeriodDays?: number | null | undefined
  readonly maxRenewals?: number | null | undefined
  readonly approval?: Approval | null | undefined
  readonly automaticAfterLoans?: number | null | undefined
}

export type RentalDecision = 'APPROVE' | 'REFUSE'

export type RentalDecisionInput = {
  readonly rentalId: string
  readonly decision: RentalDecision
  readonly reasonCode?: RefusalReason | null | undefined
  readonly note?: string | null | undefined
  readonly expectedVersion?: number | null | undefined
}

export type RentalStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

export type ReplayDeadLetterInput = {
  readonly id: string
}

export type RequestStatus = 'REQUESTED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN' | 'CLOSED'

export type ResendNoticeInput = {
  readonly deliveryId: string
}

export type RetryRefundInput = {
  readonly paymentId: string
}

export type ReviseBookInput = {
  readonly bookId: string
  readonly title?: string | null | undefined
  readonly authors?: ReadonlyArray<string> | null | undefined
  readonly isbn13?: string | null | undefined
  readonly language?: string | null | undefined
  readonly rentalFee?: number | null | undefined
  readonly loanPeriodDays?: number | null | undefined
  readonly maxRenewals?: number | null | undefined
  readonly approval?: Approval | null | undefined
  readonly automaticAfterLoans?: number | null | undefined
}

export type ReviseLicenceInput = {
  readonly bookId: string
  readonly licenceId: string
  readonly seats?: number | null | undefined
  readonly expiresAt?: string | null | undefined
  readonly loansTotal?: number | null | undefined
  readonly vendor?: string | null | undefined
  readonly orderNumber?: string | null | undefined
  readonly price?: number | null | undefined
  readonly renewalCountsAsLoan?: boolean | null | undefined
  readonly download?: DownloadPolicy | null | undefined
  readonly preview?: number | null | undefined
}

export type ReviseMemberInput = {
  readonly userId: string
  readonly loanLimit?: number | null | undefined
  readonly holdLimit?: number | null | undefined
  readonly membershipUntil?: string | null | undefined
}

export type RevokeRentalInput = {
  readonly rentalId: string
  readonly note?: string | null | undefined
}

export type UnblockMemberInput = {
  readonly userId: string
  readonly blockId: string
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

export type ViewMemberHistoryInput = {
  readonly userId: string
  readonly reason: string
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

export type WithdrawBookInput = {
  readonly bookId: string
  readonly revoke?: boolean | null | undefined
  readonly note?: string | null | undefined
}

export type RegisterTitleMutationVariables = Exact<{
  input: RegisterBookInput
}>

export type RegisterTitleMutation = {
  readonly registerBook: {
    readonly book: { readonly id: string; readonly title: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type FindTitleQueryVariables = Exact<{
  search: string
  after?: string | null | undefined
}>

export type FindTitleQuery = {
  readonly books: {
    readonly edges: ReadonlyArray<{
      readonly node: { readonly id: string; readonly title: string; readonly authors: ReadonlyArray<string> }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type DeadLetterListQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
  status?: DeadLetterStatus | null | undefined
}>

export type DeadLetterListQuery = {
  readonly deadLetters: {
    readonly totalCount: number
    readonly unreachable: ReadonlyArray<string>
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly consumer: string
        readonly eventId: string | null
        readonly eventType: string | null
        readonly error: string
        readonly attempts: number
        readonly status: DeadLetterStatus
        readonly firstFailedAt: string
        readonly replayedAt: string | null
        readonly rental: { readonly rentalId: string; readonly userId: string; readonly title: string } | null
        readonly book: { readonly id: string; readonly title: string } | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type ReplayLetterMutationVariables = Exact<{
  input: ReplayDeadLetterInput
}>

export type ReplayLetterMutation = {
  readonly replayDeadLetter: {
    readonly deadLetter: {
      readonly id: string
      readonly status: DeadLetterStatus
      readonly replayedAt: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type LetterFragment = {
  readonly id: string
  readonly consumer: string
  readonly eventId: string | null
  readonly eventType: string | null
  readonly error: string
  readonly attempts: number
  readonly status: DeadLetterStatus
  readonly firstFailedAt: string
  readonly replayedAt: string | null
  readonly rental: { readonly rentalId: string; readonly userId: string; readonly title: string } | null
  readonly book: { readonly id: string; readonly title: string } | null
}

export type DeliveriesQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
  status?: NoticeDeliveryStatus | null | undefined
}>

export type DeliveriesQuery = {
  readonly noticeDeliveries: {
    readonly totalCount: number
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly userId: string | null
        readonly channel: NoticeChannel
        readonly kinds: ReadonlyArray<NoticeKind>
        readonly status: NoticeDeliveryStatus
        readonly reason: string | null
        readonly attempts: number
        readonly changedAt: string
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type SendAgainMutationVariables = Exact<{
  input: ResendNoticeInput
}>

export type SendAgainMutation = {
  readonly resendNotice: {
    readonly delivery: {
      readonly id: string
      readonly userId: string | null
      readonly channel: NoticeChannel
      readonly kinds: ReadonlyArray<NoticeKind>
      readonly status: NoticeDeliveryStatus
      readonly reason: string | null
      readonly attempts: number
      readonly changedAt: string
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type DeliveredFragment = {
  readonly id: string
  readonly userId: string | null
  readonly channel: NoticeChannel
  readonly kinds: ReadonlyArray<NoticeKind>
  readonly status: NoticeDeliveryStatus
  readonly reason: string | null
  readonly attempts: number
  readonly changedAt: string
}

export type LibraryFiguresQueryVariables = Exact<{
  from: string
  to: string
  step: FigureStep
  timeZone: string
}>

export type LibraryFiguresQuery = {
  readonly figures: {
    readonly points: ReadonlyArray<{
      readonly from: string
      readonly requests: number
      readonly approvals: number
      readonly refusals: number
      readonly refunds: number
      readonly revenue: number
      readonly points: number
      readonly medianWaitSeconds: number | null
      readonly p90WaitSeconds: number | null
    }>
  }
}

export type LineOfTitleQueryVariables = Exact<{
  bookId: string
  status?: HoldStatus | null | undefined
  first: number
  after?: string | null | undefined
}>

export type LineOfTitleQuery = {
  readonly holds: {
    readonly totalCount: number
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly userId: string
        readonly id: string
        readonly status: HoldStatus
        readonly position: number | null
        readonly placedDate: string
        readonly readyUntil: string | null
        readonly suspended: boolean
        readonly suspendedUntil: string | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type CancelOneHoldMutationVariables = Exact<{
  input: CancelHoldInput
}>

export type CancelOneHoldMutation = {
  readonly cancelHold: {
    readonly hold: {
      readonly id: string
      readonly status: HoldStatus
      readonly position: number | null
      readonly placedDate: string
      readonly readyUntil: string | null
      readonly suspended: boolean
      readonly suspendedUntil: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type InLineFragment = {
  readonly id: string
  readonly status: HoldStatus
  readonly position: number | null
  readonly placedDate: string
  readonly readyUntil: string | null
  readonly suspended: boolean
  readonly suspendedUntil: string | null
}

export type WatchTheLibrarySubscriptionVariables = Exact<{ [key: string]: never }>

export type WatchTheLibrarySubscription = {
  readonly dashboardChanged: {
    readonly rentalId: string
    readonly version: number
    readonly userId: string
    readonly bookId: string
  }
}

export type FindMembersQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
  search?: string | null | undefined
  blocked?: boolean | null | undefined
}>

export type FindMembersQuery = {
  readonly members: {
    readonly totalCount: number
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly openLoans: number
        readonly membershipUntil: string | null
        readonly limits: { readonly loans: number }
        readonly blocks: ReadonlyArray<{
          readonly id: string
          readonly kinds: ReadonlyArray<BlockKind>
          readonly until: string | null
        }>
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type MemberPageQueryVariables = Exact<{
  id: string
}>

export type MemberPageQuery = {
  readonly member: {
    readonly id: string
    readonly openLoans: number
    readonly membershipUntil: string | null
    readonly points: {
      readonly available: number
      readonly pending: number
      readonly debt: number
      readonly lifetime: number
    } | null
    readonly holds: {
      readonly totalCount: number
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly id: string
          readonly status: HoldStatus
          readonly position: number | null
          readonly placedDate: string
          readonly readyUntil: string | null
          readonly suspended: boolean
          readonly suspendedUntil: string | null
          readonly book: { readonly id: string; readonly title: string; readonly language: string | null } | null
        }
      }>
    } | null
    readonly deliveries: {
      readonly totalCount: number
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly id: string
          readonly userId: string | null
          readonly channel: NoticeChannel
          readonly kinds: ReadonlyArray<NoticeKind>
          readonly status: NoticeDeliveryStatus
          readonly reason: string | null
          readonly attempts: number
          readonly changedAt: string
        }
      }>
    } | null
    readonly limits: { readonly loans: number; readonly holds: number }
    readonly blocks: ReadonlyArray<{
      readonly id: string
      readonly kinds: ReadonlyArray<BlockKind>
      readonly cause: BlockCause
      readonly reason: string | null
      readonly message: string | null
      readonly until: string | null
      readonly blockedDate: string
      readonly blockedBy: string | null
    }>
  } | null
}

export type ViewHistoryMutationVariables = Exact<{
  input: ViewMemberHistoryInput
}>

export type ViewHistoryMutation = {
  readonly viewMemberHistory: {
    readonly rentals: {
      readonly totalCount: number
      readonly edges: ReadonlyArray<{
        readonly node: {
          readonly id: string
          readonly status: RentalStatus
          readonly paymentState: PaymentState
          readonly rentalFee: number
          readonly rentedDate: string
          readonly returnedDate: string | null
          readonly expiredDate: string | null
          readonly canceledDate: string | null
          readonly book: { readonly id: string; readonly title: string }
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type EraseOneMemberMutationVariables = Exact<{
  input: EraseMemberInput
}>

export type EraseOneMemberMutation = {
  readonly eraseMember: {
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

export type BlockOneMemberMutationVariables = Exact<{
  input: BlockMemberInput
}>

export type BlockOneMemberMutation = {
  readonly blockMember: {
    readonly member: {
      readonly id: string
      readonly openLoans: number
      readonly membershipUntil: string | null
      readonly limits: { readonly loans: number; readonly holds: number }
      readonly blocks: ReadonlyArray<{
        readonly id: string
        readonly kinds: ReadonlyArray<BlockKind>
        readonly cause: BlockCause
        readonly reason: string | null
        readonly message: string | null
        readonly until: string | null
        readonly blockedDate: string
        readonly blockedBy: string | null
      }>
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type UnblockOneMemberMutationVariables = Exact<{
  input: UnblockMemberInput
}>

export type UnblockOneMemberMutation = {
  readonly unblockMember: {
    readonly member: {
      readonly id: string
      readonly openLoans: number
      readonly membershipUntil: string | null
      readonly limits: { readonly loans: number; readonly holds: number }
      readonly blocks: ReadonlyArray<{
        readonly id: string
        readonly kinds: ReadonlyArray<BlockKind>
        readonly cause: BlockCause
        readonly reason: string | null
        readonly message: string | null
        readonly until: string | null
        readonly blockedDate: string
        readonly blockedBy: string | null
      }>
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ReviseOneMemberMutationVariables = Exact<{
  input: ReviseMemberInput
}>

export type ReviseOneMemberMutation = {
  readonly reviseMember: {
    readonly member: {
      readonly id: string
      readonly openLoans: number
      readonly membershipUntil: string | null
      readonly limits: { readonly loans: number; readonly holds: number }
      readonly blocks: ReadonlyArray<{
        readonly id: string
        readonly kinds: ReadonlyArray<BlockKind>
        readonly cause: BlockCause
        readonly reason: string | null
        readonly message: string | null
        readonly until: string | null
        readonly blockedDate: string
        readonly blockedBy: string | null
      }>
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type StandingFragment = {
  readonly id: string
  readonly openLoans: number
  readonly membershipUntil: string | null
  readonly limits: { readonly loans: number; readonly holds: number }
  readonly blocks: ReadonlyArray<{
    readonly id: string
    readonly kinds: ReadonlyArray<BlockKind>
    readonly cause: BlockCause
    readonly reason: string | null
    readonly message: string | null
    readonly until: string | null
    readonly blockedDate: string
    readonly blockedBy: string | null
  }>
}

export type WatchQueueSubscriptionVariables = Exact<{ [key: string]: never }>

export type WatchQueueSubscription = {
  readonly dashboardChanged: {
    readonly rentalId: string
    readonly version: number
    readonly userId: string
    readonly bookId: string
    readonly title: string
    readonly rentalFee: number
    readonly status: DashboardStatus
    readonly paidDate: string | null
    readonly rental: {
      readonly id: string
      readonly request: {
        readonly id: string
        readonly status: RequestStatus
        readonly version: number
        readonly decideBy: string | null
        readonly decidedBy: string | null
        readonly decidedDate: string | null
        readonly reasonCode: RefusalReason | null
        readonly note: string | null
      } | null
    } | null
    readonly book: {
      readonly id: string
      readonly authors: ReadonlyArray<string>
      readonly seatsFree: number
      readonly seatsTotal: number
    } | null
  }
}

export type HowManyWaitQueryVariables = Exact<{ [key: string]: never }>

export type HowManyWaitQuery = { readonly dashboards: { readonly totalCount: number } }

export type ApproveRequestMutationVariables = Exact<{
  input: ApproveRentalInput
}>

export type ApproveRequestMutation = {
  readonly approveRental: {
    readonly alreadyDecided: boolean
    readonly request: {
      readonly id: string
      readonly status: RequestStatus
      readonly version: number
      readonly decideBy: string | null
      readonly decidedBy: string | null
      readonly decidedDate: string | null
      readonly reasonCode: RefusalReason | null
      readonly note: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type RefuseRequestMutationVariables = Exact<{
  input: RefuseRentalInput
}>

export type RefuseRequestMutation = {
  readonly refuseRental: {
    readonly alreadyDecided: boolean
    readonly request: {
      readonly id: string
      readonly status: RequestStatus
      readonly version: number
      readonly decideBy: string | null
      readonly decidedBy: string | null
      readonly decidedDate: string | null
      readonly reasonCode: RefusalReason | null
      readonly note: string | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type DecideManyMutationVariables = Exact<{
  input: DecideRentalsInput
}>

export type DecideManyMutation = {
  readonly decideRentals: {
    readonly decided: ReadonlyArray<{
      readonly rentalId: string
      readonly alreadyDecided: boolean
      readonly request: {
        readonly id: string
        readonly status: RequestStatus
        readonly version: number
        readonly decideBy: string | null
        readonly decidedBy: string | null
        readonly decidedDate: string | null
        readonly reasonCode: RefusalReason | null
        readonly note: string | null
      } | null
      readonly userErrors: ReadonlyArray<{
        readonly code: UserErrorCode
        readonly message: string
        readonly field: ReadonlyArray<string> | null
      }>
    }>
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type DecisionFragment = {
  readonly id: string
  readonly status: RequestStatus
  readonly version: number
  readonly decideBy: string | null
  readonly decidedBy: string | null
  readonly decidedDate: string | null
  readonly reasonCode: RefusalReason | null
  readonly note: string | null
}

export type RefundablePaymentQueryVariables = Exact<{
  id: string
}>

export type RefundablePaymentQuery = {
  readonly rental: { readonly id: string; readonly payment: { readonly id: string } | null } | null
}

export type RefundOnceMoreMutationVariables = Exact<{
  input: RetryRefundInput
}>

export type RefundOnceMoreMutation = {
  readonly retryRefund: {
    readonly payment: { readonly id: string; readonly status: PaymentStatus; readonly refundedAmount: number } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type RefundAsGoodwillMutationVariables = Exact<{
  input: RefundPaymentInput
}>

export type RefundAsGoodwillMutation = {
  readonly refundPayment: {
    readonly payment: { readonly id: string; readonly status: PaymentStatus; readonly refundedAmount: number } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type TakeBookBackMutationVariables = Exact<{
  input: RevokeRentalInput
}>

export type TakeBookBackMutation = {
  readonly revokeRental: {
    readonly rental: { readonly id: string; readonly status: RentalStatus; readonly paymentState: PaymentState } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type AllRentalsQueryVariables = Exact<{
  first: number
  after?: string | null | undefined
  status?: DashboardStatus | null | undefined
  userId?: string | null | undefined
  search?: string | null | undefined
  refundFailed?: boolean | null | undefined
  over?: boolean | null | undefined
}>

export type AllRentalsQuery = {
  readonly dashboards: {
    readonly totalCount: number
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly rentalId: string
        readonly version: number
        readonly userId: string
        readonly bookId: string
        readonly title: string
        readonly rentalFee: number
        readonly status: DashboardStatus
        readonly paymentState: PaymentState
        readonly refundFailed: boolean
        readonly points: number | null
        readonly rentedDate: string
        readonly dueAt: string | null
      }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type RentalTraceQueryVariables = Exact<{
  id: string
}>

export type RentalTraceQuery = {
  readonly rental: {
    readonly id: string
    readonly userId: string
    readonly status: RentalStatus
    readonly paymentState: PaymentState
    readonly refundState: RefundState | null
    readonly rentalFee: number
    readonly rentedDate: string
    readonly dueAt: string | null
    readonly payback: number | null
    readonly book: { readonly id: string; readonly title: string }
    readonly payment: {
      readonly id: string
      readonly status: PaymentStatus
      readonly chargedAmount: number
      readonly refundedAmount: number
    } | null
    readonly request: {
      readonly id: string
      readonly status: RequestStatus
      readonly decidedBy: string | null
      readonly decidedDate: string | null
      readonly reasonCode: RefusalReason | null
      readonly note: string | null
    } | null
    readonly trace: ReadonlyArray<{
      readonly eventId: string
      readonly eventType: string
      readonly time: string
      readonly actor: string
      readonly causationId: string
      readonly correlationId: string
    }>
  } | null
}

export type LoanReportQueryVariables = Exact<{
  from: string
  to: string
  timeZone: string
}>

export type LoanReportQuery = {
  readonly loanReport: {
    readonly totalCount: number
    readonly titles: ReadonlyArray<{
      readonly bookId: string
      readonly title: string
      readonly loans: number | null
      readonly waiting: number | null
      readonly seats: number
      readonly buy: boolean
    }>
    readonly days: ReadonlyArray<{ readonly from: string; readonly loans: number | null }>
  }
}

export type LicencesThatEndQueryVariables = Exact<{ [key: string]: never }>

export type LicencesThatEndQuery = {
  readonly licencesThatEnd: ReadonlyArray<{
    readonly book: { readonly id: string; readonly title: string; readonly language: string | null } | null
    readonly licence: {
      readonly id: string
      readonly kind: LicenceKind
      readonly expiresAt: string | null
      readonly loansTotal: number | null
      readonly loansLeft: number | null
      readonly loansMade: number
      readonly price: number | null
    }
  }>
}

export type TitleOnDeskQueryVariables = Exact<{
  id: string
}>

export type TitleOnDeskQuery = {
  readonly book: {
    readonly id: string
    readonly title: string
    readonly authors: ReadonlyArray<string>
    readonly isbn13: string | null
    readonly language: string | null
    readonly rentalFee: number
    readonly loanPeriodDays: number
    readonly maxRenewals: number
    readonly status: BookStatus
    readonly seatsTotal: number
    readonly seatsFree: number
    readonly holdsWaiting: number
    readonly approval: Approval
    readonly automaticAfterLoans: number | null
    readonly licences: ReadonlyArray<{
      readonly id: string
      readonly kind: LicenceKind
      readonly seats: number | null
      readonly seatsInUse: number
      readonly expiresAt: string | null
      readonly loansTotal: number | null
      readonly loansLeft: number | null
      readonly loansMade: number
      readonly endedDate: string | null
      readonly addedDate: string | null
      readonly vendor: string | null
      readonly orderNumber: string | null
      readonly price: number | null
      readonly renewalCountsAsLoan: boolean
      readonly download: DownloadPolicy
      readonly preview: number | null
    }> | null
  } | null
}

export type ReviseTitleMutationVariables = Exact<{
  input: ReviseBookInput
}>

export type ReviseTitleMutation = {
  readonly reviseBook: {
    readonly book: {
      readonly id: string
      readonly title: string
      readonly authors: ReadonlyArray<string>
      readonly isbn13: string | null
      readonly language: string | null
      readonly rentalFee: number
      readonly loanPeriodDays: number
      readonly maxRenewals: number
      readonly status: BookStatus
      readonly seatsTotal: number
      readonly seatsFree: number
      readonly holdsWaiting: number
      readonly approval: Approval
      readonly automaticAfterLoans: number | null
      readonly licences: ReadonlyArray<{
        readonly id: string
        readonly kind: LicenceKind
        readonly seats: number | null
        readonly seatsInUse: number
        readonly expiresAt: string | null
        readonly loansTotal: number | null
        readonly loansLeft: number | null
        readonly loansMade: number
        readonly endedDate: string | null
        readonly addedDate: string | null
        readonly vendor: string | null
        readonly orderNumber: string | null
        readonly price: number | null
        readonly renewalCountsAsLoan: boolean
        readonly download: DownloadPolicy
        readonly preview: number | null
      }> | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type WithdrawTitleMutationVariables = Exact<{
  input: WithdrawBookInput
}>

export type WithdrawTitleMutation = {
  readonly withdrawBook: {
    readonly book: { readonly id: string; readonly status: BookStatus; readonly seatsFree: number } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type AddOneLicenceMutationVariables = Exact<{
  input: AddLicenceInput
}>

export type AddOneLicenceMutation = {
  readonly addLicence: {
    readonly book: {
      readonly id: string
      readonly title: string
      readonly authors: ReadonlyArray<string>
      readonly isbn13: string | null
      readonly language: string | null
      readonly rentalFee: number
      readonly loanPeriodDays: number
      readonly maxRenewals: number
      readonly status: BookStatus
      readonly seatsTotal: number
      readonly seatsFree: number
      readonly holdsWaiting: number
      readonly approval: Approval
      readonly automaticAfterLoans: number | null
      readonly licences: ReadonlyArray<{
        readonly id: string
        readonly kind: LicenceKind
        readonly seats: number | null
        readonly seatsInUse: number
        readonly expiresAt: string | null
        readonly loansTotal: number | null
        readonly loansLeft: number | null
        readonly loansMade: number
        readonly endedDate: string | null
        readonly addedDate: string | null
        readonly vendor: string | null
        readonly orderNumber: string | null
        readonly price: number | null
        readonly renewalCountsAsLoan: boolean
        readonly download: DownloadPolicy
        readonly preview: number | null
      }> | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type ReviseOneLicenceMutationVariables = Exact<{
  input: ReviseLicenceInput
}>

export type ReviseOneLicenceMutation = {
  readonly reviseLicence: {
    readonly book: {
      readonly id: string
      readonly title: string
      readonly authors: ReadonlyArray<string>
      readonly isbn13: string | null
      readonly language: string | null
      readonly rentalFee: number
      readonly loanPeriodDays: number
      readonly maxRenewals: number
      readonly status: BookStatus
      readonly seatsTotal: number
      readonly seatsFree: number
      readonly holdsWaiting: number
      readonly approval: Approval
      readonly automaticAfterLoans: number | null
      readonly licences: ReadonlyArray<{
        readonly id: string
        readonly kind: LicenceKind
        readonly seats: number | null
        readonly seatsInUse: number
        readonly expiresAt: string | null
        readonly loansTotal: number | null
        readonly loansLeft: number | null
        readonly loansMade: number
        readonly endedDate: string | null
        readonly addedDate: string | null
        readonly vendor: string | null
        readonly orderNumber: string | null
        readonly price: number | null
        readonly renewalCountsAsLoan: boolean
        readonly download: DownloadPolicy
        readonly preview: number | null
      }> | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type EndOneLicenceMutationVariables = Exact<{
  input: EndLicenceInput
}>

export type EndOneLicenceMutation = {
  readonly endLicence: {
    readonly book: {
      readonly id: string
      readonly title: string
      readonly authors: ReadonlyArray<string>
      readonly isbn13: string | null
      readonly language: string | null
      readonly rentalFee: number
      readonly loanPeriodDays: number
      readonly maxRenewals: number
      readonly status: BookStatus
      readonly seatsTotal: number
      readonly seatsFree: number
      readonly holdsWaiting: number
      readonly approval: Approval
      readonly automaticAfterLoans: number | null
      readonly licences: ReadonlyArray<{
        readonly id: string
        readonly kind: LicenceKind
        readonly seats: number | null
        readonly seatsInUse: number
        readonly expiresAt: string | null
        readonly loansTotal: number | null
        readonly loansLeft: number | null
        readonly loansMade: number
        readonly endedDate: string | null
        readonly addedDate: string | null
        readonly vendor: string | null
        readonly orderNumber: string | null
        readonly price: number | null
        readonly renewalCountsAsLoan: boolean
        readonly download: DownloadPolicy
        readonly preview: number | null
      }> | null
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: UserErrorCode
      readonly message: string
      readonly field: ReadonlyArray<string> | null
    }>
  }
}

export type OnDeskFragment = {
  readonly id: string
  readonly title: string
  readonly authors: ReadonlyArray<string>
  readonly isbn13: string | null
  readonly language: string | null
  readonly rentalFee: number
  readonly loanPeriodDays: number
  readonly maxRenewals: number
  readonly status: BookStatus
  readonly seatsTotal: number
  readonly seatsFree: number
  readonly holdsWaiting: number
  readonly approval: Approval
  readonly automaticAfterLoans: number | null
  readonly licences: ReadonlyArray<{
    readonly id: string
    readonly kind: LicenceKind
    readonly seats: number | null
    readonly seatsInUse: number
    readonly expiresAt: string | null
    readonly loansTotal: number | null
    readonly loansLeft: number | null
    readonly loansMade: number
    readonly endedDate: string | null
    readonly addedDate: string | null
    readonly vendor: string | null
    readonly orderNumber: string | null
    readonly price: number | null
    readonly renewalCountsAsLoan: boolean
    readonly download: DownloadPolicy
    readonly preview: number | null
  }> | null
}

export const LetterFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Letter' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'DeadLetter' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'consumer' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eventId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eventType' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rental' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
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
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'error' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'firstFailedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'replayedAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LetterFragment, unknown>
export const DeliveredFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Delivered' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticeDelivery' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'changedAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DeliveredFragment, unknown>
export const InLineFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'InLine' },
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
        ],
      },
    },
  ],
} as unknown as DocumentNode<InLineFragment, unknown>
export const StandingFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Standing' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Member' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'cause' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedBy' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StandingFragment, unknown>
export const DecisionFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Decision' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'RentalRequest' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'version' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'note' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DecisionFragment, unknown>
export const OnDeskFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<OnDeskFragment, unknown>
export const RegisterTitleDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RegisterTitle' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RegisterBookInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'registerBook' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'title' } },
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
} as unknown as DocumentNode<RegisterTitleMutation, RegisterTitleMutationVariables>
export const FindTitleDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'FindTitle' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
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
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '100' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'search' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
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
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
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
} as unknown as DocumentNode<FindTitleQuery, FindTitleQueryVariables>
export const DeadLetterListDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'DeadLetterList' },
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
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'DeadLetterStatus' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'deadLetters' },
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
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
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
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Letter' } }],
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
                { kind: 'Field', name: { kind: 'Name', value: 'unreachable' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Letter' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'DeadLetter' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'consumer' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eventId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eventType' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rental' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
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
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'error' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'firstFailedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'replayedAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DeadLetterListQuery, DeadLetterListQueryVariables>
export const ReplayLetterDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ReplayLetter' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ReplayDeadLetterInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'replayDeadLetter' },
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
                  name: { kind: 'Name', value: 'deadLetter' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'replayedAt' } },
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
} as unknown as DocumentNode<ReplayLetterMutation, ReplayLetterMutationVariables>
export const DeliveriesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Deliveries' },
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
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticeDeliveryStatus' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'noticeDeliveries' },
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
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
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
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Delivered' } }],
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
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Delivered' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticeDelivery' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'changedAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DeliveriesQuery, DeliveriesQueryVariables>
export const SendAgainDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'SendAgain' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ResendNoticeInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'resendNotice' },
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
                  name: { kind: 'Name', value: 'delivery' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Delivered' } }],
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
      name: { kind: 'Name', value: 'Delivered' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'NoticeDelivery' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'changedAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SendAgainMutation, SendAgainMutationVariables>
export const LibraryFiguresDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LibraryFigures' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'from' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'DateTime' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'to' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'DateTime' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'step' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'FigureStep' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'timeZone' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'figures' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'from' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'from' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'to' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'to' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'step' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'step' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'timeZone' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'timeZone' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'points' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'from' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'requests' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'approvals' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refusals' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refunds' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'revenue' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'medianWaitSeconds' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'p90WaitSeconds' } },
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
} as unknown as DocumentNode<LibraryFiguresQuery, LibraryFiguresQueryVariables>
export const LineOfTitleDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LineOfTitle' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'bookId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'HoldStatus' } },
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
            name: { kind: 'Name', value: 'holds' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'bookId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'bookId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
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
                          selections: [
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'InLine' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
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
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'InLine' },
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
        ],
      },
    },
  ],
} as unknown as DocumentNode<LineOfTitleQuery, LineOfTitleQueryVariables>
export const CancelOneHoldDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CancelOneHold' },
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
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'InLine' } }],
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
      name: { kind: 'Name', value: 'InLine' },
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
        ],
      },
    },
  ],
} as unknown as DocumentNode<CancelOneHoldMutation, CancelOneHoldMutationVariables>
export const WatchTheLibraryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'WatchTheLibrary' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'dashboardChanged' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'version' } },
                { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WatchTheLibrarySubscription, WatchTheLibrarySubscriptionVariables>
export const FindMembersDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'FindMembers' },
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
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'blocked' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'members' },
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
                name: { kind: 'Name', value: 'search' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'blocked' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'blocked' } },
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
                            { kind: 'Field', name: { kind: 'Name', value: 'openLoans' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'membershipUntil' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'limits' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [{ kind: 'Field', name: { kind: 'Name', value: 'loans' } }],
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
} as unknown as DocumentNode<FindMembersQuery, FindMembersQueryVariables>
export const MemberPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MemberPage' },
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
            name: { kind: 'Name', value: 'member' },
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
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Standing' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'points' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'pending' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'debt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'lifetime' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'holds' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'first' },
                      value: { kind: 'IntValue', value: '50' },
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
                                  { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'position' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'placedDate' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'readyUntil' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'suspended' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'suspendedUntil' } },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'book' },
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                                      ],
                                    },
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                      { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'deliveries' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'first' },
                      value: { kind: 'IntValue', value: '20' },
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
                                  { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'kinds' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'changedAt' } },
                                ],
                              },
                            },
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
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Standing' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Member' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'cause' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedBy' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MemberPageQuery, MemberPageQueryVariables>
export const ViewHistoryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ViewHistory' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ViewMemberHistoryInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'viewMemberHistory' },
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
                  name: { kind: 'Name', value: 'rentals' },
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
                                  { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'rentedDate' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'returnedDate' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'expiredDate' } },
                                  { kind: 'Field', name: { kind: 'Name', value: 'canceledDate' } },
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
} as unknown as DocumentNode<ViewHistoryMutation, ViewHistoryMutationVariables>
export const EraseOneMemberDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'EraseOneMember' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'EraseMemberInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'eraseMember' },
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
} as unknown as DocumentNode<EraseOneMemberMutation, EraseOneMemberMutationVariables>
export const BlockOneMemberDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'BlockOneMember' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'BlockMemberInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'blockMember' },
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
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Standing' } }],
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
      name: { kind: 'Name', value: 'Standing' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Member' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'cause' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedBy' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<BlockOneMemberMutation, BlockOneMemberMutationVariables>
export const UnblockOneMemberDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'UnblockOneMember' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'UnblockMemberInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'unblockMember' },
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
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Standing' } }],
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
      name: { kind: 'Name', value: 'Standing' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Member' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'cause' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedBy' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<UnblockOneMemberMutation, UnblockOneMemberMutationVariables>
export const ReviseOneMemberDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ReviseOneMember' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ReviseMemberInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'reviseMember' },
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
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Standing' } }],
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
      name: { kind: 'Name', value: 'Standing' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Member' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'cause' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'message' } },
                { kind: 'Field', name: { kind: 'Name', value: 'until' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'blockedBy' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ReviseOneMemberMutation, ReviseOneMemberMutationVariables>
export const WatchQueueDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'WatchQueue' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'dashboardChanged' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'EnumValue', value: 'PAID' },
              },
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
                { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'paidDate' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rental' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'request' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Decision' } }],
                        },
                      },
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
                      { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
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
      name: { kind: 'Name', value: 'Decision' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'RentalRequest' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'version' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'note' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WatchQueueSubscription, WatchQueueSubscriptionVariables>
export const HowManyWaitDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'HowManyWait' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'dashboards' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '1' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'EnumValue', value: 'PAID' },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'totalCount' } }],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<HowManyWaitQuery, HowManyWaitQueryVariables>
export const ApproveRequestDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ApproveRequest' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ApproveRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'approveRental' },
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
                  name: { kind: 'Name', value: 'request' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Decision' } }],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'alreadyDecided' } },
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
      name: { kind: 'Name', value: 'Decision' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'RentalRequest' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'version' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'note' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ApproveRequestMutation, ApproveRequestMutationVariables>
export const RefuseRequestDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RefuseRequest' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RefuseRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'refuseRental' },
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
                  name: { kind: 'Name', value: 'request' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Decision' } }],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'alreadyDecided' } },
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
      name: { kind: 'Name', value: 'Decision' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'RentalRequest' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'version' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'note' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RefuseRequestMutation, RefuseRequestMutationVariables>
export const DecideManyDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'DecideMany' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'DecideRentalsInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'decideRentals' },
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
                  name: { kind: 'Name', value: 'decided' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'rentalId' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'request' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'Decision' } }],
                        },
                      },
                      { kind: 'Field', name: { kind: 'Name', value: 'alreadyDecided' } },
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
      name: { kind: 'Name', value: 'Decision' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'RentalRequest' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'version' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decideBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
          { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'note' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DecideManyMutation, DecideManyMutationVariables>
export const RefundablePaymentDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'RefundablePayment' },
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
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RefundablePaymentQuery, RefundablePaymentQueryVariables>
export const RefundOnceMoreDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RefundOnceMore' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'RetryRefundInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'retryRefund' },
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
                      { kind: 'Field', name: { kind: 'Name', value: 'refundedAmount' } },
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
} as unknown as DocumentNode<RefundOnceMoreMutation, RefundOnceMoreMutationVariables>
export const RefundAsGoodwillDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RefundAsGoodwill' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RefundPaymentInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'refundPayment' },
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
                      { kind: 'Field', name: { kind: 'Name', value: 'refundedAmount' } },
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
} as unknown as DocumentNode<RefundAsGoodwillMutation, RefundAsGoodwillMutationVariables>
export const TakeBookBackDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'TakeBookBack' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'RevokeRentalInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'revokeRental' },
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
} as unknown as DocumentNode<TakeBookBackMutation, TakeBookBackMutationVariables>
export const AllRentalsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'AllRentals' },
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
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'DashboardStatus' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'userId' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'refundFailed' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'over' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'dashboards' },
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
                name: { kind: 'Name', value: 'status' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'status' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'userId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'userId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'search' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'search' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'refundFailed' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'refundFailed' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'over' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'over' } },
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
                            { kind: 'Field', name: { kind: 'Name', value: 'version' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'refundFailed' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'points' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'rentedDate' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
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
} as unknown as DocumentNode<AllRentalsQuery, AllRentalsQueryVariables>
export const RentalTraceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'RentalTrace' },
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
                { kind: 'Field', name: { kind: 'Name', value: 'userId' } },
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
                { kind: 'Field', name: { kind: 'Name', value: 'paymentState' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refundState' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rentedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'payback' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'payment' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'chargedAmount' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'refundedAmount' } },
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
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'decidedBy' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'decidedDate' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'reasonCode' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'note' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'trace' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'eventId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'eventType' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'time' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'actor' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'causationId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'correlationId' } },
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
} as unknown as DocumentNode<RentalTraceQuery, RentalTraceQueryVariables>
export const LoanReportDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LoanReport' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'from' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'DateTime' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'to' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'DateTime' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'timeZone' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'loanReport' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'from' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'from' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'to' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'to' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'timeZone' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'timeZone' } },
              },
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '1000' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'titles' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'bookId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'loans' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'waiting' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'buy' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'days' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'from' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'loans' } },
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
} as unknown as DocumentNode<LoanReportQuery, LoanReportQueryVariables>
export const LicencesThatEndDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LicencesThatEnd' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licencesThatEnd' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '500' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'language' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'licence' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'price' } },
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
} as unknown as DocumentNode<LicencesThatEndQuery, LicencesThatEndQueryVariables>
export const TitleOnDeskDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'TitleOnDesk' },
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
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'OnDesk' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<TitleOnDeskQuery, TitleOnDeskQueryVariables>
export const ReviseTitleDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ReviseTitle' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ReviseBookInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'reviseBook' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'OnDesk' } }],
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
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ReviseTitleMutation, ReviseTitleMutationVariables>
export const WithdrawTitleDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'WithdrawTitle' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'WithdrawBookInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'withdrawBook' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
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
} as unknown as DocumentNode<WithdrawTitleMutation, WithdrawTitleMutationVariables>
export const AddOneLicenceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'AddOneLicence' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'AddLicenceInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'addLicence' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'OnDesk' } }],
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
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<AddOneLicenceMutation, AddOneLicenceMutationVariables>
export const ReviseOneLicenceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ReviseOneLicence' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'ReviseLicenceInput' } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'reviseLicence' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'OnDesk' } }],
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
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ReviseOneLicenceMutation, ReviseOneLicenceMutationVariables>
export const EndOneLicenceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'EndOneLicence' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'EndLicenceInput' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'endLicence' },
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
                  name: { kind: 'Name', value: 'book' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'OnDesk' } }],
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
      name: { kind: 'Name', value: 'OnDesk' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Book' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'authors' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isbn13' } },
          { kind: 'Field', name: { kind: 'Name', value: 'language' } },
          { kind: 'Field', name: { kind: 'Name', value: 'rentalFee' } },
          { kind: 'Field', name: { kind: 'Name', value: 'loanPeriodDays' } },
          { kind: 'Field', name: { kind: 'Name', value: 'maxRenewals' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'seatsFree' } },
          { kind: 'Field', name: { kind: 'Name', value: 'holdsWaiting' } },
          { kind: 'Field', name: { kind: 'Name', value: 'approval' } },
          { kind: 'Field', name: { kind: 'Name', value: 'automaticAfterLoans' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'licences' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seats' } },
                { kind: 'Field', name: { kind: 'Name', value: 'seatsInUse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansTotal' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansLeft' } },
                { kind: 'Field', name: { kind: 'Name', value: 'loansMade' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'addedDate' } },
                { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                { kind: 'Field', name: { kind: 'Name', value: 'orderNumber' } },
                { kind: 'Field', name: { kind: 'Name', value: 'price' } },
                { kind: 'Field', name: { kind: 'Name', value: 'renewalCountsAsLoan' } },
                { kind: 'Field', name: { kind: 'Name', value: 'download' } },
                { kind: 'Field', name: { kind: 'Name', value: 'preview' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<EndOneLicenceMutation, EndOneLicenceMutationVariables>
