import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { card, goTo, lentTitle, openTitle, rentButton, showsStatus } from './acting.ts'
import { obstacles } from './everybody.ts'
import type { Site } from './site.ts'

/** Holds, renewals and points, as members meet them. */
export function lending(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const member = (sub: string) => new Person(site().stack, sub, 'MEMBER')

  /** Requested by somebody, and on loan. */
  async function onLoan(sub: string, book: Json): Promise<string> {
    const { id } = await member(sub).requests(book.id, { idempotencyKey: randomUUID() })
    await eventually('it waits for the librarian', () => librarian().waitingRequest(id))
    await librarian().does('ApproveRental', { rentalId: id })
    await eventually('it is on loan', async () => (await member(sub).rental(id)).status === 'APPROVED')
    return id
  }

  test('two members, one seat: the second waits, hears that it is their turn without a reload, and borrows', async () => {
    const book = await lentTitle(librarian())
    const rentalId = await onLoan('alice', book)
    const bob = await site().reader('bob')
    await openTitle(bob, book.title)
    await bob.getByRole('button', { name: /^Place a hold · about 2 weeks/ }).click()
    await bob.getByText('You are number 1 in line.').waitFor()
    expect(await obstacles(bob)).toEqual([])

    const shelf = await site().newReader('bob', { locale: 'ko-KR' })
    await shelf.goto(new URL('/rentals', shelf.url()).href)
    const waiting = card(shelf, book.title)
    await waiting.getByText('대기 순번은 1번입니다.').waitFor()
    expect(await obstacles(shelf)).toEqual([])
    await waiting.getByRole('button', { name: /^나중에 받기/ }).click()
    await shelf.getByRole('dialog').getByRole('button', { name: '먼저 양보하기' }).click()
    await waiting.getByText('순번은 유지됩니다').waitFor()
    // On the other page of the same reader, too.
    await bob.getByText('Your place in line is kept.').waitFor()
    await bob.getByRole('button', { name: /^I want it now/ }).click()
    await bob.getByText('You are number 1 in line.').waitFor()

    await member('alice').does('ReturnRental', { rentalId })
    await bob.getByText('It is your turn: a seat is kept for you until').waitFor()
    await waiting.getByRole('link', { name: '대여하기' }).waitFor()
    await rentButton(bob).click()
    await bob.getByText('Paid. Your request is with the librarian.').waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('a loan is renewed with one press, renews by itself when its reader wants, and not while others wait', async () => {
    const [book, wanted] = [await lentTitle(librarian()), await lentTitle(librarian())]
    const rentalId = await onLoan('alice', book)
    const wantedId = await onLoan('alice', wanted)
    await member('bob').does('PlaceHold', { bookId: wanted.id, idempotencyKey: randomUUID() })
    await eventually('rent has heard that somebody waits', async () => {
      const { rental } = await member('alice').send('RenewalOfRental', { id: wantedId })
      return rental.renewal.why?.code === 'HOLDS_WAITING'
    })
    const alice = await site().reader('alice')
    await goTo(alice, 'My rentals')
    await card(alice, wanted.title).getByText('Others are waiting for this title, so it cannot be renewed.').waitFor()
    expect(
      await card(alice, wanted.title)
        .getByRole('button', { name: /^Renew:/ })
        .count(),
    ).toBe(0)

    const loan = card(alice, book.title)
    await loan.getByText('13 days left.').waitFor()
    await loan.getByRole('switch', { name: /^Renew by itself/ }).click()
    await loan.getByRole('switch', { checked: true }).waitFor()
    const { rental } = await member('alice').send('RenewalOfRental', { id: rentalId })
    await loan.getByRole('button', { name: /^Renew:/ }).click()
    await loan.getByText('27 days left. This loan cannot be renewed any more.').waitFor()
    const renewed = await member('alice').send('RenewalOfRental', { id: rentalId })
    expect(Date.parse(renewed.rental.dueAt) - Date.parse(rental.dueAt)).toBe(14 * 86_400_000)
    expect(await obstacles(alice)).toEqual([])
    expect(site().complaints()).toEqual([])
  })

  test('a fee is paid with points and money, and each comes back as it was paid', async () => {
    // What alice and the others earn depends on the other stories.
    const earned = await lentTitle(librarian(), { rentalFee: 30_000 })
    await onLoan('carol', earned)
    await eventually('the points can be spent', async () => {
      const { myPoints } = await member('carol').send('MyPoints', { first: 1 })
      return myPoints.available >= 3_000
    })
    const { title } = await lentTitle(librarian())
    const carol = await site().reader('carol')
    await openTitle(carol, title)
    const points = carol.getByRole('spinbutton', { name: 'Pay with points' })
    await points.fill('2950')
    await carol.getByText('Leave nothing to pay, or ₩100 at least: less cannot be charged.').waitFor()
    expect(await obstacles(carol)).toEqual([])
    await points.fill('1000')
    await carol.getByText('Remains to pay: ₩2,000.').waitFor()
    await carol.getByRole('button', { name: 'Rent for ₩2,000 and 1,000 points' }).click()
    await carol.getByText('Paid. Your request is with the librarian.').waitFor()
    await goTo(carol, 'My rentals')
    await card(carol, title).getByText('You paid ₩2,000 and 1,000 points.').waitFor()
    await card(carol, title).getByRole('button', { name: 'Cancel' }).click()
    await carol.getByRole('button', { name: 'Yes, cancel it' }).click()
    await showsStatus(carol, title, 'CANCELED')
    await card(carol, title).getByText('You have your ₩2,000 and 1,000 points back.').waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('who waits no longer is gone from the line, and from their shelf', async () => {
    const book = await lentTitle(librarian())
    await onLoan('bob', book)
    const carol = await site().reader('carol')
    await openTitle(carol, book.title)
    await carol.getByRole('button', { name: 'Place a hold', exact: false }).click()
    await carol.getByText('You are number 1 in line.').waitFor()
    await goTo(carol, 'My rentals')
    await carol.getByRole('heading', { name: 'Waiting' }).waitFor()
    await card(carol, book.title)
      .getByRole('button', { name: /^Cancel the hold/ })
      .click()
    await carol.getByRole('button', { name: 'Yes, cancel the hold' }).click()
    await card(carol, book.title).waitFor({ state: 'detached' })
    expect(site().complaints()).toEqual([])
  })
}
