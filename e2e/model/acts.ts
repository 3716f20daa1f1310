import type { Reply } from '@ebook/clients/caller'
import type { Library } from './library.ts'
import {
  could,
  couldBeRefused,
  demand,
  isScarce,
  mayBeOpen,
  type Deed,
  type RentalModel,
  type SagaModel,
} from './rental-model.ts'

/** Something that somebody does through the API. */
export interface Act {
  readonly name: string
  /** False: there is nobody who could do it, or nothing that it could be done to. */
  possible(model: Readonly<SagaModel>): boolean
  /** Sends it; the judgement is passed once all that happened at the same time is answered. */
  begin(model: SagaModel, library: Library): Promise<Judgement>
}
/** Learns from the answer. Throws when there must not be such an answer. */
export type Judgement = () => void

const rentalAt = ({ rentals }: Readonly<SagaModel>, nth: number): RentalModel | undefined =>
  rentals[nth % Math.max(rentals.length, 1)]

const known = (model: Readonly<SagaModel>, nth: number) => rentalAt(model, nth)?.id !== undefined

function the(model: SagaModel, nth: number): RentalModel {
  const rental = rentalAt(model, nth)
  if (!rental) throw new Error('there are no rentals')
  return rental
}

export function requests(member: number, title: number): Act {
  return {
    name: `member ${member} requests title ${title}`,
    possible: () => true,
    async begin(model, library) {
      const rental: RentalModel = {
        member,
        title,
        key: library.newKey(),
        id: undefined,
        refused: false,
        done: new Set(),
        maybe: new Set(),
        endsCanceled: false,
        seen: undefined,
        inTheQueue: false,
      }
      model.rentals.push(rental)
      return asks(model, library, rental)
    },
  }
}

/** The same again: who has not heard the answer, or does not believe it. */
export function repeats(nth: number): Act {
  return {
    name: `request ${nth} is repeated`,
    possible: ({ rentals }) => rentals.length > 0,
    begin: (model, library) => asks(model, library, the(model, nth)),
  }
}

async function asks(model: SagaModel, library: Library, rental: RentalModel): Promise<Judgement> {
  const before = hasAnother(model, rental)
  const reply = await library.requests(rental)
  return () => judgeRequest(rental, reply, before || hasAnother(model, rental))
}

/** `another`: it may have been refused because of one. */
export function judgeRequest(rental: RentalModel, { outcome, codes, payload }: Reply, another: boolean): void {
  if (outcome === 'ok') {
    const { id } = payload.rental
    demand(rental.id === undefined || rental.id === id, rental, `is ${id} too`)
    demand(!rental.refused, rental, 'was refused before')
    rental.id = id
  } else if (outcome === 'failed') {
    const [code] = codes
    demand(rental.id === undefined, rental, `was acknowledged and is refused: ${code}`)
    demand(code !== 'ALREADY_RENTED' || another, rental, 'is refused for another one that there is not')
    demand(code !== 'BOOK_NOT_AVAILABLE' || isScarce(rental), rental, 'is refused for want of seats')
    demand(['ALREADY_RENTED', 'BOOK_NOT_AVAILABLE'].includes(code ?? ''), rental, `is refused: ${code}`)
    rental.refused = true
  }
}

/** The same member's, of the same title. */
export function hasAnother({ rentals }: SagaModel, rental: RentalModel): boolean {
  const { member, title } = rental
  return rentals.some(
    (other) => other !== rental && other.member === member && other.title === title && mayBeOpen(other),
  )
}

/** Another title under a key that was used. */
export function misuses(nth: number): Act {
  return {
    name: `the key of request ${nth} is used for another title`,
    possible: (model) => known(model, nth),
    async begin(model, library) {
      const rental = the(model, nth)
      const reply = await library.requests({ ...rental, title: (rental.title + 1) % 3 })
      return () => {
        demand(reply.outcome !== 'ok', rental, 'shares its key with another title')
        const right = reply.outcome === 'unknown' || reply.codes[0] === 'IDEMPOTENCY_KEY_REUSED'
        demand(right, rental, `has its key misused, and that is ${reply.codes}`)
      }
    },
  }
}

