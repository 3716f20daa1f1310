// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { MemberReference, Account } from '../queries/my-points.ts'
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
  /** The caller's own points. MEMBER only. */
  readonly myPoints: PointAccount
}

/** Somebody who borrows, as the library keeps them. */
export type Member = {
  /** The member's subject. */
  readonly id: Scalars['ID']['output']
  /** The member's points; null while they cannot be told. The member's own, or ADMIN. */
  readonly points?: Maybe<PointAccount>
}

/** A member's points. */
export type PointAccount = {
  /** Points that can be spent; below zero when points already spent were taken back. */
  readonly available: Scalars['Int']['output']
  /** Points that are owed, as they had been spent when they were taken back; what is earned next fills them first. */
  readonly debt: Scalars['Int']['output']
  /** Points that become available when the loan starts. */
  readonly pending: Scalars['Int']['output']
  /** Points ever granted, less those taken back, whether spent or not. */
  readonly lifetime: Scalars['Int']['output']
  /** Every movement, newest first. */
  readonly entries: PointEntryConnection
}

/** A member's points. */
export type PointAccountEntriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** One page of movements. */
export type PointEntryConnection = {
  /** The movements with their cursors. */
  readonly edges: ReadonlyArray<PointEntryEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many movements there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A movement and its place in the list. */
export type PointEntryEdge = {
  /** Give it as `after` to read on behind this movement. */
  readonly cursor: Scalars['String']['output']
  /** The movement. */
  readonly node: PointEntry
}

/** One movement of points. */
export type PointEntry = {
  /** The movement's id. */
  readonly id: Scalars['ID']['output']
  /** Why points moved. */
  readonly kind: PointEntryKind
  /** How many: positive when granted or given back, negative when taken or spent. */
  readonly points: Scalars['Int']['output']
  /** The rental they belong to; of one that is not known any more whose it was, a reference to nothing. */
  readonly rentalId: Scalars['ID']['output']
  /** When they moved. */
  readonly time: Scalars['DateTime']['output']
}

/** Why points moved. */
export type PointEntryKind =
  /** Earned on a payment. */
  | 'GRANT'
  /** Taken back before the money goes back. */
  | 'REVOKE'
  /** Given again, because the money did not go back after all. */
  | 'RESTORE'
  /** Spent on a rental. */
  | 'SPEND'
  /** Given back, because the rental that they were to pay for came to nothing. */
  | 'RETURN'

/** One member's rental of one title. */
export type Rental = {
  /** The rental's id. */
  readonly id: Scalars['ID']['output']
  /** The points of this rental; null until it is paid. */
  readonly points?: Maybe<RentalPoints>
}

/** What one rental earned. */
export type RentalPoints = {
  /** Points granted on its payment. */
  readonly granted: Scalars['Int']['output']
  /** Of these, points taken back. */
  readonly revoked: Scalars['Int']['output']
  /** Where the grant stands. */
  readonly status: PromotionStatus
}

/** Where a grant of points stands. */
export type PromotionStatus =
  /** Nothing was granted. */
  | 'NONE'
  /** Granted. */
  | 'GRANTED'
  /** Taken back while the money is on its way back. */
  | 'LOCKED'
  /** Taken back for good. */
  | 'REVOKED'
  /** Refunded before anything was granted; nothing will be. */
  | 'BLOCKED'

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
  Member: Member
  Rental: Rental
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Member: { __typename: 'Member' } & GraphQLRecursivePick<FederationTypes['Member'], { id: true }>
  Rental: { __typename: 'Rental' } & GraphQLRecursivePick<FederationTypes['Rental'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  Member: ResolverTypeWrapper<MemberReference>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  PointAccount: ResolverTypeWrapper<Account>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  PointEntryConnection: ResolverTypeWrapper<PointEntryConnection>
  PointEntryEdge: ResolverTypeWrapper<PointEntryEdge>
  PointEntry: ResolverTypeWrapper<PointEntry>
  PointEntryKind: PointEntryKind
  Rental: ResolverTypeWrapper<Rental>
  RentalPoints: ResolverTypeWrapper<RentalPoints>
  PromotionStatus: PromotionStatus
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>
  PageInfo: ResolverTypeWrapper<PageInfo>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  Member: MemberReference
  ID: Scalars['ID']['output']
  PointAccount: Account
  Int: Scalars['Int']['output']
  String: Scalars['String']['output']
  PointEntryConnection: PointEntryConnection
  PointEntryEdge: PointEntryEdge
  PointEntry: PointEntry
  Rental: Rental | FederationReferenceTypes['Rental']
  RentalPoints: RentalPoints
  DateTime: Scalars['DateTime']['output']
  PageInfo: PageInfo
  Boolean: Scalars['Boolean']['output']
}

export type QueryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  myPoints?: Resolver<ResolversTypes['PointAccount'], ParentType, ContextType>
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
  points?: Resolver<Maybe<ResolversTypes['PointAccount']>, ParentType, ContextType>
}

export type PointAccountResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PointAccount'] = ResolversParentTypes['PointAccount'],
> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  debt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  pending?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  lifetime?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  entries?: Resolver<
    ResolversTypes['PointEntryConnection'],
    ParentType,
    ContextType,
    RequireFields<PointAccountEntriesArgs, 'first'>
  >
}

export type PointEntryConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PointEntryConnection'] = ResolversParentTypes['PointEntryConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PointEntryEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type PointEntryEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PointEntryEdge'] = ResolversParentTypes['PointEntryEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['PointEntry'], ParentType, ContextType>
}

export type PointEntryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PointEntry'] = ResolversParentTypes['PointEntry'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['PointEntryKind'], ParentType, ContextType>
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rentalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
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
  points?: Resolver<Maybe<ResolversTypes['RentalPoints']>, ParentType, ContextType>
}

export type RentalPointsResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RentalPoints'] = ResolversParentTypes['RentalPoints'],
> = {
  granted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  revoked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['PromotionStatus'], ParentType, ContextType>
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
  Member?: MemberResolvers<ContextType>
  PointAccount?: PointAccountResolvers<ContextType>
  PointEntryConnection?: PointEntryConnectionResolvers<ContextType>
  PointEntryEdge?: PointEntryEdgeResolvers<ContextType>
  PointEntry?: PointEntryResolvers<ContextType>
  Rental?: RentalResolvers<ContextType>
  RentalPoints?: RentalPointsResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
