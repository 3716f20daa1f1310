import fc, { type AsyncCommand } from 'fast-check'
import { approves, cancels, misuses, pays, refuses, repeats, requests, returns, type Act } from './acts.ts'
import type { Library, Part } from './library.ts'
import { see, titles, type SagaModel } from './rental-model.ts'
import { untilSettled } from './settle.ts'

export type SagaCommand = AsyncCommand<SagaModel, Library>

/** What goes wrong while people act. */
interface Trouble {
  readonly name: string
  make(library: Library): Promise<void>
}

/** What some do at the same time, and what goes wrong meanwhile. Then everybody looks. */
function scene(acts: readonly Act[], trouble: Trouble | undefined): SagaCommand {
  return {
    check: (model) => acts.length === 0 || acts.some((act) => act.possible(model)),
    async run(model, library) {
      const begun = acts.filter((act) => act.possible(model)).map((act) => act.begin(model, library))
      await trouble?.make(library)
      for (const judge of await Promise.all(begun)) judge()
      await everybodyLooks(model, library)
    },
    toString: () => [acts.map(({ name }) => name).join(', and '), trouble?.name].filter(Boolean).join(' while '),
  }
}

/** Throws when anybody sees what cannot be. Who is not answered sees nothing. */
export async function everybodyLooks({ rentals }: SagaModel, library: Library): Promise<void> {
  const known = rentals.filter(({ id }) => id !== undefined)
  await Promise.all(
    known.map(async (rental) => {
      const { outcome, payload } = await library.looks(rental)
      if (outcome !== 'ok') return
      see(rental, payload.status)
      if (payload.request?.status === 'REQUESTED') rental.inTheQueue = true
    }),
  )
}

const kills = (part: Part): Trouble => ({ name: `${part} is killed`, make: (library) => library.kill(part) })
const sleeps = (part: Part): Trouble => ({ name: `${part} falls asleep`, make: (library) => library.sleeps(part) })
const falls = (silent: boolean): Trouble => ({
  name: silent ? 'the provider falls silent' : 'the provider answers again',
  make: ({ provider }) => provider.falls(silent),
})
const declines: Trouble = { name: 'the provider declines a charge', make: ({ provider }) => provider.declines() }
const refusesRefund: Trouble = { name: 'the provider refuses a refund', make: ({ provider }) => provider.refuses() }

const settles: SagaCommand = {
  check: ({ rentals }) => rentals.length > 0,
  async run(model, library) {
    await untilSettled(model, library)
    await everybodyLooks(model, library)
  },
  toString: () => 'all wait until it has settled',
}

const MEMBERS = 3

/** What every run begins with, so that there is something to decide. */
export const opening: SagaCommand = scene([requests(0, 0), requests(1, 1), requests(2, 1), requests(2, 2)], undefined)

const nth = fc.nat(5)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.nat(MEMBERS - 1), fc.nat(titles.length - 1)).map((who) => requests(...who)) },
  { weight: 2, arbitrary: nth.map(repeats) },
  { weight: 1, arbitrary: nth.map(misuses) },
  { weight: 2, arbitrary: nth.map(pays) },
  { weight: 3, arbitrary: nth.map(cancels) },
  { weight: 5, arbitrary: nth.map(approves) },
  { weight: 3, arbitrary: nth.map(refuses) },
  { weight: 3, arbitrary: nth.map(returns) },
)
const killable = ['rent', 'payment', 'book', 'promotion', 'dashboard', 'router', 'nats', 'postgres'] as const
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...killable).map(kills) },
  { weight: 2, arbitrary: fc.constantFrom('payment' as const, 'promotion' as const, 'nats' as const).map(sleeps) },
  { weight: 3, arbitrary: fc.boolean().map(falls) },
  { weight: 2, arbitrary: fc.constant(declines) },
  { weight: 2, arbitrary: fc.constant(refusesRefund) },
)
const acts = fc.array(act, { minLength: 1, maxLength: 4 })

export const sagaCommands: fc.Arbitrary<SagaCommand>[] = [
  acts.map((some) => scene(some, undefined)),
  acts.map((some) => scene(some, undefined)),
  fc.tuple(acts, trouble).map(([some, wrong]) => scene(some, wrong)),
  fc.constant(settles),
]
