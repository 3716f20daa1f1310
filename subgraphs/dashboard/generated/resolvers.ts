// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { RowNode, RentalReference } from '../queries/nodes.ts'
import type { LetterNode } from '../dead-letters/node.ts'
import type { LiveContext } from '@ebook/chassis/subscriptions'
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
  /** The caller's own rentals, newest first. */
  readonly myDashboard: DashboardConnection
  /** All rentals, newest first. ADMIN only. */
  readonly dashboards: DashboardConnection
  /** The catalogue as the read side knows it, newest first. */
  readonly catalogue: CatalogueConnection
  /**
   * What happened over time: a point for every day or hour of the span, those in which nothing happened included, at most
   * 400. ADMIN only.
   */
  readonly figures: Figures
  /**
   * What was lent over a span, by title and by day, and who waits now. What fewer than five members did is not told: the
   * report may leave the house. ADMIN only.
   */
  readonly loanReport: LoanReport
  /**
   * Messages that a subgraph could not handle, newest first. Later events of the same rental or title wait behind one;
   * nothing else does. ADMIN only. Every subgraph keeps its own and is asked for them: one that does not answer is named
   * in `unreachable`.
   */
  readonly deadLetters: DeadLetterConnection
}

/** What can be asked. */
export type QueryMyDashboardArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  status?: InputMaybe<DashboardStatus>
}

/** What can be asked. */
export type QueryDashboardsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  status?: InputMaybe<DashboardStatus>
  userId?: InputMaybe<Scalars['ID']['input']>
  search?: InputMaybe<Scalars['String']['input']>
  refundFailed?: InputMaybe<Scalars['Boolean']['input']>
  over?: InputMaybe<Scalars['Boolean']['input']>
}

/** What can be asked. */
export type QueryCatalogueArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. */
export type QueryFiguresArgs = {
  from: Scalars['DateTime']['input']
  to: Scalars['DateTime']['input']
  step?: InputMaybe<FigureStep>
  timeZone?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. */
export type QueryLoanReportArgs = {
  from: Scalars['DateTime']['input']
  to: Scalars['DateTime']['input']
  timeZone?: InputMaybe<Scalars['String']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
}

/** What can be asked. */
export type QueryDeadLettersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  status?: InputMaybe<DeadLetterStatus>
}

/** What can be done. */
export type Mutation = {
  /**
   * Hands a dead letter to its subgraph once more, after what was wrong has been mended: it takes effect once, however
   * often this is asked, and one that was replayed before is answered as it is. What waited behind it follows. ADMIN only.
   */
  readonly replayDeadLetter: ReplayDeadLetterPayload
}

/** What can be done. */
export type MutationReplayDeadLetterArgs = {
  input: ReplayDeadLetterInput
}

/** What can be listened to. */
export type Subscription = {
  /**
   * The row of every rental that changes, after every change, in the order of the changes: a member's own, or all for an
   * ADMIN. Goes on until the caller ends it or the token expires.
   */
  readonly dashboardChanged: DashboardRow
  /**
   * The row of every hold of the caller that changes, after every change, in the order of the changes. Goes on until the
   * caller ends it or the token expires. MEMBER only.
   */
  readonly holdChanged: HoldRow
}

/** What can be listened to. */
export type SubscriptionDashboardChangedArgs = {
  rentalId?: InputMaybe<Scalars['ID']['input']>
  status?: InputMaybe<DashboardStatus>
  snapshot?: InputMaybe<Scalars['Boolean']['input']>
}

/** What can be listened to. */
export type SubscriptionHoldChangedArgs = {
  snapshot?: InputMaybe<Scalars['Boolean']['input']>
}

