import type { TitleEvent } from '@ebook/book/title/language'
import { evolve, type Title } from '@ebook/book/title/state'
import { aliasOf } from './names.ts'
import { isMember } from './opening.ts'
import type { Row } from './store/table.ts'
import type { World } from './world.ts'

// What docs/domain.md says of licences (4), of the waiting list (6), and of a loan's terms and renewals (7).

type Check = (world: World) => Iterable<string>

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const instant = (given: unknown): number =>
  given == null ? Number.POSITIVE_INFINITY : new Date(given as string).getTime()

interface Terms {
  readonly endsAt: unknown
  readonly periodDays: number
}

/** Whether a loan that is asked for now, and decided in three days, would have the whole period, the half of it, or less. */
function covers({ endsAt, periodDays }: Terms, now: number): 'WHOLE' | 'PART' | 'NONE' {
  const days = (instant(endsAt) - now) / DAY_MS - 3
  return days >= periodDays ? 'WHOLE' : days >= periodDays / 2 ? 'PART' : 'NONE'
}

/** Every turn has a seat of its own, and every seat that is kept a turn (S9). */
const turnsHaveSeats: Check = function* (world) {
  const { hold, seat, allocation } = world.databases.book.tables
  const kept = new Set(hold.rows.flatMap(({ status, seat_id }) => (status === 'READY' && seat_id ? [seat_id] : [])))
  for (const { hold_id, status, seat_id } of hold.rows) {
    if (status === 'READY' && seat.get(seat_id)?.state !== 'RESERVED')
      yield `28, S9: ${aliasOf(world, hold_id)} is READY, its seat ${seat.get(seat_id)?.state ?? 'unknown'}`
  }
  for (const { id, state, book_id } of seat.rows) {
    if (state === 'RESERVED' && !kept.has(id)) yield `28, S9: a seat of ${aliasOf(world, book_id)} is kept for nobody`
  }
  for (const { seat_id, closed_at, rental_id } of allocation.rows) {
    if (closed_at === null && kept.has(seat_id)) yield `28, S9: ${aliasOf(world, rental_id)} has a seat that is kept`
  }
}

/** Who may be served does not wait beside what can be lent (V10); who is blocked keeps the place, and is passed over. */
const nobodyWaitsBesideASeat: Check = function* (world) {
  const { hold, title, member_block } = world.databases.book.tables
  for (const { hold_id, status, suspended, user_id, book_id } of hold.rows) {
    const of = title.get(book_id)
    if (status !== 'WAITING' || suspended || of === undefined || of.withdrawn) continue
    // Also who was blocked, until the timer has looked.
    const isBlocked = member_block.rows.some((block) => block.user_id === user_id)
    if (!isBlocked && (of.seats_free > 0 || of.unlimited))
      yield `28, V10: ${aliasOf(world, hold_id)} waits beside ${of.seats_free} seats that can be lent`
  }
}

const MADE = new Set(['REQUESTED', 'APPROVED', 'CLOSED'])

/** A loan is reserved when it is paid for: no more are promised and made than were bought. */
const noMoreLoansThanBought: Check = function* (world) {
  const { licence, seat, allocation, hold, request } = world.databases.book.tables
  for (const { id, loans_total } of licence.rows) {
    if (loans_total === null) continue
    const isOfIt = (seatId: string | null) => seat.get(seatId ?? '')?.licence_id === id
    const made = allocation.rows.filter(
      (one) => isOfIt(one.seat_id) && MADE.has(request.get(one.rental_id)?.status ?? ''),
    )
    const kept = hold.rows.filter(({ status, seat_id }) => status === 'READY' && isOfIt(seat_id))
    const loans = made.length + kept.length
    if (loans > loans_total)
      yield `29, S1: ${aliasOf(world, id)} allows ${loans_total} loans, and ${loans} were given away`
  }
}

