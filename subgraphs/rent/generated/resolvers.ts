// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { BookReference } from '../rental-view.ts'
import type { RequestContext } from '@ebook/chassis/request'
export type Maybe<T> = T | null | undefined
export type InputMaybe<T> = T | null | undefined
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> }
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string }
  String: { input: string; output: string }
  Boolean: { input: boolean; output: boolean }
  Int: { input: number; output: number }
  Float: { input: number; output: number }
  /** An instant in UTC, as ISO 8601 with milliseconds: 2026-11-21T01:58:43.000Z. */
  DateTime: { input: string; output: Date | string }
}

/** What can be asked. */
export type Query = {
  /** One rental: the member's own, any for ADMIN; null when there is none to see. */
  readonly rental?: Maybe<Rental>
  /** The caller as a member. MEMBER only. */
  readonly me: Member
  /** A member by their subject. That a librarian looked is shown to the member. ADMIN only. */
  readonly member?: Maybe<Member>
  /** Members who have asked for a title once, or whom a librarian has blocked or revised, by their subject. ADMIN only. */
  readonly members: MemberConnection
  /** Who of the library looked at what is kept of the caller, and why, newest first. MEMBER only. */
  readonly looksAtMe: LookConnection
}

/** What can be asked. */
export type QueryRentalArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. */
export type QueryMemberArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. */
export type QueryMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  search?: InputMaybe<Scalars['String']['input']>
  blocked?: InputMaybe<Scalars['Boolean']['input']>
}

/** What can be asked. */
export type QueryLooksAtMeArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be done. */
export type Mutation = {
  /**
   * Applies for a title and pays for it. A slow or absent payment is no error: the rental is then RENTED with
   * paymentState PENDING, and is paid by itself later. MEMBER only.
   */
  readonly requestRental: RequestRentalPayload
  /** Pays now for a rental whose payment is pending or was declined. The member's own only. */
  readonly payRental: PayRentalPayload
  /** Ends a rental that has not begun; money paid goes back. The member's own only. */
  readonly cancelRental: CancelRentalPayload
  /** Gives the book back. The member's own, or any for ADMIN. */
  readonly returnRental: ReturnRentalPayload
  /** Opens the book of a loan: from then on the loan cannot be canceled, only returned. The member's own only. */
  readonly openRental: OpenRentalPayload
  /** Lends for another period, free of charge. The member's own only. */
  readonly renewRental: RenewRentalPayload
  /** Lets a loan renew by itself near its end, or no more; also before it begins. The member's own only. */
  readonly setAutoRenewal: SetAutoRenewalPayload
  /** Takes back a book that is on loan; what was paid goes back in full. ADMIN only. */
  readonly revokeRental: RevokeRentalPayload
  /** Keeps a member from borrowing, waiting or renewing; a loan that runs goes on. ADMIN only. */
  readonly blockMember: BlockMemberPayload
  /** Lifts a block. ADMIN only. */
  readonly unblockMember: UnblockMemberPayload
  /** Sets what a member may. ADMIN only. */
  readonly reviseMember: ReviseMemberPayload
  /**
   * Keeps what the member has read, or no longer: then whose a rental was is forgotten some time after its end. What was
   * forgotten already is not brought back. MEMBER only.
   */
  readonly keepMyHistory: KeepMyHistoryPayload
  /**
   * Forgets the member: whose their rentals were, their places in waiting lists, points, addresses and notices; nothing brings
   * it back. Whoever signs in again begins as a new member. Refused while something is in the way. MEMBER only.
   */
  readonly eraseMe: EraseMePayload
  /**
   * Forgets a member who asked the library for it, as they could by themselves: under the same conditions, and for good. Who
   * is not known to lend anything is forgotten too, by all who know them. ADMIN only.
   */
  readonly eraseMember: EraseMemberPayload
  /**
   * What a member had borrowed, as long as that is known, newest first. Who looked and why is kept, and shown to the member;
   * the same reason given again within an hour is the same look. ADMIN only.
   */
  readonly viewMemberHistory: ViewMemberHistoryPayload
}

/** What can be done. */
export type MutationRequestRentalArgs = {
  input: RequestRentalInput
}

/** What can be done. */
export type MutationPayRentalArgs = {
  input: PayRentalInput
}

/** What can be done. */
export type MutationCancelRentalArgs = {
  input: CancelRentalInput
}

/** What can be done. */
export type MutationReturnRentalArgs = {
  input: ReturnRentalInput
}

/** What can be done. */
export type MutationOpenRentalArgs = {
  input: OpenRentalInput
}

/** What can be done. */
export type MutationRenewRentalArgs = {
  input: RenewRentalInput
}

/** What can be done. */
export type MutationSetAutoRenewalArgs = {
  input: SetAutoRenewalInput
}

/** What can be done. */
export type MutationRevokeRentalArgs = {
  input: RevokeRentalInput
}

/** What can be done. */
export type MutationBlockMemberArgs = {
  input: BlockMemberInput
}

/** What can be done. */
export type MutationUnblockMemberArgs = {
  input: UnblockMemberInput
}

/** What can be done. */
export type MutationReviseMemberArgs = {
  input: ReviseMemberInput
}

/** What can be done. */
export type MutationKeepMyHistoryArgs = {
  input: KeepMyHistoryInput
}

/** What can be done. */
export type MutationEraseMeArgs = {
  input: EraseMeInput
}

/** What can be done. */
export type MutationEraseMemberArgs = {
  input: EraseMemberInput
}

/** What can be done. */
export type MutationViewMemberHistoryArgs = {
  input: ViewMemberHistoryInput
}

