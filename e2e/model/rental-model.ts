/** What people may decide about a rental. */
export type Deed = 'cancel' | 'approve' | 'refuse' | 'return'

export type Status = 'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

/** One request for a title and what is known of it: only what was answered, and nothing of how it is decided. */
export interface RentalModel {
  readonly member: number
  readonly title: number
  readonly key: string
  /** Once somebody was told. */
  id: string | undefined
  /** It was said that there is none. */
  refused: boolean
  /** What an answer said to have happened. */
  readonly done: Set<Deed>
  /** What may have happened: it is under way, or nobody heard of it again. */
  readonly maybe: Set<Deed>
  /** Somebody was told that it is, or will be, canceled. */
  endsCanceled: boolean
  /** The last status that its member saw. */
  seen: Status | undefined
  /** Its case was seen before the librarian. */
  inTheQueue: boolean
}

/** The titles of a run: of one there are too few seats for everybody, and one is free of charge. */
export const titles = [
  { seats: 20, rentalFee: 1_000 },
  { seats: 1, rentalFee: 700 },
  { seats: 20, rentalFee: 0 },
] as const

export interface SagaModel {
  readonly rentals: RentalModel[]
}

export const newSaga = (): SagaModel => ({ rentals: [] })

export const isScarce = ({ title }: RentalModel): boolean => titles[title]?.seats === 1

export const could = ({ done, maybe }: RentalModel, deed: Deed): boolean => done.has(deed) || maybe.has(deed)

/** Somebody, or the system for want of a seat, may have said no. */
export const couldBeRefused = (rental: RentalModel): boolean => could(rental, 'refuse') || isScarce(rental)

export const mayBeOpen = ({ refused, seen }: RentalModel): boolean =>
  !refused && seen !== 'RETURNED' && seen !== 'CANCELED'

/** What a member may see after what was seen: domain.md section 7, with what happens between two looks left out. */
const later: Readonly<Record<Status, readonly Status[]>> = {
  RENTED: ['PAID', 'APPROVED', 'REFUSED', 'CANCELING', 'RETURNED', 'CANCELED'],
  PAID: ['APPROVED', 'REFUSED', 'CANCELING', 'RETURNED', 'CANCELED'],
  APPROVED: ['RETURNED'],
  REFUSED: ['CANCELED'],
  CANCELING: ['CANCELED'],
  RETURNED: [],
  EXPIRED: [],
  CANCELED: [],
}

/** Throws when this cannot follow what was seen, or what was decided. */
export function see(rental: RentalModel, status: Status): void {
  const { seen } = rental
  if (seen !== undefined && seen !== status && !later[seen].includes(status)) {
    throw new Contradiction(`${describe(rental)} was ${seen} and is ${status}`)
  }
  demand(status !== 'EXPIRED', rental, 'is EXPIRED long before it is due')
  demand(status !== 'APPROVED' || could(rental, 'approve'), rental, 'is APPROVED, and nobody approved')
  demand(status !== 'RETURNED' || could(rental, 'return'), rental, 'is RETURNED, and nobody gave it back')
  demand(status !== 'REFUSED' || couldBeRefused(rental), rental, 'is REFUSED, and nobody refused')
  demand(status !== 'CANCELING' || could(rental, 'cancel'), rental, 'is CANCELING, and nobody canceled')
  const canceled = could(rental, 'cancel') || couldBeRefused(rental)
  demand(status !== 'CANCELED' || canceled, rental, 'is CANCELED, and nobody wanted it')
  demand(!rental.done.has('return') || status === 'RETURNED', rental, `was given back and is ${status}`)
  const gone = status === 'APPROVED' || status === 'RETURNED'
  demand(!(rental.endsCanceled && gone), rental, `ends canceled, and is ${status}`)
  rental.seen = status
}

/** In the end, when nothing is under way any more. */
export function endsRightly(rental: RentalModel, status: Status): void {
  see(rental, status)
  const { done, maybe } = rental
  const rest = !['CANCELING', 'REFUSED'].includes(status)
  demand(rest, rental, `is left ${status}`)
  demand(!rental.endsCanceled || status === 'CANCELED', rental, `ends canceled, and is ${status}`)
  demand(!done.has('refuse') || status === 'CANCELED', rental, `was refused, and is ${status}`)
  const approved = ['APPROVED', 'RETURNED', 'CANCELED'].includes(status)
  demand(!done.has('approve') || approved, rental, `was approved, and is ${status}`)
  const unheld = maybe.has('cancel') || maybe.has('return') || rental.endsCanceled
  demand(!done.has('approve') || unheld || status !== 'CANCELED', rental, 'was approved, and is CANCELED for no reason')
}

/** The system said two things that cannot both be true, or something that cannot be true at all. */
class Contradiction extends Error {
  override readonly name = 'Contradiction'
}

export function demand(holds: boolean, rental: RentalModel, otherwise: string): asserts holds {
  if (!holds) throw new Contradiction(`${describe(rental)} ${otherwise}`)
}

function describe({ key, id, done, maybe, seen }: RentalModel): string {
  const known = [`done: ${[...done].join(' ')}`, `maybe: ${[...maybe].join(' ')}`, `seen: ${seen}`].join('; ')
  return `rental ${id ?? '?'} under ${key} (${known})`
}
