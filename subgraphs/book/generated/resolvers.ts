// Generated from schema.graphql by `npm run generate`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { BookView } from '../book-view.ts'
import type { BookPage } from '../queries/books.ts'
import type { RequestView, RentalReference } from '../request-view.ts'
import type { HoldView, MemberReference } from '../queries/holds.ts'
import type { TitledLicence } from '../queries/licences-that-end.ts'
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
  /** What the caller waits for, or has waited for, the newest first. MEMBER only. */
  readonly myHolds: HoldConnection
  /** The line for a title, first come, first served. ADMIN only. */
  readonly holds: HoldConnection
  /**
   * Licences of all titles that are lent by and will end, by their day or with their last loan: the next to end first, then
   * those with the fewest loans left. ADMIN only.
   */
  readonly licencesThatEnd: ReadonlyArray<LicenceOfTitle>
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

/** What can be asked. */
export type QueryMyHoldsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. */
export type QueryHoldsArgs = {
  bookId: Scalars['ID']['input']
  status?: InputMaybe<HoldStatus>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. */
export type QueryLicencesThatEndArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
}

/** What can be done. */
export type Mutation = {
  /** Puts a title into the catalogue, with its seats. ADMIN only. */
  readonly registerBook: RegisterBookPayload
  /** Describes a title anew. Who has paid keeps what was paid for. ADMIN only. */
  readonly reviseBook: ReviseBookPayload
  /**
   * Takes a title out of the catalogue: waiting requests are refused, nobody waits for it any longer, and live loans run to
   * their end, unless they are revoked. ADMIN only.
   */
  readonly withdrawBook: WithdrawBookPayload
  /** Approves a paid request: the loan starts. Doing it again answers the first decision. ADMIN only. */
  readonly approveRental: ApproveRentalPayload
  /** Refuses a paid request: the seat is free again and the payment goes back. ADMIN only. */
  readonly refuseRental: RefuseRentalPayload
  /** Decides on many requests, each by itself: one that is refused holds up no other. ADMIN only. */
  readonly decideRentals: DecideRentalsPayload
  /**
   * Waits for a title of which every seat is taken. Costs nothing. Asking again under the same key shows the hold as it
   * stands. MEMBER only.
   */
  readonly placeHold: PlaceHoldPayload
  /** Waits no longer; a seat that was kept goes to the next one. The member whose hold it is, or ADMIN. */
  readonly cancelHold: CancelHoldPayload
  /** Does not want to be served for now, and keeps the place in line. MEMBER only. */
  readonly suspendHold: SuspendHoldPayload
  /** Waits again, at the old place. MEMBER only. */
  readonly resumeHold: ResumeHoldPayload
  /** Adds a licence to a title: whoever waits is served by it at once. ADMIN only. */
  readonly addLicence: AddLicencePayload
  /** Gives a licence other terms. ADMIN only. */
  readonly reviseLicence: ReviseLicencePayload
  /** Ends a licence of which no seat is in use. ADMIN only. */
  readonly endLicence: EndLicencePayload
}

/** What can be done. */
export type MutationRegisterBookArgs = {
  input: RegisterBookInput
}

