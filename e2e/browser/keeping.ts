import { expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { query } from '@ebook/processes/postgres'
import { card, goTo, lentTitle, rent } from './acting.ts'
import type { Site } from './site.ts'

/** What librarians do besides deciding. */
export function keeping(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')
  const inPromotion = (text: string) => query(site().stack.postgresUrl('promotion'), text)

  test('F1: a catalogue file is imported, its refused rows are told by line; imported again, nothing is there twice', async () => {
    const page = await site().reader('libby')
    const name = `From a file ${Date.now()}`
    const rows = ['title,authors,rentalFee', `${name} 1,Kim Aram,2500`, ',Nobody,3000', `${name} 2,Kim Aram,free`]
    const file = { name: 'catalogue.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
    for (const registered of [1, 0]) {
      await goTo(page, 'Import')
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'File' }).click(),
      ])
      await chooser.setFiles(file)
      await page.getByText('To register: 1. Refused rows: 2.').waitFor()
      await page.getByText('It has no title.').waitFor()
      await page.getByText('The fee “free” is not a whole number of won from 0 to 1,000,000.').waitFor()
      await page.getByRole('button', { name: 'Register 1 title' }).click()
      await page.getByText(`${registered} registered, ${3 - registered} refused.`).waitFor()
      await goTo(page, 'Catalogue')
    }
    const { data } = await librarian().answer(
      /* GraphQL */ 'query ($text: String) { books(search: $text, first: 5) { totalCount } }',
      { text: name },
    )
    expect(data?.books.totalCount).toBe(1)
    expect(site().complaints()).toEqual([])
  })

  test('H13: a librarian sees what could not be handled and why, and replays it when its cause is mended', async () => {
    await inPromotion(
      `create or replace function not_today() returns trigger language plpgsql as
         $$ begin raise exception 'no points today'; end $$;
       create trigger not_today before insert on point_entry
         for each row when (new.user_id = 'carol') execute function not_today()`,
    )
    const { title } = await lentTitle(librarian())
    const [carol, libby] = await Promise.all([site().reader('carol'), site().reader('libby')])
    await rent(carol, title)
    await eventually('it was put aside', async () => {
      const { deadLetters } = await librarian().send('DeadLetters', { first: 10 })
      return deadLetters.totalCount > 0
    })
    await goTo(libby, 'Dead letters')
    const letter = libby.getByRole('article').filter({ hasText: 'no points today' })
    await letter.getByRole('link', { name: title }).waitFor()
    const replay = letter.getByRole('button', { name: `Replay Paid at promotion: ${title}` })
    await replay.click()
    await letter.getByRole('status').filter({ hasText: /\S/ }).waitFor()
    expect(await letter.getByText('It was handled.').count()).toBe(0)
    await inPromotion('drop trigger not_today on point_entry')
    await replay.click()
    await letter.getByText('It was handled.').waitFor()
    await goTo(carol, 'My rentals')
    await card(carol, title).getByText('300 points earned').waitFor()
    expect(site().complaints()).toEqual([])
  })
}
