import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import { migrations, type RentDatabase } from '@ebook/rent/database'
import { tellMember } from '@ebook/rent/member-aggregate'
import { beginRental, fetchRentals, tellRental } from '@ebook/rent/rental-aggregate'
import type { RentalCommand } from '@ebook/rent/rental/language'
import { findToAnonymise, forgetKeys, forgetMissedTurns, readQuiet } from '@ebook/rent/sql/anonymise'
import { knownBooks, tellOfBooks, type ToldOfBook } from '@ebook/rent/sql/books'
import { findDue, lockDue, type DueRentals } from '@ebook/rent/sql/due'
import { forgetMember, readErasureFacts } from '@ebook/rent/sql/erasure'
import { eventsBehindRental } from '@ebook/rent/sql/events-behind'
import { loadMembers, readMembers } from '@ebook/rent/sql/member'
import { keepKeys, lockMember } from '@ebook/rent/sql/member-request'
import { countMissedTurns, keepMissedTurns } from '@ebook/rent/sql/missed-turn'
import { lockLoansToRenew, readStoredRenewalFacts } from '@ebook/rent/sql/renewal'
import { loadRentals, readVisibleRentals } from '@ebook/rent/sql/rental'
import { endRevocation, keepRevocations, openRevocations } from '@ebook/rent/sql/revocation'
import { forgetTurn, keepTurns } from '@ebook/rent/sql/turn'
import { cause, contract, race } from './testing/contract.ts'

type Unit = UnitOfWork<RentDatabase>

const HOUR = 3_600_000
const aTitle = { title: 'A title', rentalFee: 3_000, loanPeriodDays: 1, maxRenewals: 2 }
const whole = { nextLoanEnds: null }