/** One page of rentals, and how fresh it is. */
export type DashboardConnection = {
  /** How far this view had read when it answered. */
  readonly asOf: AsOf
  /** The rows with their cursors. */
  readonly edges: ReadonlyArray<DashboardEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many rows match in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** How far the view has read. */
export type AsOf = {
  /**
   * Opaque: how far the view had read, the same on every replica. Two answers with the same one know the same of the stream.
   * It tells freshness and nothing else: lists are read on from the cursor of an edge, subscriptions from their own.
   */
  readonly cursor: Scalars['String']['output']
  /** Milliseconds between the last applied event's time and its application; 0 when nothing has been applied. */
  readonly lagMs: Scalars['Int']['output']
}

/** A row and its place in the list. */
export type DashboardEdge = {
  /** Give it as `after` to read on behind this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: DashboardRow
}

/** All that is known about one rental, folded from every subgraph's events in whatever order they came. */
export type DashboardRow = {
  /** The rental. */
  readonly rentalId: Scalars['ID']['output']
  /** Rises by one with every event that the row has taken in. */
  readonly version: Scalars['Int']['output']
  /** The member's subject. */
  readonly userId: Scalars['ID']['output']
  /** The title's id. */
  readonly bookId: Scalars['ID']['output']
  /** The title at the time of the request. */
  readonly title: Scalars['String']['output']
  /** The fee in won, fixed at the application. */
  readonly rentalFee: Scalars['Int']['output']
  /** Where the rental stands. */
  readonly status: DashboardStatus
  /** Where its money stands. */
  readonly paymentState: PaymentState
  /** True while giving the money back has failed for good: the library has to act, see `retryRefund`. */
  readonly refundFailed: Scalars['Boolean']['output']
  /** Points it earned: null until promotion has answered, 0 when they were taken back. */
  readonly points?: Maybe<Scalars['Int']['output']>
  /** Why it was refused. */
  readonly refusalReason?: Maybe<Scalars['String']['output']>
  /** When the member applied. */
  readonly rentedDate: Scalars['DateTime']['output']
  /** When it was paid. */
  readonly paidDate?: Maybe<Scalars['DateTime']['output']>
  /** When the librarian approved. */
  readonly approvedDate?: Maybe<Scalars['DateTime']['output']>
  /** When the librarian refused. */
  readonly refusedDate?: Maybe<Scalars['DateTime']['output']>
  /** When the loan ends. */
  readonly dueAt?: Maybe<Scalars['DateTime']['output']>
  /** When the book was given back. */
  readonly returnedDate?: Maybe<Scalars['DateTime']['output']>
  /** When the money went back. */
  readonly refundedDate?: Maybe<Scalars['DateTime']['output']>
  /** When the rental was canceled. */
  readonly canceledDate?: Maybe<Scalars['DateTime']['output']>
  /** The rental at its owner; null while that one does not answer. */
  readonly rental?: Maybe<Rental>
  /** The title at its owner; null while that one does not answer. */
  readonly book?: Maybe<Book>
}

/** A member's place in the line for a title, folded from its events in whatever order they came. */
export type HoldRow = {
  /** The hold. */
  readonly holdId: Scalars['ID']['output']
  /** Rises by one with every event that the row has taken in. */
  readonly version: Scalars['Int']['output']
  /** The member's subject. */
  readonly userId: Scalars['ID']['output']
  /** The title's id. */
  readonly bookId: Scalars['ID']['output']
  /** The state of the hold. */
  readonly status: HoldStatus
  /** True when the member does not want to be served for now. */
  readonly suspended: Scalars['Boolean']['output']
  /** When that ends by itself, if it does. */
  readonly suspendedUntil?: Maybe<Scalars['DateTime']['output']>
  /** READY: until then, at the least, a seat is kept for the member. */
  readonly readyUntil?: Maybe<Scalars['DateTime']['output']>
  /** CANCELED: who or what ended it, for programs. */
  readonly cancelReason?: Maybe<Scalars['String']['output']>
  /** The hold at its owner, with its position; null while that one does not answer. */
  readonly hold?: Maybe<Hold>
  /** The title at its owner; null while that one does not answer. */
  readonly book?: Maybe<Book>
}

/** The state of a hold. */
export type HoldStatus =
  /** Waits for a seat. */
  | 'WAITING'
  /** A seat is kept for the member: borrow the title by `readyUntil`. */
  | 'READY'
  /** The member has the title, or had it. */
  | 'FULFILLED'
  /** Waits no longer. */
  | 'CANCELED'

/** A member's place in the line for a title. */
export type Hold = {
  /** The hold's id. */
  readonly id: Scalars['ID']['output']
}

/** Where a rental stands. */
export type DashboardStatus =
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

/** One page of the catalogue as the read side knows it. */
export type CatalogueConnection = {
  /** How far this view had read when it answered. */
  readonly asOf: AsOf
  /** The titles with their cursors. */
  readonly edges: ReadonlyArray<CatalogueEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many titles there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A title and its place in the list. */
export type CatalogueEdge = {
  /** Give it as `after` to read on behind this title. */
  readonly cursor: Scalars['String']['output']
  /** The title. */
  readonly node: CatalogueRow
}

/** A title as the read side knows it. */
export type CatalogueRow = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['output']
  /** The title as printed. */
  readonly title: Scalars['String']['output']
  /** The fee for one loan, in won. */
  readonly rentalFee: Scalars['Int']['output']
  /** POSSIBLE, IMPOSSIBLE or WITHDRAWN. */
  readonly status: Scalars['String']['output']
  /** How many seats the library holds. */
  readonly seatsTotal: Scalars['Int']['output']
  /** How many of them were free. */
  readonly seatsFree: Scalars['Int']['output']
  /** How often the title was applied for. */
  readonly timesRequested: Scalars['Int']['output']
}

/** What was lent, and who waits. */
export type LoanReport = {
  /** How far this view had read when it answered. */
  readonly asOf: AsOf
  /** Titles that were lent in the span or that somebody waits for, those with the most loans first. */
  readonly titles: ReadonlyArray<TitleLoans>
  /** How many titles there are in all. */
  readonly totalCount: Scalars['Int']['output']
  /** One after the other, without a hole. */
  readonly days: ReadonlyArray<DayLoans>
}

/** What became of a title. */
export type TitleLoans = {
  /** The title. */
  readonly bookId: Scalars['ID']['output']
  /** The title as it is called now. */
  readonly title: Scalars['String']['output']
  /** How many loans began; null when fewer than five members had them, and somebody did. */
  readonly loans?: Maybe<Scalars['Int']['output']>
  /** How many members wait for it now; null when fewer than five do, and somebody does. */
  readonly waiting?: Maybe<Scalars['Int']['output']>
  /** How many seats the library holds. */
  readonly seats: Scalars['Int']['output']
  /** True when more than four members wait for each seat: the library does well to buy another. */
  readonly buy: Scalars['Boolean']['output']
}

/** What was lent on a day. */
export type DayLoans = {
  /** When the day begins. */
  readonly from: Scalars['DateTime']['output']
  /** How many loans began; null when fewer than five members had them, and somebody did. */
  readonly loans?: Maybe<Scalars['Int']['output']>
}

/** How long a point of figures is. */
export type FigureStep =
  /** From midnight to midnight in the time zone that was asked for. */
  | 'DAY'
  /** A full hour. */
  | 'HOUR'

/** What happened over time, and how fresh it is. */
export type Figures = {
  /** How far this view had read when it answered. */
  readonly asOf: AsOf
  /** One after the other, without a hole. */
  readonly points: ReadonlyArray<FigurePoint>
}

/** What happened in one day or hour. Each event counts when it happened, not when its rental began. */
export type FigurePoint = {
  /** When it begins. */
  readonly from: Scalars['DateTime']['output']
  /** When it ends; the next begins here. */
  readonly to: Scalars['DateTime']['output']
  /** How many rentals were applied for. */
  readonly requests: Scalars['Int']['output']
  /** How many requests were approved. */
  readonly approvals: Scalars['Int']['output']
  /** How many requests were refused. */
  readonly refusals: Scalars['Int']['output']
  /** How many payments were given back; where nothing had been charged, nothing was. */
  readonly refunds: Scalars['Int']['output']
  /** Won that were charged, less those that were given back: whole, but more than an Int may hold. */
  readonly revenue: Scalars['Float']['output']
  /** Points that its payments earned, but for those that were taken back since; 2147483647 where there are more. */
  readonly points: Scalars['Int']['output']
  /** Half of its decisions came within so many seconds after the payment; null without a decision. */
  readonly medianWaitSeconds?: Maybe<Scalars['Int']['output']>
  /** Nine of ten did; null without a decision. */
  readonly p90WaitSeconds?: Maybe<Scalars['Int']['output']>
}

/** One page of dead letters, and who could not be asked. */
export type DeadLetterConnection = {
  /** The dead letters with their cursors. */
  readonly edges: ReadonlyArray<DeadLetterEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many match in all, at the subgraphs that answered. */
  readonly totalCount: Scalars['Int']['output']
  /** Subgraphs that did not answer, so that theirs are missing here; empty when the list is whole. */
  readonly unreachable: ReadonlyArray<Scalars['String']['output']>
}

/** A dead letter and its place in the list. */
export type DeadLetterEdge = {
  /** Give it as `after` to read on behind this dead letter. */
  readonly cursor: Scalars['String']['output']
  /** The dead letter. */
  readonly node: DeadLetter
}

/** A message that a subgraph could not handle. */
export type DeadLetter = {
  /** Names its subgraph too: rent:01a1fbf2-e916-7438-a628-5795728ceb4e. */
  readonly id: Scalars['ID']['output']
  /** The subgraph that could not handle it: book, rent, payment or promotion. */
  readonly consumer: Scalars['String']['output']
  /** CloudEvents id; null when the message is no event that can be read. */
  readonly eventId?: Maybe<Scalars['ID']['output']>
  /** CloudEvents type, as in ebook.rent.Rented.v1; null when the message is no event that can be read. */
  readonly eventType?: Maybe<Scalars['String']['output']>
  /**
   * The rental that the event is of. Null for a title's own event, for what is no event, and while this view has not read
   * the event.
   */
  readonly rental?: Maybe<DashboardRow>
  /** The title that the event is of, as `rental`; a rental's title for its events. */
  readonly book?: Maybe<Book>
  /** What went wrong, its first 1,500 characters. */
  readonly error: Scalars['String']['output']
  /** How often it was tried before it was put aside. */
  readonly attempts: Scalars['Int']['output']
  /** Where it stands. */
  readonly status: DeadLetterStatus
  /** When it was put aside. */
  readonly firstFailedAt: Scalars['DateTime']['output']
  /** When it was handled after all; null until then. */
  readonly replayedAt?: Maybe<Scalars['DateTime']['output']>
}

/** Where a dead letter stands. */
export type DeadLetterStatus =
  /** Put aside: it waits for a replay. */
  | 'DEAD'
  /** Handled after all. */
  | 'REPLAYED'

/** Which dead letter to replay. */
export type ReplayDeadLetterInput = {
  /** The dead letter's id, as `deadLetters` gives it. */
  readonly id: Scalars['ID']['input']
}

/** The outcome of a replay. */
export type ReplayDeadLetterPayload = {
  /** The dead letter as it stands now; null when there is none, or its subgraph did not answer. */
  readonly deadLetter?: Maybe<DeadLetter>
  /** Why it was not replayed; empty when it was, now or before. */
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
  /** There is no such dead letter. */
  | 'DEAD_LETTER_NOT_FOUND'
  /** It failed again: what was wrong is not mended yet. The message says what. */
  | 'DEAD_LETTER_FAILED_AGAIN'
  /** An earlier event of the same rental or title has to be handled first. */
  | 'EARLIER_EVENT_MISSING'
  /** The subgraph that keeps it did not answer in time. Ask again: a second replay does nothing. */
  | 'CONTEXT_UNAVAILABLE'

/** A title in the catalogue, lent through seats. */
export type Book = {
  /** The title's id. */
  readonly id: Scalars['ID']['output']
}

/** One member's rental of one title. */
export type Rental = {
  /** The rental's id. */
  readonly id: Scalars['ID']['output']
  /** Every event of this rental from every subgraph, oldest first. Empty for another member's. */
  readonly trace: ReadonlyArray<TraceEntry>
}

/** One event of a rental's life. */
export type TraceEntry = {
  /** CloudEvents id of the event. */
  readonly eventId: Scalars['ID']['output']
  /** CloudEvents type, as in ebook.rent.Rented.v1. */
  readonly eventType: Scalars['String']['output']
  /** When it happened, by its owner's clock. */
  readonly time: Scalars['DateTime']['output']
  /** Who did it: MEMBER:subject, ADMIN:subject or SYSTEM. */
  readonly actor: Scalars['String']['output']
  /** The event or command that caused it. */
  readonly causationId: Scalars['String']['output']
  /** The id that ties everything about this rental together. */
  readonly correlationId: Scalars['String']['output']
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
  DashboardRow: DashboardRow
  Rental: Rental
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  DashboardRow: { __typename: 'DashboardRow' } & GraphQLRecursivePick<
    FederationTypes['DashboardRow'],
    { rentalId: true }
  >
  Rental: { __typename: 'Rental' } & GraphQLRecursivePick<FederationTypes['Rental'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>
  DashboardConnection: ResolverTypeWrapper<
    Omit<DashboardConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['DashboardEdge']> }
  >
  AsOf: ResolverTypeWrapper<AsOf>
  DashboardEdge: ResolverTypeWrapper<Omit<DashboardEdge, 'node'> & { node: ResolversTypes['DashboardRow'] }>
  DashboardRow: ResolverTypeWrapper<RowNode>
  HoldRow: ResolverTypeWrapper<HoldRow>
  HoldStatus: HoldStatus
  Hold: ResolverTypeWrapper<Hold>
  DashboardStatus: DashboardStatus
  PaymentState: PaymentState
  CatalogueConnection: ResolverTypeWrapper<CatalogueConnection>
  CatalogueEdge: ResolverTypeWrapper<CatalogueEdge>
  CatalogueRow: ResolverTypeWrapper<CatalogueRow>
  LoanReport: ResolverTypeWrapper<LoanReport>
  TitleLoans: ResolverTypeWrapper<TitleLoans>
  DayLoans: ResolverTypeWrapper<DayLoans>
  FigureStep: FigureStep
  Figures: ResolverTypeWrapper<Figures>
  FigurePoint: ResolverTypeWrapper<FigurePoint>
  Float: ResolverTypeWrapper<Scalars['Float']['output']>
  DeadLetterConnection: ResolverTypeWrapper<
    Omit<DeadLetterConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['DeadLetterEdge']> }
  >
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>
  DeadLetter: ResolverTypeWrapper<LetterNode>
  DeadLetterStatus: DeadLetterStatus
  ReplayDeadLetterInput: ReplayDeadLetterInput
  ReplayDeadLetterPayload: ResolverTypeWrapper<
    Omit<ReplayDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }
  >
  UserError: ResolverTypeWrapper<UserError>
  UserErrorCode: UserErrorCode
  Book: ResolverTypeWrapper<Book>
  Rental: ResolverTypeWrapper<RentalReference>
  TraceEntry: ResolverTypeWrapper<TraceEntry>
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
  PageInfo: ResolverTypeWrapper<PageInfo>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  Int: Scalars['Int']['output']
  String: Scalars['String']['output']
  ID: Scalars['ID']['output']
  Boolean: Scalars['Boolean']['output']
  Mutation: Record<PropertyKey, never>
  Subscription: Record<PropertyKey, never>
  DashboardConnection: Omit<DashboardConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['DashboardEdge']>
  }
  AsOf: AsOf
  DashboardEdge: Omit<DashboardEdge, 'node'> & { node: ResolversParentTypes['DashboardRow'] }
  DashboardRow: RowNode
  HoldRow: HoldRow
  Hold: Hold
  CatalogueConnection: CatalogueConnection
  CatalogueEdge: CatalogueEdge
  CatalogueRow: CatalogueRow
  LoanReport: LoanReport
  TitleLoans: TitleLoans
  DayLoans: DayLoans
  Figures: Figures
  FigurePoint: FigurePoint
  Float: Scalars['Float']['output']
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['DeadLetterEdge']>
  }
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] }
  DeadLetter: LetterNode
  ReplayDeadLetterInput: ReplayDeadLetterInput
  ReplayDeadLetterPayload: Omit<ReplayDeadLetterPayload, 'deadLetter'> & {
    deadLetter?: Maybe<ResolversParentTypes['DeadLetter']>
  }
  UserError: UserError
  Book: Book
  Rental: RentalReference
  TraceEntry: TraceEntry
  DateTime: Scalars['DateTime']['output']
  PageInfo: PageInfo
}

