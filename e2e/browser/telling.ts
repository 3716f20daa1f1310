import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '@ebook/clients/people'
import { obstacles } from './everybody.ts'
import type { Site } from './site.ts'

/** As a browser would give it, by a push service that is not there. */
const SUBSCRIBED = `
  Notification.requestPermission = async () => 'granted'
  PushManager.prototype.getSubscription = async () => null
  PushManager.prototype.subscribe = async function () {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    const keys = { p256dh: text(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))), auth: text(crypto.getRandomValues(new Uint8Array(16))) }
    return { toJSON: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/e2e', keys }) }
  }`

const SHOWN = `navigator.serviceWorker
  .getRegistrations()
  .then(([first]) => first.getNotifications())
  .then(([shown]) => shown && { title: shown.title, body: shown.body, data: shown.data })`

/** Hands a message to the page's worker as a push service would: what the browser then shows. */
async function shownOfPush(page: Page, message: object): Promise<unknown> {
  await page.context().grantPermissions(['notifications'])
  const browser = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId)
    }),
  )
  await browser.send('ServiceWorker.enable')
  // A look at the notifications while one is being shown makes chromium forget that one: it is told when there is one.
  let isShown = false
  browser.on('BackgroundService.backgroundServiceEventReceived', ({ backgroundServiceEvent: { eventName } }) => {
    isShown ||= eventName === 'Notification displayed'
  })
  await browser.send('BackgroundService.startObserving', { service: 'notifications' })
  await browser.send('BackgroundService.setRecording', { service: 'notifications', shouldRecord: true })
  const { origin } = new URL(page.url())
  const [registrationId, data] = [await registered, JSON.stringify(message)]
  await browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
  await eventually('a notification is shown', async () => isShown)
  return page.evaluate(SHOWN)
}

/** How people choose to be told, and what the staff sees of it. */
export function telling(site: () => Site): void {
  /** The last mail to an address; in development a mail is a file. */
  const mailTo = (address: string) =>
    eventually(`a mail to ${address}`, async () => {
      const folder = resolve(site().stack.dataDir, 'notices/email')
      const mails = await Promise.all((await readdir(folder)).map((name) => readFile(resolve(folder, name), 'utf8')))
      const found = mails.find((mail) => mail.includes(`To: ${address}`))
      if (found === undefined) throw new Error('not yet')
      return found
    })

  async function openChoices(page: Page): Promise<void> {
    await page
      .getByRole('banner')
      .getByRole('link', { name: /^(Notices|\d+ new notices?)$/ })
      .click()
    await page.getByRole('link', { name: 'Choose how I am told' }).click()
    await page.getByRole('heading', { level: 1, name: 'How I am told' }).waitFor()
  }

  test('C39 a member chooses the language and a kind, shows by a code where they are reached, and adds the browser', async () => {
    const page = await site().newReader('bob')
    await page.addInitScript(SUBSCRIBED)
    await page.evaluate(SUBSCRIBED)
    await openChoices(page)
    await page.getByRole('button', { name: 'Save' }).waitFor()
    expect(await obstacles(page)).toEqual([])
    await page.getByRole('combobox', { name: 'Language of the notices' }).selectOption('EN')
    await page.getByRole('checkbox', { name: 'Points earned: E-mail' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()

    const address = `bob-${Date.now()}@mail.example`
    const mail = page.getByRole('region', { name: 'E-mail' })
    await mail.getByRole('textbox', { name: 'Address' }).fill(address)
    await mail.getByRole('button', { name: 'Send a code' }).click()
    const [, code = ''] = /Subject: Your code is (\d{6})/.exec(await mailTo(address)) ?? []
    await mail.getByRole('textbox', { name: 'The six digits' }).fill(code)
    await mail.getByRole('button', { name: 'Confirm' }).click()
    await mail.getByText(`Goes to ${address}.`).waitFor()

    const browsers = page.getByRole('region', { name: 'This and other browsers' })
    await browsers.getByRole('button', { name: 'Tell this browser' }).click()
    await browsers.getByText(/^Chrome, Linux, since/).waitFor()
    const scopes = await page.evaluate<string[]>(
      'navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => new URL(scope).pathname))',
    )
    expect(scopes, 'no page is the worker’s business').toEqual(['/assets/'])
    expect(
      await shownOfPush(page, { title: 'It is your turn', body: 'Until Friday.', link: '/rentals', tag: 't' }),
    ).toEqual({
      title: 'It is your turn',
      body: 'Until Friday.',
      data: `${site().origin}/rentals`,
    })
    await page.reload()
    await page.getByText(`Goes to ${address}.`).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Points earned: E-mail' }).isChecked()).toBe(true)
    await mail.getByRole('button', { name: 'Take it away' }).click()
    await mail.getByText('Nothing is sent this way yet.').waitFor()
    expect(site().complaints()).toEqual([])
  })

  test('a librarian sees what was sent, of what kind and how, and no word of it', async () => {
    const page = await site().reader('libby')
    await page
      .getByRole('banner')
      .getByRole('link', { name: /^(Notices|\d+ new notices?)$/ })
      .click()
    await page.getByRole('link', { name: 'What was sent' }).click()
    await page.getByRole('heading', { level: 1, name: 'What was sent' }).waitFor()
    await page.getByRole('combobox', { name: 'Show' }).selectOption('SENT')
    await page
      .getByRole('row', { name: /bob Code for an address E-mail Sent/ })
      .first()
      .waitFor()
    expect(await obstacles(page)).toEqual([])
    expect(site().complaints()).toEqual([])
  })
}
