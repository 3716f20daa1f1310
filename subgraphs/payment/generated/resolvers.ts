// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { RequestContext } from '@ebook/chassis/request'
export type Maybe<T> = T | null | undefined
export type InputMaybe<T> = T | null | undefined
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
  /** One payment: the member's own, any for ADMIN; null when there is none to see. */
  readonly payment?: Maybe<Payment>
  /**
   * What the books keep of the caller's payments for rentals that are nobody's any more (keepMyHistory), the newest day
   * first: not for what. MEMBER only.
   */
  readonly myReceipts: ReceiptConnection
}

/** What can be asked. */
export type QueryPaymentArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. */
export type QueryMyReceiptsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** One page of receipts. */
export type ReceiptConnection = {
  /** The receipts with their cursors. */
  readonly edges: ReadonlyArray<ReceiptEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many receipts there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A receipt and its place in the list. */
export type ReceiptEdge = {
  /** Give it as `after` to read on behind this receipt. */
  readonly cursor: Scalars['String']['output']
  /** The receipt. */
  readonly node: Receipt
}

/** A payment, of which it is not known any more what it was for. */
export type Receipt = {
  /** The receipt's id, which is nobody else's. */
  readonly id: Scalars['ID']['output']
  /** How it was paid. */
  readonly method: PaymentMethod
  /** The fee in won. */
  readonly rentalFee: Scalars['Int']['output']
  /** Won that were charged. */
  readonly chargedAmount: Scalars['Int']['output']
  /** Won that went back. */
  readonly refundedAmount: Scalars['Int']['output']
  /** Points that paid a part of the fee, or all of it. */
  readonly pointsUsed: Scalars['Int']['output']
  /** Points that went back. */
  readonly pointsReturned: Scalars['Int']['output']
  /** On which day it was paid, as yyyy-mm-dd. */
  readonly paidOn: Scalars['String']['output']
  /** On which day the money went back, as yyyy-mm-dd. */
  readonly refundedOn?: Maybe<Scalars['String']['output']>
}

/** What can be done. */
export type Mutation = {
  /** The member is back from the provider's page: asks the provider what became of the payment. MEMBER only. */
  readonly completePayment: CompletePaymentPayload
  /** Gives a payment back as goodwill, whatever became of the rental. ADMIN only. */
  readonly refundPayment: RefundPaymentPayload
  /** Tries again to give back a payment whose refund failed for good. ADMIN only. */
  readonly retryRefund: RetryRefundPayload
}

/** What can be done. */
export type MutationCompletePaymentArgs = {
  input: CompletePaymentInput
}

/** What can be done. */
export type MutationRefundPaymentArgs = {
  input: RefundPaymentInput
}

/** What can be done. */
export type MutationRetryRefundArgs = {
  input: RetryRefundInput
}

/** Money taken for one rental. */
export type Payment = {
  /** The payment's id. */
  readonly id: Scalars['ID']['output']
  /** The rental it pays for. */
  readonly rentalId: Scalars['ID']['output']
  /** Where the payment stands. */
  readonly status: PaymentStatus
  /** How it was paid. */
  readonly method: PaymentMethod
  /** Which attempt for the rental this is, from 1. */
  readonly attemptNo: Scalars['Int']['output']
  /** What was charged, in won; 0 until it is. */
  readonly chargedAmount: Scalars['Int']['output']
  /** What was given back, in won. */
  readonly refundedAmount: Scalars['Int']['output']
  /** Points that were taken to pay for it; 0 until they are. A point is worth a won. */
  readonly pointsUsed: Scalars['Int']['output']
  /** Of these, points that were given back with the money; of an attempt that came to nothing they are given back without it. */
  readonly pointsReturned: Scalars['Int']['output']
  /** Whether it waits for its points to be taken, before which no money is asked for. */
  readonly waitsForPoints: Scalars['Boolean']['output']
  /** What the member has to do before anything is charged; null when there is nothing, and for everybody else. */
  readonly action?: Maybe<PaymentAction>
  /** When it was charged. */
  readonly paidDate?: Maybe<Scalars['DateTime']['output']>
  /** When it was given back. */
  readonly refundedDate?: Maybe<Scalars['DateTime']['output']>
  /** When giving it back is tried again; null unless status is REFUNDING. */
  readonly refundRetryAfter?: Maybe<Scalars['DateTime']['output']>
  /** The double-entry ledger of this payment: the lines of each transaction add up to zero. */
  readonly ledger: ReadonlyArray<LedgerLine>
}

/** What a member does on the provider's own page before anything is charged. */
export type PaymentAction = {
  /** Where the member goes. Whoever comes back goes to the page of the rental, which tells what became of it. */
  readonly url: Scalars['String']['output']
  /** From then on the page leads nowhere, and the payment ends without anything charged. */
  readonly expiresAt: Scalars['DateTime']['output']
}

/** How a rental was paid. */
export type PaymentMethod =
  /** Through the payment provider. */
  | 'PROVIDER'
  /** Free of charge: nothing was asked of the provider. */
  | 'FREE'
  /** With points alone. */
  | 'POINTS'
  /** With points, and the rest through the payment provider. */
  | 'MIXED'

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

/** One line of a ledger transaction. */
export type LedgerLine = {
  /** Why money moved. */
  readonly kind: LedgerKind
  /** The account it moved on. */
  readonly account: LedgerAccount
  /** Won; positive is a debit, negative a credit. */
  readonly amount: Scalars['Int']['output']
  /** When it was booked. */
  readonly time: Scalars['DateTime']['output']
}

/** Why money moved. */
export type LedgerKind =
  /** The member paid. */
  | 'CHARGE'
  /** The money went back. */
  | 'REFUND'
  /** A refund that had been reported done came back. */
  | 'REFUND_REVERSAL'
  /** The member paid with points. */
  | 'POINT_USE'
  /** The points went back. */
  | 'POINT_RETURN'

/** The accounts of the ledger. */
export type LedgerAccount =
  /** Money held by the payment provider for the library. */
  | 'PROVIDER'
  /** What points have paid; a point is worth a won. */
  | 'POINTS'
  /** What members have paid for rentals. */
  | 'RENTAL_REVENUE'

/** Which payment the member has come back from. */
export type CompletePaymentInput = {
  /** The payment's id. */
  readonly paymentId: Scalars['ID']['input']
  /** What the provider's page gave along, if it did. */
  readonly proof?: InputMaybe<Scalars['String']['input']>
}

/** The outcome of coming back. */
export type CompletePaymentPayload = {
  /** The payment as it stands now; null when there is none. */
  readonly payment?: Maybe<Payment>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which payment to give back. */
export type RefundPaymentInput = {
  /** The payment's id. */
  readonly paymentId: Scalars['ID']['input']
  /** Whether the member keeps the loan: it goes on, and only what was paid for it goes back. */
  readonly keepLoan?: Scalars['Boolean']['input']
}

/** The outcome of a refund. */
export type RefundPaymentPayload = {
  /** The payment as it stands now; null when there is none. */
  readonly payment?: Maybe<Payment>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which refund to try again. */
export type RetryRefundInput = {
  /** The payment's id. */
  readonly paymentId: Scalars['ID']['input']
}

/** The outcome of trying a refund again. */
export type RetryRefundPayload = {
  /** The payment as it stands now; null when there is none. */
  readonly payment?: Maybe<Payment>
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
  /** There is no such payment. */
  | 'PAYMENT_NOT_FOUND'
  /** The rental is the caller's own: another librarian decides. */
  | 'OWN_RENTAL'
  /** The payment does not wait for its member: it has ended, is being canceled, or needs nothing of them. */
  | 'NOT_WAITING_FOR_YOU'
  /** What was brought back is not what the provider's page gave for this payment. */
  | 'PROOF_REFUSED'
  /** Nothing was charged, so nothing can be given back. */
  | 'NOTHING_TO_REFUND'
  /** The refund has not failed, so there is nothing to try again. */
  | 'REFUND_NOT_FAILED'

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
  Payment: Payment
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Payment: { __typename: 'Payment' } & GraphQLRecursivePick<FederationTypes['Payment'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  ReceiptConnection: ResolverTypeWrapper<ReceiptConnection>
  ReceiptEdge: ResolverTypeWrapper<ReceiptEdge>
  Receipt: ResolverTypeWrapper<Receipt>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Payment: ResolverTypeWrapper<Payment>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  PaymentAction: ResolverTypeWrapper<PaymentAction>
  PaymentMethod: PaymentMethod
  PaymentStatus: PaymentStatus
  LedgerLine: ResolverTypeWrapper<LedgerLine>
  LedgerKind: LedgerKind
  LedgerAccount: LedgerAccount
  CompletePaymentInput: CompletePaymentInput
  CompletePaymentPayload: ResolverTypeWrapper<CompletePaymentPayload>
  RefundPaymentInput: RefundPaymentInput
  RefundPaymentPayload: ResolverTypeWrapper<RefundPaymentPayload>
  RetryRefundInput: RetryRefundInput
  RetryRefundPayload: ResolverTypeWrapper<RetryRefundPayload>
  UserError: ResolverTypeWrapper<UserError>
  UserErrorCode: UserErrorCode
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
  PageInfo: ResolverTypeWrapper<PageInfo>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  ID: Scalars['ID']['output']
  Int: Scalars['Int']['output']
  String: Scalars['String']['output']
  ReceiptConnection: ReceiptConnection
  ReceiptEdge: ReceiptEdge
  Receipt: Receipt
  Mutation: Record<PropertyKey, never>
  Payment: Payment | FederationReferenceTypes['Payment']
  Boolean: Scalars['Boolean']['output']
  PaymentAction: PaymentAction
  LedgerLine: LedgerLine
  CompletePaymentInput: CompletePaymentInput
  CompletePaymentPayload: CompletePaymentPayload
  RefundPaymentInput: RefundPaymentInput
  RefundPaymentPayload: RefundPaymentPayload
  RetryRefundInput: RetryRefundInput
  RetryRefundPayload: RetryRefundPayload
  UserError: UserError
  DateTime: Scalars['DateTime']['output']
  PageInfo: PageInfo
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>
  myReceipts?: Resolver<
    ResolversTypes['ReceiptConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryMyReceiptsArgs, 'first'>
  >
}

export type ReceiptConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReceiptConnection'] = ResolversParentTypes['ReceiptConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReceiptEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ReceiptEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReceiptEdge'] = ResolversParentTypes['ReceiptEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Receipt'], ParentType, ContextType>
}

export type ReceiptResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Receipt'] = ResolversParentTypes['Receipt'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  method?: Resolver<ResolversTypes['PaymentMethod'], ParentType, ContextType>
  rentalFee?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  chargedAmount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refundedAmount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  pointsUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  pointsReturned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  paidOn?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  refundedOn?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type MutationResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  completePayment?: Resolver<
    ResolversTypes['CompletePaymentPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCompletePaymentArgs, 'input'>
  >
  refundPayment?: Resolver<
    ResolversTypes['RefundPaymentPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRefundPaymentArgs, 'input'>
  >
  retryRefund?: Resolver<
    ResolversTypes['RetryRefundPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRetryRefundArgs, 'input'>
  >
}

export type PaymentResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'],
  FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Payment']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  rentalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>
  method?: Resolver<ResolversTypes['PaymentMethod'], ParentType, ContextType>
  attemptNo?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  chargedAmount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refundedAmount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  pointsUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  pointsReturned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  waitsForPoints?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  action?: Resolver<Maybe<ResolversTypes['PaymentAction']>, ParentType, ContextType>
  paidDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  refundedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  refundRetryAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  ledger?: Resolver<ReadonlyArray<ResolversTypes['LedgerLine']>, ParentType, ContextType>
}

export type PaymentActionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PaymentAction'] = ResolversParentTypes['PaymentAction'],
> = {
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type LedgerLineResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['LedgerLine'] = ResolversParentTypes['LedgerLine'],
> = {
  kind?: Resolver<ResolversTypes['LedgerKind'], ParentType, ContextType>
  account?: Resolver<ResolversTypes['LedgerAccount'], ParentType, ContextType>
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type CompletePaymentPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['CompletePaymentPayload'] = ResolversParentTypes['CompletePaymentPayload'],
> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RefundPaymentPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RefundPaymentPayload'] = ResolversParentTypes['RefundPaymentPayload'],
> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RetryRefundPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RetryRefundPayload'] = ResolversParentTypes['RetryRefundPayload'],
> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>
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

export type PageInfoResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type Resolvers<ContextType = RequestContext> = {
  Query?: QueryResolvers<ContextType>
  ReceiptConnection?: ReceiptConnectionResolvers<ContextType>
  ReceiptEdge?: ReceiptEdgeResolvers<ContextType>
  Receipt?: ReceiptResolvers<ContextType>
  Mutation?: MutationResolvers<ContextType>
  Payment?: PaymentResolvers<ContextType>
  PaymentAction?: PaymentActionResolvers<ContextType>
  LedgerLine?: LedgerLineResolvers<ContextType>
  CompletePaymentPayload?: CompletePaymentPayloadResolvers<ContextType>
  RefundPaymentPayload?: RefundPaymentPayloadResolvers<ContextType>
  RetryRefundPayload?: RetryRefundPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
