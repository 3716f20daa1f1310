import { expect, test } from 'vitest'
import { ApiRefuses, ComeBackLater, NoAnswer, type CatalogueApi, type Refusal } from './catalogue-api.ts'
import type { CatalogueTitle } from './read-catalogue.ts'
import { ApiFailed, registerTitle } from './register-title.ts'

const withoutIsbn: CatalogueTitle = {
  line: 2,
  title: 'Walden',
  authors: ['Thoreau'],
  isbn13: undefined,
  language: undefined,
  rentalFee: 3000,
  seats: 1,
}
const withIsbn = { ...withoutIsbn, isbn13: '9780439023481' }
const taken: Refusal = { code: 'ISBN_TAKEN', message: 'Another title has this ISBN.' }
const lost = new NoAnswer('ECONNRESET', true)
const neverSent = new NoAnswer('ECONNREFUSED', false)

/** An API that answers as told; `undefined` registers the title. */
class ScriptedApi implements CatalogueApi {
  readonly #answers: (Refusal | Error | undefined)[]
  readonly pauses: number[] = []
  registrations = 0
  inCatalogue = 0

  constructor(answers: (Refusal | Error | undefined)[]) {
    this.#answers = answers
  }

  async register(): Promise<Refusal | undefined> {
    this.registrations += 1
    const answer = this.#answers.shift()
    // An answer that is lost on its way back: the title was registered all the same.
    if (answer === undefined || answer === lost) this.inCatalogue += 1
    if (answer instanceof Error) throw answer
    return answer
  }

  async has(): Promise<boolean> {
    return this.inCatalogue > 0
  }

  readonly pause = async (ms: number): Promise<void> => void this.pauses.push(ms)
}

const api = (...answers: (Refusal | Error | undefined)[]) => new ScriptedApi(answers)

test('registered, or refused with the reason', async () => {
  const good = api()
  expect(await registerTitle(withIsbn, good, good.pause)).toEqual({ kind: 'registered' })
  const bad = api({ code: 'INVALID_INPUT', message: 'A title has 1 to 1000 seats.' })
  expect(await registerTitle(withIsbn, bad, bad.pause)).toEqual({
    kind: 'refused',
    reason: { code: 'REFUSED', by: 'INVALID_INPUT', message: 'A title has 1 to 1000 seats.' },
  })
})

test('an ISBN that was taken before is refused; one that is taken after a lost answer is ours', async () => {
  const before = api(taken)
  expect(await registerTitle(withIsbn, before, before.pause)).toEqual({
    kind: 'refused',
    reason: { code: 'IN_CATALOGUE' },
  })
  const ours = api(lost, taken)
  expect(await registerTitle(withIsbn, ours, ours.pause)).toEqual({ kind: 'registered' })
})

test('a request that was never sent leaves nothing open: an ISBN that is taken then is another’s', async () => {
  const it = api(neverSent, taken)
  expect((await registerTitle(withIsbn, it, it.pause)).kind).toBe('refused')
})

test('without an ISBN it is looked up first, and never registered twice', async () => {
  const there = api()
  there.inCatalogue = 1
  expect((await registerTitle(withoutIsbn, there, there.pause)).kind).toBe('refused')
  expect(there.registrations).toBe(0)

  const ours = api(lost)
  expect(await registerTitle(withoutIsbn, ours, ours.pause)).toEqual({ kind: 'registered' })
  expect(ours).toMatchObject({ registrations: 1, inCatalogue: 1 })
})

test('a lookup that fails leaves nothing open', async () => {
  const it = api()
  let lookups = 0
  it.has = async () => {
    lookups += 1
    if (lookups === 1) throw lost
    return true
  }
  expect((await registerTitle(withoutIsbn, it, it.pause)).kind).toBe('refused')
})

test('"come back later" is waited for as long as it says, however often, and is no failure', async () => {
  const it = api(...Array.from({ length: 10 }, () => new ComeBackLater(7_000)))
  expect(await registerTitle(withIsbn, it, it.pause)).toEqual({ kind: 'registered' })
  expect(it.pauses).toEqual(Array(10).fill(7_000))
})

test('an API that stays away is given up after six tries, each after a longer pause', async () => {
  const it = api(...Array.from({ length: 6 }, () => neverSent))
  await expect(registerTitle(withIsbn, it, it.pause)).rejects.toThrow(ApiFailed)
  expect(it.pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000])
})

test('what trying again cannot mend is not tried again', async () => {
  const it = api(new ApiRefuses('FORBIDDEN: This needs the role ADMIN.'))
  await expect(registerTitle(withIsbn, it, it.pause)).rejects.toThrow('FORBIDDEN')
  expect(it).toMatchObject({ registrations: 1, pauses: [] })
})
