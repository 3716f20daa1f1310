import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import { changesAtOf, countsOf, sameCounts, toldOf } from './counts.ts'
import type { Described, Licence, ReleaseCause, TitleCommand, TitleEvent, TitleRefusal } from './language.ts'
import { nearEndOf, nextLicence } from './licence.ts'
import { evolve, type Allocation, type InLine, type Title } from './state.ts'

type Decided = Decision<TitleEvent, TitleRefusal>

/**
 * What a command leads to: the rows of the seat table (docs/domain.md, section 4). A seat belongs to the rental that took it
 * until that rental lets go of it: nothing that happens to another one touches it. Whatever is decided ends with the line: no seat
 * that can be lent is free while somebody waits for it.
 */
export function decide(command: TitleCommand & { readonly now: Date }, title: Title | undefined): Decided {
  const { now } = command
  if (command.type === 'register') {
    return title === undefined ? followed(undefined, [{ type: 'Registered', ...command.title }], now) : staysQuiet
  }
  if (title === undefined) return refuses({ code: 'BOOK_NOT_FOUND' })
  const decided = decideOnTitle(command, title, now)
  if (decided.kind === 'refused') return decided
  return followed(title, decided.events, now, command.type === 'passTime')
}

function decideOnTitle(command: Exclude<TitleCommand, { type: 'register' }>, title: Title, now: Date): Decided {
  switch (command.type) {
    case 'revise': {
      const { described } = command
      if (title.withdrawn) return refuses({ code: 'WITHDRAWN' })
      return isSame(described, title) ? staysQuiet : happens({ type: 'Revised', ...described })
    }
    case 'takeSeat':
      return takeSeat(command, title, now)
    case 'lendSeat':
      return lendSeat(command.rentalId, title)
    case 'releaseSeat':
      return releaseSeat(command.rentalId, command.cause, command.inVain ?? false, title)
    case 'withdraw': {
      const { revoke, note } = command
      const isSo = title.withdrawn && (title.revoked || !revoke)
      return isSo ? staysQuiet : happens({ type: 'BookWithdrawn', revoke, note })
    }
    case 'addLicence':
      return title.withdrawn
        ? refuses({ code: 'WITHDRAWN' })
        : happens({ type: 'LicenceAdded', licence: asAgreed(command.licence, now) })
    case 'reviseLicence':
      return reviseLicence(command.licence, title, now)
    case 'endLicence': {
      const licence = licenceOf(title, command.licenceId)
      if (licence === undefined) return refuses({ code: 'LICENCE_NOT_FOUND' })
      if (licence.free < (licence.seats ?? 0) || licence.promised > 0) return refuses({ code: 'LICENCE_IN_USE' })
      return happens({ type: 'LicenceEnded', licenceId: licence.licenceId, endedDate: now, cause: 'ENDED' })
    }
    case 'queue':
      return queue(command, title, now)
    case 'requeue': {
      const { holdId, userId, seq } = command
      return title.withdrawn || isWaiting(title, holdId)
        ? staysQuiet
        : happens({ type: 'MemberQueued', holdId, userId, seq })
    }
    case 'leaveQueue': {
      const known = title.line.find(({ holdId }) => holdId === command.holdId)
      if (known === undefined || (command.forNow && known.state === 'SUSPENDED')) return staysQuiet
      return happens({ type: 'MemberLeft', holdId: command.holdId, forNow: command.forNow })
    }
    case 'countRenewal': {
      const allocation = title.allocations[command.rentalId]
      const licence = allocation && licenceOf(title, allocation.licenceId)
      return allocation?.state === 'APPROVED' && licence?.renewalCountsAsLoan === true
        ? happens({ type: 'LoanCounted', licenceId: licence.licenceId })
        : staysQuiet
    }
    case 'passTime':
    case 'settle':
      return staysQuiet
  }
}

const isSame = (described: Described, title: Title): boolean =>
  Object.entries(described).every(([field, value]) => String(value) === String(title[field as keyof Described]))

