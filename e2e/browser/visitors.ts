import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { CHROMIUM_ARGS, findChromium } from '@ebook/processes/chromium'

/** The demo users of the development issuer. */
export type Somebody = 'alice' | 'bob' | 'carol' | 'libby' | 'noah'

/** A browser in front of an installation, wherever that runs. */
export interface Visitors {
  readonly origin: string
  /** A page in a browser of its own: nothing is shared with another. It opens the catalogue, signed out. */
  visit(options?: BrowserContextOptions): Promise<Page>
  /** The same, signed in through the issuer as a person does it. */
  newReader(somebody: Somebody, options?: BrowserContextOptions): Promise<Page>
  /** A page in the browser that somebody has had since their first: the issuer knows it, and what it has loaded it keeps. */
  reader(somebody: Somebody): Promise<Page>
  /** What any page complained of since the last time: errors of scripts, and what its security policy refused. */
  complaints(): string[]
  /** Closes all of them; of the browsers those stay that readers have. */
  closePages(): Promise<void>
  /** Ends the browser. */
  leave(): Promise<void>
}

// Nobody reads slower than a busy machine of two cores shows a page.
const PATIENCE_MS = 75_000
const MOST_STARTS = 3

export async function openBrowser(origin: string, say: (line: string) => void): Promise<Visitors> {
  const browser = await launch(say)
  const complaints: string[] = []
  const browsers = new Map<Somebody, BrowserContext>()
  async function visit(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Asia/Seoul',
      baseURL: origin,
      reducedMotion: 'reduce',
      ...options,
    })
    context.setDefaultTimeout(PATIENCE_MS)
    return open(context)
  }
  async function open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text())
    })
    await page.goto('/')
    return page
  }
  async function newReader(somebody: Somebody, options?: BrowserContextOptions): Promise<Page> {
    const page = await visit(options)
    await signIn(page, somebody)
    return page
  }
  return {
    origin,
    visit,
    newReader,
    async reader(somebody) {
      const known = browsers.get(somebody)
      const page = known === undefined ? await newReader(somebody) : await open(known)
      await signedIn(page)
      browsers.set(somebody, page.context())
      return page
    },
    complaints: () => complaints.splice(0),
    async closePages() {
      const stay = new Set(browsers.values())
      await Promise.all(
        browser.contexts().map(async (context) => {
          if (!stay.has(context)) return context.close()
          await Promise.all(context.pages().map((page) => page.close()))
        }),
      )
    },
    leave: () => browser.close(),
  }
}

/** Presses the button of the page, in whichever language, and chooses at the issuer who one is. */
export async function signIn(page: Page, somebody: Somebody): Promise<void> {
  const { origin } = new URL(page.url())
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^(Sign in|로그인)$/ })
    .click()
  await page.getByRole('button', { name: new RegExp(`\\b${somebody} ·`) }).click()
  await page.waitForURL(`${origin}/**`)
  await signedIn(page)
}

const signedIn = (page: Page): Promise<void> =>
  page
    .getByRole('banner')
    .getByRole('button', { name: /^(Sign out|로그아웃)$/ })
    .waitFor()

/** A process of chromium's may not survive its start on a busy machine: such a browser runs, and opens no page for ever. */
async function launch(say: (line: string) => void): Promise<Browser> {
  const { executable, env: surroundings } = await findChromium(say)
  for (let tries = 1; ; tries += 1) {
    const browser = await chromium.launch({
      executablePath: executable,
      args: [...CHROMIUM_ARGS],
      env: { ...(process.env as Record<string, string>), ...surroundings },
    })
    const opens = browser.newPage().then((page) => page.close())
    if (await Promise.race([opens.then(() => true), delay(PATIENCE_MS, false, { ref: false })])) return browser
    browser.close().catch(() => undefined)
    if (tries === MOST_STARTS) throw new Error(`chromium was started ${MOST_STARTS} times and opened no page`)
    say('chromium was started and opens no page: another is started')
  }
}
