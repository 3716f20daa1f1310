import type { EndOfHold, HoldEvent, NewHold } from './language.ts'

/** A member's place in the line for a title. */
export interface Hold extends NewHold {
  readonly status: HoldStatus
  /** Keeps its place, and is passed over. */
  readonly suspended: boolean
  readonly suspendedUntil: Date | null
  readonly suspendedDate: Date | null
  /** The member was told that the place will be given up. */
  readonly reminded: boolean
  /** The seat that is kept for it while it is READY. */
  readonly seatId: string | null
  readonly readyUntil: Date | null
  /** The member has asked for the title while it was READY. */
  readonly extended: boolean
  /** Whose payment the seat waits for. */
  readonly extendedFor: string | null
  /** How often the member let their turn pass. */
  readonly lapses: number
  readonly placedDate: Date
  readonly closedDate: Date | null
  readonly reason: EndOfHold | null
}

export type HoldStatus = 'WAITING' | 'READY' | 'FULFILLED' | 'CANCELED'

/** What an event makes of the state. */
export function evolve(hold: Hold | undefined, event: HoldEvent): Hold {
  if (event.type === 'HoldPlaced') {
    const { type: _, ...placed } = event
    return { ...nothingYet, ...placed }
  }
  if (hold === undefined) throw new Error(`${event.type} happened to no hold`)
  switch (event.type) {
    case 'HoldReady':
      return { ...hold, status: 'READY', seatId: event.seatId, readyUntil: event.readyUntil }
    case 'HoldExtended':
      return { ...hold, extended: true, extendedFor: event.rentalId, readyUntil: event.readyUntil }
    case 'HoldFulfilled':
      return { ...hold, ...unsuspended, ...noSeat, status: 'FULFILLED', closedDate: event.closedDate }
    case 'HoldLapsed': {
      const { suspendedDate } = event
      return { ...hold, ...noSeat, ...suspendedSince(suspendedDate), status: 'WAITING', lapses: hold.lapses + 1 }
    }
    case 'HoldReturned':
      return { ...hold, ...noSeat, status: 'WAITING' }
    case 'HoldSuspended': {
      const { suspendedDate, until } = event
      return { ...hold, ...noSeat, ...suspendedSince(suspendedDate, until), status: 'WAITING' }
    }
    case 'HoldResumed':
      return { ...hold, ...unsuspended }
    case 'HoldReminded':
      return { ...hold, reminded: true }
    case 'HoldAnonymised':
      return { ...hold, userId: event.pseudonym, key: null }
    case 'HoldCanceled': {
      const { closedDate, reason } = event
      return { ...hold, ...unsuspended, ...noSeat, status: 'CANCELED', closedDate, reason }
    }
  }
}

const noSeat = { seatId: null, readyUntil: null, extendedFor: null } as const
const unsuspended = { suspended: false, suspendedUntil: null, suspendedDate: null, reminded: false } as const
const suspendedSince = (suspendedDate: Date, suspendedUntil: Date | null = null) => ({
  suspended: true,
  suspendedDate,
  suspendedUntil,
  reminded: false,
})

const nothingYet = {
  ...noSeat,
  ...unsuspended,
  status: 'WAITING',
  extended: false,
  lapses: 0,
  closedDate: null,
  reason: null,
} as const
