import { fileURLToPath } from 'node:url'
/** `npm run demo`: the whole story, through the router of a running `npm start`. */
import { readArguments, reportFailure } from '@ebook/stack/command-line'
import { importFile } from './demo/import-file.ts'
import { Library, type Rental } from './demo/library.ts'
import { Screen } from './demo/screen.ts'

const usage = `Usage: npm run demo [-- --url http://localhost:4000/graphql]

Plays the story of a library against a running \`npm start\`: a librarian imports a catalogue file with mistakes in it;
members request and pay; one is approved and returns, one is refused and refunded, one cancels; points come and go; they are told.
Every step is shown with the events it led to, and the dashboard at the end. It can be repeated.

  --url URL   the router (default: http://localhost:$PORT/graphql, PORT 4000)`

const screen = new Screen()

try {
  const { values } = readArguments({ options: { url: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) console.log(usage)
  else await play(values.url ?? `http://localhost:${process.env.PORT ?? 4000}/graphql`)
} catch (error) {
  reportFailure(error, usage)
}
process.exit()

async function play(url: string): Promise<void> {
  const library = new Library(url, screen)
  await library.isOpen()
  // Other names each time: a member may have one open rental of a title, and the demo can be repeated.
  const round = new Date().toISOString().slice(11, 19).replaceAll(':', '')
  const libby = await library.person('libby', 'ADMIN')
  const [alice, bob, carol] = await Promise.all(
    ['alice', 'bob', 'carol'].map((name) => library.person(`${name}-${round}`, 'MEMBER')),
  )
  if (!alice || !bob || !carol) throw new Error('a demo needs three members')

  screen.step('A librarian imports a catalogue file; what is good is registered, every refused row has a reason')
  await importFile(fileURLToPath(new URL('demo-catalogue.csv', import.meta.url)), url, libby.token, screen)
  const titles = await Promise.all(
    ['Dubliners', 'The Prince', 'Walden'].map((title) =>
      library.register(libby, { title: `${title} (${round})`, authors: ['for this demo'], rentalFee: 3000, seats: 2 }),
    ),
  )
  const [dubliners, prince, walden] = titles
  if (!dubliners || !prince || !walden) throw new Error('a demo needs three titles')

  screen.step(`${alice.sub} rents, pays, is approved, earns points and gives the book back`)
  const loan = await library.request(alice, dubliners)
  await library.becomes(alice, loan, (now) => now.request?.status === 'REQUESTED', 'the case is before the librarian')
  await library.decide(libby, 'approveRental', { rentalId: loan.id })
  await library.becomes(
    alice,
    loan,
    (now) => now.status === 'APPROVED' && now.points?.granted === 300,
    'the loan has started, 300 points',
  )
  await library.end(alice, 'returnRental', loan)
  await library.becomes(alice, loan, (now) => now.status === 'RETURNED', 'given back')
  await library.story(alice, loan, ['Returned', 'PromoCompleted'])

  screen.step(`${bob.sub} rents and pays, the librarian refuses: the money and the points go back`)
  const refused = await library.request(bob, prince)
  await library.becomes(
    bob,
    refused,
    (now) => now.request?.status === 'REQUESTED' && now.points?.granted === 300,
    'paid, 300 points',
  )
  await library.decide(libby, 'refuseRental', { rentalId: refused.id, reasonCode: 'POLICY', note: 'one title a week' })
  await library.becomes(bob, refused, isRefunded, 'refunded, points taken back')
  await library.story(bob, refused, ['Canceled', 'PromoCanceled'])

  screen.step(`${carol.sub} rents and pays, and cancels before anybody decided`)
  const canceled = await library.request(carol, walden)
  await library.becomes(carol, canceled, (now) => now.points?.granted === 300, 'paid, 300 points')
  await library.end(carol, 'cancelRental', canceled)
  await library.becomes(carol, canceled, isRefunded, 'refunded, points taken back')
  await library.story(carol, canceled, ['Canceled', 'PromoCanceled'])

  screen.step(`Two members want the last seat: ${bob.sub} asks too late`)
  const one = await library.register(libby, {
    title: `The Last Copy (${round})`,
    authors: ['for this demo'],
    rentalFee: 1000,
    seats: 1,
  })
  await library.request(alice, one)
  await library.isTakenFor(bob, one)

  screen.step(`${bob.sub} reads what the library told them`)
  await library.notices(bob, ['REFUSED', 'REFUNDED'])

  screen.step('The dashboard, as the librarian sees it')
  await library.dashboard(libby, [alice.sub, bob.sub, carol.sub])
  screen.done('Every step ended as it should.')
}

function isRefunded(now: Rental): boolean {
  return now.status === 'CANCELED' && now.payment?.refundedAmount === 3000 && now.points?.revoked === 300
}
