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
  /** How the caller wants to be told, and where. MEMBER or ADMIN. */
  readonly noticePreferences: NoticePreferences
  /** What was sent, or was not and why, newest first. ADMIN only. */
  readonly noticeDeliveries: NoticeDeliveryConnection
}

/** What can be asked. */
export type QueryMyNoticesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>
  locale?: InputMaybe<Locale>
}

/** What can be asked. */
export type QueryNoticeDeliveriesArgs = {
  status?: InputMaybe<NoticeDeliveryStatus>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be done. */
export type Mutation = {
  /** Marks notices as read. Those that are not the caller's, or not there, are passed over. MEMBER or ADMIN. */
  readonly markNoticesRead: MarkNoticesReadPayload
  /** Chooses how to be told. What is left out stays as it is. MEMBER or ADMIN. */
  readonly setNoticePreferences: SetNoticePreferencesPayload
  /** Sends a code to an address, or takes the one that is known away. MEMBER or ADMIN. */
  readonly setContact: SetContactPayload
  /** Shows with the code that an address is the caller's. MEMBER or ADMIN. */
  readonly verifyContact: VerifyContactPayload
  /** Adds a browser that is to be told, or names it anew. MEMBER or ADMIN. */
  readonly addPushDevice: AddPushDevicePayload
  /** Tells a browser nothing any more. MEMBER or ADMIN. */
  readonly removePushDevice: RemovePushDevicePayload
  /** Sends the caller a notice, to see that it comes; again at most once a minute. MEMBER or ADMIN. */
  readonly sendTestNotice: SendTestNoticePayload
  /** Sends what was not sent, or may not have been. ADMIN only. */
  readonly resendNotice: ResendNoticePayload
  /** Stops what a link in a mail is for. Whoever has the link may; nobody has to sign in. */
  readonly stopNotices: StopNoticesPayload
}

/** What can be done. */
export type MutationMarkNoticesReadArgs = {
  input: MarkNoticesReadInput
}

/** What can be done. */
export type MutationSetNoticePreferencesArgs = {
  input: SetNoticePreferencesInput
}

/** What can be done. */
export type MutationSetContactArgs = {
  input: SetContactInput
}

/** What can be done. */
export type MutationVerifyContactArgs = {
  input: VerifyContactInput
}

/** What can be done. */
export type MutationAddPushDeviceArgs = {
  input: AddPushDeviceInput
}

/** What can be done. */
export type MutationRemovePushDeviceArgs = {
  input: RemovePushDeviceInput
}

/** What can be done. */
export type MutationSendTestNoticeArgs = {
  input: SendTestNoticeInput
}

/** What can be done. */
export type MutationResendNoticeArgs = {
  input: ResendNoticeInput
}

/** What can be done. */
export type MutationStopNoticesArgs = {
  input: StopNoticesInput
}

/** Somebody who borrows, as the library keeps them. */
export type Member = {
  /** The member's subject. */
  readonly id: Scalars['ID']['output']
  /** What was sent to the member, or was not and why, newest first; null while it cannot be told. ADMIN only. */
  readonly deliveries?: Maybe<NoticeDeliveryConnection>
}

/** Somebody who borrows, as the library keeps them. */
export type MemberDeliveriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** How somebody wants to be told, and where. */
export type NoticePreferences = {
  /** In which language. */
  readonly locale: Locale
  /** Whose clock it goes by, such as Asia/Seoul. */
  readonly timeZone: Scalars['String']['output']
  /** From when nothing is sent that can wait, such as 21:00; null when it is never quiet. */
  readonly quietFrom?: Maybe<Scalars['String']['output']>
  /** Until when, such as 08:00. */
  readonly quietTo?: Maybe<Scalars['String']['output']>
  /** Whether mails come one by one or once a day. */
  readonly digest: NoticeDigest
  /** Whether nothing of what a notice is about leaves the house: only that there is one. */
  readonly discreet: Scalars['Boolean']['output']
  /** Every way to be told, beside the page. */
  readonly channels: ReadonlyArray<ChannelPreference>
  /** Where mails go; null until an address is known to be the caller's. */
  readonly email?: Maybe<NoticeContact>
  /** Where Kakao messages go; null until a number is known to be the caller's. */
  readonly kakao?: Maybe<NoticeContact>
  /** The browsers that are told. */
  readonly pushDevices: ReadonlyArray<PushDevice>
  /** By which a browser knows who may tell it something. */
  readonly pushPublicKey: Scalars['String']['output']
}

/** A way to be told, and what for. */
export type ChannelPreference = {
  /** Which way. */
  readonly channel: NoticeChannel
  /** Whether the library has it at all. */
  readonly configured: Scalars['Boolean']['output']
  /** The kinds of notices that go this way. */
  readonly kinds: ReadonlyArray<NoticeKind>
}

/** Where somebody is reached. */
export type NoticeContact = {
  /** The address or number. */
  readonly address: Scalars['String']['output']
  /** Since when it is known to be theirs. */
  readonly verifiedAt: Scalars['DateTime']['output']
}

/** A browser that is told. */
export type PushDevice = {
  /** The device's id. */
  readonly id: Scalars['ID']['output']
  /** What its owner calls it. */
  readonly label: Scalars['String']['output']
  /** Since when it is told. */
  readonly addedAt: Scalars['DateTime']['output']
}

/** A way to be told, beside the page. */
export type NoticeChannel =
  /** By e-mail. */
  | 'EMAIL'
  /** By a push message of the browser. */
  | 'PUSH'
  /** By Kakao Alimtalk. */
  | 'KAKAO'

/** Whether mails come one by one. */
export type NoticeDigest =
  /** Each by itself. */
  | 'OFF'
  /** All of a day together, at nine in the morning. */
  | 'DAILY'

/** How somebody wants to be told; what is left out stays as it is. */
export type SetNoticePreferencesInput = {
  /** In which language. */
  readonly locale?: InputMaybe<Locale>
  /** Whose clock it goes by, such as Asia/Seoul. */
  readonly timeZone?: InputMaybe<Scalars['String']['input']>
  /** From when nothing is sent that can wait, such as 21:00; null for never, with `quietTo`. */
  readonly quietFrom?: InputMaybe<Scalars['String']['input']>
  /** Until when, such as 08:00. */
  readonly quietTo?: InputMaybe<Scalars['String']['input']>
  /** Whether mails come one by one or once a day. */
  readonly digest?: InputMaybe<NoticeDigest>
  /** Whether nothing of what a notice is about leaves the house. */
  readonly discreet?: InputMaybe<Scalars['Boolean']['input']>
  /** Of each channel that is named, all kinds that it is for. */
  readonly channels?: InputMaybe<ReadonlyArray<ChannelPreferenceInput>>
}

/** What a channel is for. */
export type ChannelPreferenceInput = {
  /** Which way. */
  readonly channel: NoticeChannel
  /** The kinds of notices that go this way; none, to be told nothing by it. */
  readonly kinds: ReadonlyArray<NoticeKind>
}

/** The outcome of choosing. */
export type SetNoticePreferencesPayload = {
  /** How it is now. */
  readonly preferences: NoticePreferences
  /** Why nothing was changed; empty when it was. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Where somebody wants to be reached. */
export type SetContactInput = {
  /** EMAIL or KAKAO. */
  readonly channel: NoticeChannel
  /** The address, or the number as 010-1234-5678; null takes away the one that is known. */
  readonly address?: InputMaybe<Scalars['String']['input']>
}

/** The outcome of naming an address. */
export type SetContactPayload = {
  /** Until when the code that was sent can be given; null when none was sent. */
  readonly codeUntil?: Maybe<Scalars['DateTime']['output']>
  /** How it is now. */
  readonly preferences: NoticePreferences
  /** Why nothing was changed; empty when it was. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** The code that came. */
export type VerifyContactInput = {
  /** EMAIL or KAKAO. */
  readonly channel: NoticeChannel
  /** Its six digits. */
  readonly code: Scalars['String']['input']
}

/** The outcome of giving a code. */
export type VerifyContactPayload = {
  /** How it is now. */
  readonly preferences: NoticePreferences
  /** Why nothing was changed; empty when it was. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** A browser's push subscription. */
export type AddPushDeviceInput = {
  /** Its endpoint. */
  readonly endpoint: Scalars['String']['input']
  /** Its public key, as it is given: base64url. */
  readonly p256dh: Scalars['String']['input']
  /** Its secret, as it is given: base64url. */
  readonly auth: Scalars['String']['input']
  /** What its owner calls it. */
  readonly label: Scalars['String']['input']
}

/** The outcome of adding a browser. */
export type AddPushDevicePayload = {
  /** The device; null when none was added. */
  readonly device?: Maybe<PushDevice>
  /** Why nothing was changed; empty when it was. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** A browser that is told nothing any more. */
export type RemovePushDeviceInput = {
  /** The device's id. */
  readonly id: Scalars['ID']['input']
}

/** The outcome of taking a browser away. */
export type RemovePushDevicePayload = {
  /** How it is now. */
  readonly preferences: NoticePreferences
  /** Why nothing was changed; empty when it was, or was so before. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** By which channel to try. */
export type SendTestNoticeInput = {
  /** Which way. */
  readonly channel: NoticeChannel
}

/** The outcome of trying. */
export type SendTestNoticePayload = {
  /** Whether a notice is on its way. */
  readonly sent: Scalars['Boolean']['output']
  /** Why not; empty when it is. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What to send again. */
export type ResendNoticeInput = {
  /** The delivery's id. */
  readonly deliveryId: Scalars['ID']['input']
}

/** The outcome of sending again. */
export type ResendNoticePayload = {
  /** The delivery as it stands now; null when there is none. */
  readonly delivery?: Maybe<NoticeDelivery>
  /** Why nothing was sent; empty when it is on its way. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What a link in a mail holds. */
export type StopNoticesInput = {
  /** Its token. */
  readonly token: Scalars['String']['input']
}

/** The outcome of stopping. */
export type StopNoticesPayload = {
  /** The kinds that do not come by mail any more. */
  readonly stopped: ReadonlyArray<NoticeKind>
  /** Why nothing was stopped; empty when it was. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** One page of deliveries. */
export type NoticeDeliveryConnection = {
  /** The deliveries with their cursors. */
  readonly edges: ReadonlyArray<NoticeDeliveryEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many deliveries there are in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A delivery and its place in the list. */
export type NoticeDeliveryEdge = {
  /** Give it as `after` to read on behind this delivery. */
  readonly cursor: Scalars['String']['output']
  /** The delivery. */
  readonly node: NoticeDelivery
}

/** A message to somebody, with one notice or several. */
export type NoticeDelivery = {
  /** The delivery's id. */
  readonly id: Scalars['ID']['output']
  /** To whom; null for the staff. */
  readonly userId?: Maybe<Scalars['ID']['output']>
  /** By which way. */
  readonly channel: NoticeChannel
  /** What it tells. */
  readonly kinds: ReadonlyArray<NoticeKind>
  /** How it stands. */
  readonly status: NoticeDeliveryStatus
  /** Why, where it was not sent or was put off. */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** How often it was tried. */
  readonly attempts: Scalars['Int']['output']
  /** When it was last looked at. */
  readonly changedAt: Scalars['DateTime']['output']
}

/** How a delivery stands. */
export type NoticeDeliveryStatus =
  /** It waits for its time. */
  | 'PENDING'
  /** Somebody is sending it. */
  | 'SENDING'
  /** It was sent. */
  | 'SENT'
  /** It was not worth sending any more, or not wanted. */
  | 'SKIPPED'
  /** It cannot be sent. */
  | 'FAILED'
  /** It may have been sent, and is not sent again. */
  | 'UNKNOWN'

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
  /** The member has not confirmed the payment at the bank's page, and there is still time to. */
  | 'PAYMENT_WAITS'
  /** It is the member's turn: a title is kept for them. */
  | 'HOLD_READY'
  /** What is kept for the member goes to the next one in a day. */
  | 'HOLD_ENDS_SOON'
  /** The member let their turn pass, and keeps the place. */
  | 'HOLD_LAPSED'
  /** The member's place, suspended for long, is given up soon. */
  | 'PLACE_ENDS_SOON'
  /** The member waits no longer, and did not say so. */
  | 'HOLD_CANCELED'
  /** The loan has begun. */
  | 'LOAN_STARTED'
  /** The loan ends in some days. */
  | 'DUE_SOON'
  /** The loan was renewed by itself. */
  | 'RENEWED'
  /** The loan was to be renewed by itself, and was not. */
  | 'NOT_RENEWED'
  /** The loan ran out. */
  | 'LOAN_ENDED'
  /** The library took the book back; all goes back that was paid. */
  | 'TAKEN_BACK'
  /** The library does not lend the title. */
  | 'REFUSED'
  /** The money went back. */
  | 'REFUNDED'
  /** Points were given. */
  | 'POINTS_GIVEN'
  /** Points were taken back. */
  | 'POINTS_TAKEN'
  /** Points were used to pay. */
  | 'POINTS_SPENT'
  /** Points that had paid came back. */
  | 'POINTS_RETURNED'
  /** The member is kept from something for now. */
  | 'BLOCKED'
  /** The member is kept from it no longer. */
  | 'UNBLOCKED'
  /** To the staff: licences run down. */
  | 'LICENCES_END'
  /** To the staff: events could not be handled. */
  | 'DEAD_LETTERS'
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
  | 'INVALID_INPUT'
  /** It is no address, or no number, that anything can be sent to. */
  | 'CONTACT_INVALID'
  /** It is not the code that was sent. */
  | 'CODE_WRONG'
  /** The code was not given in time, or was wrong too often. */
  | 'CODE_EXPIRED'
  /** Too many codes were asked for within an hour. */
  | 'TOO_MANY_CODES'
  /** No more browsers can be told. */
  | 'DEVICE_LIMIT'
  /** It is no subscription of a browser that this library can reach. */
  | 'DEVICE_INVALID'
  /** The library cannot send anything this way. */
  | 'CHANNEL_NOT_CONFIGURED'
  /** There is no address, number or browser to send it to. */
  | 'NO_CONTACT'
  /** There is no such delivery. */
  | 'DELIVERY_NOT_FOUND'
  /** The delivery was sent, or is on its way. */
  | 'DELIVERY_NOT_FAILED'
  /** The link is not one of this library's. */
  | 'LINK_INVALID'

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
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Member: { __typename: 'Member' } & GraphQLRecursivePick<FederationTypes['Member'], { id: true }>
}

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Member: ResolverTypeWrapper<Member>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  NoticePreferences: ResolverTypeWrapper<NoticePreferences>
  ChannelPreference: ResolverTypeWrapper<ChannelPreference>
  NoticeContact: ResolverTypeWrapper<NoticeContact>
  PushDevice: ResolverTypeWrapper<PushDevice>
  NoticeChannel: NoticeChannel
  NoticeDigest: NoticeDigest
  SetNoticePreferencesInput: SetNoticePreferencesInput
  ChannelPreferenceInput: ChannelPreferenceInput
  SetNoticePreferencesPayload: ResolverTypeWrapper<SetNoticePreferencesPayload>
  SetContactInput: SetContactInput
  SetContactPayload: ResolverTypeWrapper<SetContactPayload>
  VerifyContactInput: VerifyContactInput
  VerifyContactPayload: ResolverTypeWrapper<VerifyContactPayload>
  AddPushDeviceInput: AddPushDeviceInput
  AddPushDevicePayload: ResolverTypeWrapper<AddPushDevicePayload>
  RemovePushDeviceInput: RemovePushDeviceInput
  RemovePushDevicePayload: ResolverTypeWrapper<RemovePushDevicePayload>
  SendTestNoticeInput: SendTestNoticeInput
  SendTestNoticePayload: ResolverTypeWrapper<SendTestNoticePayload>
  ResendNoticeInput: ResendNoticeInput
  ResendNoticePayload: ResolverTypeWrapper<ResendNoticePayload>
  StopNoticesInput: StopNoticesInput
  StopNoticesPayload: ResolverTypeWrapper<StopNoticesPayload>
  NoticeDeliveryConnection: ResolverTypeWrapper<NoticeDeliveryConnection>
  NoticeDeliveryEdge: ResolverTypeWrapper<NoticeDeliveryEdge>
  NoticeDelivery: ResolverTypeWrapper<NoticeDelivery>
  NoticeDeliveryStatus: NoticeDeliveryStatus
  NoticeConnection: ResolverTypeWrapper<NoticeConnection>
  NoticeEdge: ResolverTypeWrapper<NoticeEdge>
  Notice: ResolverTypeWrapper<Notice>
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
  Member: Member | FederationReferenceTypes['Member']
  ID: Scalars['ID']['output']
  NoticePreferences: NoticePreferences
  ChannelPreference: ChannelPreference
  NoticeContact: NoticeContact
  PushDevice: PushDevice
  SetNoticePreferencesInput: SetNoticePreferencesInput
  ChannelPreferenceInput: ChannelPreferenceInput
  SetNoticePreferencesPayload: SetNoticePreferencesPayload
  SetContactInput: SetContactInput
  SetContactPayload: SetContactPayload
  VerifyContactInput: VerifyContactInput
  VerifyContactPayload: VerifyContactPayload
  AddPushDeviceInput: AddPushDeviceInput
  AddPushDevicePayload: AddPushDevicePayload
  RemovePushDeviceInput: RemovePushDeviceInput
  RemovePushDevicePayload: RemovePushDevicePayload
  SendTestNoticeInput: SendTestNoticeInput
  SendTestNoticePayload: SendTestNoticePayload
  ResendNoticeInput: ResendNoticeInput
  ResendNoticePayload: ResendNoticePayload
  StopNoticesInput: StopNoticesInput
  StopNoticesPayload: StopNoticesPayload
  NoticeDeliveryConnection: NoticeDeliveryConnection
  NoticeDeliveryEdge: NoticeDeliveryEdge
  NoticeDelivery: NoticeDelivery
  NoticeConnection: NoticeConnection
  NoticeEdge: NoticeEdge
  Notice: Notice
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
  noticePreferences?: Resolver<ResolversTypes['NoticePreferences'], ParentType, ContextType>
  noticeDeliveries?: Resolver<
    ResolversTypes['NoticeDeliveryConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryNoticeDeliveriesArgs, 'first'>
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
  setNoticePreferences?: Resolver<
    ResolversTypes['SetNoticePreferencesPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSetNoticePreferencesArgs, 'input'>
  >
  setContact?: Resolver<
    ResolversTypes['SetContactPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSetContactArgs, 'input'>
  >
  verifyContact?: Resolver<
    ResolversTypes['VerifyContactPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationVerifyContactArgs, 'input'>
  >
  addPushDevice?: Resolver<
    ResolversTypes['AddPushDevicePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAddPushDeviceArgs, 'input'>
  >
  removePushDevice?: Resolver<
    ResolversTypes['RemovePushDevicePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRemovePushDeviceArgs, 'input'>
  >
  sendTestNotice?: Resolver<
    ResolversTypes['SendTestNoticePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSendTestNoticeArgs, 'input'>
  >
  resendNotice?: Resolver<
    ResolversTypes['ResendNoticePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationResendNoticeArgs, 'input'>
  >
  stopNotices?: Resolver<
    ResolversTypes['StopNoticesPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationStopNoticesArgs, 'input'>
  >
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
  deliveries?: Resolver<
    Maybe<ResolversTypes['NoticeDeliveryConnection']>,
    ParentType,
    ContextType,
    RequireFields<MemberDeliveriesArgs, 'first'>
  >
}

export type NoticePreferencesResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticePreferences'] = ResolversParentTypes['NoticePreferences'],
> = {
  locale?: Resolver<ResolversTypes['Locale'], ParentType, ContextType>
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  quietFrom?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  quietTo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  digest?: Resolver<ResolversTypes['NoticeDigest'], ParentType, ContextType>
  discreet?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  channels?: Resolver<ReadonlyArray<ResolversTypes['ChannelPreference']>, ParentType, ContextType>
  email?: Resolver<Maybe<ResolversTypes['NoticeContact']>, ParentType, ContextType>
  kakao?: Resolver<Maybe<ResolversTypes['NoticeContact']>, ParentType, ContextType>
  pushDevices?: Resolver<ReadonlyArray<ResolversTypes['PushDevice']>, ParentType, ContextType>
  pushPublicKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type ChannelPreferenceResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ChannelPreference'] = ResolversParentTypes['ChannelPreference'],
> = {
  channel?: Resolver<ResolversTypes['NoticeChannel'], ParentType, ContextType>
  configured?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  kinds?: Resolver<ReadonlyArray<ResolversTypes['NoticeKind']>, ParentType, ContextType>
}

export type NoticeContactResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeContact'] = ResolversParentTypes['NoticeContact'],
> = {
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  verifiedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type PushDeviceResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PushDevice'] = ResolversParentTypes['PushDevice'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type SetNoticePreferencesPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['SetNoticePreferencesPayload'] =
    ResolversParentTypes['SetNoticePreferencesPayload'],
> = {
  preferences?: Resolver<ResolversTypes['NoticePreferences'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SetContactPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['SetContactPayload'] = ResolversParentTypes['SetContactPayload'],
> = {
  codeUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  preferences?: Resolver<ResolversTypes['NoticePreferences'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type VerifyContactPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['VerifyContactPayload'] = ResolversParentTypes['VerifyContactPayload'],
> = {
  preferences?: Resolver<ResolversTypes['NoticePreferences'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type AddPushDevicePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['AddPushDevicePayload'] = ResolversParentTypes['AddPushDevicePayload'],
> = {
  device?: Resolver<Maybe<ResolversTypes['PushDevice']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RemovePushDevicePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['RemovePushDevicePayload'] = ResolversParentTypes['RemovePushDevicePayload'],
> = {
  preferences?: Resolver<ResolversTypes['NoticePreferences'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SendTestNoticePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['SendTestNoticePayload'] = ResolversParentTypes['SendTestNoticePayload'],
> = {
  sent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ResendNoticePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ResendNoticePayload'] = ResolversParentTypes['ResendNoticePayload'],
> = {
  delivery?: Resolver<Maybe<ResolversTypes['NoticeDelivery']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type StopNoticesPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['StopNoticesPayload'] = ResolversParentTypes['StopNoticesPayload'],
> = {
  stopped?: Resolver<ReadonlyArray<ResolversTypes['NoticeKind']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type NoticeDeliveryConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeDeliveryConnection'] =
    ResolversParentTypes['NoticeDeliveryConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NoticeDeliveryEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type NoticeDeliveryEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeDeliveryEdge'] = ResolversParentTypes['NoticeDeliveryEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['NoticeDelivery'], ParentType, ContextType>
}

export type NoticeDeliveryResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['NoticeDelivery'] = ResolversParentTypes['NoticeDelivery'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  userId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  channel?: Resolver<ResolversTypes['NoticeChannel'], ParentType, ContextType>
  kinds?: Resolver<ReadonlyArray<ResolversTypes['NoticeKind']>, ParentType, ContextType>
  status?: Resolver<ResolversTypes['NoticeDeliveryStatus'], ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
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
  Member?: MemberResolvers<ContextType>
  NoticePreferences?: NoticePreferencesResolvers<ContextType>
  ChannelPreference?: ChannelPreferenceResolvers<ContextType>
  NoticeContact?: NoticeContactResolvers<ContextType>
  PushDevice?: PushDeviceResolvers<ContextType>
  SetNoticePreferencesPayload?: SetNoticePreferencesPayloadResolvers<ContextType>
  SetContactPayload?: SetContactPayloadResolvers<ContextType>
  VerifyContactPayload?: VerifyContactPayloadResolvers<ContextType>
  AddPushDevicePayload?: AddPushDevicePayloadResolvers<ContextType>
  RemovePushDevicePayload?: RemovePushDevicePayloadResolvers<ContextType>
  SendTestNoticePayload?: SendTestNoticePayloadResolvers<ContextType>
  ResendNoticePayload?: ResendNoticePayloadResolvers<ContextType>
  StopNoticesPayload?: StopNoticesPayloadResolvers<ContextType>
  NoticeDeliveryConnection?: NoticeDeliveryConnectionResolvers<ContextType>
  NoticeDeliveryEdge?: NoticeDeliveryEdgeResolvers<ContextType>
  NoticeDelivery?: NoticeDeliveryResolvers<ContextType>
  NoticeConnection?: NoticeConnectionResolvers<ContextType>
  NoticeEdge?: NoticeEdgeResolvers<ContextType>
  Notice?: NoticeResolvers<ContextType>
  MarkNoticesReadPayload?: MarkNoticesReadPayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