/** What can be lent is what was told of it, seat by seat and licence by licence. */
const whatCanBeLentIsTold: Check = function* (world) {
  const { title, licence, seat } = world.databases.book.tables
  const now = world.clock.now
  for (const { book_id, title: name, withdrawn, seats_free, seats_total, unlimited, loan_period_days } of title.rows) {
    const living = licence.rows.filter((one) => one.book_id === book_id && one.ended_at === null)
    const can = living.map((one) => {
      const mine = seat.rows.filter(({ licence_id }) => licence_id === one.id)
      const count = (...states: readonly string[]) => mine.filter(({ state }) => states.includes(state)).length
      const [free, promised] = [count('POSSIBLE'), count('PAID', 'RESERVED')]
      const loans = one.loans_left === null ? free : Math.max(0, one.loans_left - promised)
      const isCovered = covers({ endsAt: one.expires_at, periodDays: loan_period_days }, now) !== 'NONE'
      const seats = free + promised + count('APPROVED')
      return { unlimited: one.seats === null && isCovered, free: isCovered ? Math.min(free, loans) : 0, one, seats }
    })
    for (const { one, seats } of can)
      if (!withdrawn && one.seats !== null && one.seats !== seats)
        yield `4, V10: ${aliasOf(world, one.id)} is for ${one.seats} seats, and has ${seats}`
    const [free, all] = [
      can.reduce((sum, each) => sum + each.free, 0),
      living.reduce((sum, { seats }) => sum + (seats ?? 0), 0),
    ]
    if (withdrawn ? seats_free !== 0 : seats_free !== free || seats_total !== all)
      yield `4, V10: ${name} tells of ${seats_free} free seats of ${seats_total}, and has ${free} of ${all}`
    if (!withdrawn && unlimited !== can.some((each) => each.unlimited))
      yield `4, V10: ${name} tells wrongly of no limit`
  }
}

/** The line as the title counts it, and as rent has heard of it. */
const theLineIsTold: Check = function* (world) {
  const { book, rent } = world.databases
  for (const { book_id, title: name, holds_waiting, open_holds, last_seq } of book.tables.title.rows) {
    const mine = book.tables.hold.rows.filter((one) => one.book_id === book_id)
    const open = mine.filter(({ status }) => status === 'WAITING' || status === 'READY')
    const waiting = open.filter(({ status, suspended }) => status === 'WAITING' && !suspended)
    if (holds_waiting !== waiting.length || open_holds !== open.length || mine.some(({ seq }) => seq > last_seq))
      yield `28, V10: ${name} counts ${holds_waiting} who wait of ${open_holds}, and has ${waiting.length} of ${open.length}`
    const heard = rent.tables.book.get(book_id)?.holds_waiting
    if (heard !== holds_waiting) yield `28: rent has heard that ${heard} wait for ${name}, and ${holds_waiting} do`
  }
  for (const { hold_id, status } of book.tables.hold.rows) {
    const turn = rent.tables.turn.get(hold_id)?.until ?? null
    if ((turn !== null) !== (status === 'READY'))
      yield `28: ${aliasOf(world, hold_id)} is ${status}, and rent has heard otherwise`
  }
}

/** What keeps a member from waiting is what rent says. */
const blocksAreHeard: Check = function* (world) {
  const { book, rent } = world.databases
  const isOver = (until: unknown) => instant(until) <= world.clock.now
  const here = new Set(book.tables.member_block.rows.map(({ block_id }) => block_id))
  const said = new Set<string>()
  for (const { user_id, blocks } of rent.tables.member.rows) {
    for (const { blockId, until } of blocks) {
      said.add(blockId)
      if (!isOver(until) && !here.has(blockId)) yield `28, M1: a block of ${user_id} is not known at book`
    }
  }
  for (const { block_id, user_id } of book.tables.member_block.rows) {
    if (!said.has(block_id)) yield `28, M2: ${user_id} is blocked at book, and was unblocked`
  }
}

interface Turn {
  readonly holdId: string
  until: number
  readonly since: number
}

