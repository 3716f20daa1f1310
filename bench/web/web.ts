import { startStack } from '@ebook/stack/stack'
import { goTo } from '../../e2e/browser/acting.ts'
import { openSite, type Site } from '../../e2e/browser/site.ts'
import { percentilesOf, spreadOf, type Spread } from '../figures.ts'
import { connect, registerTitles, type Router } from '../people.ts'
import { REQUEST } from '../request.ts'
import type { Measured } from '../results.ts'
import { firstLoadOf } from './first-load.ts'

export interface Size {
  /** In the catalogue. */
  readonly titles: number
  /** How often the catalogue is opened, and how many requests are approved. */
  readonly rounds: number
}

/** Of the rounds, in milliseconds. */
interface Times extends Spread {
  readonly p95: number
}

const SEATS = 9

/** What a reader's browser loads, how soon it shows the catalogue, and how soon a member sees what a librarian pressed. */
export async function measureWeb({ titles, rounds }: Size): Promise<Measured> {
  const site = await openSite(() =>
    startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000', LOAN_LIMIT: '1000000' } }),
  )
  try {
    const { stack } = site
    const router = connect(stack, 32)
    console.error(`registering ${titles} titles`)
    const ids = await registerTitles(stack, router, titles, SEATS)
    console.error('the first load')
    const firstLoad = await firstLoadOf(site)
    console.error(`the first list, ${rounds} times in a new browser`)
    const firstList = timesOf(await firstLists(site, rounds))
    console.error(`from the librarian's press to the member's screen, ${rounds} times`)
    const press = timesOf(await presses(site, router, ids, rounds))
    await router.close()
    return {
      figures: [
        { name: 'first load, gzipped', unit: 'bytes', value: firstLoad.gzippedBytes },
        { name: 'first list', unit: 'ms', value: firstList.median },
        { name: 'press to screen', unit: 'ms', value: press.median },
      ],
      detail: { firstLoad, firstListMs: firstList, pressToScreenMs: press },
    }
  } finally {
    await site.stop()
  }
}

function timesOf(samples: readonly number[]): Times {
  return { ...spreadOf(samples), p95: percentilesOf(samples).p95 }
}

/** Milliseconds from the navigation to the first title in the document, by the page's own clock. */
async function firstLists(site: Site, rounds: number): Promise<number[]> {
  const samples: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const page = await site.visit()
    await page.locator('main li a').first().waitFor()
    await page.context().addInitScript(`
      const seen = new MutationObserver(() => {
        if (!document.querySelector('main li a')) return
        seen.disconnect()
        window.firstListMs = performance.now()
      })
      seen.observe(document, { childList: true, subtree: true })`)
    // A page of its own in a context that has cached nothing of what is counted.
    const session = await page.context().newCDPSession(page)
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    await page.goto('/')
    await page.locator('main li a').first().waitFor()
    samples.push(await page.evaluate<number>('window.firstListMs'))
    await site.closePages()
  }
  return samples
}

/** Both browsers are on one machine: one clock tells when the one was pressed and when the other showed it. */
async function presses(site: Site, router: Router, ids: readonly string[], rounds: number): Promise<number[]> {
  const [alice, libby] = await Promise.all([site.reader('alice'), site.reader('libby')])
  const member = await site.stack.token('alice', 'MEMBER')
  const rentals: string[] = []
  for (const bookId of ids.slice(0, rounds)) rentals.push(await request(router, member, bookId))
  await Promise.all([goTo(alice, 'My rentals'), goTo(libby, 'Requests')])
  await alice.evaluate(`
    window.shownAt = {}
    new MutationObserver(() => {
      for (const { dataset } of document.querySelectorAll('article[data-status="APPROVED"]'))
        window.shownAt[dataset.rental] ??= performance.timeOrigin + performance.now()
    }).observe(document.body, { childList: true, subtree: true, attributes: true })`)
  await libby.evaluate(`
    window.pressedAt = {}
    document.addEventListener('click', ({ target }) => {
      const { dataset } = target.closest('article') ?? {}
      if (dataset) window.pressedAt[dataset.rental] = performance.timeOrigin + performance.now()
    }, { capture: true })`)
  const samples: number[] = []
  for (const id of rentals) {
    await libby
      .locator(`article[data-rental="${id}"]`)
      .getByRole('button', { name: /^Approve/ })
      .click()
    await alice.locator(`article[data-rental="${id}"][data-status="APPROVED"]`).waitFor()
    const pressed = await libby.evaluate<number>(`window.pressedAt['${id}']`)
    samples.push((await alice.evaluate<number>(`window.shownAt['${id}']`)) - pressed)
  }
  return samples
}

async function request(router: Router, member: string, bookId: string): Promise<string> {
  const { rental } = await router.answered(member, REQUEST, { input: { bookId, idempotencyKey: `bench ${bookId}` } })
  return rental.id
}
