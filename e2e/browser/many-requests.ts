import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { goTo } from './acting.ts'
import type { Site } from './site.ts'
import { signIn } from './visitors.ts'

const MANY = 1_000
/** How often the page may be drawn until the list is there; for each row would be a thousand times. */
const MOST_DRAWINGS = 100

const requestOf = (index: number) => ({
  rentalId: `rental-${index}`,
  version: 1,
  userId: 'alice',
  bookId: `book-${index}`,
  title: `Waiting title ${index}`,
  rentalFee: 3_000,
  status: 'PAID',
  paidDate: new Date(Date.UTC(2026, 10, 21, 10, 0, index)).toISOString(),
  rental: {
    id: `rental-${index}`,
    request: { id: `request-${index}`, status: 'REQUESTED', version: 1, decideBy: '2026-11-24T10:00:00.000Z' },
  },
  book: { id: `book-${index}`, authors: ['An Author'], seatsFree: 0, seatsTotal: 1 },
})

/** Stands in for the router, so that no thousand titles have to be lent: speaks graphql-transport-ws. Returns how often the page has connected. */
async function serveMany(page: Page): Promise<() => number> {
  let connections = 0
  await page.route('**/graphql', async (route) => {
    const { operationName } = (route.request().postDataJSON() ?? {}) as { operationName?: string }
    if (operationName !== 'HowManyWait') return route.fallback()
    await route.fulfill({ json: { data: { dashboards: { __typename: 'DashboardConnection', totalCount: MANY } } } })
  })
  await page.routeWebSocket('**/graphql', (socket) => {
    connections += 1
    const say = (message: object) => socket.send(JSON.stringify(message))
    socket.onMessage((text) => {
      const { type, id } = JSON.parse(String(text)) as { type: string; id?: string }
      if (type === 'connection_init') say({ type: 'connection_ack' })
      if (type === 'ping') say({ type: 'pong' })
      if (type !== 'subscribe') return
      for (let index = 0; index < MANY; index += 1) {
        const payload = { data: { dashboardChanged: requestOf(index) }, extensions: { cursor: `cursor-${index}` } }
        say({ id, type: 'next', payload })
      }
    })
  })
  return () => connections
}

/** How often styles were computed so far, which comes before each drawing. */
async function drawingsOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'RecalcStyleCount')?.value ?? Number.NaN
  }
}

export function manyRequests(site: () => Site): void {
  test('a thousand requests are drawn together, of one connection; off the screen they are not in the document', async () => {
    const page = await site().visit()
    const connections = await serveMany(page)
    await signIn(page, 'libby')
    const drawn = await drawingsOf(page)
    const before = await drawn()
    await goTo(page, 'Requests')
    await page.getByText('1,000 requests wait for a decision.').waitFor()
    await page.locator('main ol[aria-busy="false"]').waitFor()
    const drawings = (await drawn()) - before
    expect(drawings).toBeGreaterThan(0)
    expect(drawings).toBeLessThan(MOST_DRAWINGS)
    expect(connections()).toBe(1)
    expect(await page.locator('article').count()).toBeLessThan(25)
    expect(await page.locator('*').count()).toBeLessThan(1_500)
    expect(await page.getByRole('dialog').count()).toBe(0)

    const first = page.getByRole('article', { name: 'Waiting title 0', exact: true })
    await first.getByRole('button', { name: /^Refuse/ }).focus()
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await page.getByRole('article', { name: `Waiting title ${MANY - 1}`, exact: true }).waitFor()
    expect(await page.locator('article').count()).toBeLessThan(25)
    // Whoever has scrolled away goes on where the keyboard was.
    expect(await first.locator(':focus').count()).toBe(1)

    await page.getByRole('searchbox').fill('title 77')
    await page.getByText('11 of 1,000 shown').waitFor()
    expect(site().complaints()).toEqual([])
  })
}
