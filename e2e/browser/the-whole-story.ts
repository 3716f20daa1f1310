import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Person } from '@ebook/clients/people'
import { card, goTo, lentTitle, openTitle, refuse, rent, rentButton, showsStatus } from './acting.ts'
import type { Visitors } from './visitors.ts'

/** F1 to F7 and F10: a librarian registers a title; a member rents, reads and gives back; each sees the other at once. */
export async function lentAndGivenBack(visitors: Visitors): Promise<void> {
  const [alice, libby] = await Promise.all([visitors.reader('alice'), visitors.reader('libby')])
  const title = `The Vegetarian ${Date.now()}`
  await goTo(libby, 'Register a book')
  await libby.getByRole('textbox', { name: 'Title' }).fill(title)
  await libby.getByRole('textbox', { name: 'Authors' }).fill('Han Kang; Deborah Smith')
  await libby.getByRole('button', { name: 'Register', exact: true }).click()
  await libby.getByText(`“${title}” is registered.`).waitFor()
  await goTo(libby, 'Requests')

  await openTitle(alice, title)
  await alice.getByText('Deborah Smith').waitFor()
  await rentButton(alice).click()
  await alice.getByText('Paid. Your request is with the librarian.').waitFor()
  await goTo(alice, 'My rentals')
  await showsStatus(alice, title, 'PAID')

  const request = card(libby, title)
  await request.getByText('alice', { exact: true }).waitFor()
  await request.getByRole('button', { name: 'Approve' }).click()
  await request.getByText('You approved it. The loan has begun.').waitFor()
  await showsStatus(alice, title, 'APPROVED')
  await card(alice, title).getByText('300 points earned').waitFor()

  await card(alice, title).getByRole('button', { name: 'Give back' }).click()
  await alice.getByRole('button', { name: 'Yes, give it back' }).click()
  await showsStatus(alice, title, 'RETURNED')
  await alice.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await goTo(alice, 'My points')
  await alice.getByText('Earned on a payment').first().waitFor()

  await goTo(alice, 'My data')
  const downloading = alice.waitForEvent('download')
  await alice.getByRole('button', { name: 'Download' }).click()
  const download = await downloading
  await alice.getByText('The file is among your downloads.').waitFor()
  const kept = JSON.parse(readFileSync(await download.path(), 'utf8')) as { rentals: { title: string }[] }
  expect(kept.rentals.map((rental) => rental.title)).toContain(title)

  await request.getByRole('link', { name: 'The whole story' }).click()
  for (const event of ['Requested', 'Paid', 'Approved', 'Loan begun', 'Returned']) {
    await libby.getByText(event, { exact: true }).first().waitFor()
  }
}

/** F8 and F9: a librarian refuses with a word; the member reads it, and has the money back. */
export async function refusedAndRefunded(visitors: Visitors, librarian: Person): Promise<void> {
  const { title } = await lentTitle(librarian)
  const [bob, libby] = await Promise.all([visitors.reader('bob'), visitors.reader('libby')])
  await rent(bob, title)
  await goTo(bob, 'My rentals')
  await goTo(libby, 'Requests')
  await card(libby, title).getByRole('button', { name: 'Refuse' }).click()
  await libby.getByLabel('A word to the member').fill('Come by with your card, please.')
  await refuse(libby, 'The member may not borrow')
  await card(libby, title).getByText('You refused it. The payment is refunded automatically.').waitFor()

  await showsStatus(bob, title, 'CANCELED')
  const rental = card(bob, title)
  await rental.getByText('You have your ₩3,000 back.').waitFor()
  await rental.getByText('Come by with your card, please.').waitFor()
  await rental.getByText('The points earned with it were taken back').waitFor()
}
