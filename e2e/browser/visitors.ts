import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { CHROMIUM_ARGS, findChromium } from '@ebook/processes/chromium'

/** The demo users of the development issuer. */
export type Somebody = 'alice' | 'bob' | 'carol' | 'libby' | 'noah'

/** A browser in front of an installation, wherever that runs. */
export interface Visitors {
  readonly origin: string
  /** A page in a browser of its own: nothing is shared with another. It opens the catalogue, signed out. */
  visit(options?: BrowserContextOptions): Promise<Page>
  /** The same, signed in through the issuer as a person does it. */
  reader(somebody: Somebody, options?: BrowserContextOptions): Promise<Page>
  /** What any page complained of since the last time: errors of scripts, and what its security policy refused. */
  complaints(): string[]
  /** Closes all of them. */
  closePages(): Promise<void>
  /** Ends the browser. */
  leave(): Promise<void>
}

// Nobody reads slower than a busy machine of two cores shows a page.
const PATIENCE_MS = 45_000

export async function openBrowser(origin: string, say: (line: string) => void): Promise<Visitors> {
  const { executable, env: surroundings } = await findChromium(say)
  const browser = await chromium.launch({
    executablePath: executable,
    args: [...CHROMIUM_ARGS],
    env: { ...(process.env as Record<string, string>), ...surroundings },
  })
  const complaints: string[] = []
  async function visit(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Asia/Seoul',
      baseURL: origin,
      reducedMotion: 'reduce',
      ...options,
    })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text())
    })
    await page.goto('/')
    return page
  }
  return {
    origin,
    visit,
    async reader(somebody, options) {
      const page = await visit(options)
      await signIn(page, somebody)
      return page
    },
    complaints: () => complaints.splice(0),
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()))
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
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^(Sign out|로그아웃)$/ })
    .waitFor()
}
