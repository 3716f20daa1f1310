import type { Locator, Page } from 'playwright-core'
import { eventually, type Json, type Person, type Rental } from '@ebook/clients/people'

/** A title that the catalogue shows and that can be rented at once. */
export async function lentTitle(librarian: Person, more: Record<string, unknown> = {}): Promise<Json> {
  const book = await librarian.registers(more)
  await eventually('the title can be rented', async () => {
    const { books } = await librarian.send('Books', { first: 100, search: book.title })
    return books.edges.some(({ node }: Json) => node.id === book.id && node.status === 'POSSIBLE')
  })
  return book
}

/** A rental that the pages show as paid: one that comes in while its member reads the list waits behind a button. */
export async function paidRental(member: Person, bookId: string): Promise<Rental> {
  const rental = await member.requests(bookId)
  await eventually('the view shows it as paid', async () => (await member.dashboardRow(rental.id))?.status === 'PAID')
  return rental
}

/** A page of the menu, as the reader goes there: nothing is loaded anew. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

/** Searches for the title and opens it. */
export async function openTitle(page: Page, title: string): Promise<void> {
  await goTo(page, 'Catalogue')
  await page.getByRole('searchbox', { name: 'Search titles, authors and ISBN' }).fill(title)
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

export const rentButton = (page: Page): Locator => page.getByRole('button', { name: /^Rent (for|free)/ })

/** Presses the button, and waits for the answer. */
export async function rent(page: Page, title: string): Promise<void> {
  await openTitle(page, title)
  await rentButton(page).click()
  await page.getByRole('button', { name: 'Requested' }).waitFor()
}

/** Of a member: their rental; of a librarian: the request. */
export const card = (page: Page, title: string): Locator => page.getByRole('article', { name: title })

/** Answers the librarian's open question, why. */
export async function refuse(page: Page, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Reason' }).selectOption(reason)
  await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
}

/** Waits until a member sees that a rental stands so. */
export async function showsStatus(page: Page, title: string, status: string): Promise<void> {
  await page.locator(`article[data-status="${status}"]`).filter({ hasText: title }).waitFor()
}
