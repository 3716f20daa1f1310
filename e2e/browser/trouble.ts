import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person } from '@ebook/clients/people'
import { inFull } from '@ebook/testkit/in-full'
import { card, goTo, lentTitle, paidRental, showsStatus } from './acting.ts'
import type { Site } from './site.ts'

/** How long the network stays away. */
const CUT_MS = inFull ? 20_000 : 3_000

const standing = (page: Page, ...any: readonly string[]) =>
  page.locator(any.map((one) => `[data-standing="${one}"]`).join(', ')).waitFor()

export function trouble(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const carol = () => new Person(site().stack, 'carol', 'MEMBER')

  test('C22 statement 20: the network is away for a while and comes back: the page says so, and shows what was missed, without a reload', async () => {
    const titles = await Promise.all([1, 2].map(async () => await lentTitle(librarian())))
    const [first, second] = titles
    const rental = await paidRental(carol(), first.id)
    const page = await site().newReader('carol')
    await goTo(page, 'My rentals')
    await standing(page, 'live')
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

  test('a search without a network says so, and is done by itself when there is one', async () => {
    const { title } = await lentTitle(librarian())
    const page = await site().visit()
    await page.getByRole('status').filter({ hasText: 'titles' }).waitFor()
    await page.context().setOffline(true)
    await page.getByRole('searchbox', { name: 'Search titles, authors and ISBN' }).fill(title)
    await page.getByRole('alert').getByText('There is no connection to the library.').waitFor()
    expect(await page.getByText(`“${title}”`).count()).toBe(0)
    await page.context().setOffline(false)
    await page.getByText(`1 title for “${title}”`).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(site().complaints()).toEqual([])
  })

  test('a page that is opened for the first time without a network leaves the header where it is, and comes by itself', async () => {
    const page = await site().newReader('carol')
    await page.context().setOffline(true)
    await page.getByRole('banner').getByRole('link', { name: 'My points' }).click()
    await page.getByRole('heading', { level: 1, name: 'This page could not be loaded.' }).waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Catalogue' }).click()
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'My points' }).click()
    await page.getByRole('button', { name: 'Load again' }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('heading', { level: 1, name: 'My points' }).waitFor()
    expect(site().complaints()).toEqual([])
  })

  test.each([
    ['its code', '**/book-page*.js'],
    ['its style sheet', '**/book-page*.css'],
  ])('after a deployment took %s away, a page is loaded anew, once', async (_what, part) => {
    const { title } = await lentTitle(librarian())
    const page = await site().visit()
    let documents = 0
    page.on('request', (request) => (documents += request.isNavigationRequest() ? 1 : 0))
    await page.route(part, (route) => route.fulfill({ status: 404, body: '{}' }))
    await page.getByRole('searchbox', { name: 'Search titles, authors and ISBN' }).fill(title)
    const loadedAnew = page.waitForEvent('load')
    await page.getByRole('link', { name: title }).click()
    await loadedAnew
    await page.getByRole('heading', { level: 1, name: 'This page could not be loaded.' }).waitFor()
    await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor()
    await page.unroute(part)
    await page.getByRole('button', { name: 'Load again' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(documents).toBe(2)
  })

  test('C22: the router restarts under an open page: it goes on by itself, still signed in', async () => {
    const book = await lentTitle(librarian())
    const rental = await paidRental(carol(), book.id)
    const page = await site().newReader('carol')
    await goTo(page, 'My rentals')
    await standing(page, 'live')
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
