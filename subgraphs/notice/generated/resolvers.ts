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
  /** What the caller was told, newest first; of a librarian also what the staff was told. MEMBER or ADMIN. */
  readonly myNotices: NoticeConnection
}

/** What can be asked. */
export type QueryMyNoticesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>
  locale?: InputMaybe<Locale>
}

/** What can be done. */
export type Mutation = {
  /** Marks notices as read. Those that are not the caller's, or not there, are passed over. MEMBER or ADMIN. */
  readonly markNoticesRead: MarkNoticesReadPayload
}

/** What can be done. */
export type MutationMarkNoticesReadArgs = {
  input: MarkNoticesReadInput
}

/** One page of notices. */
export type NoticeConnection = {
  /** The notices with their cursors. */
  readonly edges: ReadonlyArray<NoticeEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many notices there are in all. */
  readonly totalCount: Scalars['Int']['output']
  /** How many of all of them were not marked as read. */
  readonly unreadCount: Scalars['Int']['output']
}

/** A notice and its place in the list. */
export type NoticeEdge = {
  /** Give it as `after` to read on behind this notice. */
  readonly cursor: Scalars['String']['output']
  /** The notice. */
  readonly node: Notice
}

/** Something that a person is told. */
export type Notice = {
  /** The notice's id. */
  readonly id: Scalars['ID']['output']
  /** What it is about, for programs. */
  readonly kind: NoticeKind
  /** What happened, in a sentence. */
  readonly title: Scalars['String']['output']
  /** What that means, in a sentence or two. */
  readonly body: Scalars['String']['output']
  /** The path of the page where more is to be seen; null when there is none. */
  readonly link?: Maybe<Scalars['String']['output']>
  /** When it happened. */
  readonly time: Scalars['DateTime']['output']
  /** When it was marked as read; null if it was not. */
  readonly readAt?: Maybe<Scalars['DateTime']['output']>
}

/** What a notice is about. */
export type NoticeKind =
  /** The payment was declined, and there is still time to pay. */
  | 'PAYMENT_DECLINED'
  /** The loan has begun. */
  | 'LOAN_STARTED'
  /** The loan ends in some days. */
  | 'DUE_SOON'
  /** The loan ran out. */
  | 'LOAN_ENDED'
  /** The library does not lend the title. */
  | 'REFUSED'
  /** The money went back. */
  | 'REFUNDED'
  /** Points were given. */
  | 'POINTS_GIVEN'
  /** Points were taken back. */
  | 'POINTS_TAKEN'
  /** To the staff: requests wait for a decision. */
  | 'REQUESTS_WAIT'
  /** To the staff: money did not go back. */
  | 'REFUND_FAILED'
  /** The code by which an address is shown to be the member's. */
  | 'CONTACT_CODE'
  /** What the member asked for, to see that it works. */
  | 'TEST'

/** A language that notices are written in. */
export type Locale =
  /** Korean. */
  | 'KO'
  /** English. */
  | 'EN'

/** Which notices were read. */
export type MarkNoticesReadInput = {
  /** Their ids, at most 100; all of them, if it is left out. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>
}

/** The outcome of marking notices as read. */
export type MarkNoticesReadPayload = {
  /** How many were not marked before. */
  readonly marked: Scalars['Int']['output']
  /** How many are left that are not. */
  readonly unreadCount: Scalars['Int']['output']
  /** Why nothing was marked; empty when it was done. */
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
  'INVALID_INPUT'

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

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  NoticeConnection: ResolverTypeWrapper<NoticeConnection>
  NoticeEdge: ResolverTypeWrapper<NoticeEdge>
  Notice: ResolverTypeWrapper<Notice>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  NoticeKind: NoticeKind
  Locale: Locale
  MarkNoticesReadInput: MarkNoticesReadInput
  MarkNoticesReadPayload: ResolverTypeWrapper<MarkNoticesReadPayload>
  UserError: ResolverTypeWrapper<UserError>
  UserErrorCode: UserErrorCode
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
  PageInfo: ResolverTypeWrapper<PageInfo>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  Int: Scalars['Int']['output']
  String: Scalars['String']['output']
  Boolean: Scalars['Boolean']['output']
  Mutation: Record<PropertyKey, never>
  NoticeConnection: NoticeConnection
  NoticeEdge: NoticeEdge
  Notice: Notice
  ID: Scalars['ID']['output']
  MarkNoticesReadInput: MarkNoticesReadInput
  MarkNoticesReadPayload: MarkNoticesReadPayload
  UserError: UserError
  DateTime: Scalars['DateTime']['output']
  PageInfo: PageInfo
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  myNotices?: Resolver<
    ResolversTypes['NoticeConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryMyNoticesArgs, 'first' | 'unreadOnly'>
  >
}

export type MutationResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  markNoticesRead?: Resolver<
    ResolversTypes['MarkNoticesReadPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationMarkNoticesReadArgs, 'input'>
  >
}

export type NoticeConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeConnection'] = ResolversParentTypes['NoticeConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NoticeEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type NoticeEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeEdge'] = ResolversParentTypes['NoticeEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Notice'], ParentType, ContextType>
}

export type NoticeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Notice'] = ResolversParentTypes['Notice'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['NoticeKind'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  link?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
}

export type MarkNoticesReadPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['MarkNoticesReadPayload'] = ResolversParentTypes['MarkNoticesReadPayload'],
> = {
  marked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
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
  NoticeConnection?: NoticeConnectionResolvers<ContextType>
  NoticeEdge?: NoticeEdgeResolvers<ContextType>
  Notice?: NoticeResolvers<ContextType>
  MarkNoticesReadPayload?: MarkNoticesReadPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
