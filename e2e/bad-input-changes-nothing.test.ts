import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, Person, operations, type Answer } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { connectNats } from '@ebook/nats/connection'
import { askDeadLetters } from '@ebook/nats/dead-letter-service'
import { query } from '@ebook/processes/postgres'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person

beforeAll(async () => {
  stack = await startLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
})
afterAll(() => stack?.stop())

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; answer: Answer }> {
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, answer: (await response.json()) as Answer }
}

describe('C28 H14 tokens', () => {
  const query = JSON.stringify({ query: '{ myDashboard { totalCount } }' })

  test('none, expired, wrong audience, alg none, signed with a secret: each is refused by name', async () => {
    const anonymous = await post(query)
    expect(anonymous.answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    const claims = {
      iss: stack.issuer,
      aud: 'ebook-rental',
      sub: 'alice',
      roles: ['ADMIN'],
      exp: Math.floor(Date.now() / 1000) + 600,
    }
    const none = `${base64url({ alg: 'none' })}.${base64url(claims)}.`
    const unsigned = `${base64url({ alg: 'HS256' })}.${base64url(claims)}`
    const hmac = `${unsigned}.${createHmac('sha256', 'guess').update(unsigned).digest('base64url')}`
    const tokens = {
      expired: await stack.token('alice', 'MEMBER', { ttl: -60 }),
      audience: await stack.token('alice', 'MEMBER', { audience: 'another-service' }),
      none,
      hmac,
      garbage: 'abc.def.ghi',
    }
    for (const [kind, token] of Object.entries(tokens)) {
      const { status, answer } = await post(query, { authorization: `Bearer ${token}` })
      expect(status, kind).toBe(401)
      expect(answer.errors?.[0]?.extensions?.code, kind).toBe('UNAUTHENTICATED')
      expect(answer.data ?? null, kind).toBeNull()
    }
  })

  test('C27 a subgraph answers neither without the router nor with an unsigned token', async () => {
    const url = stack.process('rent').url
    const bare = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
    expect(bare.status).toBe(403)
    const forged = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-router-secret': 'guess',
        authorization: `Bearer ${await stack.token('alice', 'MEMBER')}`,
      },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
    expect(forged.status).toBe(403)
  })
})

