import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { inFull } from '@ebook/testkit/in-full'
import { card, goTo, lentTitle, openTitle, paidRental, rentButton, showsStatus } from './acting.ts'
import { obstacles } from './everybody.ts'
import type { Site } from './site.ts'

/** What librarians do with members, many requests and licences. */
export function staff(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const member = (sub: string) => new Person(site().stack, sub, 'MEMBER')

  /** At night in the other language too, and back. */
  async function obstaclesInBoth(page: Page): Promise<string[]> {
    const language = page.getByRole('banner').getByRole('combobox')
    const found = await obstacles(page)
    if (!inFull) return found
    await language.selectOption('ko')
    await page.locator('html[lang="ko"]').waitFor()
    found.push(...(await obstacles(page)))
    await language.selectOption('en')
    await page.locator('html[lang="en"]').waitFor()
    return found
  }

  test('a member is blocked: they cannot request and read why; the block is lifted, and they can', async () => {
    const { title } = await lentTitle(librarian())
    await member('carol').requests((await lentTitle(librarian())).id)
    const libby = await site().reader('libby')
    await goTo(libby, 'Members')
    await libby.getByRole('main').getByRole('searchbox').fill('carol')
    await libby.keyboard.press('Enter')
    await libby.getByRole('table').getByRole('link', { name: 'carol' }).click()
    await libby.getByRole('heading', { level: 1, name: 'carol' }).waitFor()
    await libby.getByRole('textbox', { name: 'Reason' }).fill('A card that has run out')
    await libby.getByRole('textbox', { name: /A word to the member/ }).fill('Please bring your card.')
    await libby.getByRole('button', { name: 'Block this member' }).click()
    await libby.getByText('Because: A card that has run out').waitFor()
    expect(await obstaclesInBoth(libby)).toEqual([])
    try {
      const carol = await site().reader('carol')
      await openTitle(carol, title)
      await carol.getByText(/Please bring your card\./).waitFor()
      expect(await carol.getByText('A card that has run out').count()).toBe(0)
      const refused = await member('carol').isRefused('RequestRental', {
        bookId: (await lentTitle(librarian())).id,
        idempotencyKey: 'while blocked',
      })
      expect(refused).toEqual(['MEMBER_BLOCKED'])
    } finally {
      await libby.getByRole('button', { name: /^Lift the block/ }).click()
      await libby.getByText('Nothing keeps this member from anything.').waitFor()
    }
    const again = await site().reader('carol')
    await openTitle(again, title)
    await rentButton(again).click()
    await again.getByText('Paid. Your request is with the librarian.').waitFor()
    // The librarian's page shows it without a reload.
    await libby.getByRole('region', { name: 'Rentals and payments' }).getByRole('link', { name: title }).waitFor()
    // What is over needs a reason, which the member reads; who has something open is not forgotten.
    await libby.getByRole('textbox', { name: 'Why do you have to see it?' }).fill('A damaged file')
    await libby.getByRole('button', { name: 'Show it' }).click()
    await libby.getByText(/not forgotten yet/).waitFor()
    await libby.getByRole('combobox', { name: 'How did they ask?' }).selectOption('At the desk')
    await libby.getByRole('textbox', { name: 'Type “carol” to confirm' }).fill('carol')
    await libby.getByRole('button', { name: 'Forget this member now' }).click()
    await libby.getByRole('alert').getByText(`“${title}” is applied for, or on loan.`).waitFor()
    await goTo(again, 'My data')
    await again.getByText('libby: looked at what you had borrowed. Why: “A damaged file”').waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('requests of several members are approved at once, and each sees it', async () => {
    const subs = ['alice', 'bob', 'carol']
    const book: Json = await lentTitle(librarian(), { seats: 3 })
    for (const sub of subs) {
      await paidRental(member(sub), book.id)
    }
    const alice = await site().reader('alice')
    await goTo(alice, 'My rentals')
    await showsStatus(alice, book.title, 'PAID')
    const libby = await site().reader('libby')
    await goTo(libby, 'Requests')
    await libby.getByRole('searchbox').fill(book.title)
    await libby.getByRole('checkbox', { name: 'Select all (3)' }).check()
    await libby.getByRole('button', { name: 'Approve 3 selected' }).click()
    await libby.getByText('3 requests are approved in a moment.').waitFor()
    await libby.getByText('3 requests are decided.').waitFor()
    expect(await card(libby, book.title).getByText('You approved it. The loan has begun.').count()).toBe(3)
    await showsStatus(alice, book.title, 'APPROVED')
    for (const sub of subs.slice(1)) {
      await eventually(`${sub} has it`, async () => {
        const { myDashboard } = await member(sub).send('MyDashboard', { first: 20 })
        return myDashboard.edges.some(({ node }: Json) => node.title === book.title && node.status === 'APPROVED')
      })
    }
    expect(site().complaints()).toEqual([])
  })

  test('a licence of two loans is bought, and runs down while the librarian looks', async () => {
    const book: Json = await lentTitle(librarian())
    const libby = await site().reader('libby')
    await openTitle(libby, book.title)
    await libby.getByRole('button', { name: 'Add a licence' }).click()
    const dialog = libby.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('LOAN_LIMITED')
    await dialog.getByRole('textbox', { name: 'Seats' }).fill('1')
    await dialog.getByRole('textbox', { name: 'Loans in all' }).fill('2')
    expect(await obstacles(libby)).toEqual([])
    await dialog.getByRole('button', { name: 'Add it' }).click()
    const row = libby.getByRole('row').filter({ hasText: 'For so many loans' })
    await row.getByText('2 of 2').waitFor()
    expect(await obstaclesInBoth(libby)).toEqual([])
    // The perpetual copy is lent first, then the licence.
    for (const sub of ['alice', 'bob']) {
      const { id } = await member(sub).requests(book.id)
      await eventually('it waits', () => librarian().waitingRequest(id))
      await librarian().does('ApproveRental', { rentalId: id })
    }
    await row.getByText('1 of 2').waitFor()
    await row.getByText('1 of 1').waitFor()
    expect(site().complaints()).toEqual([])
  })
}