/** One member's rental of one title. */
export type Rental = {
  /** The rental's id. */
  readonly id: Scalars['ID']['output']
  /** The member's subject. */
  readonly userId: Scalars['ID']['output']
  /** The title's id. */
  readonly bookId: Scalars['ID']['output']
  /** The title. */
  readonly book: Book
  /** Where the rental stands. */
  readonly status: RentalStatus
  /** Where its money stands. */
  readonly paymentState: PaymentState
  /** How far giving the money back has come; null when nothing is to be given back. */
  readonly refundState?: Maybe<RefundState>
  /** The fee in won, fixed at the application. */
  readonly rentalFee: Scalars['Int']['output']
  /** When the member applied. */
  readonly rentedDate: Scalars['DateTime']['output']
  /** Unpaid by then, the rental is canceled. */
  readonly payUntil: Scalars['DateTime']['output']
  /** When payment is tried again by itself; null unless paymentState is PENDING. */
  readonly retryAfter?: Maybe<Scalars['DateTime']['output']>
  /** The payment; null while none is known to exist. */
  readonly payment?: Maybe<Payment>
  /** When the loan started. */
  readonly startsAt?: Maybe<Scalars['DateTime']['output']>
  /** When the loan ends. */
  readonly dueAt?: Maybe<Scalars['DateTime']['output']>
  /** When the book was given back. */
  readonly returnedDate?: Maybe<Scalars['DateTime']['output']>
  /** When the loan ran out. */
  readonly expiredDate?: Maybe<Scalars['DateTime']['output']>
  /** When the rental was canceled. */
  readonly canceledDate?: Maybe<Scalars['DateTime']['output']>
  /** Why it was canceled. */
  readonly cancelReason?: Maybe<CancelReason>
  /** For how many days the loan was paid for; null for a rental older than the terms that are fixed with it. */
  readonly loanPeriodDays?: Maybe<Scalars['Int']['output']>
  /** How often the loan can be renewed; null for a rental older than the terms that are fixed with it. */
  readonly maxRenewals?: Maybe<Scalars['Int']['output']>
  /** When the member first opened the book; null before that. */
  readonly openedDate?: Maybe<Scalars['DateTime']['output']>
  /** Until when the loan can be canceled, if it is not opened before; null when it cannot, and before the loan, when it always can. */
  readonly cancelableUntil?: Maybe<Scalars['DateTime']['output']>
  /** Whether the loan can be renewed now; null when it is no loan. */
  readonly renewal?: Maybe<RenewalOffer>
  /** True when the loan renews by itself near its end, if nothing is in the way. */
  readonly autoRenewal: Scalars['Boolean']['output']
  /** How many points are to pay the fee, or a part of it. */
  readonly pointsToUse: Scalars['Int']['output']
  /** How often the loan was renewed. */
  readonly renewalCount: Scalars['Int']['output']
  /** True while the member may read the book: approved, and not yet due by the server's clock. */
  readonly readable: Scalars['Boolean']['output']
  /** Points written to this rental: null until promotion has answered, 0 when they were taken back. */
  readonly payback?: Maybe<Scalars['Int']['output']>
  /** The server's clock when this was read: what all these instants are to be compared with. */
  readonly serverNow: Scalars['DateTime']['output']
}

/** What a renewal would do now. */
export type RenewalOffer = {
  /** Whether the loan can be renewed now. */
  readonly possible: Scalars['Boolean']['output']
  /** When the loan would end then; null when it cannot be renewed now. */
  readonly until?: Maybe<Scalars['DateTime']['output']>
  /** Why it cannot be renewed now; null when it can. */
  readonly why?: Maybe<UserError>
}

/** Where a rental stands. */
export type RentalStatus =
  /** Applied for, not yet paid. */
  | 'RENTED'
  /** Paid; the librarian decides. */
  | 'PAID'
  /** On loan. */
  | 'APPROVED'
  /** Refused; the money is on its way back. */
  | 'REFUSED'
  /** Being canceled; the payment is voided or given back first. */
  | 'CANCELING'
  /** Given back. */
  | 'RETURNED'
  /** The loan ran out. */
  | 'EXPIRED'
  /** Ended without a loan. */
  | 'CANCELED'

/** Where a rental's money stands. */
export type PaymentState =
  /** No payment was asked for. */
  | 'UNPAID'
  /** Asked for; the answer is not known yet. */
  | 'PENDING'
  /** The member has to act on the provider's page: `payment { action { url expiresAt } }`. */
  | 'ACTION_REQUIRED'
  /** The provider said no. */
  | 'DECLINED'
  /** Paid. */
  | 'PAID'
  /** On its way back. */
  | 'REFUNDING'
  /** Given back. */
  | 'REFUNDED'

/** How far giving the money back has come. */
export type RefundState =
  /** Under way. */
  | 'PENDING'
  /** The provider refused for good; the library has to act. */
  | 'FAILED'
  /** Given back. */
  | 'DONE'

/** Why a rental was canceled. */
export type CancelReason =
  /** The member canceled. */
  | 'MEMBER'
  /** The library refused. */
  | 'REFUSED'
  /** It was not paid in time. */
  | 'PAYMENT_TIMEOUT'
  /** The payment came in after the cancellation. */
  | 'PAID_AFTER_CANCEL'
  /** The library gave the money back. */
  | 'ADMIN'
  /** The licence had ended, or left too little of the period that was paid for. */
  | 'LICENCE_ENDED'
  /** The library took the book back. */
  | 'LIBRARY'

/** A title in the catalogue, lent through seats. */
export type Book = {
  /** The title's id. */
  readonly id: Scalars['ID']['output']
  /** The title as printed. */
  readonly title: Scalars['String']['output']
  /** The caller's open rental of this title: of a member there is one at most. Null without one, and without a token. */
  readonly myRental?: Maybe<Rental>
}

