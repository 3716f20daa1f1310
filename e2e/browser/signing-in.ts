import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person } from '@ebook/clients/people'
import { card, goTo, lentTitle, openTitle, rent, rentButton } from './acting.ts'
import type { Site } from './site.ts'
import { signIn } from './visitors.ts'

const banner = (page: Page) => page.getByRole('banner')

/** Whatever this browser would keep of a page that is closed, and its address. */
async function kept(page: Page): Promise<string> {
  const stores = await page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])',
  )
  return `${stores} ${JSON.stringify(await page.context().cookies(new URL(page.url()).origin))}`
}

export function signingIn(site: () => Site): void {
  test('whoever signs in stays so after a reload, at the page where they were, and no token is kept anywhere', async () => {
    const page = await site().newReader('alice')
    const asked = page.waitForRequest((request) => request.url().endsWith('/graphql') && request.method() === 'POST')
    await banner(page).getByRole('link', { name: 'My points' }).click()
    const [, token = ''] = ((await (await asked).headerValue('authorization')) ?? '').split(' ')
    expect(token.split('.')).toHaveLength(3)
    expect(await kept(page)).not.toContain(token.slice(0, 40))
    expect(await kept(page)).not.toMatch(/eyJ|code=|access_token|refresh_token/)

    await page.reload()
    await banner(page).getByRole('button', { name: 'Sign out' }).waitFor()
    await page.waitForURL('**/points')
    expect(await kept(page)).not.toMatch(/eyJ|code=|access_token|refresh_token/)
    expect(site().complaints()).toEqual([])
  })

  test('whoever signs out is out, and another can come', async () => {
    const page = await site().newReader('bob')
    await banner(page).getByRole('button', { name: 'Sign out' }).click()
    await banner(page).getByRole('button', { name: 'Sign in' }).waitFor()
    await page.goto('/rentals')
    await page.getByText('Sign in to see this page.').waitFor()
    await signIn(page, 'libby')
    await banner(page).getByRole('link', { name: 'Requests' }).waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('C28: whoever signs out in one tab is out in all of them, and nothing of theirs stays on any', async () => {
    const { title } = await lentTitle(new Person(site().stack, 'libby', 'ADMIN'))
    const page = await site().newReader('alice')
    await rent(page, title)
    await goTo(page, 'My rentals')
    const other = await page.context().newPage()
    const closed = new Promise<void>((resolve) =>
      other.on('websocket', (socket) => socket.on('close', () => resolve())),
    )
    await other.goto('/rentals')
    await card(other, title).waitFor()
    await banner(page).getByRole('button', { name: 'Sign out' }).click()
    await other.getByText('Sign in to see this page.').waitFor()
    await closed
    expect(await other.getByText(title).count()).toBe(0)
    expect(await banner(other).getByText('alice', { exact: false }).count()).toBe(0)
    await banner(page).getByRole('button', { name: 'Sign in' }).waitFor()
    await page.goBack()
    await banner(page).getByRole('button', { name: 'Sign in' }).waitFor()
    // The title's own page may be what is gone back to; nothing on it is hers.
    expect(await page.locator('[data-rental]').count()).toBe(0)
  })

  test('C28: another person who signs in in one tab takes the first from the others', async () => {
    const page = await site().newReader('alice')
    const other = await page.context().newPage()
    await other.goto('/queue')
    await other.getByRole('button', { name: 'Sign in as somebody else' }).click()
    await other.getByRole('button', { name: /\blibby ·/ }).click()
    await other.getByRole('heading', { level: 1, name: 'Requests' }).waitFor()
    await banner(other).getByRole('button', { name: 'Sign out' }).waitFor()
    await banner(page).getByRole('button', { name: 'Sign in' }).waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('going back after signing in leads past the issuer to the page before', async () => {
    const { title } = await lentTitle(new Person(site().stack, 'libby', 'ADMIN'))
    const page = await site().visit()
    await openTitle(page, title)
    await page.getByRole('button', { name: 'Sign in to rent' }).click()
    await page.getByRole('button', { name: /\bcarol ·/ }).click()
    await rentButton(page).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor()
    await banner(page).getByRole('button', { name: 'Sign out' }).waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('the page runs no script but its own, and nobody can frame it', async () => {
    const answer = await fetch(site().origin, { headers: { accept: 'text/html' } })
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self';/)
    expect(policy).toMatch(/frame-ancestors 'none'/)
    const page = await site().visit()
    const ran = await page.evaluate<boolean>(`{
      const script = document.createElement('script')
      script.textContent = 'window.wasRun = true'
      document.body.append(script)
      'wasRun' in window
    }`)
    expect(ran).toBe(false)
    expect(site().complaints().join()).toContain('Content Security Policy')
  })
}