contract<RentDatabase>('rent', migrations, ['subgraphs/rent/sql/*.ts'], ({ store, inUnit }) => {
  async function request(unit: Unit, userId: string, bookId: string, { payForMs = HOUR, retryInMs = HOUR } = {}) {
    await fetchRentals(unit, [{ rentalId: randomUUID() }])
    const { now } = unit
    const book = { bookId, ...aTitle, ...whole, status: 'POSSIBLE', fresh: true } as const
    const retryAfter = new Date(now.getTime() + retryInMs)
    const rentalId = randomUUID()
    const asked = {
      type: 'requestRental',
      rentalId,
      userId,
      book,
      expectedFee: undefined,
      holdsSeat: false,
      holdIfTaken: false,
      pointsToUse: 0,
      acceptsShorterLoan: false,
      hasOpenRental: false,
      borrower: { bar: undefined, openLoans: 0, loanLimit: 5 },
    } as const
    await beginRental(unit, { ...asked, payForMs, cancelWindowMs: 0, retryAfter, now }, cause)
    return rentalId
  }

  const tell = (id: string, command: RentalCommand, because = cause as Parameters<typeof tellRental>[3]) =>
    inUnit((unit) => tellRental(unit, id, () => command, because))
  const asked = (userId: string, bookId: string, options?: Parameters<typeof request>[3]) =>
    inUnit((unit) => request(unit, userId, bookId, options))
  const states = async (...ids: string[]) =>
    (await inUnit(({ tx }) => loadRentals(tx, ids))).found.map(({ state }) => state)

  test('a rental is loaded as it was saved, and seen by its member and by everybody’s librarian', async () => {
    const id = await asked('ann', randomUUID())
    const paymentId = randomUUID()
    const told = await tell(id, { type: 'confirmPayment', paymentId, chargedAmount: 3_000 })
    expect(told).toMatchObject({ kind: 'accepted' })
    expect(await inUnit(({ tx }) => loadRentals(tx, [id]))).toEqual({
      now: expect.any(Date),
      found: [{ id, state: told.state, said: 1, happened: 3 }],
    })
    expect(await inUnit(({ tx }) => loadRentals(tx, [randomUUID()]))).toEqual({ now: expect.any(Date), found: [] })
    const seen = (visible: Parameters<typeof readVisibleRentals>[2]) => readVisibleRentals(store.db, [id], visible)
    expect(await seen('all')).toEqual([{ rental: told.state, now: expect.any(Date) }])
    expect(await seen({ userId: 'ann' })).toHaveLength(1)
    expect(await seen({ userId: 'ben' })).toEqual([])
  })

  test('a second open rental of one title for one member is refused, and its transaction leaves nothing', async () => {
    const bookId = randomUUID()
    await asked('ann', bookId)
    const second = inUnit(async (unit) => {
      unit.write(tellOfBooks, { bookId, title: 'A title', rentalFee: 3_000 })
      await request(unit, 'ann', bookId)
    })
    await expect(second).rejects.toMatchObject({ code: '23505', constraint: 'rental_open_title' })
    expect(await knownBooks(store.db, [bookId])).toEqual(new Set())
    await asked('ben', bookId)
  })

  test('two requests of a member at once: the second waits, and sees what the first did', async () => {
    const bookId = randomUUID()
    const key = 'a press'
    const facts = async ({ tx }: Unit) => {
      const { now, member, openLoans, ...known } = await lockMember(tx, 'ann', key, bookId)
      expect(now).toBeInstanceOf(Date)
      expect(member).toEqual({
        userId: 'ann',
        category: null,
        loanLimit: null,
        holdLimit: null,
        membershipUntil: null,
        blocks: [],
        keepsHistory: false,
        owedPoints: 0,
        owedSince: null,
      })
      expect(openLoans).toBeGreaterThanOrEqual(0)
      return known
    }
    const nothing = { earlier: undefined, book: undefined, open: undefined }
    let rentalId = ''
    const first = async (unit: Unit) => {
      expect(await facts(unit)).toEqual(nothing)
      rentalId = await request(unit, 'ann', bookId)
      unit.write(keepKeys, { userId: 'ann', key, fingerprint: 'what was asked', rentalId })
    }
    expect(await race(store, first, facts, { rolledBack: true })).toEqual(nothing)
    const seen = await race(store, first, facts)
    expect(seen).toEqual({
      earlier: { rentalId, fingerprint: 'what was asked' },
      book: undefined,
      open: { rentalId, isDue: false },
    })
  })

  test('a title that is out can be lent to the member for whom a seat is kept, for as long as it is', async () => {
    const [bookId, holdId] = [randomUUID(), randomUUID()]
    await inUnit(async (unit) =>
      unit.write(tellOfBooks, { bookId, title: 'A title', rentalFee: 3_000, status: 'IMPOSSIBLE' }),
    )
    const statusFor = async (userId: string) =>
      (await inUnit(({ tx }) => lockMember(tx, userId, 'a key', bookId))).book?.status
    const keep = (until: Date | null) =>
      inUnit(async (unit) => unit.write(keepTurns, { holdId, userId: 'ann', bookId, until }))
    await keep(new Date(Date.now() + 3_600_000))
    expect([await statusFor('ann'), await statusFor('ben')]).toEqual(['POSSIBLE', 'IMPOSSIBLE'])
    await keep(new Date(Date.now() - 3_600_000))
    expect(await statusFor('ann')).toBe('IMPOSSIBLE')
    await keep(null)
    expect(await statusFor('ann')).toBe('IMPOSSIBLE')
  })

  test('two tell one rental: the second decides on what the first made of it', async () => {
    const id = await asked('ann', randomUUID())
    const paid = () => ({ type: 'confirmPayment', paymentId: randomUUID(), chargedAmount: 3_000 }) as const
    const pay = (unit: Unit) => tellRental(unit, id, paid, cause)
    expect(await race(store, pay, pay, { rolledBack: true })).toMatchObject({ state: { status: 'PAID' } })
    const second = await race(
      store,
      (unit) => tellRental(unit, id, () => ({ type: 'notePoints', points: 7 }), cause),
      ({ tx }) => loadRentals(tx, [id]),
    )
    expect(second).toMatchObject({ found: [{ state: { payback: 7 }, happened: 4 }] })
  })

  test('what waits for a rental longer than lock_timeout fails, and changes nothing', async () => {
    const id = await asked('ann', randomUUID())
    const note = (points: number) => (unit: Unit) => tellRental(unit, id, () => ({ type: 'notePoints', points }), cause)
    await expect(race(store, note(1), note(2), { patient: false })).rejects.toMatchObject({ code: '55P03' })
    expect(await states(id)).toMatchObject([{ payback: 1 }])
  })

  test('titles are kept, told again, and have the status that was told last', async () => {
    const [bookId, never] = [randomUUID(), randomUUID()]
    const told = (...books: ToldOfBook[]) => inUnit(async (unit) => unit.write(tellOfBooks, ...books))
    const known = async (id: string) => (await inUnit(({ tx }) => lockMember(tx, 'ann', 'key', id))).book
    await told({ bookId, ...aTitle })
    expect(await known(bookId)).toEqual({ ...aTitle, ...whole, status: null })
    await told({ bookId, status: 'POSSIBLE' }, { bookId: never, status: 'POSSIBLE' })
    await told({ bookId, title: 'Another', rentalFee: 4_000, loanPeriodDays: 3, maxRenewals: 0 })
    const another = { title: 'Another', rentalFee: 4_000, loanPeriodDays: 3, maxRenewals: 0 }
    expect(await known(bookId)).toEqual({ ...another, ...whole, status: 'POSSIBLE' })
    const together = randomUUID()
    await told(
      { bookId: together, ...aTitle, title: 'At once' },
      { bookId, status: 'WITHDRAWN' },
      { bookId: together, status: 'POSSIBLE' },
      { bookId: together, status: 'IMPOSSIBLE' },
    )
    expect(await known(together)).toEqual({ ...aTitle, ...whole, title: 'At once', status: 'IMPOSSIBLE' })
    expect(await known(bookId)).toMatchObject({ title: 'Another', status: 'WITHDRAWN' })
    expect(await knownBooks(store.db, [bookId, never])).toEqual(new Set([bookId]))
  })

  test('a renewal’s facts are how many wait, as was told last, and the member', async () => {
    const [bookId, unknown] = [randomUUID(), randomUUID()]
    const lock = (userId: string) => inUnit(({ tx }) => lockMember(tx, userId, 'key', bookId))
    const { member } = await lock('ann')
    const [id, other] = [await asked('ann', bookId), await asked('ann', unknown)]
    const told = (...books: ToldOfBook[]) => inUnit(async (unit) => unit.write(tellOfBooks, ...books))
    const facts = async () => {
      const read = await readStoredRenewalFacts(store.db, [id, other, randomUUID()])
      return [id, other].map((one) => read.get(one))
    }
    const waiting = (holdsWaiting: number) => ({ holdsWaiting, loansToRenew: null, member, now: expect.any(Date) })
    await told({ bookId, ...aTitle })
    expect(await facts()).toEqual([waiting(0), waiting(0)])
    await told({ bookId, status: 'IMPOSSIBLE', holdsWaiting: 2 })
    await told({ bookId, ...aTitle })
    expect(await facts()).toEqual([waiting(2), waiting(0)])
    await told({ bookId, status: 'POSSIBLE' })
    expect(await facts()).toEqual([waiting(0), waiting(0)])
  })

  test('loans to renew with: as told, of loans of which a renewal is one, and less each that is renewed', async () => {
    const bookId = randomUUID()
    await inUnit(async (unit) => unit.write(tellOfBooks, { bookId, ...aTitle }))
    await inUnit(async (unit) => unit.write(tellOfBooks, { bookId, status: 'POSSIBLE', loansToRenew: 2 }))
    for (const userId of ['ann', 'ben']) await inUnit(({ tx }) => lockMember(tx, userId, 'key', bookId))
    const [counts, other] = [await asked('ann', bookId), await asked('ben', bookId)]
    const { now } = await inUnit(({ tx }) => loadRentals(tx, []))
    const lent = { paymentId: randomUUID(), copyId: randomUUID(), loanPeriodDays: 1, licenceExpiresAt: undefined }
    await tell(counts, { type: 'startLoan', ...lent, chargedAmount: undefined, renewalCounts: true, now })
    await tell(other, { type: 'startLoan', ...lent, chargedAmount: undefined, now })
    const left = async () => {
      const facts = await readStoredRenewalFacts(store.db, [counts, other])
      return [counts, other].map((id) => facts.get(id)?.loansToRenew)
    }
    expect(await left()).toEqual([2, null])
    await inUnit(async (unit) => {
      await lockLoansToRenew(unit.tx, bookId)
      const facts = { holdsWaiting: 0, loansToRenew: 2, fresh: true, lastPart: 1, bar: undefined }
      const renew = { type: 'renewRental', userId: 'ann', expectedDueAt: undefined, facts, now } as const
      await tellRental(unit, counts, () => renew, cause)
    })
    expect(await left()).toEqual([1, null])
  })

  test('a member is kept as told, known from the first word on, and locked like their requests', async () => {
    const block = { kinds: ['BORROW'], reason: 'Why', message: null, until: null, by: 'libby' } as const
    const tell = (unit: Unit, blockId: string) =>
      tellMember(unit, 'zoe', (now) => ({ type: 'blockMember', userId: 'zoe', blockId, ...block, now }), cause)
    const blockId = randomUUID()
    const { state } = await inUnit((unit) => tell(unit, blockId))
    expect(state).toMatchObject({ userId: 'zoe', loanLimit: null, blocks: [{ blockId, kinds: ['BORROW'] }] })
    expect(await inUnit(({ tx }) => loadMembers(tx, ['zoe']))).toEqual({
      now: expect.any(Date),
      found: [{ id: 'zoe', state, said: 1, happened: 1 }],
    })
    await asked('zoe', randomUUID())
    const counted = { member: state, openLoans: 1, now: expect.any(Date) }
    expect(await readMembers(store.db, ['zoe', 'nobody'])).toEqual([counted])
    const lock = ({ tx }: Unit) => lockMember(tx, 'zoe', 'key', randomUUID())
    const lift = (unit: Unit) => tellMember(unit, 'zoe', () => ({ type: 'unblockMember', blockId }), cause)
    expect(await race(store, lift, lock, { rolledBack: true })).toMatchObject({ member: state })
    expect(await race(store, lift, lock)).toMatchObject({ member: { blocks: [] }, openLoans: 1 })
  })

  test('what is due is found by the owner’s clock, and claimed once', async () => {
    const id = await asked('ann', randomUUID(), { retryInMs: -1 })
    const over = await asked('ben', randomUUID(), { payForMs: -2_000 })
    const [retry, unpaid, loanOver]: DueRentals[] = [
      { what: 'PAYMENT_DEFERRED' },
      { what: 'UNPAID', agoMs: 1_000 },
      { what: 'LOAN_OVER' },
    ]
    if (!retry || !unpaid || !loanOver) throw new Error('three')
    const isAbout = (ms: number) => expect.toSatisfy((is: unknown) => Math.abs(Number(is) - ms) < 20_000)
    expect(await findDue(store.db, retry, 10)).toEqual({ ids: [id], nextInMs: undefined })
    expect((await findDue(store.db, unpaid, 10)).ids).toEqual([over])
    expect(await findDue(store.db, { what: 'UNPAID', agoMs: HOUR }, 10)).toEqual({ ids: [], nextInMs: isAbout(HOUR) })
    expect(await findDue(store.db, loanOver, 10)).toEqual({ ids: [], nextInMs: undefined })
    await asked('cleo', randomUUID(), { retryInMs: HOUR })
    for (const limit of [1, 10])
      expect(await findDue(store.db, retry, limit)).toEqual({ ids: [id], nextInMs: isAbout(HOUR) })
    const claim = async (unit: Unit) => {
      const now = await lockDue(unit.tx, retry, id)
      const again = (at: Date) =>
        ({ type: 'retryPayment', retryAfter: new Date(at.getTime() + HOUR), now: at }) as const
      if (now) await tellRental(unit, id, again, cause)
      return now
    }
    expect(await inUnit(claim)).toBeInstanceOf(Date)
    expect(await inUnitOfWork(store.other, claim)).toBeUndefined()
  })

  test('a loan that has run out is due, and open only until then', async () => {
    const bookId = randomUUID()
    const id = await asked('ann', bookId)
    const paymentId = randomUUID()
    await tell(id, { type: 'confirmPayment', paymentId, chargedAmount: 3_000 })
    const { now: today } = await inUnit(({ tx }) => loadRentals(tx, []))
    const now = new Date(today.getTime() - 2 * 24 * HOUR)
    const loan = {
      paymentId,
      copyId: randomUUID(),
      loanPeriodDays: 1,
      licenceExpiresAt: undefined,
      chargedAmount: undefined,
      now,
    }
    await tell(id, { type: 'startLoan', ...loan })
    expect(await findDue(store.db, { what: 'LOAN_OVER' }, 10)).toEqual({ ids: [id], nextInMs: undefined })
    const { open } = await inUnit(({ tx }) => lockMember(tx, 'ann', 'key', bookId))
    expect(open).toEqual({ rentalId: id, isDue: true })
  })

  test('of who leaves it is known what is in the way, and what is to be forgotten; then nothing is left', async () => {
    const id = await asked('gone', randomUUID())
    const [eventId, holdId] = [randomUUID(), randomUUID()]
    const until = new Date(Date.now() + HOUR)
    await inUnit(async (unit) => {
      unit.write(keepKeys, { userId: 'gone', key: 'a press', fingerprint: 'what was asked', rentalId: id })
      unit.write(keepTurns, { holdId, userId: 'gone', bookId: randomUUID(), until })
      unit.write(keepMissedTurns, { eventId, userId: 'gone', at: until })
    })
    const facts = () =>
      inUnit(async ({ tx }) => {
        await loadMembers(tx, ['gone'])
        return readErasureFacts(tx, 'gone')
      })
    const open = { kind: 'RENTAL_OPEN', rentalId: id, title: 'A title' }
    expect(await facts()).toEqual({ inTheWay: [open, { kind: 'TURN', title: null, until }], rentalIds: [id] })
    await inUnit(({ tx }) => forgetTurn(tx, holdId))
    await tell(id, { type: 'cancelRental', userId: 'gone', now: new Date() })
    await tell(id, { type: 'voidPayment', paymentId: null, now: new Date() })
    expect(await facts()).toEqual({ inTheWay: [], rentalIds: [id] })
    expect(await findToAnonymise(store.db, 0, 10)).toEqual([])
    const quiet = { keepsHistory: false, quietForMs: expect.toSatisfy((ms: unknown) => Number(ms) < 20_000) }
    expect(await inUnit(({ tx }) => readQuiet(tx, id))).toEqual(quiet)
    await inUnit(({ tx }) => forgetKeys(tx, 'gone', id))
    expect((await inUnit(({ tx }) => lockMember(tx, 'gone', 'a press', randomUUID()))).earlier).toBeUndefined()
    await forgetMissedTurns(store.db, 0)
    await inUnit(({ tx }) => forgetMember(tx, 'gone'))
    expect(await readMembers(store.db, ['gone'])).toEqual([])
    expect(await countMissedTurns(store.db, 'gone', new Date(0))).toBe(0)
  })

  test('turns that a member has missed are counted, since some moment', async () => {
    const at = new Date('2026-11-21T12:00:00Z')
    const missed = (userId: string, ms: number) => ({ eventId: randomUUID(), userId, at: new Date(at.getTime() + ms) })
    await inUnit(async (unit) => unit.write(keepMissedTurns, missed('ann', -1), missed('ann', 0), missed('ben', 0)))
    await inUnit(async (unit) => unit.write(keepMissedTurns, missed('ann', 1)))
    expect(await countMissedTurns(store.db, 'ann', at)).toBe(2)
    expect(await countMissedTurns(store.db, 'cleo', at)).toBe(0)
  })

  test('loans of a title that is withdrawn with them are due, and the title is done with when none is left', async () => {
    const bookId = randomUUID()
    const id = await asked('ann', bookId)
    const told = { bookId, note: 'Sorry.', eventId: randomUUID(), actor: 'ADMIN:libby' } as const
    const again = { ...told, note: null, eventId: randomUUID() }
    for (const one of [told, again]) await inUnit(async (unit) => unit.write(keepRevocations, one))
    const due: DueRentals = { what: 'REVOKED', bookId }
    const is = async () => [(await findDue(store.db, due, 10)).ids, await openRevocations(store.db)]
    const end = () => endRevocation(store.db, bookId)
    expect(await end()).toBe(false)
    expect(await is()).toEqual([[], [told]])
    const { now } = await inUnit(({ tx }) => loadRentals(tx, []))
    const copy = { copyId: randomUUID(), loanPeriodDays: 1, licenceExpiresAt: undefined, chargedAmount: undefined }
    await tell(id, { type: 'startLoan', paymentId: randomUUID(), ...copy, now })
    await end()
    expect(await is()).toEqual([[id], [told]])
    expect(await inUnit(({ tx }) => lockDue(tx, due, id))).toBeInstanceOf(Date)
    expect((await findDue(store.db, { what: 'REVOKED', bookId: randomUUID() }, 10)).ids).toEqual([])
    await tell(id, { type: 'revokeRental', note: null, now })
    expect(await end()).toBe(true)
    expect(await is()).toEqual([[], []])
  })

  test('a rental rests on the last that it said, and on the answer of payment', async () => {
    const id = await asked('ann', randomUUID())
    const [rented] = await eventsBehindRental(store.db, id)
    const because = { ...cause, causationId: 'the event of payment' }
    await tell(id, { type: 'confirmPayment', paymentId: randomUUID(), chargedAmount: 3_000 }, because)
    expect(await eventsBehindRental(store.db, id)).toEqual([rented, 'the event of payment'])
    expect(await eventsBehindRental(store.db, randomUUID())).toEqual([])
  })
})
