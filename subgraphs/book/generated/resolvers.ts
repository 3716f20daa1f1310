// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { BookPage } from '../queries/books.ts'
import type { RequestView, RentalReference } from '../request-view.ts'
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
  /** One title, or null when there is none with this id. */
  readonly book?: Maybe<Book>
  /** The catalogue, as far as it is asked for. */
  readonly books: BookConnection
  /**
   * Titles by their ids, in that order; those that are not there are left out. Cheap enough to be asked again and again for
   * the seats of what is on a screen.
   */
  readonly booksByIds: ReadonlyArray<Book>
  /** The librarian's queue, oldest first. ADMIN only. */
  readonly rentalRequests: RentalRequestConnection
}

/** What can be asked. */
export type QueryBookArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. */
export type QueryBooksArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  search?: InputMaybe<Scalars['String']['input']>
  sort?: InputMaybe<BookSort>
  filter?: InputMaybe<BookFilterInput>
}

/** What can be asked. */
export type QueryBooksByIdsArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>
}

/** What can be asked. */
export type QueryRentalRequestsArgs = {
  status?: InputMaybe<RequestStatus>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be done. */
export type Mutation = {
  /** Puts a title into the catalogue, with its seats. ADMIN only. */
  readonly registerBook: RegisterBookPayload
  /** Takes a title out of the catalogue: waiting requests are refused, live loans run to their end. ADMIN only. */
  readonly withdrawBook: WithdrawBookPayload
  /** Approves a paid request: the loan starts. Doing it again answers the first decision. ADMIN only. */
  readonly approveRental: ApproveRentalPayload
  /** Refuses a paid request: the seat is free again and the payment goes back. ADMIN only. */
  readonly refuseRental: RefuseRentalPayload
}

/** What can be done. */
export type MutationRegisterBookArgs = {
  input: RegisterBookInput
}

/** What can be done. */
export type MutationWithdrawBookArgs = {
  input: WithdrawBookInput
}

/** What can be done. */
export type MutationApproveRentalArgs = {
  input: ApproveRentalInput
}

/** What can be done. */
export type MutationRefuseRentalArgs = {
  input: RefuseRentalInput
}

/** A title in the catalogue, lent through seats. */
export type Book = {
  /** The title's id. */
  readonly id: Scalars['ID']['output']
  /** The title as printed. */
  readonly title: Scalars['String']['output']
  /** Who wrote it, in the order of the title page. */
  readonly authors: ReadonlyArray<Scalars['String']['output']>
  /** ISBN-13 without hyphens, if the title has one. */
  readonly isbn13?: Maybe<Scalars['String']['output']>
  /** BCP 47 language tag, if known. */
  readonly language?: Maybe<Scalars['String']['output']>
  /** The fee for one loan, in won. */
  readonly rentalFee: Scalars['Int']['output']
  /** Whether it can be lent now. */
  readonly status: BookStatus
  /** How many seats the library holds. */
  readonly seatsTotal: Scalars['Int']['output']
  /** How many of them are free. */
  readonly seatsFree: Scalars['Int']['output']
  /** How long a loan lasts, in days. */
  readonly loanPeriodDays: Scalars['Int']['output']
  /** How often a loan may be renewed. */
  readonly maxRenewals: Scalars['Int']['output']
  /** When the title was registered. */
  readonly registeredDate: Scalars['DateTime']['output']
}

/** Whether a title can be lent now. */
export type BookStatus =
  /** A seat is free. */
  | 'POSSIBLE'
  /** Every seat is taken. */
  | 'IMPOSSIBLE'
  /** Out of the catalogue. */
  | 'WITHDRAWN'

/** In which order titles are listed. */
export type BookSort =
  /** What fits the search best comes first; without a search it is NEWEST. */
  | 'RELEVANCE'
  /** What was registered last comes first. */
  | 'NEWEST'
  /** By title. */
  | 'TITLE'
  /** By the first author. */
  | 'AUTHOR'
  /** The least fee comes first. */
  | 'FEE'

/** Which titles to list; what is null or left out does not matter. */
export type BookFilterInput = {
  /** True: only titles of which a seat is free. */
  readonly available?: InputMaybe<Scalars['Boolean']['input']>
  /** Only titles for which a loan costs so many won at most; 0 is free of charge. */
  readonly maxFee?: InputMaybe<Scalars['Int']['input']>
  /** Only titles in this language: a BCP 47 tag. `en` holds en-GB too. */
  readonly language?: InputMaybe<Scalars['String']['input']>
  /** Only titles of this author, by the whole name; accents, case, blanks and punctuation do not matter. */
  readonly author?: InputMaybe<Scalars['String']['input']>
}

/** One page of the catalogue. */
export type BookConnection = {
  /** The titles with their cursors. */
  readonly edges: ReadonlyArray<BookEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many titles match in all, counted to 20,000. */
  readonly totalCount: Scalars['Int']['output']
  /** False when there are more than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output']
  /**
   * What was probably meant, when nothing is found as it was written: the titles and their count are then what is found for
   * this. Null when something is found, and when nothing is near.
   */
  readonly didYouMean?: Maybe<Scalars['String']['output']>
}

/** A title and its place in the list. */
export type BookEdge = {
  /** Give it as `after` to read on behind this title. */
  readonly cursor: Scalars['String']['output']
  /** The title. */
  readonly node: Book
}

/** A member's paid request, as the librarian sees it. */
export type RentalRequest = {
  /** The request's id. */
  readonly id: Scalars['ID']['output']
  /** The rental it belongs to. */
  readonly rentalId: Scalars['ID']['output']
  /** The state of the case. */
  readonly status: RequestStatus
  /** When the paid request came in; null when the rental was withdrawn before it was paid. */
  readonly requestedDate?: Maybe<Scalars['DateTime']['output']>
  /** Undecided by then, it is refused and refunded. */
  readonly decideBy?: Maybe<Scalars['DateTime']['output']>
  /** Who decided: a librarian's subject, or SYSTEM. */
  readonly decidedBy?: Maybe<Scalars['String']['output']>
  /** When it was decided. */
  readonly decidedDate?: Maybe<Scalars['DateTime']['output']>
  /** Why it was refused. */
  readonly reasonCode?: Maybe<RefusalReason>
  /** The librarian's words to the refusal. */
  readonly note?: Maybe<Scalars['String']['output']>
  /** Rises with every change; give it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output']
  /**
   * True while a seat of the title is kept for this request, as it is from the payment to the decision: that seat is none of
   * the `seatsFree` of the title.
   */
  readonly seatReserved: Scalars['Boolean']['output']
  /** The title; null when the rental was withdrawn before the title was known. */
  readonly book?: Maybe<Book>
  /** The rental. */
  readonly rental: Rental
}

/** The state of a request. */
export type RequestStatus =
  /** Waits for a decision. */
  | 'REQUESTED'
  /** The librarian said yes. */
  | 'APPROVED'
  /** Refused, by a librarian or by a rule. */
  | 'REFUSED'
  /** The rental ended before a decision counted. */
  | 'WITHDRAWN'
  /** The loan has ended. */
  | 'CLOSED'

/** Why a request was refused. */
export type RefusalReason =
  /** Every seat was taken when the payment came in. */
  | 'NO_COPY'
  /** The library's rules. */
  | 'POLICY'
  /** The member may not borrow. */
  | 'MEMBER_BLOCKED'
  /** Nobody decided in time. */
  | 'DECISION_TIMEOUT'
  /** The title was taken out of the catalogue. */
  | 'WITHDRAWN'

/** One page of requests. */
export type RentalRequestConnection = {
  /** The requests with their cursors. */
  readonly edges: ReadonlyArray<RentalRequestEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many requests match in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A request and its place in the list. */
export type RentalRequestEdge = {
  /** Give it as `after` to read on behind this request. */
  readonly cursor: Scalars['String']['output']
  /** The request. */
  readonly node: RentalRequest
}

/** One member's rental of one title. */
export type Rental = {
  /** The rental's id. */
  readonly id: Scalars['ID']['output']
  /** The request before the librarian; null until the payment has come in. */
  readonly request?: Maybe<RentalRequest>
}

/** A title to register. */
export type RegisterBookInput = {
  /**
   * The title as printed, 1 to 500 characters. It is kept composed (NFC) and without what cannot be seen; what turns the
   * direction of writing is refused. The same is true of every text that is written here.
   */
  readonly title: Scalars['String']['input']
  /** Who wrote it, 1 to 100, each of 1 to 500 characters. */
  readonly authors: ReadonlyArray<Scalars['String']['input']>
  /**
   * The ISBN, of 13 digits or of 10, as it is printed: hyphens, `ISBN` before it and `(pbk.)` behind it do not matter. Its
   * check digit is verified, and it must be new to the catalogue.
   */
  readonly isbn13?: InputMaybe<Scalars['String']['input']>
  /** BCP 47 language tag. */
  readonly language?: InputMaybe<Scalars['String']['input']>
  /** The fee for one loan in won, 0 to 1,000,000. */
  readonly rentalFee: Scalars['Int']['input']
  /** How many members may borrow it at once, 1 to 1000. */
  readonly seats?: InputMaybe<Scalars['Int']['input']>
  /** How long a loan lasts in days, 1 to 365. */
  readonly loanPeriodDays?: InputMaybe<Scalars['Int']['input']>
  /** How often a loan may be renewed, 0 to 10. */
  readonly maxRenewals?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of a registration. */
export type RegisterBookPayload = {
  /** The registered title; null when refused. */
  readonly book?: Maybe<Book>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which title to take out of the catalogue. */
export type WithdrawBookInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
}

/** The outcome of a withdrawal. */
export type WithdrawBookPayload = {
  /** The title; null when refused. */
  readonly book?: Maybe<Book>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which request to approve. */
export type ApproveRentalInput = {
  /** The rental that was requested. */
  readonly rentalId: Scalars['ID']['input']
  /** The version the librarian saw; a newer one is a conflict. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of an approval. */
export type ApproveRentalPayload = {
  /** The request as it stands now; null when there is none. */
  readonly request?: Maybe<RentalRequest>
  /** True when the same decision had been made before: nothing new happened. */
  readonly alreadyDecided: Scalars['Boolean']['output']
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which request to refuse, and why. */
export type RefuseRentalInput = {
  /** The rental that was requested. */
  readonly rentalId: Scalars['ID']['input']
  /** Why, for programs and statistics. */
  readonly reasonCode: RefusalReason
  /** Why, in words for the member, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>
  /** The version the librarian saw; a newer one is a conflict. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of a refusal. */
export type RefuseRentalPayload = {
  /** The request as it stands now; null when there is none. */
  readonly request?: Maybe<RentalRequest>
  /** True when the same decision had been made before: nothing new happened. */
  readonly alreadyDecided: Scalars['Boolean']['output']
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
  /** It is no ISBN, or its check digit is wrong. */
  | 'INVALID_ISBN'
  /** Another title has this ISBN. */
  | 'ISBN_TAKEN'
  /** There is no such title. */
  | 'BOOK_NOT_FOUND'
  /** The title is out of the catalogue. */
  | 'BOOK_WITHDRAWN'
  /** There is no paid request for this rental. */
  | 'REQUEST_NOT_FOUND'
  /** The rental is the caller's own: another librarian decides. */
  | 'OWN_RENTAL'
  /** The opposite was decided before. */
  | 'ALREADY_DECIDED'
  /** The rental ended before it was decided. */
  | 'REQUEST_WITHDRAWN'
  /** Somebody changed it since it was read. */
  | 'VERSION_CONFLICT'

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
  Book: Book
  RentalRequest: RentalRequest
  Rental: Rental
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Book: { __typename: 'Book' } & GraphQLRecursivePick<FederationTypes['Book'], { id: true }>
  RentalRequest: { __typename: 'RentalRequest' } & GraphQLRecursivePick<FederationTypes['RentalRequest'], { id: true }>
  Rental: { __typename: 'Rental' } & GraphQLRecursivePick<FederationTypes['Rental'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Book: ResolverTypeWrapper<Book>
  BookStatus: BookStatus
  BookSort: BookSort
  BookFilterInput: BookFilterInput
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  BookConnection: ResolverTypeWrapper<BookPage>
  BookEdge: ResolverTypeWrapper<BookEdge>
  RentalRequest: ResolverTypeWrapper<RequestView>
  RequestStatus: RequestStatus
  RefusalReason: RefusalReason
  RentalRequestConnection: ResolverTypeWrapper<
    Omit<RentalRequestConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RentalRequestEdge']> }
  >
  RentalRequestEdge: ResolverTypeWrapper<Omit<RentalRequestEdge, 'node'> & { node: ResolversTypes['RentalRequest'] }>
  Rental: ResolverTypeWrapper<RentalReference>
  RegisterBookInput: RegisterBookInput
  RegisterBookPayload: ResolverTypeWrapper<RegisterBookPayload>
  WithdrawBookInput: WithdrawBookInput
  WithdrawBookPayload: ResolverTypeWrapper<WithdrawBookPayload>
  ApproveRentalInput: ApproveRentalInput
  ApproveRentalPayload: ResolverTypeWrapper<
    Omit<ApproveRentalPayload, 'request'> & { request?: Maybe<ResolversTypes['RentalRequest']> }
  >
  RefuseRentalInput: RefuseRentalInput
  RefuseRentalPayload: ResolverTypeWrapper<
    Omit<RefuseRentalPayload, 'request'> & { request?: Maybe<ResolversTypes['RentalRequest']> }
  >
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
  Mutation: Record<PropertyKey, never>
  Book: Book | FederationReferenceTypes['Book']
  BookFilterInput: BookFilterInput
  Boolean: Scalars['Boolean']['output']
  BookConnection: BookPage
  BookEdge: BookEdge
  RentalRequest: RequestView
  RentalRequestConnection: Omit<RentalRequestConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['RentalRequestEdge']>
  }
  RentalRequestEdge: Omit<RentalRequestEdge, 'node'> & { node: ResolversParentTypes['RentalRequest'] }
  Rental: RentalReference
  RegisterBookInput: RegisterBookInput
  RegisterBookPayload: RegisterBookPayload
  WithdrawBookInput: WithdrawBookInput
  WithdrawBookPayload: WithdrawBookPayload
  ApproveRentalInput: ApproveRentalInput
  ApproveRentalPayload: Omit<ApproveRentalPayload, 'request'> & {
    request?: Maybe<ResolversParentTypes['RentalRequest']>
  }
  RefuseRentalInput: RefuseRentalInput
  RefuseRentalPayload: Omit<RefuseRentalPayload, 'request'> & { request?: Maybe<ResolversParentTypes['RentalRequest']> }
  UserError: UserError
  DateTime: Scalars['DateTime']['output']
  PageInfo: PageInfo
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType, RequireFields<QueryBookArgs, 'id'>>
  books?: Resolver<ResolversTypes['BookConnection'], ParentType, ContextType, RequireFields<QueryBooksArgs, 'first'>>
  booksByIds?: Resolver<
    ReadonlyArray<ResolversTypes['Book']>,
    ParentType,
    ContextType,
    RequireFields<QueryBooksByIdsArgs, 'ids'>
  >
  rentalRequests?: Resolver<
    ResolversTypes['RentalRequestConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryRentalRequestsArgs, 'first'>
  >
}

export type MutationResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  registerBook?: Resolver<
    ResolversTypes['RegisterBookPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRegisterBookArgs, 'input'>
  >
  withdrawBook?: Resolver<
    ResolversTypes['WithdrawBookPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationWithdrawBookArgs, 'input'>
  >
  approveRental?: Resolver<
    ResolversTypes['ApproveRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationApproveRentalArgs, 'input'>
  >
  refuseRental?: Resolver<
    ResolversTypes['RefuseRentalPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRefuseRentalArgs, 'input'>
  >
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
  authors?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  isbn13?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  language?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  rentalFee?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['BookStatus'], ParentType, ContextType>
  seatsTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  seatsFree?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  loanPeriodDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  maxRenewals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  registeredDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type BookConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['BookConnection'] = ResolversParentTypes['BookConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['BookEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type BookEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['BookEdge'] = ResolversParentTypes['BookEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Book'], ParentType, ContextType>
}

export type RentalRequestResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalRequest'] = ResolversParentTypes['RentalRequest'],
  FederationReferenceType extends FederationReferenceTypes['RentalRequest'] = FederationReferenceTypes['RentalRequest'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['RentalRequest']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  rentalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['RequestStatus'], ParentType, ContextType>
  requestedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  decideBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  decidedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  decidedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  reasonCode?: Resolver<Maybe<ResolversTypes['RefusalReason']>, ParentType, ContextType>
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  seatReserved?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  rental?: Resolver<ResolversTypes['Rental'], ParentType, ContextType>
}

export type RentalRequestConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalRequestConnection'] = ResolversParentTypes['RentalRequestConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RentalRequestEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RentalRequestEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalRequestEdge'] = ResolversParentTypes['RentalRequestEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['RentalRequest'], ParentType, ContextType>
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
  request?: Resolver<Maybe<ResolversTypes['RentalRequest']>, ParentType, ContextType>
}

export type RegisterBookPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RegisterBookPayload'] = ResolversParentTypes['RegisterBookPayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type WithdrawBookPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['WithdrawBookPayload'] = ResolversParentTypes['WithdrawBookPayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ApproveRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ApproveRentalPayload'] = ResolversParentTypes['ApproveRentalPayload'],
> = {
  request?: Resolver<Maybe<ResolversTypes['RentalRequest']>, ParentType, ContextType>
  alreadyDecided?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RefuseRentalPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RefuseRentalPayload'] = ResolversParentTypes['RefuseRentalPayload'],
> = {
  request?: Resolver<Maybe<ResolversTypes['RentalRequest']>, ParentType, ContextType>
  alreadyDecided?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
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
  Mutation?: MutationResolvers<ContextType>
  Book?: BookResolvers<ContextType>
  BookConnection?: BookConnectionResolvers<ContextType>
  BookEdge?: BookEdgeResolvers<ContextType>
  RentalRequest?: RentalRequestResolvers<ContextType>
  RentalRequestConnection?: RentalRequestConnectionResolvers<ContextType>
  RentalRequestEdge?: RentalRequestEdgeResolvers<ContextType>
  Rental?: RentalResolvers<ContextType>
  RegisterBookPayload?: RegisterBookPayloadResolvers<ContextType>
  WithdrawBookPayload?: WithdrawBookPayloadResolvers<ContextType>
  ApproveRentalPayload?: ApproveRentalPayloadResolvers<ContextType>
  RefuseRentalPayload?: RefuseRentalPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
