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
}

/** What can be asked. */
export type QueryRentalArgs = {
  id: Scalars['ID']['input']
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
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Rental: { __typename: 'Rental' } & GraphQLRecursivePick<FederationTypes['Rental'], { id: true }>
  Book: { __typename: 'Book' } & GraphQLRecursivePick<FederationTypes['Book'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Rental: ResolverTypeWrapper<Omit<Rental, 'book'> & { book: ResolversTypes['Book'] }>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  RenewalOffer: ResolverTypeWrapper<RenewalOffer>
  RentalStatus: RentalStatus
  PaymentState: PaymentState
  RefundState: RefundState
  CancelReason: CancelReason
  Book: ResolverTypeWrapper<BookReference>
  String: ResolverTypeWrapper<Scalars['String']['output']>
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
  RenewRentalInput: RenewRentalInput
  RenewRentalPayload: ResolverTypeWrapper<
    Omit<RenewRentalPayload, 'rental'> & { rental?: Maybe<ResolversTypes['Rental']> }
  >
  RentalOutcome: RentalOutcome
  UserError: ResolverTypeWrapper<UserError>
  UserErrorCode: UserErrorCode
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  ID: Scalars['ID']['output']
  Mutation: Record<PropertyKey, never>
  Rental: (Omit<Rental, 'book'> & { book: ResolversParentTypes['Book'] }) | FederationReferenceTypes['Rental']
  Int: Scalars['Int']['output']
  Boolean: Scalars['Boolean']['output']
  RenewalOffer: RenewalOffer
  Book: BookReference
  String: Scalars['String']['output']
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
  RenewRentalInput: RenewRentalInput
  RenewRentalPayload: Omit<RenewRentalPayload, 'rental'> & { rental?: Maybe<ResolversParentTypes['Rental']> }
  UserError: UserError
  DateTime: Scalars['DateTime']['output']
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType, RequireFields<QueryRentalArgs, 'id'>>
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

export type RenewRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RenewRentalPayload'] = ResolversParentTypes['RenewRentalPayload'],
> = {
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  outcome?: Resolver<Maybe<ResolversTypes['RentalOutcome']>, ParentType, ContextType>
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
  RenewRentalPayload?: RenewRentalPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
}
