import type { Licence, NewTitle, TitleEvent } from './language.ts'

/** The seat that one rental holds: taken with its payment, lent with its approval. */
export interface Allocation {
  readonly seatId: string
  readonly licenceId: string
  readonly rentalId: string
  readonly state: 'PAID' | 'APPROVED'
}

/** A member who waits, as the title sees them. */
export interface InLine {
  readonly holdId: string
  readonly userId: string
  readonly seq: number
  readonly state: 'WAITING' | 'READY' | 'SUSPENDED'
  /** Of a READY one. */
  readonly seatId: string | null
  readonly licenceId: string | null
  /** The member may not borrow just now: keeps the place, and is passed over. */
  readonly blocked: boolean
}

/** A title under its row lock, as some rentals see it: of a thousand seats only the counts and those that matter to them. */
export interface Title extends NewTitle {
  readonly withdrawn: boolean
  /** Its loans were taken back, too. */
  readonly revoked: boolean
  /** As was last told: what can be lent. */
  readonly seatsFree: number
  readonly unlimited: boolean
  readonly nextLoanEnds: Date | null
  readonly holdsWaiting: number
  /** When what can be lent changes by itself. */
  readonly changesAt: Date | null
  /** The place of whoever joined the line last. */
  readonly lastSeq: number
  /** Of everybody in line: who waits, whose turn it is, and who is suspended. */
  readonly openHolds: number
  /** Those that have not ended. */
  readonly licences: readonly Licence[]
  /** By rental, what the rentals in question hold. */
  readonly allocations: Readonly<Record<string, Allocation>>
  /** Whose turn it is; the first who wait; and the members in question. */
  readonly line: readonly InLine[]
  /** Of the rentals in question those whose member wants to wait when their seat is gone. */
  readonly wishes: readonly string[]
  /** How many wait and are not suspended. */
  readonly waiting: number
}

/** What an event makes of the state. */
export function evolve(title: Title | undefined, event: TitleEvent): Title {
  if (event.type === 'Registered') {
    const { type: _, ...registered } = event
    return { ...nothingYet, ...registered, licences: [firstLicence(registered)] }
  }
  if (title === undefined) throw new Error(`${event.type} happened to no title`)
  switch (event.type) {
    case 'Revised': {
      const { type: _, ...described } = event
      return { ...title, ...described }
    }
    case 'SeatTaken': {
      const { rentalId, seatId, licenceId, holdId } = event
      const kept = title.line.find((one) => one.holdId === holdId)
      const known = holdId === null ? title : withoutHold(title, holdId)
      const seated = allocated(known, { rentalId, seatId, licenceId, state: 'PAID' })
      // What was kept for the member is promised already.
      return kept?.state === 'READY' ? seated : changed(seated, licenceId, (it) => promise(it, seatId))
    }
    case 'SeatLent': {
      const { rentalId, seatId, licenceId } = event
      const lent = allocated(title, { rentalId, seatId, licenceId, state: 'APPROVED' })
      return changed(lent, licenceId, (it) => ({ ...loansLeft(it, -1), promised: Math.max(0, it.promised - 1) }))
    }
    case 'CopyReleased':
      return released(title, event)
    case 'SeatChanged': {
      const { rentalId, seatId, licenceId } = event
      const moved = allocated(title, { rentalId, seatId, licenceId, state: 'PAID' })
      return changed(moved, licenceId, (it) => promise(it, seatId))
    }
    case 'BookWithdrawn':
      return { ...title, withdrawn: true, revoked: title.revoked || event.revoke, line: [], waiting: 0, openHolds: 0 }
    case 'LicenceAdded':
      return { ...title, licences: [...title.licences, event.licence] }
    case 'LicenceRevised':
      return changed(title, event.licence.licenceId, () => event.licence)
    case 'LicenceEnded':
      return changed(title, event.licenceId, (it) => ({ ...it, endedAt: event.endedDate, free: 0, freeSeats: [] }))
    case 'LicenceEnding':
      return changed(title, event.licenceId, (it) => ({ ...it, nearEnd: [...it.nearEnd, event.cause] }))
    case 'LoanCounted':
      return changed(title, event.licenceId, (it) => loansLeft(it, -1))
    case 'MemberQueued': {
      const { holdId, userId, seq } = event
      const known = title.line.find((one) => one.holdId === holdId)
      const others = title.line.filter((one) => one.holdId !== holdId)
      const nowhere = { seatId: null, licenceId: null, blocked: known?.blocked ?? false }
      const waits = { holdId, userId, seq, state: 'WAITING' as const, ...nowhere }
      return {
        ...title,
        line: [...others, waits],
        waiting: title.waiting + 1,
        openHolds: title.openHolds + (known === undefined ? 1 : 0),
        lastSeq: Math.max(title.lastSeq, seq),
      }
    }
    case 'MemberLeft': {
      const left = title.line.find((one) => one.holdId === event.holdId)
      const gone = withoutHold(freed(title, left), event.holdId)
      if (!event.forNow || left === undefined) return gone
      const suspended = { ...left, state: 'SUSPENDED' as const, seatId: null, licenceId: null }
      return { ...gone, openHolds: gone.openHolds + 1, line: [...gone.line, suspended] }
    }
    case 'SeatReserved': {
      const { holdId, seatId, licenceId } = event
      const line = title.line.map((one) =>
        one.holdId === holdId ? { ...one, state: 'READY' as const, seatId, licenceId } : one,
      )
      return changed({ ...title, line, waiting: title.waiting - 1 }, licenceId, (it) => promise(it, seatId))
    }
    case 'ReservationLost': {
      const lost = title.line.find((one) => one.holdId === event.holdId)
      const line = title.line.map((one) =>
        one.holdId === event.holdId ? { ...one, state: 'WAITING' as const, seatId: null, licenceId: null } : one,
      )
      return { ...freed(title, lost), line, waiting: title.waiting + 1 }
    }
    case 'ChangesNext':
      return { ...title, changesAt: event.at }
    case 'AvailabilityChanged': {
      const { copiesTotal: seatsTotal, copiesFree: seatsFree, holdsWaiting, nextLoanEnds, unlimited } = event
      return { ...title, seatsTotal, seatsFree, holdsWaiting, nextLoanEnds, unlimited }
    }
  }
}

