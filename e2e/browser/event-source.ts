import { expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { documented } from '../documented.ts'
import type { Site } from './site.ts'

/** What the page leaves to the application. */
const application = (token: string) => `
  const query = /* GraphQL */
    'subscription ($snapshot: Boolean) { dashboardChanged(snapshot: $snapshot) { rentalId status } }'
  const token = async () => ${JSON.stringify(token)}
  const shown = (window.shown = [])
  const show = (row, errors) => shown.push(row ? row.rentalId + ' ' + row.status : JSON.stringify(errors))
`

export function eventSource(site: () => Site): void {
  test('C28 the browser’s own EventSource watches as docs/live-subscriptions.md says, and is out when it has signed out', async () => {
    const { stack, visit } = site()
    const librarian = new Person(stack, 'libby', 'ADMIN')
    const carol = new Person(stack, 'carol', 'MEMBER')
    const { id } = await carol.requests((await librarian.registers()).id)
    const page = await visit()
    const shows = (status: string) =>
      eventually(`it shows ${status}`, async () => {
        const shown = await page.evaluate<string[]>('window.shown')
        return shown.includes(`${id} ${status}`) || Promise.reject(new Error(shown.join('\n')))
      })
    const script = `${application(await stack.token('carol', 'MEMBER'))}\n${documented('js event-source')}`
    await page.evaluate(`(() => { ${script} })()`)
    await shows('PAID')
    await carol.does('CancelRental', { rentalId: id })
    await shows('CANCELED')

    const [cookie] = await page.context().cookies(new URL(stack.url).href)
    expect(cookie).toMatchObject({ name: 'ebook_stream', path: '/graphql', httpOnly: true, sameSite: 'Strict' })
    expect(await page.evaluate<string>('document.cookie')).not.toContain('ebook_stream')
    await page.evaluate(`fetch('/graphql/session', { method: 'DELETE' })`)
    expect(await page.context().cookies(new URL(stack.url).href)).toEqual([])
    const closed = await page.evaluate<number>(`new Promise((resolve) => {
      const source = new EventSource('/graphql?query=subscription{dashboardChanged{status}}')
      source.onerror = () => resolve(source.readyState)
    })`)
    expect(closed).toBe(2)
  })
}
