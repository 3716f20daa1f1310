import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person, rentalBecomes } from '@ebook/clients/people'
import { card, goTo, lentTitle, refuse } from './acting.ts'
import type { Site } from './site.ts'

/** Where it stands on the page, however far that is scrolled. */
const topOf = (locator: Locator): Promise<number> =>
  locator.evaluate('(element) => element.getBoundingClientRect().top + scrollY')

export function deciding(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const bob = () => new Person(site().stack, 'bob', 'MEMBER')

  /** A paid request of bob's for a title of its own. */
  async function paidRequest(): Promise<string> {
    const book = await lentTitle(librarian())
    const { id } = await bob().requests(book.id)
    await rentalBecomes(bob(), id, { status: 'PAID' })
    return book.title
  }

  test('F5: who is about to refuse what a colleague has just approved is told so, and changes nothing', async () => {
    const title = await paidRequest()
    const [libby, noah] = await Promise.all([site().reader('libby'), site().reader('noah')])
    await Promise.all([goTo(libby, 'Requests'), goTo(noah, 'Requests')])
    await card(noah, title).getByRole('button', { name: 'Refuse' }).click()
    await card(libby, title).getByRole('button', { name: 'Approve' }).click()
    await card(libby, title).getByText('You approved it. The loan has begun.').waitFor()
    await refuse(noah, 'The library’s rules')
    await card(noah, title).getByText('Somebody was faster. Nothing was changed by you.').waitFor()
    await card(noah, title)
      .getByText(/Approved by libby at/)
      .waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('what comes in while a librarian reads does not move what they are about to press', async () => {
    const first = await paidRequest()
    const libby = await site().reader('libby')
    await goTo(libby, 'Requests')
    const approve = card(libby, first).getByRole('button', { name: 'Approve' })
    await libby.locator('main [aria-busy="false"]').waitFor()
    const before = await topOf(approve)
    const later = await paidRequest()
    await card(libby, later).waitFor()
    expect(await topOf(approve)).toBe(before)
    await card(libby, later).getByRole('button', { name: 'Approve' }).click()
    await card(libby, later).getByText('You approved it. The loan has begun.').waitFor()
    expect(await topOf(approve)).toBe(before)
  })
}