const nothingYet = {
  withdrawn: false,
  revoked: false,
  seatsFree: 0,
  unlimited: false,
  nextLoanEnds: null,
  holdsWaiting: 0,
  changesAt: null,
  lastSeq: 0,
  openHolds: 0,
  allocations: {},
  line: [],
  wishes: [],
  waiting: 0,
} as const

/** The licence with which a title is registered has the title's id. */
function firstLicence({ bookId, seatsTotal }: NewTitle): Licence {
  return {
    licenceId: bookId,
    kind: seatsTotal === 1 ? 'ONE_COPY' : 'CONCURRENT',
    seats: seatsTotal,
    expiresAt: null,
    loansTotal: null,
    loansLeft: null,
    renewalCountsAsLoan: false,
    endedAt: null,
    nearEnd: [],
    free: seatsTotal,
    promised: 0,
    freeSeats: [],
    newSeats: [],
    goneSeats: [],
  }
}

function allocated(title: Title, allocation: Allocation): Title {
  return { ...title, allocations: { ...title.allocations, [allocation.rentalId]: allocation } }
}

function changed(title: Title, licenceId: string, change: (licence: Licence) => Licence): Title {
  const licences = title.licences.map((licence) => (licence.licenceId === licenceId ? change(licence) : licence))
  return { ...title, licences }
}

function withoutHold(title: Title, holdId: string): Title {
  const gone = title.line.find((one) => one.holdId === holdId)
  if (gone === undefined) return title
  return {
    ...title,
    line: title.line.filter((one) => one.holdId !== holdId),
    waiting: title.waiting - (gone.state === 'WAITING' ? 1 : 0),
    openHolds: title.openHolds - 1,
  }
}

function promise(licence: Licence, seatId: string): Licence {
  const promised = licence.promised + 1
  if (licence.kind === 'UNLIMITED') return { ...licence, promised }
  return {
    ...licence,
    promised,
    free: licence.free - 1,
    freeSeats: licence.freeSeats.filter((free) => free !== seatId),
  }
}

function loansLeft(licence: Licence, more: number): Licence {
  return licence.loansLeft === null ? licence : { ...licence, loansLeft: Math.max(0, licence.loansLeft + more) }
}

/** A seat of a withdrawn title, or of a licence that has ended, is not free when its loan ends: it is gone. */
function seatBack(title: Title, seatId: string, licence: Licence): Licence {
  if (title.withdrawn || licence.endedAt !== null || licence.kind === 'UNLIMITED') return licence
  return { ...licence, free: licence.free + 1, freeSeats: [...licence.freeSeats, seatId].toSorted() }
}

/** What was kept for somebody is kept for nobody. */
function freed(title: Title, kept: InLine | undefined): Title {
  if (kept?.state !== 'READY' || kept.seatId === null || kept.licenceId === null) return title
  const { seatId, licenceId } = kept
  return changed(title, licenceId, (it) => seatBack(title, seatId, { ...it, promised: Math.max(0, it.promised - 1) }))
}

function released(title: Title, event: Extract<TitleEvent, { type: 'CopyReleased' }>): Title {
  const { [event.rentalId]: gone, ...allocations } = title.allocations
  if (gone === undefined) return title
  return changed({ ...title, allocations }, gone.licenceId, (licence) => {
    const back = seatBack(title, event.seatId, licence)
    if (gone.state === 'PAID') return { ...back, promised: Math.max(0, back.promised - 1) }
    return event.inVain ? loansLeft(back, 1) : back
  })
}

/** What is approved: a loan of the title's period, which ends with the licence of its seat. */
export function approvalOf(
  { loanPeriodDays, allocations, licences }: Title,
  rentalId: string,
): { readonly loanPeriodDays: number; readonly licenceExpiresAt: Date | null; readonly renewalCounts: boolean } {
  const licence = licences.find(({ licenceId }) => licenceId === allocations[rentalId]?.licenceId)
  const renewalCounts = licence?.renewalCountsAsLoan === true && licence.loansLeft !== null
  return { loanPeriodDays, licenceExpiresAt: licence?.expiresAt ?? null, renewalCounts }
}