/** Everything that book decided, in its order: who was next, by which licence, and who was turned away or missed a turn. */
const everybodyInTurn: Check = function* (world) {
  const { book, rent, payment } = world.databases
  const titles = new Map<string, Title>()
  const turns = new Map<string, Turn>()
  const heard = new Set<string>()
  const blocked = new Set(
    rent.tables.history.rows.flatMap(({ event_type, data }) =>
      event_type === 'MemberBlocked' ? [(data as Row)['userId']] : [],
    ),
  )
  const holdOf = (id: string) => book.tables.hold.get(id)
  for (const { aggregate_type, aggregate_id, event_type, data, at } of book.tables.history.rows) {
    const event = { ...(data as Row), type: event_type } as Row & { readonly type: string }
    if (aggregate_type === 'Book') {
      const title = titles.get(aggregate_id)
      if (title) yield* lentRightly(world, title, event, instant(at), blocked)
      titles.set(aggregate_id, evolve(title, event as unknown as TitleEvent))
    } else if (aggregate_type === 'Hold') {
      const hold = holdOf(aggregate_id)
      const key = `${hold?.user_id}/${hold?.book_id}`
      const turn = turns.get(key)
      const missed = event_type === 'HoldLapsed' || event['reason'] === 'LAPSED'
      if (missed && turn && hold) {
        const asked = rent.tables.rental.rows.find(
          (row) =>
            !heard.has(row.id) &&
            row.user_id === hold.user_id &&
            row.book_id === hold.book_id &&
            instant(row.rented_date) >= turn.since &&
            instant(row.rented_date) <= turn.until &&
            row.cancel_requested_for === null &&
            payment.tables.payment.rows.some(
              ({ rental_id, paid_date }) =>
                rental_id === row.id &&
                paid_date !== null &&
                instant(paid_date) <= Math.max(turn.until, instant(row.pay_until)),
            ),
        )
        // For an hour at most somebody who says nothing holds up the line (W6).
        if (asked && instant(at) <= turn.until + HOUR_MS)
          yield `28, W6: ${aliasOf(world, hold.hold_id)} lapsed, and ${aliasOf(world, asked.id)} was asked for in time`
      }
      if (event_type === 'HoldReady')
        turns.set(key, { holdId: aggregate_id, until: instant(event['readyUntil']), since: instant(at) })
      else if (event_type === 'HoldExtended' && turn) turn.until = instant(event['readyUntil'])
      else turns.delete(key)
    } else {
      heard.add(aggregate_id)
      if (event_type !== 'Refused' || event['reasonCode'] !== 'NO_COPY') continue
      const turn = turns.get(`${String(event['userId'])}/${String(event['bookId'])}`)
      if (turn)
        yield `28, S1: ${aliasOf(world, aggregate_id)} was turned away beside ${aliasOf(world, turn.holdId)}, which was READY`
    }
  }
}

/** As the title stood, the licence was the right one (4), and the member the first (W3). */
function* lentRightly(
  world: World,
  title: Title,
  event: Row,
  at: number,
  blocked: ReadonlySet<unknown>,
): Iterable<string> {
  if (event['type'] !== 'SeatTaken' && event['type'] !== 'SeatReserved') return
  const mine = title.line.find(({ holdId }) => holdId === event['holdId'])
  const isKept = event['type'] === 'SeatTaken' && mine?.state === 'READY'
  const can = title.licences.map((licence) => {
    const { licenceId, kind, loansLeft, endedAt } = licence
    const promised = [...Object.values(title.allocations), ...title.line].filter(
      (one) => one.licenceId === licenceId && (one.state === 'PAID' || one.state === 'READY'),
    ).length
    const loans = loansLeft === null ? Number.POSITIVE_INFINITY : loansLeft - promised
    const isFree = endedAt === null && loans > 0 && (kind === 'UNLIMITED' || licence.free > 0)
    const cover = covers({ endsAt: licence.expiresAt, periodDays: title.loanPeriodDays }, at)
    return { licenceId, isFree, cover }
  })
  const chosen = can.find(({ licenceId }) => licenceId === event['licenceId'])
  const what = `a seat of ${title.title}`
  if (!isKept && chosen?.cover !== 'WHOLE' && can.some(({ isFree, cover }) => isFree && cover === 'WHOLE'))
    yield `29, S1: ${what} was given for part of the period, and there was one for all of it`
  if (!isKept && (!chosen?.isFree || chosen.cover === 'NONE')) yield `29, S1: ${what} was given that could not be lent`
  if (event['type'] !== 'SeatReserved' || mine === undefined) return
  const first = title.line.find(
    ({ state, seq, userId }) => state === 'WAITING' && seq < mine.seq && isMember(userId) && !blocked.has(userId),
  )
  if (first) yield `28, W3: ${aliasOf(world, mine.holdId)} was served before ${aliasOf(world, first.holdId)}`
}

