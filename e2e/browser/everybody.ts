import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person } from '@ebook/clients/people'
import { card, goTo, lentTitle, openTitle, rent, showsStatus } from './acting.ts'
import type { Site } from './site.ts'
import { withoutVisibleFocus } from './visible-focus.ts'

/** Every page is looked at from top to bottom, which takes seconds each, and many of them when something else runs beside it. */
const WHOLE_TOUR_MS = 600_000

/** Of the pages' navigation, what members do not have. */
const FOR_LIBRARIANS = [
  'Requests',
  'All rentals',
  'Members',
  'Register a book',
  'Import',
  'Dead letters',
  'Figures',
  'Reports',
] as const

/** What a reader who needs help would stumble over, serious or worse. */
export async function obstacles(page: Page): Promise<string[]> {
  // In the page itself, which has no frames, and without a report of what is as it should be.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${new URL(page.url()).pathname} ${id}: ${html}`))
}

const isWiderThanTheScreen = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')

export function everybody(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')

  test('Korean by the browser’s wish, English when it is chosen, and so it stays', async () => {
    const page = await site().newReader('bob', { locale: 'ko-KR' })
    await page.getByRole('heading', { level: 1, name: '도서 목록' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    await page.getByRole('banner').getByRole('combobox').selectOption('en')
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor()
  })

  test(
    'axe finds nothing serious on any page of a member',
    async () => {
      const { title } = await lentTitle(librarian())
      const page = await site().reader('alice')
      expect(await obstacles(page)).toEqual([])
      await openTitle(page, title)
      expect(await obstacles(page)).toEqual([])
      await rent(page, title)
      expect(await obstacles(page)).toEqual([])
      await goTo(page, 'My rentals')
      await showsStatus(page, title, 'PAID')
      expect(await obstacles(page)).toEqual([])
      await card(page, title).getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('dialog').waitFor()
      expect(await obstacles(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await goTo(page, 'My points')
      expect(await obstacles(page)).toEqual([])
      await goTo(page, 'My data')
      await page.getByText('Keep what I have read').waitFor()
      expect(await obstacles(page)).toEqual([])
    },
    WHOLE_TOUR_MS,
  )

  test(
    'axe finds nothing serious on any page of a librarian',
    async () => {
      const page = await site().reader('libby')
      for (const name of FOR_LIBRARIANS) {
        await goTo(page, name)
        // The charts come after their page.
        if (name === 'Figures') await page.locator('.recharts-line').first().waitFor({ state: 'attached' })
        expect(await obstacles(page)).toEqual([])
      }
    },
    WHOLE_TOUR_MS,
  )

  test.each([
    ['alice', ['Catalogue', 'My rentals', 'My points', 'My data']],
    ['libby', ['Catalogue', ...FOR_LIBRARIANS]],
  ] as const)('whatever %s reaches with the keyboard shows that it has the focus', async (somebody, names) => {
    const { title } = await lentTitle(librarian())
    const page = await site().reader(somebody)
    for (const name of names) {
      await goTo(page, name)
      expect(await withoutVisibleFocus(page)).toEqual([])
    }
    await openTitle(page, title)
    expect(await withoutVisibleFocus(page)).toEqual([])
  })

  test('on a phone: nothing is wider than the screen, and a title is rented with the keyboard alone', async () => {
    const { title } = await lentTitle(librarian())
    const page = await site().newReader('bob', {
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    })
    expect(await isWiderThanTheScreen(page)).toBe(false)
    await page.getByRole('searchbox', { name: 'Search titles, authors and ISBN' }).fill(title)
    // What is found takes the place of what was listed, and the focus with it.
    await page.getByText(`1 title for “${title}”`).waitFor()
    await page.getByRole('link', { name: title }).focus()
    await page.keyboard.press('Enter')
    const button = page.getByRole('button', { name: /^Rent for/ })
    await button.waitFor()
    expect(await isWiderThanTheScreen(page)).toBe(false)
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Paid. Your request is with the librarian.').waitFor()
    await page.getByRole('link', { name: 'Watch it under' }).click()
    await showsStatus(page, title, 'PAID')
    expect(await isWiderThanTheScreen(page)).toBe(false)
    expect(site().complaints()).toEqual([])
  })
}