/** Money taken for one rental. */
export type Payment = {
  /** The payment's id. */
  readonly id: Scalars['ID']['output']
  /** Where the payment stands. */
  readonly status: PaymentStatus
  /** What was charged, in won. */
  readonly chargedAmount: Scalars['Int']['output']
}

/** Where a payment stands. */
export type PaymentStatus =
  /** Asked of the provider; the answer is not known yet. */
  | 'REQUESTED'
  /** Charged. */
  | 'PAID'
  /** The provider said no. */
  | 'DECLINED'
  /** Ended before anything was charged. */
  | 'VOIDED'
  /** On its way back. */
  | 'REFUNDING'
  /** Given back. */
  | 'REFUNDED'
  /** The provider refused to give it back. */
  | 'REFUND_FAILED'

/** Which title to rent. */
export type RequestRentalInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** The client's name for this request, 1 to 200 characters: sent again, it answers the same rental. */
  readonly idempotencyKey: Scalars['String']['input']
  /** The fee in won that the member saw; another fee refuses with PRICE_CHANGED. */
  readonly expectedFee?: InputMaybe<Scalars['Int']['input']>
  /** The member's hold that is ready: then a seat is kept for them although none is free. */
  readonly holdId?: InputMaybe<Scalars['ID']['input']>
  /** True: a seat that is taken before the payment is known puts the member on the waiting list, and their money goes back. */
  readonly holdIfTaken?: InputMaybe<Scalars['Boolean']['input']>
  /** Points that pay the fee, or a part of it that leaves 100 won at least. */
  readonly pointsToUse?: InputMaybe<Scalars['Int']['input']>
  /** True: a licence that ends before the loan's period may shorten it; otherwise that refuses with LOAN_WOULD_BE_SHORT. */
  readonly acceptsShorterLoan?: InputMaybe<Scalars['Boolean']['input']>
}

/** The outcome of an application. */
export type RequestRentalPayload = {
  /** The rental; null when refused. */
  readonly rental?: Maybe<Rental>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which rental to pay. */
export type PayRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
  /** Other points than before, 0 for money alone: a new attempt after a declined one, or in place of one whose points wait for an answer. As before if not given. */
  readonly pointsToUse?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of paying. */
export type PayRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which rental to cancel. */
export type CancelRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
}

/** The outcome of a cancellation. */
export type CancelRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** What happened; null when refused. */
  readonly outcome?: Maybe<RentalOutcome>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which rental to return. */
export type ReturnRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
}

/** The outcome of a return. */
export type ReturnRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** What happened; null when refused. */
  readonly outcome?: Maybe<RentalOutcome>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which rental to open. */
export type OpenRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
}

/** The outcome of opening a book. */
export type OpenRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which loan is to renew by itself. */
export type SetAutoRenewalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
  /** False: no more. */
  readonly on: Scalars['Boolean']['input']
}

/** The outcome of setting it. */
export type SetAutoRenewalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which rental to renew. */
export type RenewRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
  /** The dueAt that the member saw: a loan that ends at another moment by now was renewed already, and is not renewed twice. */
  readonly expectedDueAt?: InputMaybe<Scalars['DateTime']['input']>
}

/** The outcome of a renewal. */
export type RenewRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** What happened; null when refused. */
  readonly outcome?: Maybe<RentalOutcome>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which loan to take back. */
