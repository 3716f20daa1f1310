import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const configuration = readFileSync(new URL('nats-server.conf', import.meta.url), 'utf8')

/** The services that each user may ask, as nats-server will read them. */
function askedBy(): Record<string, string[]> {
  const users = configuration.split(/^ +user: /m).slice(1)
  return Object.fromEntries(
    users.map((text) => {
      const publish = /publish: \{.*?\} *\n *subscribe:/s.exec(text)?.[0] ?? ''
      const subjects = [...publish.matchAll(/"(service\.[^"]+)"/g)].map(([, subject]) => subject ?? '')
      return [/^\w+/.exec(text)?.[0] ?? '', subjects.toSorted()]
    }),
  )
}

test('C9 G10: two synchronous edges, and nobody else may ask for them; the rest repairs and mends', () => {
  const repair = 'service.*.outbox'
  expect(askedBy()).toEqual({
    book: [repair],
    rent: [repair, 'service.payment.pay'],
    payment: [repair, 'service.promotion.lockRevocation', 'service.promotion.spendPoints'],
    promotion: [repair],
    notice: [repair],
    // On behalf of librarians, and of no saga: decisions/0011-dead-letters-are-asked-for-where-they-are-kept.md.
    dashboard: [
      repair,
      'service.book.deadLetters',
      'service.notice.deadLetters',
      'service.payment.deadLetters',
      'service.promotion.deadLetters',
      'service.rent.deadLetters',
    ],
    // They say what they count, to each other alone.
    router: [],
    // Everything.
    ops: [],
  })
})