describe('requests', () => {
  test('a body of 10 MB, broken JSON, no query, an unknown field, a bomb of nested fragments', async () => {
    expect((await post(JSON.stringify({ query: `{ __typename } #${'x'.repeat(10_000_000)}` }))).status).toBe(413)
    expect((await post('{')).status).toBe(400)
    expect((await post('{}')).status).toBe(400)
    const unknown = await post(JSON.stringify({ query: '{ books { nonsense } }' }))
    expect(unknown.status).toBe(400)
    expect(unknown.answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    const fragments = Array.from(
      { length: 24 },
      (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`,
    ).join(' ')
    const bomb = await post(JSON.stringify({ query: `{ ...f0 } ${fragments} fragment f24 on Query { __typename }` }))
    expect(bomb.status).toBe(400)
  })
})

describe('a librarian who mistypes', () => {
  test.each([
    ['a negative fee', { rentalFee: -1 }, 'INVALID_INPUT', ['input', 'rentalFee']],
    ['no title', { title: '  ' }, 'INVALID_INPUT', ['input', 'title']],
    ['no author', { authors: [] }, 'INVALID_INPUT', ['input', 'authors']],
    ['no seats', { seats: 0 }, 'INVALID_INPUT', ['input', 'seats']],
    ['a wrong check digit', { isbn13: '9788936433599' }, 'INVALID_ISBN', ['input', 'isbn13']],
  ])('%s', async (_, wrong, code, field) => {
    const input = { title: 'A title', authors: ['A'], rentalFee: 1, ...wrong }
    const { registerBook } = await librarian.send('RegisterBook', { input })
    expect(registerBook).toMatchObject({ book: null, userErrors: [{ code, field }] })
    const { books } = await librarian.send('Books', {})
    expect(books.totalCount).toBe(0)
  })

  test('an unknown rental, a fee that is no number, a page that is too long', async () => {
    expect(await librarian.isRefused('ApproveRental', { rentalId: '01a1fbf2-e916-7438-a628-5795728ceb4e' })).toEqual([
      'REQUEST_NOT_FOUND',
    ])
    expect(await librarian.isRefused('RefuseRental', { rentalId: 'x', reasonCode: 'POLICY' })).toEqual([
      'REQUEST_NOT_FOUND',
    ])
    const typed = await librarian.answer(operations.get('RegisterBook') ?? '', {
      input: { title: 'A', authors: ['A'], rentalFee: 'three' },
    })
    expect(typed.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    const long = await librarian.answer('{ books(first: 1000) { totalCount } }')
    expect(long.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    const cursor = await librarian.answer('{ books(after: "%%%") { totalCount } }')
    expect(cursor.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  })

  test('H3 a client sends neither fee nor state', async () => {
    const document = operations.get('RequestRental') ?? ''
    for (const extra of [{ rentalFee: 1 }, { userId: 'alice' }, { status: 'APPROVED' }]) {
      const { errors } = await librarian.answer(document, { input: { bookId: 'x', idempotencyKey: 'k', ...extra } })
      expect(errors?.[0]?.extensions?.code, JSON.stringify(extra)).toBe('BAD_USER_INPUT')
    }
  })
})

// Last in this file: what is injected here takes the position of what book would say next.
describe('an event that book would never say', () => {
  async function as<T>(
    user: 'book' | 'rent' | 'ops',
    act: (nats: Awaited<ReturnType<typeof connectNats>>) => Promise<T>,
  ) {
    const nats = await connectNats({ ...stack.nats(user), name: 'injection' })
    try {
      return await act(nats)
    } finally {
      await nats.close()
    }
  }

  test('N1.1 H13: Approved without a paymentId becomes a dead letter; the unpaid rental is lent to nobody', async () => {
    const book = await librarian.registers({ seats: 2 })
    const alice = new Person(stack, 'alice', 'MEMBER')
    await eventually('rent knows the title', () => new Person(stack, 'probe', 'MEMBER').requests(book.id))
    await stack.process('payment').stop()
    const rental = await alice.requests(book.id)
    expect(rental).toMatchObject({ status: 'RENTED', paymentState: 'PENDING' })
    expect(await librarian.isRefused('ApproveRental', { rentalId: rental.id })).toEqual(['REQUEST_NOT_FOUND'])

    const [row] = await query(stack.postgresUrl('book'), 'select coalesce(max(pos), 0) + 1 as pos from outbox')
    const id = randomUUID()
    const approved = {
      specversion: '1.0',
      id,
      source: '/subgraphs/book',
      type: 'ebook.book.Approved.v1',
      subject: rental.id,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregatetype: 'Request',
      aggregateversion: 1,
      correlationid: rental.id,
      causationid: 'injected',
      actor: 'ADMIN:mallory',
      producer: 'book',
      pos: Number(row?.['pos']),
      data: {
        rentalId: rental.id,
        bookId: book.id,
        copyId: randomUUID(),
        userId: 'alice',
        approvedDate: new Date().toISOString(),
        approvedBy: 'mallory',
        loanPeriodDays: 14,
      },
    }
    const publish = (user: 'book' | 'rent') =>
      as(user, (nats) =>
        nats.jetstream().publish(`ebook.book.Approved.v1.${rental.id}`, JSON.stringify(approved), { timeout: 2_000 }),
      )
    await expect(publish('rent'), 'nobody but book may say it').rejects.toThrow()
    await publish('book')

    const letter = await eventually('rent has buried it', async () =>
      as('ops', async (nats) =>
        (await askDeadLetters(nats, 'rent', { limit: 10 })).letters.find(({ event_id }) => event_id === id),
      ),
    )
    expect(letter).toMatchObject({ event_type: 'ebook.book.Approved.v1', status: 'DEAD' })
    expect(letter.error).toContain('paymentId')
    expect(await alice.rental(rental.id)).toMatchObject({
      status: 'RENTED',
      startsAt: null,
      dueAt: null,
      readable: false,
    })
  })
})
