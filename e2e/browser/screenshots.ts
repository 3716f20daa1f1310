import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { eventually, Person, rentalBecomes } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { CHECKOUT } from '@ebook/processes/checkout'
import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { seedCatalogue } from '@ebook/stack/seed'
import { card, goTo, openTitle, refuse, rent, rentButton, showsStatus } from './acting.ts'
import { openSite, type Site } from './site.ts'

const usage = `Usage: npm run screenshots [-- NAME...]

Plays a small story on an installation of its own and takes pictures of the main pages: docs/screenshots/*.png. With
names, only those are kept: npm run screenshots -- catalogue queue`

const FOLDER = resolve(CHECKOUT, 'docs/screenshots')
const DESK: BrowserContextOptions = { viewport: { width: 1240, height: 800 } }
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

/** Somebody else's rentals, so that lists and charts are not empty. */
async function someLife({ stack }: Site): Promise<void> {
  const librarian = new Person(stack, 'libby', 'ADMIN')
  const { books } = await librarian.send('Books', { first: 20 })
  const ids = books.edges.map(({ node }: { node: { id: string } }) => node.id) as string[]
  for (const [index, id] of ids.slice(4, 9).entries()) {
    const member = new Person(stack, index % 2 === 0 ? 'bob' : 'carol', 'MEMBER')
    const { id: rentalId } = await member.requests(id)
    await rentalBecomes(member, rentalId, { status: 'PAID' })
    if (index < 2) await librarian.does('ApproveRental', { rentalId })
    else if (index === 2) await librarian.does('RefuseRental', { rentalId, reasonCode: 'POLICY' })
  }
  const wanted = await librarian.registers({ title: 'The Only Copy', authors: ['Noor Haddad'] })
  await new Person(stack, 'bob', 'MEMBER').requests(wanted.id)
  const input = { bookId: wanted.id, idempotencyKey: 'The Only Copy' }
  await eventually('the title is out, and alice waits for it', async () => {
    const { placeHold } = await new Person(stack, 'alice', 'MEMBER').send('PlaceHold', { input })
    return placeHold.hold !== null
  })
}

class Camera {
  readonly #wanted: readonly string[]
  constructor(wanted: readonly string[]) {
    this.#wanted = wanted
  }

  async take(name: string, page: Page, say: (line: string) => void): Promise<void> {
    if (this.#wanted.length > 0 && !this.#wanted.includes(name)) return
    await page.evaluate('document.fonts.ready.then(() => scrollTo(0, 0))')
    await page.screenshot({ path: resolve(FOLDER, `${name}.png`), animations: 'disabled' })
    say(`docs/screenshots/${name}.png`)
  }
}

async function takeAll(site: Site, camera: Camera, say: (line: string) => void): Promise<void> {
  const take = (name: string, page: Page) => camera.take(name, page, say)
  const titles = ['The Cartographer of Tides', 'A Short History of Doors', 'Letters from the Ninth Floor'] as const
  const [first, second, third] = titles
  const [alice, libby] = await Promise.all([site.newReader('alice', DESK), site.newReader('libby', DESK)])
  await take('catalogue', alice)
  for (const title of [first, second]) await rent(alice, title)
  await openTitle(alice, third)
  await rentButton(alice).click()
  await alice.getByText('Paid. Your request is with the librarian.').waitFor()
  await take('book', alice)

  await goTo(libby, 'Requests')
  await card(libby, third).waitFor()
  await card(libby, first).getByRole('button', { name: 'Approve' }).click()
  await card(libby, first).getByText('You approved it.').waitFor()
  await take('queue', libby)
  await card(libby, second).getByRole('button', { name: 'Refuse' }).click()
  await libby
    .getByRole('dialog')
    .getByRole('textbox')
    .fill('The edition is being replaced. Please ask again next week.')
  await take('refuse', libby)
  await refuse(libby, 'The library’s rules')

  await goTo(alice, 'My rentals')
  await showsStatus(alice, first, 'APPROVED')
  await showsStatus(alice, second, 'CANCELED')
  await take('my-rentals', alice)
  await goTo(alice, 'My points')
  await take('points', alice)

  await goTo(libby, 'All rentals')
  await libby.getByRole('link', { name: second }).first().click()
  await libby.getByText('Refunded', { exact: true }).first().waitFor()
  await take('trace', libby)
  await goTo(libby, 'Figures')
  await libby.getByRole('combobox', { name: 'Span' }).selectOption('WEEK')
  await libby.locator('.recharts-bar-rectangle path').first().waitFor()
  await take('figures', libby)
  await goTo(libby, 'Import')
  await chooseDirtyFile(libby)
  await take('import', libby)

  const korean = await site.newReader('alice', { ...PHONE, locale: 'ko-KR' })
  await take('phone-korean', korean)
}

async function chooseDirtyFile(page: Page): Promise<void> {
  const rows = [
    'title,authors,isbn13,rentalFee,seats',
    'The Weather Between Us,Noor Haddad,9781999917494,3500,2',
    ',Nobody,,3000,1',
    'A Wrong Number,Kim Ji-won,9781999917491,3000,1',
    'Half a Row',
    'The Weather Between Us,Noor Haddad,9781999917494,3500,2',
    'No Seats at All,Ada Brandt,,3000,0',
  ]
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'File' }).click(),
  ])
  await chooser.setFiles({ name: 'catalogue.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
  await page.getByText('Refused rows: 5').waitFor()
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(usage)
  await mkdir(FOLDER, { recursive: true })
  const known = (await readdir(FOLDER)).map((file) => file.replace(/\.png$/, ''))
  const strange = positionals.filter((name) => !known.includes(name))
  if (strange.length > 0)
    throw new BadArguments(`There is no picture ${strange.join(', ')}; there are ${known.join(', ')}.`)
  const say = (line: string) => console.error(line)
  say('starting an installation')
  // As many titles at once as a library allows.
  const site = await openSite(() => startLibrary({ LOAN_LIMIT: '10' }))
  try {
    await seedCatalogue(site.stack.url, await site.stack.token('libby', 'ADMIN'))
    await someLife(site)
    await takeAll(site, new Camera(positionals), say)
  } finally {
    await site.stop()
  }
}

await main().catch((error: unknown) => reportFailure(error, usage))
process.exit()
