import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person } from '../people.ts'
import { card, goTo, lentTitle, showsStatus } from './acting.ts'
import type { Site } from './site.ts'

/** How long the network stays away. */
const CUT_MS = 20_000

const standing = (page: Page, ...any: readonly string[]) =>
  page.locator(any.map((one) => `[data-standing="${one}"]`).join(', ')).waitFor()

export function trouble(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const carol = () => new Person(site().stack, 'carol', 'MEMBER')

  test('C22 statement 20: the network is away for 20 s and comes back: the page says so, and shows what was missed, without a reload', async () => {
    const titles = await Promise.all([1, 2].map(async () => await lentTitle(librarian())))
    const page = await site().reader('carol')
    await goTo(page, 'My rentals')
    await standing(page, 'live')
    const [first, second] = titles
    const rental = await carol().requests(first.id)
    await showsStatus(page, first.title, 'PAID')
    await page.locator('main [aria-busy="false"]').waitFor()
    await page.context().setOffline(true)
    const backAgain = delay(CUT_MS)
    await standing(page, 'offline')
    await librarian().does('ApproveRental', { rentalId: rental.id })
    await carol().requests(second.id)
    await expect(card(page, first.title).getAttribute('data-status')).resolves.toBe('PAID')
    await backAgain
    await page.context().setOffline(false)
    await standing(page, 'live')
    await showsStatus(page, first.title, 'APPROVED')
    await page.getByRole('button', { name: /new rental/ }).click()
    await showsStatus(page, second.title, 'PAID')
    expect(site().complaints()).toEqual([])
  })

  test('C22: the router restarts under an open page: it goes on by itself, still signed in', async () => {
    const book = await lentTitle(librarian())
    const page = await site().reader('carol')
    await goTo(page, 'My rentals')
    await standing(page, 'live')
    const rental = await carol().requests(book.id)
    await showsStatus(page, book.title, 'PAID')
    const router = site().stack.process('router')
    await router.stop()
    await standing(page, 'offline', 'behind')
    await router.start()
    await librarian().does('ApproveRental', { rentalId: rental.id })
    await showsStatus(page, book.title, 'APPROVED')
    await standing(page, 'live')
    await goTo(page, 'My points')
    expect(site().complaints()).toEqual([])
  })
}