/** A loan is what was paid for, renewed as often as was agreed, and not given back once it is open. */
const theTermsHold: Check = function* (world) {
  const { tables } = world.databases.rent
  const lives = Map.groupBy(
    tables.history.rows.filter(({ aggregate_type }) => aggregate_type === 'Rental'),
    ({ aggregate_id }) => aggregate_id,
  )
  for (const [id, life] of lives) {
    const events = life.map(
      ({ event_type, data }) => ({ ...(data as Row), type: event_type }) as Row & { type: string },
    )
    const found = (type: string) => events.find((event) => event.type === type)
    const [rented, started] = [found('Rented'), found('LoanStarted')]
    if (!rented || !started) continue
    const alias = aliasOf(world, id)
    const [period, ends] = [Number(rented['loanPeriodDays']) * DAY_MS, instant(started['licenceEndsAt'])]
    const [from, due] = [instant(started['startsAt']), instant(started['dueAt'])]
    if (due !== Math.min(from + period, ends)) yield `29, G8: ${alias} is lent for other than was paid for`
    const promised = Math.min(period, instant(rented['shorterLoanEnds']) - instant(rented['rentedDate']))
    if (due - from < promised / 2 || due <= from) yield `29, R10b: ${alias} is lent for too little of what was paid for`
    const renewals = events.filter(({ type }) => type === 'Renewed')
    if (renewals.length > Number(rented['maxRenewals'])) yield `29, R17: ${alias} was renewed ${renewals.length} times`
    for (const { previousDueAt, dueAt } of renewals as readonly Row[])
      if (instant(dueAt) !== Math.min(instant(previousDueAt) + period, ends))
        yield `29, R17: ${alias} was renewed for other than its period`
    const opened = events.findIndex(({ type }) => type === 'LoanOpened')
    const canceled = events.findIndex((event) => event.type === 'CancelRequested' && event['reason'] === 'MEMBER')
    if (opened >= 0 && canceled > opened) yield `29, R18: ${alias} was given back after it was opened`
  }
}

/** For one end that was seen a loan is renewed once, however often the press arrives. */
const renewedOncePerEnd: Check = function* (world) {
  const presses = world.told.renewals.map(({ rentalId, expectedDueAt }) => `${rentalId}/${expectedDueAt}`)
  if (new Set(presses).size < presses.length) yield `29, R17: a loan was renewed twice for one end`
}

/** What rent shows as charged is what payment charged. */
const whatIsShownWasCharged: Check = function* (world) {
  const { rent, payment } = world.databases
  for (const { id, payment_id, charged_amount } of rent.tables.rental.rows) {
    const paid = payment.tables.payment.get(payment_id)
    if (paid && paid.paid_date !== null && charged_amount !== null && charged_amount !== paid.charged_amount)
      yield `10, R10: ${aliasOf(world, id)} shows ${charged_amount} as charged, and ${paid.charged_amount} was`
  }
}

/** Nobody's turn goes on for ever, and no loan that is to be taken back. */
const nothingIsLeft: Check = function* (world) {
  for (const { book_id, done_at } of world.databases.rent.tables.revocation.rows)
    if (done_at === null) yield `3, R24: loans of ${aliasOf(world, book_id)} are still to be taken back`
  for (const { hold_id, status } of world.databases.book.tables.hold.rows)
    if (status === 'READY') yield `3: ${aliasOf(world, hold_id)} stays READY`
}

export const ofLending = {
  atAnyTime: [turnsHaveSeats, nobodyWaitsBesideASeat, noMoreLoansThanBought, whatIsShownWasCharged, renewedOncePerEnd],
  atRest: [whatCanBeLentIsTold, theLineIsTold, blocksAreHeard, everybodyInTurn, theTermsHold],
  atTheEnd: [nothingIsLeft],
}