function takeSeat({ rentalId, userId }: Extract<TitleCommand, { type: 'takeSeat' }>, title: Title, now: Date): Decided {
  if (title.allocations[rentalId]) return staysQuiet
  if (title.withdrawn) return refuses({ code: 'WITHDRAWN' })
  const mine = title.line.find((one) => one.userId === userId)
  const seat = keptSeat(mine) ?? seatToLend(title, rentalId, now)
  if (seat === undefined) return refuses({ code: 'NO_COPY' })
  return happens({ type: 'SeatTaken', rentalId, ...seat, holdId: mine?.holdId ?? null })
}

function keptSeat(mine: InLine | undefined) {
  if (mine?.state !== 'READY' || mine.seatId === null || mine.licenceId === null) return undefined
  return { seatId: mine.seatId, licenceId: mine.licenceId }
}

/** The seat that is lent next. One without a limit is made for who takes it, and has their id. */
function seatToLend(title: Title, taker: string, now: Date) {
  const licence = nextLicence(title.licences, title.loanPeriodDays, now)
  if (licence === undefined) return undefined
  const seatId = licence.kind === 'UNLIMITED' ? taker : licence.freeSeats[0]
  if (seatId === undefined) throw new Error(`of title ${title.bookId} fewer seats were read than are taken`)
  return { seatId, licenceId: licence.licenceId }
}

function lendSeat(rentalId: string, { allocations }: Title): Decided {
  const allocation = allocations[rentalId]
  if (allocation === undefined) return refuses({ code: 'HOLDS_NO_SEAT' })
  const { seatId, licenceId, state } = allocation
  return state === 'PAID' ? happens({ type: 'SeatLent', rentalId, seatId, licenceId }) : staysQuiet
}

/** Letting go of nothing is harmless: a release may come twice, or for a seat that went to somebody else since. */
function releaseSeat(rentalId: string, cause: ReleaseCause, inVain: boolean, title: Title): Decided {
  const allocation = title.allocations[rentalId]
  if (allocation === undefined || !endedBy[allocation.state].includes(cause)) return staysQuiet
  return happens({ type: 'CopyReleased', rentalId, seatId: allocation.seatId, cause, inVain })
}

/** A refusal never ends a loan (H4), and only a loan runs out or is given back. */
const endedBy: Record<Allocation['state'], readonly ReleaseCause[]> = {
  PAID: ['REFUSED', 'WITHDRAWN', 'CANCELED'],
  APPROVED: ['RETURNED', 'EXPIRED', 'CANCELED'],
}

/** Who has just agreed on its end knows how near it is. */
const asAgreed = (licence: Licence, now: Date): Licence => ({ ...licence, nearEnd: nearEndOf(licence, now) })

function reviseLicence({ licenceId, newSeats = [], ...terms }: RevisedLicence, title: Title, now: Date): Decided {
  const licence = licenceOf(title, licenceId)
  if (licence === undefined) return refuses({ code: 'LICENCE_NOT_FOUND' })
  const more = (terms.seats ?? licence.seats ?? 0) - (licence.seats ?? 0)
  const free = licence.free + more
  if (free < 0 || (terms.loansLeft ?? 0) < 0) return refuses({ code: 'LICENCE_IN_USE' })
  // Of the free seats the last ones go.
  const goneSeats = more < 0 ? licence.freeSeats.slice(free) : []
  const freeSeats = [...licence.freeSeats.filter((seatId) => !goneSeats.includes(seatId)), ...newSeats].toSorted()
  return happens({
    type: 'LicenceRevised',
    licence: asAgreed({ ...licence, ...terms, free, freeSeats, newSeats, goneSeats }, now),
  })
}

type RevisedLicence = Extract<TitleCommand, { type: 'reviseLicence' }>['licence']

function queue({ holdId, userId }: Extract<TitleCommand, { type: 'queue' }>, title: Title, now: Date): Decided {
  if (title.withdrawn) return refuses({ code: 'WITHDRAWN' })
  if (countsOf(title, now).status === 'POSSIBLE') return refuses({ code: 'CURRENTLY_AVAILABLE' })
  return happens({ type: 'MemberQueued', holdId, userId, seq: title.lastSeq + 1 })
}