/** What can be done. */
export type MutationReviseBookArgs = {
  input: ReviseBookInput
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

/** What can be done. */
export type MutationDecideRentalsArgs = {
  input: DecideRentalsInput
}

/** What can be done. */
export type MutationPlaceHoldArgs = {
  input: PlaceHoldInput
}

/** What can be done. */
export type MutationCancelHoldArgs = {
  input: CancelHoldInput
}

/** What can be done. */
export type MutationSuspendHoldArgs = {
  input: SuspendHoldInput
}

/** What can be done. */
export type MutationResumeHoldArgs = {
  input: ResumeHoldInput
}

/** What can be done. */
export type MutationAddLicenceArgs = {
  input: AddLicenceInput
}

/** What can be done. */
export type MutationReviseLicenceArgs = {
  input: ReviseLicenceInput
}

/** What can be done. */
export type MutationEndLicenceArgs = {
  input: EndLicenceInput
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
  /** How many of them can be lent now. */
  readonly seatsFree: Scalars['Int']['output']
  /** True when everybody may read it at once; the seats are then those of other licences. */
  readonly unlimited: Scalars['Boolean']['output']
  /** When the next loan ends, if that is before `loanPeriodDays` are over, because its licence does; null when it is not. */
  readonly nextLoanEnds?: Maybe<Scalars['DateTime']['output']>
  /** How many members wait for it; those who do not want to be served for now are not counted. */
  readonly holdsWaiting: Scalars['Int']['output']
  /** When the title would be had by somebody who begins to wait now; null when nobody has to wait, or nobody can tell. */
  readonly estimate?: Maybe<WaitEstimate>
  /** The caller's hold, while it is open. */
  readonly myHold?: Maybe<Hold>
  /** Who decides on its rentals. */
  readonly approval: Approval
  /** AUTOMATIC: of whom the rule decides, by how many loans of the library they have given back; null with LIBRARIAN. */
  readonly automaticAfterLoans?: Maybe<Scalars['Int']['output']>
  /** By which right it is lent, the oldest first; null to all but ADMIN. */
  readonly licences?: Maybe<ReadonlyArray<Licence>>
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

/** Who decides on the rentals of a title. */
export type Approval =
  /** A librarian. */
  | 'LIBRARIAN'
  /** A rule, at once: whoever may borrow, and has given back as many loans as the title asks for. Else a librarian. */
  | 'AUTOMATIC'

/** When a title will be had, as far as its loans and those in line let one guess. */
export type WaitEstimate = {
  /** More likely before than after. */
  readonly likely: Scalars['DateTime']['output']
  /** By then in four of five cases. */
  readonly late: Scalars['DateTime']['output']
}

/** A member's place in the line for a title. */
export type Hold = {
  /** The hold's id. */
  readonly id: Scalars['ID']['output']
  /** The member's subject. */
  readonly userId: Scalars['ID']['output']
  /** The title. */
  readonly book?: Maybe<Book>
  /** The state of the hold. */
  readonly status: HoldStatus
  /**
   * Who is served before: 1 is the next one. Members who do not want to be served for now are passed over, and have no
   * position themselves.
   */
  readonly position?: Maybe<Scalars['Int']['output']>
  /** When it was placed. */
  readonly placedDate: Scalars['DateTime']['output']
  /** READY: until then the seat is kept for the member. Who does not take it is passed over once, and then waits no longer. */
  readonly readyUntil?: Maybe<Scalars['DateTime']['output']>
  /** True when the member does not want to be served for now: the place in line is kept. */
  readonly suspended: Scalars['Boolean']['output']
  /** When that ends by itself, if it does. */
  readonly suspendedUntil?: Maybe<Scalars['DateTime']['output']>
  /** When the title will be had, as far as one can guess; null when that is no question, or nobody can tell. */
  readonly estimate?: Maybe<WaitEstimate>
}

/** Somebody who borrows, as the library keeps them. */
export type Member = {
  /** The member's subject. */
  readonly id: Scalars['ID']['output']
  /** What the member waits for, or has waited for, the newest first; null while it cannot be told. The member's own, or ADMIN. */
  readonly holds?: Maybe<HoldConnection>
}

/** Somebody who borrows, as the library keeps them. */
export type MemberHoldsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
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

/** One page of holds. */
export type HoldConnection = {
  /** The holds with their cursors. */
  readonly edges: ReadonlyArray<HoldEdge>
  /** Where the page ends. */
  readonly pageInfo: PageInfo
  /** How many holds match in all. */
  readonly totalCount: Scalars['Int']['output']
}

/** A hold and its place in the list. */
export type HoldEdge = {
  /** Give it as `after` to read on behind this hold. */
  readonly cursor: Scalars['String']['output']
  /** The hold. */
  readonly node: Hold
}

/** By which right a title is lent. */
export type Licence = {
  /** The licence's id. */
  readonly id: Scalars['ID']['output']
  /** What limits it. */
  readonly kind: LicenceKind
  /** How many members may borrow by it at once; null when there is no limit. */
  readonly seats?: Maybe<Scalars['Int']['output']>
  /** How many of its seats somebody has, or are kept for somebody. */
  readonly seatsInUse: Scalars['Int']['output']
  /** When it ends, if it does. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>
  /** How many loans it allows in all; null when there is no limit. */
  readonly loansTotal?: Maybe<Scalars['Int']['output']>
  /** How many of them are left. */
  readonly loansLeft?: Maybe<Scalars['Int']['output']>
  /** How many loans were made by it. */
  readonly loansMade: Scalars['Int']['output']
  /** When it ended; null while it is lent by. */
  readonly endedDate?: Maybe<Scalars['DateTime']['output']>
  /** When it was added; null for one of before that was written down. */
  readonly addedDate?: Maybe<Scalars['DateTime']['output']>
  /** Who sold it. */
  readonly vendor?: Maybe<Scalars['String']['output']>
  /** The number of the order. */
  readonly orderNumber?: Maybe<Scalars['String']['output']>
  /** What it cost, in won. */
  readonly price?: Maybe<Scalars['Int']['output']>
  /** Whether a loan that is renewed counts as another one. */
  readonly renewalCountsAsLoan: Scalars['Boolean']['output']
  /** Whether, and how, a copy may be taken along. */
  readonly download: DownloadPolicy
  /** Percent of the text that anybody may read without a loan; null when nothing was agreed. */
  readonly preview?: Maybe<Scalars['Int']['output']>
}

/** Whether, and how, a member may take a copy along. */
export type DownloadPolicy =
  /** It is read here alone. */
  | 'NONE'
  /** As a file like any other. */
  | 'DRM_FREE'
  /** As a file that opens until the loan ends (Licensed Content Protection). */
  | 'LCP'

/** A licence, and of which title. */
export type LicenceOfTitle = {
  /** The title. */
  readonly book?: Maybe<Book>
  /** The licence. */
  readonly licence: Licence
}

/** What limits a licence. */
export type LicenceKind =
  /** One seat. */
  | 'ONE_COPY'
  /** Several seats. */
  | 'CONCURRENT'
  /** Seats, until a day. */
  | 'TIME_LIMITED'
  /** Seats, for so many loans. */
  | 'LOAN_LIMITED'
  /** Seats, until a day and for so many loans. */
  | 'TIME_AND_LOAN_LIMITED'
  /** Nothing: everybody may read at once. */
  | 'UNLIMITED'

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
  /** The licence of its seat ended, and there was no other. */
  | 'LICENCE_ENDED'

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
  /** Who decides on its rentals. */
  readonly approval?: InputMaybe<Approval>
  /** AUTOMATIC: of whom a rule decides, by how many loans of the library they have given back, 0 to 100. */
  readonly automaticAfterLoans?: InputMaybe<Scalars['Int']['input']>
}

/** What of a title is written anew. What is left out stays as it is; `isbn13` and `language` are taken away by null. */
export type ReviseBookInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** The title as printed, 1 to 500 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>
  /** Who wrote it, 1 to 100, each of 1 to 500 characters. */
  readonly authors?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** The ISBN, of 13 digits or of 10. */
  readonly isbn13?: InputMaybe<Scalars['String']['input']>
  /** BCP 47 language tag. */
  readonly language?: InputMaybe<Scalars['String']['input']>
  /** The fee for one loan in won, 0 to 1,000,000. Rentals that were asked for before keep theirs. */
  readonly rentalFee?: InputMaybe<Scalars['Int']['input']>
  /** How long a loan lasts in days, 1 to 365. Rentals that were asked for before keep theirs. */
  readonly loanPeriodDays?: InputMaybe<Scalars['Int']['input']>
  /** How often a loan may be renewed, 0 to 10. Rentals that were asked for before keep theirs. */
  readonly maxRenewals?: InputMaybe<Scalars['Int']['input']>
  /** Who decides on its rentals. */
  readonly approval?: InputMaybe<Approval>
  /** AUTOMATIC: of whom a rule decides, by how many loans of the library they have given back, 0 to 100. */
  readonly automaticAfterLoans?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of a revision. */
export type ReviseBookPayload = {
  /** The title as it is now; null when refused. */
  readonly book?: Maybe<Book>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
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
  /** True: live loans end too, and are refunded in full. */
  readonly revoke?: InputMaybe<Scalars['Boolean']['input']>
  /** Why, in words for the members, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>
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

/** How to decide on many requests. */
export type DecideRentalsInput = {
  /** At most 100 decisions, on different requests. */
  readonly decisions: ReadonlyArray<RentalDecisionInput>
}

/** A decision on one request. */
export type RentalDecisionInput = {
  /** The rental that was requested. */
  readonly rentalId: Scalars['ID']['input']
  /** Yes or no. */
  readonly decision: RentalDecision
  /** Why it is refused, for programs and statistics; POLICY when nothing is said. */
  readonly reasonCode?: InputMaybe<RefusalReason>
  /** Why it is refused, in words for the member, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>
  /** The version the librarian saw; a newer one is a conflict. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>
}

/** Yes or no. */
export type RentalDecision =
  /** The loan starts. */
  | 'APPROVE'
  /** The payment goes back. */
  | 'REFUSE'

/** The outcome of many decisions. */
export type DecideRentalsPayload = {
  /** For each decision, in the order of the input, what became of it. */
  readonly decided: ReadonlyArray<DecidedRental>
  /** Why all of them were refused; empty when they were not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What became of one decision. */
export type DecidedRental = {
  /** The rental that was requested. */
  readonly rentalId: Scalars['ID']['output']
  /** The request as it stands now; null when there is none. */
  readonly request?: Maybe<RentalRequest>
  /** True when the same decision had been made before: nothing new happened. */
  readonly alreadyDecided: Scalars['Boolean']['output']
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** For which title to wait. */
export type PlaceHoldInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** Of the caller's own making, 1 to 200 characters; a repeated one places no second hold. */
  readonly idempotencyKey: Scalars['String']['input']
}

/** The outcome of waiting. */
export type PlaceHoldPayload = {
  /** The hold; null when refused. */
  readonly hold?: Maybe<Hold>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which hold to cancel. */
export type CancelHoldInput = {
  /** The hold's id. */
  readonly holdId: Scalars['ID']['input']
}

/** The outcome of a cancellation. */
export type CancelHoldPayload = {
  /** The hold as it stands now; null when there is none. */
  readonly hold?: Maybe<Hold>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which hold to suspend. */
export type SuspendHoldInput = {
  /** The hold's id. */
  readonly holdId: Scalars['ID']['input']
  /** When to wait again, within 365 days; null: when the member says so. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>
}

/** The outcome of a suspension. */
export type SuspendHoldPayload = {
  /** The hold as it stands now; null when there is none. */
  readonly hold?: Maybe<Hold>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which hold to resume. */
export type ResumeHoldInput = {
  /** The hold's id. */
  readonly holdId: Scalars['ID']['input']
}

/** The outcome of a resumption. */
export type ResumeHoldPayload = {
  /** The hold as it stands now; null when there is none. */
  readonly hold?: Maybe<Hold>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** A licence that the library has bought. */
export type AddLicenceInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** What limits it. */
  readonly kind: LicenceKind
  /** How many members may borrow by it at once, 1 to 1000; of ONE_COPY one, of UNLIMITED none. */
  readonly seats?: InputMaybe<Scalars['Int']['input']>
  /** When it ends: of those that are limited by time, and of no other but UNLIMITED. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>
  /** How many loans it allows in all, 1 to 1,000,000: of those that are limited by loans. */
  readonly loansTotal?: InputMaybe<Scalars['Int']['input']>
  /** Who sold it, at most 200 characters. */
  readonly vendor?: InputMaybe<Scalars['String']['input']>
  /** The number of the order, at most 200 characters. */
  readonly orderNumber?: InputMaybe<Scalars['String']['input']>
  /** What it cost in won, 0 to 1,000,000,000. */
  readonly price?: InputMaybe<Scalars['Int']['input']>
  /** Whether a loan that is renewed counts as another one. */
  readonly renewalCountsAsLoan?: InputMaybe<Scalars['Boolean']['input']>
  /** Whether, and how, a copy may be taken along. */
  readonly download?: InputMaybe<DownloadPolicy>
  /** Percent of the text that anybody may read without a loan, 0 to 100. */
  readonly preview?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of adding a licence. */
export type AddLicencePayload = {
  /** The title with its licences; null when refused. */
  readonly book?: Maybe<Book>
  /** The licence; null when refused. */
  readonly licence?: Maybe<Licence>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What a licence allows from now on. What is left out stays as it is. */
export type ReviseLicenceInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** The licence's id. */
  readonly licenceId: Scalars['ID']['input']
  /** How many members may borrow by it at once, 1 to 1000, and not fewer than do; not of ONE_COPY and UNLIMITED. */
  readonly seats?: InputMaybe<Scalars['Int']['input']>
  /** When it ends. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>
  /** How many loans it allows in all, and not fewer than were made. */
  readonly loansTotal?: InputMaybe<Scalars['Int']['input']>
  /** Who sold it, at most 200 characters. */
  readonly vendor?: InputMaybe<Scalars['String']['input']>
  /** The number of the order, at most 200 characters. */
  readonly orderNumber?: InputMaybe<Scalars['String']['input']>
  /** What it cost in won, 0 to 1,000,000,000. */
  readonly price?: InputMaybe<Scalars['Int']['input']>
  /** Whether a loan that is renewed counts as another one. */
  readonly renewalCountsAsLoan?: InputMaybe<Scalars['Boolean']['input']>
  /** Whether, and how, a copy may be taken along. */
  readonly download?: InputMaybe<DownloadPolicy>
  /** Percent of the text that anybody may read without a loan, 0 to 100. */
  readonly preview?: InputMaybe<Scalars['Int']['input']>
}

/** The outcome of revising a licence. */
export type ReviseLicencePayload = {
  /** The title with its licences; null when refused. */
  readonly book?: Maybe<Book>
  /** The licence; null when refused. */
  readonly licence?: Maybe<Licence>
  /** Why it was refused; empty when it was not. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which licence to end. */
export type EndLicenceInput = {
  /** The title's id. */
  readonly bookId: Scalars['ID']['input']
  /** The licence's id. */
  readonly licenceId: Scalars['ID']['input']
}

/** The outcome of ending a licence. */
export type EndLicencePayload = {
  /** The title with its licences; null when refused. */
  readonly book?: Maybe<Book>
  /** The licence; null when refused. */
  readonly licence?: Maybe<Licence>
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
  /** The idempotency key was used for another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The title can be borrowed now: there is nothing to wait for. */
  | 'CURRENTLY_AVAILABLE'
  /** The member waits for as many titles as they may. */
  | 'HOLD_LIMIT_REACHED'
  /** The member waits for this title already. */
  | 'ALREADY_HELD'
  /** The member already has an open rental of this title. */
  | 'ALREADY_RENTED'
  /** There is no such hold of the caller. */
  | 'HOLD_NOT_FOUND'
  /** The hold is over: the title was borrowed, or it was canceled. */
  | 'HOLD_CLOSED'
  /** A librarian has blocked the member. */
  | 'MEMBER_BLOCKED'
  /** The title has no such licence, or it has ended. */
  | 'LICENCE_NOT_FOUND'
  /** Somebody has a seat of the licence, or a loan of it. */
  | 'LICENCE_IN_USE'
  /** More decisions than can be made at once. */
  | 'TOO_MANY_DECISIONS'

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
  Hold: Hold
  Member: Member
  RentalRequest: RentalRequest
  Rental: Rental
}

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Book: { __typename: 'Book' } & GraphQLRecursivePick<FederationTypes['Book'], { id: true }>
  Hold: { __typename: 'Hold' } & GraphQLRecursivePick<FederationTypes['Hold'], { id: true }>
  Member: { __typename: 'Member' } & GraphQLRecursivePick<FederationTypes['Member'], { id: true }>
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
  Book: ResolverTypeWrapper<BookView>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  BookStatus: BookStatus
  Approval: Approval
  WaitEstimate: ResolverTypeWrapper<WaitEstimate>
  Hold: ResolverTypeWrapper<HoldView>
  Member: ResolverTypeWrapper<MemberReference>
  HoldStatus: HoldStatus
  HoldConnection: ResolverTypeWrapper<
    Omit<HoldConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['HoldEdge']> }
  >
  HoldEdge: ResolverTypeWrapper<Omit<HoldEdge, 'node'> & { node: ResolversTypes['Hold'] }>
  Licence: ResolverTypeWrapper<Licence>
  DownloadPolicy: DownloadPolicy
  LicenceOfTitle: ResolverTypeWrapper<TitledLicence>
  LicenceKind: LicenceKind
  BookSort: BookSort
  BookFilterInput: BookFilterInput
  BookConnection: ResolverTypeWrapper<BookPage>
  BookEdge: ResolverTypeWrapper<Omit<BookEdge, 'node'> & { node: ResolversTypes['Book'] }>
  RentalRequest: ResolverTypeWrapper<RequestView>
  RequestStatus: RequestStatus
  RefusalReason: RefusalReason
  RentalRequestConnection: ResolverTypeWrapper<
    Omit<RentalRequestConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RentalRequestEdge']> }
  >
  RentalRequestEdge: ResolverTypeWrapper<Omit<RentalRequestEdge, 'node'> & { node: ResolversTypes['RentalRequest'] }>
  Rental: ResolverTypeWrapper<RentalReference>
  RegisterBookInput: RegisterBookInput
  ReviseBookInput: ReviseBookInput
  ReviseBookPayload: ResolverTypeWrapper<Omit<ReviseBookPayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }>
  RegisterBookPayload: ResolverTypeWrapper<Omit<RegisterBookPayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }>
  WithdrawBookInput: WithdrawBookInput
  WithdrawBookPayload: ResolverTypeWrapper<Omit<WithdrawBookPayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }>
  ApproveRentalInput: ApproveRentalInput
  ApproveRentalPayload: ResolverTypeWrapper<
    Omit<ApproveRentalPayload, 'request'> & { request?: Maybe<ResolversTypes['RentalRequest']> }
  >
  RefuseRentalInput: RefuseRentalInput
  RefuseRentalPayload: ResolverTypeWrapper<
    Omit<RefuseRentalPayload, 'request'> & { request?: Maybe<ResolversTypes['RentalRequest']> }
  >
  DecideRentalsInput: DecideRentalsInput
  RentalDecisionInput: RentalDecisionInput
  RentalDecision: RentalDecision
  DecideRentalsPayload: ResolverTypeWrapper<
    Omit<DecideRentalsPayload, 'decided'> & { decided: ReadonlyArray<ResolversTypes['DecidedRental']> }
  >
  DecidedRental: ResolverTypeWrapper<
    Omit<DecidedRental, 'request'> & { request?: Maybe<ResolversTypes['RentalRequest']> }
  >
  PlaceHoldInput: PlaceHoldInput
  PlaceHoldPayload: ResolverTypeWrapper<Omit<PlaceHoldPayload, 'hold'> & { hold?: Maybe<ResolversTypes['Hold']> }>
  CancelHoldInput: CancelHoldInput
  CancelHoldPayload: ResolverTypeWrapper<Omit<CancelHoldPayload, 'hold'> & { hold?: Maybe<ResolversTypes['Hold']> }>
  SuspendHoldInput: SuspendHoldInput
  SuspendHoldPayload: ResolverTypeWrapper<Omit<SuspendHoldPayload, 'hold'> & { hold?: Maybe<ResolversTypes['Hold']> }>
  ResumeHoldInput: ResumeHoldInput
  ResumeHoldPayload: ResolverTypeWrapper<Omit<ResumeHoldPayload, 'hold'> & { hold?: Maybe<ResolversTypes['Hold']> }>
  AddLicenceInput: AddLicenceInput
  AddLicencePayload: ResolverTypeWrapper<Omit<AddLicencePayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }>
  ReviseLicenceInput: ReviseLicenceInput
  ReviseLicencePayload: ResolverTypeWrapper<
    Omit<ReviseLicencePayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }
  >
  EndLicenceInput: EndLicenceInput
  EndLicencePayload: ResolverTypeWrapper<Omit<EndLicencePayload, 'book'> & { book?: Maybe<ResolversTypes['Book']> }>
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
  Book: BookView
  Boolean: Scalars['Boolean']['output']
  WaitEstimate: WaitEstimate
  Hold: HoldView
  Member: MemberReference
  HoldConnection: Omit<HoldConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['HoldEdge']> }
  HoldEdge: Omit<HoldEdge, 'node'> & { node: ResolversParentTypes['Hold'] }
  Licence: Licence
  LicenceOfTitle: TitledLicence
  BookFilterInput: BookFilterInput
  BookConnection: BookPage
  BookEdge: Omit<BookEdge, 'node'> & { node: ResolversParentTypes['Book'] }
  RentalRequest: RequestView
  RentalRequestConnection: Omit<RentalRequestConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['RentalRequestEdge']>
  }
  RentalRequestEdge: Omit<RentalRequestEdge, 'node'> & { node: ResolversParentTypes['RentalRequest'] }
  Rental: RentalReference
  RegisterBookInput: RegisterBookInput
  ReviseBookInput: ReviseBookInput
  ReviseBookPayload: Omit<ReviseBookPayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
  RegisterBookPayload: Omit<RegisterBookPayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
  WithdrawBookInput: WithdrawBookInput
  WithdrawBookPayload: Omit<WithdrawBookPayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
  ApproveRentalInput: ApproveRentalInput
  ApproveRentalPayload: Omit<ApproveRentalPayload, 'request'> & {
    request?: Maybe<ResolversParentTypes['RentalRequest']>
  }
  RefuseRentalInput: RefuseRentalInput
  RefuseRentalPayload: Omit<RefuseRentalPayload, 'request'> & { request?: Maybe<ResolversParentTypes['RentalRequest']> }
  DecideRentalsInput: DecideRentalsInput
  RentalDecisionInput: RentalDecisionInput
  DecideRentalsPayload: Omit<DecideRentalsPayload, 'decided'> & {
    decided: ReadonlyArray<ResolversParentTypes['DecidedRental']>
  }
  DecidedRental: Omit<DecidedRental, 'request'> & { request?: Maybe<ResolversParentTypes['RentalRequest']> }
  PlaceHoldInput: PlaceHoldInput
  PlaceHoldPayload: Omit<PlaceHoldPayload, 'hold'> & { hold?: Maybe<ResolversParentTypes['Hold']> }
  CancelHoldInput: CancelHoldInput
  CancelHoldPayload: Omit<CancelHoldPayload, 'hold'> & { hold?: Maybe<ResolversParentTypes['Hold']> }
  SuspendHoldInput: SuspendHoldInput
  SuspendHoldPayload: Omit<SuspendHoldPayload, 'hold'> & { hold?: Maybe<ResolversParentTypes['Hold']> }
  ResumeHoldInput: ResumeHoldInput
  ResumeHoldPayload: Omit<ResumeHoldPayload, 'hold'> & { hold?: Maybe<ResolversParentTypes['Hold']> }
  AddLicenceInput: AddLicenceInput
  AddLicencePayload: Omit<AddLicencePayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
  ReviseLicenceInput: ReviseLicenceInput
  ReviseLicencePayload: Omit<ReviseLicencePayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
  EndLicenceInput: EndLicenceInput
  EndLicencePayload: Omit<EndLicencePayload, 'book'> & { book?: Maybe<ResolversParentTypes['Book']> }
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
  myHolds?: Resolver<
    ResolversTypes['HoldConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryMyHoldsArgs, 'first'>
  >
  holds?: Resolver<
    ResolversTypes['HoldConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryHoldsArgs, 'bookId' | 'first'>
  >
  licencesThatEnd?: Resolver<
    ReadonlyArray<ResolversTypes['LicenceOfTitle']>,
    ParentType,
    ContextType,
    RequireFields<QueryLicencesThatEndArgs, 'first'>
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
  reviseBook?: Resolver<
    ResolversTypes['ReviseBookPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReviseBookArgs, 'input'>
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
  decideRentals?: Resolver<
    ResolversTypes['DecideRentalsPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationDecideRentalsArgs, 'input'>
  >
  placeHold?: Resolver<
    ResolversTypes['PlaceHoldPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationPlaceHoldArgs, 'input'>
  >
  cancelHold?: Resolver<
    ResolversTypes['CancelHoldPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCancelHoldArgs, 'input'>
  >
  suspendHold?: Resolver<
    ResolversTypes['SuspendHoldPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSuspendHoldArgs, 'input'>
  >
  resumeHold?: Resolver<
    ResolversTypes['ResumeHoldPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationResumeHoldArgs, 'input'>
  >
  addLicence?: Resolver<
    ResolversTypes['AddLicencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAddLicenceArgs, 'input'>
  >
  reviseLicence?: Resolver<
    ResolversTypes['ReviseLicencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReviseLicenceArgs, 'input'>
  >
  endLicence?: Resolver<
    ResolversTypes['EndLicencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationEndLicenceArgs, 'input'>
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
  unlimited?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  nextLoanEnds?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  holdsWaiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  estimate?: Resolver<Maybe<ResolversTypes['WaitEstimate']>, ParentType, ContextType>
  myHold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  approval?: Resolver<ResolversTypes['Approval'], ParentType, ContextType>
  automaticAfterLoans?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  licences?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Licence']>>, ParentType, ContextType>
  loanPeriodDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  maxRenewals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  registeredDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type WaitEstimateResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['WaitEstimate'] = ResolversParentTypes['WaitEstimate'],
> = {
  likely?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  late?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
}

export type HoldResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Hold'] = ResolversParentTypes['Hold'],
  FederationReferenceType extends FederationReferenceTypes['Hold'] = FederationReferenceTypes['Hold'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['Hold']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  status?: Resolver<ResolversTypes['HoldStatus'], ParentType, ContextType>
  position?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  placedDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  readyUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  suspended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  suspendedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  estimate?: Resolver<Maybe<ResolversTypes['WaitEstimate']>, ParentType, ContextType>
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
  holds?: Resolver<
    Maybe<ResolversTypes['HoldConnection']>,
    ParentType,
    ContextType,
    RequireFields<MemberHoldsArgs, 'first'>
  >
}

export type HoldConnectionResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['HoldConnection'] = ResolversParentTypes['HoldConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['HoldEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type HoldEdgeResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['HoldEdge'] = ResolversParentTypes['HoldEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Hold'], ParentType, ContextType>
}

export type LicenceResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['Licence'] = ResolversParentTypes['Licence'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['LicenceKind'], ParentType, ContextType>
  seats?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  seatsInUse?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  loansTotal?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  loansLeft?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  loansMade?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  endedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  addedDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  vendor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  orderNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  price?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  renewalCountsAsLoan?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  download?: Resolver<ResolversTypes['DownloadPolicy'], ParentType, ContextType>
  preview?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
}

export type LicenceOfTitleResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['LicenceOfTitle'] = ResolversParentTypes['LicenceOfTitle'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  licence?: Resolver<ResolversTypes['Licence'], ParentType, ContextType>
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

export type ReviseBookPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReviseBookPayload'] = ResolversParentTypes['ReviseBookPayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
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

export type DecideRentalsPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['DecideRentalsPayload'] = ResolversParentTypes['DecideRentalsPayload'],
> = {
  decided?: Resolver<ReadonlyArray<ResolversTypes['DecidedRental']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type DecidedRentalResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['DecidedRental'] = ResolversParentTypes['DecidedRental'],
> = {
  rentalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  request?: Resolver<Maybe<ResolversTypes['RentalRequest']>, ParentType, ContextType>
  alreadyDecided?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type PlaceHoldPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['PlaceHoldPayload'] = ResolversParentTypes['PlaceHoldPayload'],
> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CancelHoldPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['CancelHoldPayload'] = ResolversParentTypes['CancelHoldPayload'],
> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SuspendHoldPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['SuspendHoldPayload'] = ResolversParentTypes['SuspendHoldPayload'],
> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ResumeHoldPayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ResumeHoldPayload'] = ResolversParentTypes['ResumeHoldPayload'],
> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type AddLicencePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['AddLicencePayload'] = ResolversParentTypes['AddLicencePayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  licence?: Resolver<Maybe<ResolversTypes['Licence']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ReviseLicencePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['ReviseLicencePayload'] = ResolversParentTypes['ReviseLicencePayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  licence?: Resolver<Maybe<ResolversTypes['Licence']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type EndLicencePayloadResolvers<
  ContextType = RequestContext,
  ParentType extends ResolversParentTypes['EndLicencePayload'] = ResolversParentTypes['EndLicencePayload'],
> = {
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType>
  licence?: Resolver<Maybe<ResolversTypes['Licence']>, ParentType, ContextType>
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
  WaitEstimate?: WaitEstimateResolvers<ContextType>
  Hold?: HoldResolvers<ContextType>
  Member?: MemberResolvers<ContextType>
  HoldConnection?: HoldConnectionResolvers<ContextType>
  HoldEdge?: HoldEdgeResolvers<ContextType>
  Licence?: LicenceResolvers<ContextType>
  LicenceOfTitle?: LicenceOfTitleResolvers<ContextType>
  BookConnection?: BookConnectionResolvers<ContextType>
  BookEdge?: BookEdgeResolvers<ContextType>
  RentalRequest?: RentalRequestResolvers<ContextType>
  RentalRequestConnection?: RentalRequestConnectionResolvers<ContextType>
  RentalRequestEdge?: RentalRequestEdgeResolvers<ContextType>
  Rental?: RentalResolvers<ContextType>
  ReviseBookPayload?: ReviseBookPayloadResolvers<ContextType>
  RegisterBookPayload?: RegisterBookPayloadResolvers<ContextType>
  WithdrawBookPayload?: WithdrawBookPayloadResolvers<ContextType>
  ApproveRentalPayload?: ApproveRentalPayloadResolvers<ContextType>
  RefuseRentalPayload?: RefuseRentalPayloadResolvers<ContextType>
  DecideRentalsPayload?: DecideRentalsPayloadResolvers<ContextType>
  DecidedRental?: DecidedRentalResolvers<ContextType>
  PlaceHoldPayload?: PlaceHoldPayloadResolvers<ContextType>
  CancelHoldPayload?: CancelHoldPayloadResolvers<ContextType>
  SuspendHoldPayload?: SuspendHoldPayloadResolvers<ContextType>
  ResumeHoldPayload?: ResumeHoldPayloadResolvers<ContextType>
  AddLicencePayload?: AddLicencePayloadResolvers<ContextType>
  ReviseLicencePayload?: ReviseLicencePayloadResolvers<ContextType>
  EndLicencePayload?: EndLicencePayloadResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  DateTime?: GraphQLScalarType
  PageInfo?: PageInfoResolvers<ContextType>
}