export type QueryResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  myDashboard?: Resolver<
    ResolversTypes['DashboardConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryMyDashboardArgs, 'first'>
  >
  dashboards?: Resolver<
    ResolversTypes['DashboardConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryDashboardsArgs, 'first'>
  >
  catalogue?: Resolver<
    ResolversTypes['CatalogueConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryCatalogueArgs, 'first'>
  >
  figures?: Resolver<
    ResolversTypes['Figures'],
    ParentType,
    ContextType,
    RequireFields<QueryFiguresArgs, 'from' | 'to' | 'step' | 'timeZone'>
  >
  loanReport?: Resolver<
    ResolversTypes['LoanReport'],
    ParentType,
    ContextType,
    RequireFields<QueryLoanReportArgs, 'from' | 'to' | 'timeZone' | 'first'>
  >
  deadLetters?: Resolver<
    ResolversTypes['DeadLetterConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryDeadLettersArgs, 'first' | 'status'>
  >
}

export type MutationResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  replayDeadLetter?: Resolver<
    ResolversTypes['ReplayDeadLetterPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReplayDeadLetterArgs, 'input'>
  >
}

export type SubscriptionResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription'],
> = {
  dashboardChanged?: SubscriptionResolver<
    ResolversTypes['DashboardRow'],
    'dashboardChanged',
    ParentType,
    ContextType,
    RequireFields<SubscriptionDashboardChangedArgs, 'snapshot'>
  >
  holdChanged?: SubscriptionResolver<
    ResolversTypes['HoldRow'],
    'holdChanged',
    ParentType,
    ContextType,
    RequireFields<SubscriptionHoldChangedArgs, 'snapshot'>
  >
}

export type DashboardConnectionResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DashboardConnection'] = ResolversParentTypes['DashboardConnection'],
> = {
  asOf?: Resolver<ResolversTypes['AsOf'], ParentType, ContextType>
  edges?: Resolver<ReadonlyArray<ResolversTypes['DashboardEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type AsOfResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['AsOf'] = ResolversParentTypes['AsOf'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  lagMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type DashboardEdgeResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DashboardEdge'] = ResolversParentTypes['DashboardEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['DashboardRow'], ParentType, ContextType>
}

export type DashboardRowResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DashboardRow'] = ResolversParentTypes['DashboardRow'],
  FederationReferenceType extends FederationReferenceTypes['DashboardRow'] = FederationReferenceTypes['DashboardRow'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['DashboardRow']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  rentalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  bookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  rentalFee?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['DashboardStatus'], ParentType, ContextType>
  paymentState?: Resolver<ResolversTypes['PaymentState'], ParentType, ContextType>
  refundFailed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  points?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  refusalReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  rentedDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  paidDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  approvedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  refusedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  returnedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  refundedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  canceledDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  rental?: Resolver<Maybe<ResolversTypes['Rental']>, ParentType, ContextType>
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
}

export type HoldRowResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['HoldRow'] = ResolversParentTypes['HoldRow'],
> = {
  holdId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  bookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['HoldStatus'], ParentType, ContextType>
  suspended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  suspendedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  readyUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  cancelReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
}

export type HoldResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Hold'] = ResolversParentTypes['Hold'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type CatalogueConnectionResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['CatalogueConnection'] = ResolversParentTypes['CatalogueConnection'],
> = {
  asOf?: Resolver<ResolversTypes['AsOf'], ParentType, ContextType>
  edges?: Resolver<ReadonlyArray<ResolversTypes['CatalogueEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type CatalogueEdgeResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['CatalogueEdge'] = ResolversParentTypes['CatalogueEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['CatalogueRow'], ParentType, ContextType>
}

export type CatalogueRowResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['CatalogueRow'] = ResolversParentTypes['CatalogueRow'],
> = {
  bookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  rentalFee?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  seatsTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  seatsFree?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  timesRequested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type LoanReportResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['LoanReport'] = ResolversParentTypes['LoanReport'],
> = {
  asOf?: Resolver<ResolversTypes['AsOf'], ParentType, ContextType>
  titles?: Resolver<ReadonlyArray<ResolversTypes['TitleLoans']>, ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  days?: Resolver<ReadonlyArray<ResolversTypes['DayLoans']>, ParentType, ContextType>
}

export type TitleLoansResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['TitleLoans'] = ResolversParentTypes['TitleLoans'],
> = {
  bookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  loans?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  waiting?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  seats?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  buy?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
}

export type DayLoansResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DayLoans'] = ResolversParentTypes['DayLoans'],
> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  loans?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
}

export type FiguresResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Figures'] = ResolversParentTypes['Figures'],
> = {
  asOf?: Resolver<ResolversTypes['AsOf'], ParentType, ContextType>
  points?: Resolver<ReadonlyArray<ResolversTypes['FigurePoint']>, ParentType, ContextType>
}

export type FigurePointResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['FigurePoint'] = ResolversParentTypes['FigurePoint'],
> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  approvals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refusals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refunds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  revenue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  medianWaitSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  p90WaitSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
}

export type DeadLetterConnectionResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  unreachable?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
}

export type DeadLetterEdgeResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>
}

export type DeadLetterResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  consumer?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  eventId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  eventType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  rental?: Resolver<Maybe<ResolversTypes['DashboardRow']>, ParentType, ContextType>
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  error?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['DeadLetterStatus'], ParentType, ContextType>
  firstFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  replayedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
}

export type ReplayDeadLetterPayloadResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['ReplayDeadLetterPayload'] = ResolversParentTypes['ReplayDeadLetterPayload'],
> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UserErrorResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError'],
> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>
}

