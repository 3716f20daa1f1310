import { expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { card, goTo, lentTitle, openTitle, rent, rentButton, showsStatus } from './acting.ts'
import type { Site } from './site.ts'
import { lentAndGivenBack, refusedAndRefunded } from './the-whole-story.ts'

export function renting(site: () => Site): void {
  const librarian = () => new Person(site().stack, 'libby', 'ADMIN')

  test('F1 F2 F3 F4 F5 F6 F7 F10 PF1: a librarian registers a title; a member rents, reads and gives back; each sees the other at once', async () => {
    await lentAndGivenBack(site())
    expect(site().complaints()).toEqual([])
  })

  test('F8 F9 PF2: a librarian refuses with a word; the member reads it, and has the money back', async () => {
    await refusedAndRefunded(site(), librarian())
    expect(site().complaints()).toEqual([])
  })

  test('a member cancels, and has the money back', async () => {
    const { title } = await lentTitle(librarian())
    const carol = await site().reader('carol')
    await rent(carol, title)
    await goTo(carol, 'My rentals')
    await card(carol, title).getByRole('button', { name: 'Cancel' }).click()
    await carol.getByRole('button', { name: 'Yes, cancel it' }).click()
    await showsStatus(carol, title, 'CANCELED')
    await card(carol, title).getByText('You have your ₩3,000 back.').waitFor()
  })

  test('whoever has requested a title finds that on its page and in the list, cancels it there, and goes back to their place', async () => {
    const { title } = await lentTitle(librarian())
    const alice = await site().reader('alice')
    await alice.getByRole('searchbox', { name: 'Search titles, authors and ISBN' }).fill(title)
    await alice.getByText(`1 title for “${title}”`).waitFor()
    await alice.getByRole('main').getByRole('link', { name: title }).click()
    await rentButton(alice).click()
    await alice.getByRole('button', { name: 'Requested' }).waitFor()
    await alice.reload()
    await alice.getByText('A librarian will decide on your request.').waitFor()
    expect(await rentButton(alice).count()).toBe(0)
    await alice.getByRole('link', { name: 'Back to the catalogue' }).click()
    await alice.getByText(`1 title for “${title}”`).waitFor()
    const card = alice.getByRole('main').getByRole('link', { name: title })
    await card.getByText('You requested it').waitFor()
    await card.click()
    await alice.getByRole('button', { name: 'Cancel' }).click()
    await alice.getByRole('button', { name: 'Yes, cancel it' }).click()
    await rentButton(alice).waitFor()
    await alice.goBack()
    await card.waitFor()
    await alice.waitForFunction(`document.activeElement?.textContent.includes(${JSON.stringify(title)})`)
    expect(site().complaints()).toEqual([])
  })

  test('G7 a double press, and a third one, are one rental', async () => {
    const book = await lentTitle(librarian(), { seats: 5 })
    const carol = await site().reader('carol')
    await openTitle(carol, book.title)
    await rentButton(carol).evaluate((button) => {
      for (let press = 0; press < 3; press += 1) (button as { click(): void }).click()
    })
    await carol.getByText('Paid. Your request is with the librarian.').waitFor()
    const { dashboards } = await librarian().send('Dashboards', { userId: 'carol', first: 100 })
    expect(dashboards.edges.filter((edge: { node: { title: string } }) => edge.node.title === book.title)).toHaveLength(
      1,
    )
  })

  test('N2.2: while the payment is away the member is told that it is paid later, and it then is, without a press', async () => {
    const { title } = await lentTitle(librarian())
    const alice = await site().reader('alice')
    await openTitle(alice, title)
    await site().stack.process('payment').stop()
    try {
      await rentButton(alice).click()
      await alice.getByText('The payment takes longer than usual and is tried again by itself at').waitFor()
    } finally {
      await site().stack.process('payment').start()
    }
    await alice.getByText('Paid. Your request is with the librarian.').waitFor()
    await goTo(alice, 'My rentals')
    await showsStatus(alice, title, 'PAID')
    await eventually('it was paid once', async () => {
      const { myDashboard } = await new Person(site().stack, 'alice', 'MEMBER').send('MyDashboard', { first: 100 })
      return myDashboard.edges.filter((edge: { node: { title: string } }) => edge.node.title === title).length === 1
    })
  })
}