export const pays = (nth: number): Act =>
  onRental(`rental ${nth} is paid`, nth, undefined, 'PayRental', (rental, reply) => {
    demand(reply.outcome !== 'failed' || reply.codes[0] === 'NOT_PAYABLE', rental, `cannot be paid: ${reply.codes}`)
  })

export const cancels = (nth: number): Act =>
  onRental(`rental ${nth} is canceled`, nth, 'cancel', 'CancelRental', (rental, { outcome, codes, payload }) => {
    if (outcome === 'failed') {
      demand(codes[0] === 'CANCEL_WINDOW_CLOSED', rental, `cannot be canceled: ${codes}`)
      return demand(could(rental, 'approve') && !rental.endsCanceled, rental, 'has a loan that was not begun')
    }
    const result: string = payload.outcome
    if (result === 'ALREADY_RETURNED') return demand(could(rental, 'return'), rental, 'was not returned')
    demand(result !== 'RETURNED' && result !== 'ALREADY_EXPIRED', rental, `is canceled with outcome ${result}`)
    if (result === 'CANCELED' || result === 'CANCELING') rental.done.add('cancel')
    rental.endsCanceled = true
  })

export const returns = (nth: number): Act =>
  onRental(`rental ${nth} is returned`, nth, 'return', 'ReturnRental', (rental, { outcome, codes, payload }) => {
    if (outcome === 'failed') {
      demand(codes[0] === 'NOT_ON_LOAN', rental, `cannot be returned: ${codes}`)
      return demand(rental.seen !== 'APPROVED', rental, 'is on loan, and cannot be returned')
    }
    const result: string = payload.outcome
    if (result === 'RETURNED') rental.done.add('return')
    else if (result === 'ALREADY_RETURNED') demand(could(rental, 'return'), rental, 'was not returned')
    else rental.endsCanceled = true
  })

export const approves = (nth: number): Act =>
  onRental(`rental ${nth} is approved`, nth, 'approve', 'ApproveRental', (rental, reply) =>
    judgeDecision(rental, reply, 'approve'),
  )

export const refuses = (nth: number): Act =>
  onRental(`rental ${nth} is refused`, nth, 'refuse', 'RefuseRental', (rental, reply) =>
    judgeDecision(rental, reply, 'refuse'),
  )

function judgeDecision(rental: RentalModel, { outcome, codes, payload }: Reply, deed: 'approve' | 'refuse'): void {
  const refusable = couldBeRefused(rental)
  if (outcome === 'ok') {
    if (payload.alreadyDecided === false) rental.done.add(deed)
    else demand(deed === 'approve' ? could(rental, deed) : refusable, rental, `was not decided: ${deed}`)
    return
  }
  const [code] = codes
  const opposite = deed === 'approve' ? refusable : could(rental, 'approve')
  demand(code !== 'ALREADY_DECIDED' || opposite, rental, `has no decision against: ${deed}`)
  demand(code !== 'REQUEST_WITHDRAWN' || could(rental, 'cancel'), rental, 'is withdrawn, and nobody canceled')
  demand(code !== 'REQUEST_NOT_FOUND' || !rental.inTheQueue, rental, 'was before the librarian, and is gone')
  const expected = ['ALREADY_DECIDED', 'REQUEST_WITHDRAWN', 'REQUEST_NOT_FOUND'].includes(code ?? '')
  demand(expected, rental, `cannot be decided: ${code}`)
}

function onRental(
  name: string,
  nth: number,
  deed: Deed | undefined,
  operation: string,
  judge: (rental: RentalModel, reply: Reply) => void,
): Act {
  return {
    name,
    possible: (model) => known(model, nth),
    async begin(model, library) {
      const rental = the(model, nth)
      if (deed) rental.maybe.add(deed)
      const reply = await library.does(operation, rental)
      return () => {
        if (reply.outcome !== 'unknown') judge(rental, reply)
        if (rental.done.has('approve') && rental.done.has('refuse')) demand(false, rental, 'was approved and refused')
        if (rental.done.has('return')) demand(!rental.endsCanceled, rental, 'was returned and canceled')
      }
    },
  }
}