export type BookResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Book'] = ResolversParentTypes['Book'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type RentalResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['Rental'] = ResolversParentTypes['Rental'],
  FederationReferenceType extends FederationReferenceTypes['Rental'] = FederationReferenceTypes['Rental'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Rental']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  trace?: Resolver<ReadonlyArray<ResolversTypes['TraceEntry']>, ParentType, ContextType>
}

export type TraceEntryResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['TraceEntry'] = ResolversParentTypes['TraceEntry'],
> = {
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  causationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  correlationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime'
}

export type PageInfoResolvers<
  ContextType = LiveContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type Resolvers<ContextType = LiveContext> = {
  Query?: QueryResolvers<ContextType>
  Mutation?: MutationResolvers<ContextType>
  Subscription?: SubscriptionResolvers<ContextType>
  DashboardConnection?: DashboardConnectionResolvers<ContextType>
  AsOf?: AsOfResolvers<ContextType>
  DashboardEdge?: DashboardEdgeResolvers<ContextType>
  DashboardRow?: DashboardRowResolvers<ContextType>
  HoldRow?: HoldRowResolvers<ContextType>
  Hold?: HoldResolvers<ContextType>
  CatalogueConnection?: CatalogueConnectionResolvers<ContextType>
  CatalogueEdge?: CatalogueEdgeResolvers<ContextType>
  CatalogueRow?: CatalogueRowResolvers<ContextType>
  LoanReport?: LoanReportResolvers<ContextType>
  TitleLoans?: TitleLoansResolvers<ContextType>
  DayLoans?: DayLoansResolvers<ContextType>
  Figures?: FiguresResolvers<ContextType>
  FigurePoint?: FigurePointResolvers<ContextType>
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>
  DeadLetter?: DeadLetterResolvers<ContextType>
  ReplayDeadLetterPayload?: ReplayDeadLetterPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  Book?: BookResolvers<ContextType>
  Rental?: RentalResolvers<ContextType>
  TraceEntry?: TraceEntryResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