const licenceOf = ({ licences }: Title, licenceId: string): Licence | undefined =>
  licences.find((licence) => licence.licenceId === licenceId && licence.endedAt === null)

const isWaiting = ({ line }: Title, holdId: string): boolean =>
  line.some((one) => one.holdId === holdId && one.state !== 'SUSPENDED')

/** What happened, what follows from that by itself, and what it means for who else might want the title. */
function followed(
  before: Title | undefined,
  decided: readonly TitleEvent[],
  now: Date,
  isTime = false,
): Decision<TitleEvent, never> {
  const events = [...decided]
  let title = decided.reduce<Title | undefined>(evolve, before)
  if (title === undefined) return staysQuiet
  const add = (event: TitleEvent) => {
    events.push(event)
    return (title = evolve(title, event))
  }
  for (const event of endsOf(title, now, isTime)) title = add(event)
  for (const event of nearEndsOf(title, now)) title = add(event)
  for (let event = nextInLine(title, now); event; event = nextInLine(title, now)) title = add(event)
  const at = changesAtOf(title, now)
  if (at?.getTime() !== title.changesAt?.getTime()) title = add({ type: 'ChangesNext', at })
  const counts = countsOf(title, now)
  if (before === undefined || !sameCounts(counts, toldOf(before))) add({ type: 'AvailabilityChanged', ...counts })
  return happens(...events)
}

/** What librarians are told of licences that come to their end, once of each. */
const nearEndsOf = ({ withdrawn, licences }: Title, now: Date): TitleEvent[] =>
  (withdrawn ? [] : licences).flatMap((licence) => {
    const { licenceId, expiresAt, loansLeft, nearEnd } = licence
    const causes = nearEndOf(licence, now).filter((cause) => !nearEnd.includes(cause))
    return causes.map((cause) => ({ type: 'LicenceEnding', licenceId, cause, expiresAt, loansLeft }) as const)
  })

/** The seat that is kept from now on for whoever is next; undefined when nobody waits, or there is none. */
function nextInLine(title: Title, now: Date): TitleEvent | undefined {
  if (title.withdrawn || title.waiting === 0) return undefined
  const waiting = title.line.filter(({ state, blocked }) => state === 'WAITING' && !blocked)
  const [next] = waiting.toSorted((one, other) => one.seq - other.seq)
  const seat = next && seatToLend(title, next.holdId, now)
  return seat && { type: 'SeatReserved', holdId: next.holdId, ...seat }
}

/**
 * The licences that are over, and what that does to who has paid or is next: another seat, or none. Loans run on. By its
 * date a licence ends only when everybody is at hand who has paid for a seat of it.
 */
function* endsOf(before: Title, now: Date, isTime: boolean): Iterable<TitleEvent> {
  let title = before
  for (const licence of before.licences) {
    const { licenceId, expiresAt, endedAt } = licence
    if (endedAt !== null) continue
    const isExpired = isTime && expiresAt !== null && expiresAt <= now
    const isExhausted = licence.loansLeft === 0 && licence.promised === 0 && licence.free === licence.seats
    if (!isExpired && !isExhausted) continue
    const cause = isExpired ? 'EXPIRED' : 'EXHAUSTED'
    const happened: TitleEvent[] = [{ type: 'LicenceEnded', licenceId, endedDate: now, cause }]
    title = happened.reduce(evolve, title)
    for (const { rentalId, seatId } of Object.values(before.allocations).filter(
      (one) => one.licenceId === licenceId && one.state === 'PAID',
    )) {
      const other = seatToLend(title, rentalId, now)
      const event: TitleEvent = other
        ? { type: 'SeatChanged', rentalId, ...other }
        : { type: 'CopyReleased', rentalId, seatId, cause: 'REFUSED', inVain: false }
      happened.push(event)
      title = evolve(title, event)
    }
    for (const one of before.line.filter((one) => one.state === 'READY' && one.licenceId === licenceId)) {
      const event: TitleEvent = { type: 'ReservationLost', holdId: one.holdId }
      happened.push(event)
      title = evolve(title, event)
    }
    yield* happened
  }
}