export type RevokeRentalInput = {
  /** The rental's id. */
  readonly rentalId: Scalars['ID']['input']
  /** The library's words to the member, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>
}

/** The outcome of taking a book back. */
export type RevokeRentalPayload = {
  /** The rental as it stands now; null when there is none. */
  readonly rental?: Maybe<Rental>
  /** What happened; null when refused. */
  readonly outcome?: Maybe<RentalOutcome>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What a command did to a rental. */
export type RentalOutcome =
  /** Given back now. */
  | 'RETURNED'
  /** Canceled now; nothing had been paid. */
  | 'CANCELED'
  /** Being canceled; whether money was taken is being found out. */
  | 'CANCELING'
  /** Being canceled or refused; the money is on its way back. */
  | 'REFUND_PENDING'
  /** It had been given back before. */
  | 'ALREADY_RETURNED'
  /** The loan had run out before. */
  | 'ALREADY_EXPIRED'
  /** It had been canceled before. */
  | 'ALREADY_CANCELED'
  /** Renewed now. */
  | 'RENEWED'
  /** It had been renewed before: it ends at another moment than the member saw. */
  | 'ALREADY_RENEWED'

/** Somebody who borrows, as the library keeps them. */
export type Member = {
  /** The member's subject. */
  readonly id: Scalars['ID']['output']
  /** Of which of the library's categories the member is, as their token said last; null when of none. */
  readonly category?: Maybe<Scalars['String']['output']>
  /** What keeps the member from something now. */
  readonly blocks: ReadonlyArray<Block>
  /** How much the member may have at once. */
  readonly limits: Limits
  /** How many rentals are applied for, paid or on loan now. */
  readonly openLoans: Scalars['Int']['output']
  /** From then on nothing new is lent, and nothing renewed; null without end. */
  readonly membershipUntil?: Maybe<Scalars['DateTime']['output']>
  /** Whether what the member has read is kept; otherwise whose a rental was is forgotten some time after its end. */
  readonly keepsHistory: Scalars['Boolean']['output']
}

/** What keeps a member from something. */
export type Block = {
  /** The block's id. */
  readonly id: Scalars['ID']['output']
  /** From what. */
  readonly kinds: ReadonlyArray<BlockKind>
  /** Who, or what, set it. */
  readonly cause: BlockCause
  /** Why, for librarians; null for the member. */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** Why, in the library's words to the member. */
  readonly message?: Maybe<Scalars['String']['output']>
  /** When it ends by itself; null until it is lifted. */
  readonly until?: Maybe<Scalars['DateTime']['output']>
  /** When it was set. */
  readonly blockedDate: Scalars['DateTime']['output']
  /** Who set it, for librarians; null for the member. */
  readonly blockedBy?: Maybe<Scalars['String']['output']>
}

/** Who, or what, sets a block. */
export type BlockCause =
  /** A librarian. */
  | 'LIBRARIAN'
  /** The library’s rule: copies that were kept for the member were not taken. */
  | 'MISSED_TURNS'
  /** The library’s rule: the member owes points. */
  | 'POINTS_DEBT'

/** What a block keeps from. */
export type BlockKind =
  /** New rentals. */
  | 'BORROW'
  /** Places in waiting lists. */
  | 'HOLD'
  /** Renewals. */
  | 'RENEW'

/** How much a member may have at once. */
export type Limits = {
  /** Rentals that are applied for, paid or on loan. */
  readonly loans: Scalars['Int']['output']
  /** Places in waiting lists. */
  readonly holds: Scalars['Int']['output']
}

/** A page of members. */
export type MemberConnection = {
  /** The members of the page, with their cursors. */
  readonly edges: ReadonlyArray<MemberEdge>
  /** Whether there are more. */
  readonly pageInfo: PageInfo
  /** How many there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A member in a page. */
export type MemberEdge = {
  /** To go on behind this one. */
  readonly cursor: Scalars['String']['output']
  /** The member. */
  readonly node: Member
}

/** Where a page ends and whether another follows (the Relay connection specification). */
export type PageInfo = {
  /** True when more items follow this page. */
  readonly hasNextPage: Scalars['Boolean']['output']
  /** True when items precede this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output']
  /** The cursor of the first item; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>
  /** The cursor of the last item: give it as `after` to read on; null on an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>
}

/** Whom to block, and from what. */
export type BlockMemberInput = {
  /** The member's subject. */
  readonly userId: Scalars['ID']['input']
  /** From what: one at least. */
  readonly kinds: ReadonlyArray<BlockKind>
  /** Why, for librarians, 1 to 500 characters. */
  readonly reason: Scalars['String']['input']
  /** Why, for the member, at most 500 characters. */
  readonly message?: InputMaybe<Scalars['String']['input']>
  /** When it ends by itself; null until it is lifted. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>
}

/** The outcome of a block. */
export type BlockMemberPayload = {
  /** The member as they stand now; null when the input is not acceptable. */
  readonly member?: Maybe<Member>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which block to lift. */
export type UnblockMemberInput = {
  /** The member's subject. */
  readonly userId: Scalars['ID']['input']
  /** The block's id. */
  readonly blockId: Scalars['ID']['input']
}

/** The outcome of lifting a block. */
export type UnblockMemberPayload = {
  /** The member as they stand now; null when the input is not acceptable. */
  readonly member?: Maybe<Member>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What a member may: what is not given stays as it is, null is what all members may. */
export type ReviseMemberInput = {
  /** The member's subject. */
  readonly userId: Scalars['ID']['input']
  /** Rentals at once, 0 to 1000. */
  readonly loanLimit?: InputMaybe<Scalars['Int']['input']>
  /** Places in waiting lists at once, 0 to 1000. */
  readonly holdLimit?: InputMaybe<Scalars['Int']['input']>
  /** From then on nothing new is lent, and nothing renewed; null without end. */
  readonly membershipUntil?: InputMaybe<Scalars['DateTime']['input']>
}

/** Whether a member keeps what they have read. */
export type KeepMyHistoryInput = {
  /** True: it is kept until the member says otherwise. */
  readonly keep: Scalars['Boolean']['input']
}

/** The outcome of keeping a history, or no longer. */
export type KeepMyHistoryPayload = {
  /** The member as they stand now. */
  readonly member?: Maybe<Member>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** That a member wants to be forgotten. */
export type EraseMeInput = {
  /** True: they know what it does. False is refused. */
  readonly confirm: Scalars['Boolean']['input']
}

/** The outcome of being forgotten. */
export type EraseMePayload = {
  /** Whether the member is forgotten, from now on. */
  readonly erased: Scalars['Boolean']['output']
  /** All that has to end before; empty when nothing was. */
  readonly inTheWay: ReadonlyArray<ErasureObstacle>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Whom the library is to forget. */
export type EraseMemberInput = {
  /** The member's subject. */
  readonly userId: Scalars['ID']['input']
  /** How they asked. */
  readonly asked: ErasureAsked
  /** True: the librarian knows what it does. False is refused. */
  readonly confirm: Scalars['Boolean']['input']
}

/** How a member asked the library to be forgotten. */
export type ErasureAsked =
  /** They were there. */
  | 'IN_PERSON'
  /** They wrote, by letter or mail. */
  | 'IN_WRITING'
  /** They called, and were known by what they said. */
  | 'BY_PHONE'

/** The outcome of forgetting a member. */
export type EraseMemberPayload = {
  /** Whether the member is forgotten, from now on. */
  readonly erased: Scalars['Boolean']['output']
  /** All that has to end before; empty when nothing was. */
  readonly inTheWay: ReadonlyArray<ErasureObstacle>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Whose history a librarian has to see, and why. */
export type ViewMemberHistoryInput = {
  /** The member's subject. */
  readonly userId: Scalars['ID']['input']
  /** Why, 1 to 500 characters: the member reads it. */
  readonly reason: Scalars['String']['input']
  /** How many rentals at most, 1 to 100. */
  readonly first?: InputMaybe<Scalars['Int']['input']>
  /** The cursor after which to read on. */
  readonly after?: InputMaybe<Scalars['String']['input']>
}

/** The outcome of looking at a history. */
export type ViewMemberHistoryPayload = {
  /** Rentals that are over; null when refused. */
  readonly rentals?: Maybe<RentalConnection>
  /** Why it was refused, and no look was kept; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** A page of rentals. */
export type RentalConnection = {
  /** The rentals of the page, with their cursors. */
  readonly edges: ReadonlyArray<RentalEdge>
  /** Whether there are more. */
  readonly pageInfo: PageInfo
  /** How many there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A rental in a page. */
export type RentalEdge = {
  /** To go on behind this one. */
  readonly cursor: Scalars['String']['output']
  /** The rental. */
  readonly node: Rental
}

/** A page of looks. */
export type LookConnection = {
  /** The looks of the page, with their cursors. */
  readonly edges: ReadonlyArray<LookEdge>
  /** Whether there are more. */
  readonly pageInfo: PageInfo
  /** How many there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A look in a page. */
export type LookEdge = {
  /** To go on behind this one. */
  readonly cursor: Scalars['String']['output']
  /** The look. */
  readonly node: Look
}

/** That somebody of the library looked at what is kept of a member. */
export type Look = {
  /** The look's id. */
  readonly id: Scalars['ID']['output']
  /** At what. */
  readonly kind: LookKind
  /** The subject of the librarian who looked. */
  readonly lookedBy: Scalars['ID']['output']
  /** Why, in the librarian's words; null where no reason is asked for. */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** When; of looks within an hour, the first. */
  readonly lookedDate: Scalars['DateTime']['output']
}

/** What somebody of the library looked at. */
export type LookKind =
  /** The member's page: standing, loans and places in line now, points, and what was sent to them. */
  | 'PAGE'
  /** What the member had borrowed. */
  | 'HISTORY'

/** Something that has to end before a member can be forgotten. */
export type ErasureObstacle = {
  /** What it is. */
  readonly kind: ErasureObstacleKind
  /** The title that it is about; null when it is about none, or the title is not known. */
  readonly title?: Maybe<Scalars['String']['output']>
  /** The rental that it is about; null when it is about none. */
  readonly rentalId?: Maybe<Scalars['ID']['output']>
  /** When it ends by itself; null when it does not. */
  readonly until?: Maybe<Scalars['DateTime']['output']>
  /** How many points; null when it is not about points. */
  readonly points?: Maybe<Scalars['Int']['output']>
}

/** What can be in the way of forgetting a member. */
export type ErasureObstacleKind =
  /** A title is applied for, or on loan. */
  | 'RENTAL_OPEN'
  /** Money is on its way back. */
  | 'REFUND_UNDER_WAY'
  /** Money was sent back, and a bank may still return it. */
  | 'REFUND_MAY_BOUNCE'
  /** A copy is kept for the member. */
  | 'TURN'
  /** Points are owed, as far as is known; a librarian who lifts the block for them waives them. */
  | 'POINTS_OWED'

/** The outcome of a revision. */
export type ReviseMemberPayload = {
  /** The member as they stand now; null when the input is not acceptable. */
  readonly member?: Maybe<Member>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** An expected refusal: nothing was changed. Unexpected failures are top-level errors instead. */
export type UserError = {
  /** What was refused, for programs. */
  readonly code: UserErrorCode
  /** The same in a sentence, for people. */
  readonly message: Scalars['String']['output']
  /** The path of the input field that is to blame, if one is. */
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>
}

/** What was refused. */
export type UserErrorCode =
  /** An input field is not acceptable. */
  | 'INVALID_INPUT'
  /** There is no such title. */
  | 'BOOK_NOT_FOUND'
  /** The title is out of the catalogue. */
  | 'BOOK_WITHDRAWN'
  /** Every seat of the title is taken. */
  | 'BOOK_NOT_AVAILABLE'
  /** The fee is not the one the member saw. */
  | 'PRICE_CHANGED'
  /** The member already has an open rental of this title. */
  | 'ALREADY_RENTED'
  /** The idempotency key was used for another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such rental, or it is another member's. */
  | 'RENTAL_NOT_FOUND'
  /** The rental is not waiting for a payment. */
  | 'NOT_PAYABLE'
  /** The loan has begun; it can be returned, not canceled. */
  | 'CANCEL_WINDOW_CLOSED'
  /** The rental is not on loan. */
  | 'NOT_ON_LOAN'
  /** The loan has not begun yet. */
  | 'NOT_READABLE_YET'
  /** The rental has ended, or is ending. */
  | 'NOT_READABLE'
  /** A librarian has blocked the member. */
  | 'MEMBER_BLOCKED'
  /** The membership is over. */
  | 'MEMBERSHIP_ENDED'
  /** The member has as many titles at once as they may. */
  | 'LOAN_LIMIT_REACHED'
  /** There is no such block of this member. */
  | 'BLOCK_NOT_FOUND'
  /** The member has more blocks than anybody needs. */
  | 'TOO_MANY_BLOCKS'
  /** Something has to end before the member can be forgotten. */
  | 'ERASURE_BLOCKED'
  /** The licence ends before the loan's period would. */
  | 'LOAN_WOULD_BE_SHORT'
  /** The rental has ended, or is ending. */
  | 'LOAN_ENDED'
  /** The fee needs fewer points. */
  | 'POINTS_EXCEED_FEE'
  /** What the points leave of the fee is too little for a payment. */
  | 'POINTS_LEAVE_TOO_LITTLE'
  /** The member has fewer points: the rental waits, unpaid, for another attempt. */
  | 'POINTS_INSUFFICIENT'
  /** The loan was renewed as often as it can be. */
  | 'RENEWAL_LIMIT'
  /** The library may lend the title no longer than that. */
  | 'LICENCE_ENDS'
  /** The loan can be renewed near its end only. */
  | 'RENEWAL_TOO_EARLY'
  /** Others wait for the title. */
  | 'HOLDS_WAITING'
  /** Whether others wait for the title is not known just now. */
  | 'RENEWAL_UNKNOWN'

export type ResolverTypeWrapper<T> = Promise<T> | T

export type ReferenceResolver<TResult, TReference, TContext> = (
  reference: TReference,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult

type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>
type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>
type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>
export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> }

export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs>

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>

export type NextResolverFn<T> = () => Promise<T>

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

/** Mapping of federation types */
export type FederationTypes = {
  Rental: Rental
  Book: Book
  Member: Member
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Rental: { __typename: 'Rental' } & GraphQLRecursivePick<FederationTypes['Rental'], { id: true }>
  Book: { __typename: 'Book' } & GraphQLRecursivePick<FederationTypes['Book'], { id: true }>
  Member: { __typename: 'Member' } & GraphQLRecursivePick<FederationTypes['Member'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Rental: ResolverTypeWrapper<Omit<Rental, 'book'> & { book: ResolversTypes['Book'] }>
  RenewalOffer: ResolverTypeWrapper<RenewalOffer>
  RentalStatus: RentalStatus
  PaymentState: PaymentState
  RefundState: RefundState
  CancelReason: CancelReason
  Book: ResolverTypeWrapper<BookReference>
  Payment: ResolverTypeWrapper<Payment>
  PaymentStatus: PaymentStatus
  RequestRentalInput: RequestRentalInput
  RequestRentalPayload: ResolverTypeWrapper<
    Omit<RequestRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  PayRentalInput: PayRentalInput
  PayRentalPayload: ResolverTypeWrapper<Omit<PayRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }>
  CancelRentalInput: CancelRentalInput
  CancelRentalPayload: ResolverTypeWrapper<
    Omit<CancelRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  ReturnRentalInput: ReturnRentalInput
  ReturnRentalPayload: ResolverTypeWrapper<
    Omit<ReturnRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  OpenRentalInput: OpenRentalInput
  OpenRentalPayload: ResolverTypeWrapper<
    Omit<OpenRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  SetAutoRenewalInput: SetAutoRenewalInput
  SetAutoRenewalPayload: ResolverTypeWrapper<
    Omit<SetAutoRenewalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  RenewRentalInput: RenewRentalInput
  RenewRentalPayload: ResolverTypeWrapper<
    Omit<RenewRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  RevokeRentalInput: RevokeRentalInput
  RevokeRentalPayload: ResolverTypeWrapper<
    Omit<RevokeRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  RentalOutcome: RentalOutcome
  Member: ResolverTypeWrapper<Member>
  Block: ResolverTypeWrapper<Block>
  BlockCause: BlockCause
  BlockKind: BlockKind
  Limits: ResolverTypeWrapper<Limits>
  MemberConnection: ResolverTypeWrapper<MemberConnection>
  MemberEdge: ResolverTypeWrapper<MemberEdge>
  PageInfo: ResolverTypeWrapper<PageInfo>
  BlockMemberInput: BlockMemberInput
  BlockMemberPayload: ResolverTypeWrapper<BlockMemberPayload>
  UnblockMemberInput: UnblockMemberInput
  UnblockMemberPayload: ResolverTypeWrapper<UnblockMemberPayload>
  ReviseMemberInput: ReviseMemberInput
  KeepMyHistoryInput: KeepMyHistoryInput
  KeepMyHistoryPayload: ResolverTypeWrapper<KeepMyHistoryPayload>
  EraseMeInput: EraseMeInput
  EraseMePayload: ResolverTypeWrapper<EraseMePayload>
  EraseMemberInput: EraseMemberInput
  ErasureAsked: ErasureAsked
  EraseMemberPayload: ResolverTypeWrapper<EraseMemberPayload>
  ViewMemberHistoryInput: ViewMemberHistoryInput
  ViewMemberHistoryPayload: ResolverTypeWrapper<
    Omit<ViewMemberHistoryPayload, 'rentals'> & { rentals?: Maybe<ResolversTypes['RentalConnection']> }
  >
  RentalConnection: ResolverTypeWrapper<
    Omit<RentalConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RentalEdge']> }
  >
  RentalEdge: ResolverTypeWrapper<Omit<RentalEdge, 'node'> & { node: ResolversTypes['Rental'] }>
  LookConnection: ResolverTypeWrapper<LookConnection>
  LookEdge: ResolverTypeWrapper<LookEdge>
  Look: ResolverTypeWrapper<Look>
  LookKind: LookKind
  ErasureObstacle: ResolverTypeWrapper<ErasureObstacle>
  ErasureObstacleKind: ErasureObstacleKind
  ReviseMemberPayload: ResolverTypeWrapper<ReviseMemberPayload>
  UserError: ResolverTypeWrapper<UserError>
  UserErrorCode: UserErrorCode
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  ID: Scalars['ID']['output']
  Int: Scalars['Int']['output']
  String: Scalars['String']['output']
  Boolean: Scalars['Boolean']['output']
  Mutation: Record<PropertyKey, never>
  Rental: (Omit<Rental, 'book'> & { book: ResolversParentTypes['Book'] }) | FederationReferenceTypes['Rental']
  RenewalOffer: RenewalOffer
  Book: BookReference
  Payment: Payment
  RequestRentalInput: RequestRentalInput
  RequestRentalPayload: Omit<RequestRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  PayRentalInput: PayRentalInput
  PayRentalPayload: Omit<PayRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  CancelRentalInput: CancelRentalInput
  CancelRentalPayload: Omit<CancelRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  ReturnRentalInput: ReturnRentalInput
  ReturnRentalPayload: Omit<ReturnRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  OpenRentalInput: OpenRentalInput
  OpenRentalPayload: Omit<OpenRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  SetAutoRenewalInput: SetAutoRenewalInput
  SetAutoRenewalPayload: Omit<SetAutoRenewalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  RenewRentalInput: RenewRentalInput
  RenewRentalPayload: Omit<RenewRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  RevokeRentalInput: RevokeRentalInput
  RevokeRentalPayload: Omit<RevokeRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  Member: Member | FederationReferenceTypes['Member']
  Block: Block
  Limits: Limits
  MemberConnection: MemberConnection
  MemberEdge: MemberEdge
  PageInfo: PageInfo
  BlockMemberInput: BlockMemberInput
  BlockMemberPayload: BlockMemberPayload
  UnblockMemberInput: UnblockMemberInput
  UnblockMemberPayload: UnblockMemberPayload
  ReviseMemberInput: ReviseMemberInput
  KeepMyHistoryInput: KeepMyHistoryInput
  KeepMyHistoryPayload: KeepMyHistoryPayload
  EraseMeInput: EraseMeInput
  EraseMePayload: EraseMePayload
  EraseMemberInput: EraseMemberInput
  EraseMemberPayload: EraseMemberPayload
  ViewMemberHistoryInput: ViewMemberHistoryInput
  ViewMemberHistoryPayload: Omit<ViewMemberHistoryPayload, 'rentals'> & {
    rentals?: Maybe<ResolversParentTypes['RentalConnection']>
  }
  RentalConnection: Omit<RentalConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RentalEdge']> }
  RentalEdge: Omit<RentalEdge, 'node'> & { node: ResolversParentTypes['Rental'] }
  LookConnection: LookConnection
  LookEdge: LookEdge
  Look: Look
  ErasureObstacle: ErasureObstacle
  ReviseMemberPayload: ReviseMemberPayload
  UserError: UserError
  DateTime: Scalars['DateTime']['output']
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType, RequireFields<QueryRentalArgs, 'id'>>
  me?: Resolver<ResolversTypes['Member'], ParentType, ContextType>
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, Partial<QueryMembersArgs>>
  looksAtMe?: Resolver<
    ResolversTypes['LookConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryLooksAtMeArgs, 'first'>
  >
}

export type MutationResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  requestRental?: Resolver<
    ResolversTypes['RequestRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRequestRentalArgs, 'input'>
  >
  payRental?: Resolver<
    ResolversTypes['PayRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationPayRentalArgs, 'input'>
  >
  cancelRental?: Resolver<
    ResolversTypes['CancelRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCancelRentalArgs, 'input'>
  >
  returnRental?: Resolver<
    ResolversTypes['ReturnRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReturnRentalArgs, 'input'>
  >
  openRental?: Resolver<
    ResolversTypes['OpenRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationOpenRentalArgs, 'input'>
  >
  renewRental?: Resolver<
    ResolversTypes['RenewRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRenewRentalArgs, 'input'>
  >
  setAutoRenewal?: Resolver<
    ResolversTypes['SetAutoRenewalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSetAutoRenewalArgs, 'input'>
  >
  revokeRental?: Resolver<
    ResolversTypes['RevokeRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRevokeRentalArgs, 'input'>
  >
  blockMember?: Resolver<
    ResolversTypes['BlockMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationBlockMemberArgs, 'input'>
  >
  unblockMember?: Resolver<
    ResolversTypes['UnblockMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUnblockMemberArgs, 'input'>
  >
  reviseMember?: Resolver<
    ResolversTypes['ReviseMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReviseMemberArgs, 'input'>
  >
  keepMyHistory?: Resolver<
    ResolversTypes['KeepMyHistoryPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationKeepMyHistoryArgs, 'input'>
  >
  eraseMe?: Resolver<
    ResolversTypes['EraseMePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationEraseMeArgs, 'input'>
  >
  eraseMember?: Resolver<
    ResolversTypes['EraseMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationEraseMemberArgs, 'input'>
  >
  viewMemberHistory?: Resolver<
    ResolversTypes['ViewMemberHistoryPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationViewMemberHistoryArgs, 'input'>
  >
}

export type RentalResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Rental'] = ResolversParentTypes['Rental'],
  FederationReferenceType extends FederationReferenceTypes['Rental'] = FederationReferenceTypes['Rental'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Rental']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  bookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  book?: Resolver<ResolversTypes['Book'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['RentalStatus'], ParentType, ContextType>
  paymentState?: Resolver<ResolversTypes['PaymentState'], ParentType, ContextType>
  refundState?: Resolver<Maybe<ResolversTypes['RefundState']>, ParentType, ContextType>
  rentalFee?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rentedDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  payUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  retryAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  returnedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  expiredDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  canceledDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  cancelReason?: Resolver<Maybe<ResolversTypes['CancelReason']>, ParentType, ContextType>
  loanPeriodDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  maxRenewals?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  openedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  cancelableUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  renewal?: Resolver<Maybe<ResolversTypes['RenewalOffer']>, ParentType, ContextType>
  autoRenewal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  pointsToUse?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  renewalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  readable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  payback?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  serverNow?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type RenewalOfferResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RenewalOffer'] = ResolversParentTypes['RenewalOffer'],
> = {
  possible?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  why?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type BookResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Book'] = ResolversParentTypes['Book'],
  FederationReferenceType extends FederationReferenceTypes['Book'] = FederationReferenceTypes['Book'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Book']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  myRental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
}

export type PaymentResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>
  chargedAmount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RequestRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RequestRentalPayload'] = ResolversParentTypes['RequestRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type PayRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PayRentalPayload'] = ResolversParentTypes['PayRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CancelRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['CancelRentalPayload'] = ResolversParentTypes['CancelRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  outcome?: Resolver<Maybe<ResolversTypes['RentalOutcome']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ReturnRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReturnRentalPayload'] = ResolversParentTypes['ReturnRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  outcome?: Resolver<Maybe<ResolversTypes['RentalOutcome']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type OpenRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['OpenRentalPayload'] = ResolversParentTypes['OpenRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SetAutoRenewalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['SetAutoRenewalPayload'] = ResolversParentTypes['SetAutoRenewalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RenewRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RenewRentalPayload'] = ResolversParentTypes['RenewRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  outcome?: Resolver<Maybe<ResolversTypes['RentalOutcome']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RevokeRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RevokeRentalPayload'] = ResolversParentTypes['RevokeRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  outcome?: Resolver<Maybe<ResolversTypes['RentalOutcome']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type MemberResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'],
  FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Member']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  blocks?: Resolver<ReadonlyArray<ResolversTypes['Block']>, ParentType, ContextType>
  limits?: Resolver<ResolversTypes['Limits'], ParentType, ContextType>
  openLoans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  membershipUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  keepsHistory?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
}

export type BlockResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Block'] = ResolversParentTypes['Block'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kinds?: Resolver<ReadonlyArray<ResolversTypes['BlockKind']>, ParentType, ContextType>
  cause?: Resolver<ResolversTypes['BlockCause'], ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  blockedDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  blockedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type LimitsResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Limits'] = ResolversParentTypes['Limits'],
> = {
  loans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  holds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type MemberConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MemberEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type MemberEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Member'], ParentType, ContextType>
}

export type PageInfoResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type BlockMemberPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['BlockMemberPayload'] = ResolversParentTypes['BlockMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UnblockMemberPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['UnblockMemberPayload'] = ResolversParentTypes['UnblockMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type KeepMyHistoryPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['KeepMyHistoryPayload'] = ResolversParentTypes['KeepMyHistoryPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type EraseMePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['EraseMePayload'] = ResolversParentTypes['EraseMePayload'],
> = {
  erased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  inTheWay?: Resolver<ReadonlyArray<ResolversTypes['ErasureObstacle']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type EraseMemberPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['EraseMemberPayload'] = ResolversParentTypes['EraseMemberPayload'],
> = {
  erased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  inTheWay?: Resolver<ReadonlyArray<ResolversTypes['ErasureObstacle']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ViewMemberHistoryPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ViewMemberHistoryPayload'] =
    ResolversParentTypes['ViewMemberHistoryPayload'],
> = {
  rentals?: Resolver<Maybe<ResolversTypes['RentalConnection']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RentalConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalConnection'] = ResolversParentTypes['RentalConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RentalEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RentalEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalEdge'] = ResolversParentTypes['RentalEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Rental'], ParentType, ContextType>
}

export type LookConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['LookConnection'] = ResolversParentTypes['LookConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LookEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type LookEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['LookEdge'] = ResolversParentTypes['LookEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Look'], ParentType, ContextType>
}

export type LookResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Look'] = ResolversParentTypes['Look'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['LookKind'], ParentType, ContextType>
  lookedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  lookedDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type ErasureObstacleResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ErasureObstacle'] = ResolversParentTypes['ErasureObstacle'],
> = {
  kind?: Resolver<ResolversTypes['ErasureObstacleKind'], ParentType, ContextType>
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  rentalId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  points?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
}

export type ReviseMemberPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReviseMemberPayload'] = ResolversParentTypes['ReviseMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UserErrorResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError'],
> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime'
}

export type Resolvers<ContextType = RequestContext> = {
  Query?: QueryResolvers<ContextType>
  Mutation?: MutationResolvers<ContextType>
  Rental?: RentalResolvers<ContextType>
  RenewalOffer?: RenewalOfferResolvers<ContextType>
  Book?: BookResolvers<ContextType>
  Payment?: PaymentResolvers<ContextType>
  RequestRentalPayload?: RequestRentalPayloadResolvers<ContextType>
  PayRentalPayload?: PayRentalPayloadResolvers<ContextType>
  CancelRentalPayload?: CancelRentalPayloadResolvers<ContextType>
  ReturnRentalPayload?: ReturnRentalPayloadResolvers<ContextType>
  OpenRentalPayload?: OpenRentalPayloadResolvers<ContextType>
  SetAutoRenewalPayload?: SetAutoRenewalPayloadResolvers<ContextType>
  RenewRentalPayload?: RenewRentalPayloadResolvers<ContextType>
  RevokeRentalPayload?: RevokeRentalPayloadResolvers<ContextType>
  Member?: MemberResolvers<ContextType>
  Block?: BlockResolvers<ContextType>
  Limits?: LimitsResolvers<ContextType>
  MemberConnection?: MemberConnectionResolvers<ContextType>
  MemberEdge?: MemberEdgeResolvers<ContextType>
  PageInfo?: PageInfoResolvers<ContextType>
  BlockMemberPayload?: BlockMemberPayloadResolvers<ContextType>
  UnblockMemberPayload?: UnblockMemberPayloadResolvers<ContextType>
  KeepMyHistoryPayload?: KeepMyHistoryPayloadResolvers<ContextType>
  EraseMePayload?: EraseMePayloadResolvers<ContextType>
  EraseMemberPayload?: EraseMemberPayloadResolvers<ContextType>
  ViewMemberHistoryPayload?: ViewMemberHistoryPayloadResolvers<ContextType>
  RentalConnection?: RentalConnectionResolvers<ContextType>
  RentalEdge?: RentalEdgeResolvers<ContextType>
  LookConnection?: LookConnectionResolvers<ContextType>
  LookEdge?: LookEdgeResolvers<ContextType>
  Look?: LookResolvers<ContextType>
  ErasureObstacle?: ErasureObstacleResolvers<ContextType>
  ReviseMemberPayload?: ReviseMemberPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
}
