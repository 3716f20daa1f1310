import { AckPolicy, connect, type NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, startTestNats, type TestDatabase, type TestNats } from './infrastructure.ts'
import type { NatsUser } from './nats-server.ts'
import { query } from './postgres.ts'

describe('PostgreSQL', () => {
  let rent: TestDatabase
  let book: TestDatabase
  beforeAll(async () => {
    rent = await createTestDatabase(inject('postgresAdminUrl'), 'rent')
    book = await createTestDatabase(inject('postgresAdminUrl'), 'book')
  })
  afterAll(async () => {
    await rent.drop()
    await book.drop()
  })

  test('a subgraph owns its database', async () => {
    await query(rent.url, 'create table rental (id int)')
    expect(await query(rent.url, 'select count(*)::int as n from rental')).toEqual([{ n: 0 }])
  })

  test.each(['book', 'postgres', 'template1'])('a subgraph cannot enter the database %s', async (other) => {
    const url = new URL(rent.url)
    url.pathname = other === 'book' ? book.name : other
    await expect(query(url.href, 'select 1')).rejects.toThrow(/permission denied for database/)
  })

  test('a wrong password is refused', async () => {
    const url = new URL(rent.url)
    url.password = 'wrong'
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  test('it does not run as root', async () => {
    const [row] = await query(inject('postgresAdminUrl'), `select pg_read_file('/proc/self/status') as status`)
    expect(String(row?.['status'])).not.toMatch(/^Uid:\s+0\s/m)
  })
})

describe('nats-server', () => {
  let server: TestNats
  const open: NatsConnection[] = []
  const as = async (user: NatsUser) => {
    const { url, password } = server.credentials(user)
    const nats = await connect({
      servers: url,
      user,
      pass: password,
      inboxPrefix: `_INBOX_${user}`,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 50,
    })
    open.push(nats)
    return nats
  }
  /** What the server forbids on this connection from now on, as it says it. */
  const refusals = (nats: NatsConnection) => {
    const said: string[] = []
    void (async () => {
      for await (const status of nats.status())
        said.push(`${status.permissionContext?.operation} ${status.permissionContext?.subject}`)
    })()
    return said
  }

  beforeAll(async () => {
    server = await startTestNats()
  })
  afterAll(async () => {
    await Promise.all(open.map((nats) => nats.close()))
    await server.stop()
  })

  test('a stranger is not let in', async () => {
    await expect(connect({ servers: server.url })).rejects.toThrow(/authorization/i)
    await expect(connect({ servers: server.url, user: 'rent', pass: 'wrong' })).rejects.toThrow(/authorization/i)
  })

  test('a context declares the stream, publishes its events, and cannot delete or purge', async () => {
    const nats = await as('rent')
    const jsm = await nats.jetstreamManager({ checkAPI: false })
    await jsm.streams.add({ name: 'EBOOK', subjects: ['ebook.>'] })
    const ack = await nats.jetstream().publish('ebook.rent.Rented.v1.1', '{}', { msgID: '1' })
    expect(ack.seq).toBe(1)
    nats.publish('$JS.API.STREAM.DELETE.EBOOK')
    nats.publish('$JS.API.STREAM.PURGE.EBOOK')
    await nats.flush()
    const info = await jsm.streams.info('EBOOK')
    expect(info.state.messages).toBe(1)
  })

  test.each([
    ['rent', 'ebook.payment.Paid.v1.1'],
    ['rent', 'watermark.book'],
    ['rent', 'service.promotion.lockRevocation'],
    ['book', 'service.payment.pay'],
    ['dashboard', 'service.payment.pay'],
    ['dashboard', 'service.promotion.lockRevocation'],
    ['rent', 'service.payment.deadLetters'],
    ['dashboard', 'ebook.rent.Rented.v1.1'],
    ['dashboard', '$JS.API.CONSUMER.DELETE.EBOOK.rent'],
    ['book', '$JS.API.CONSUMER.DELETE.EBOOK.rent'],
    ['book', '$JS.API.STREAM.UPDATE.EBOOK'],
    ['promotion', 'relay.rent.nudge'],
  ] as const)('%s may not publish %s', async (user, subject) => {
    const nats = await as(user)
    const said = refusals(nats)
    nats.publish(subject, '{}')
    await expect.poll(() => said).toContain(`publish ${subject}`)
  })

  test("a context may not read another's replies", async () => {
    const nats = await as('book')
    const said = refusals(nats)
    nats.subscribe('_INBOX_rent.>', { callback: () => undefined })
    await expect.poll(() => said).toContain('subscription _INBOX_rent.>')
  })

  test('a durable consumer, a service and its caller work under these permissions', async () => {
    const [rent, payment] = [await as('rent'), await as('payment')]
    const said = [refusals(rent), refusals(payment)]
    const service = await payment.services.add({ name: 'payment-pay', version: '1.0.0' })
    service.addEndpoint('pay', {
      subject: 'service.payment.pay',
      handler: (_, message) => void message.respond('done'),
    })
    await payment.flush()
    expect((await rent.request('service.payment.pay', '', { timeout: 5_000 })).string()).toBe('done')

    const jsm = await payment.jetstreamManager({ checkAPI: false })
    await jsm.consumers.add('EBOOK', {
      durable_name: 'payment',
      ack_policy: AckPolicy.Explicit,
      filter_subjects: ['ebook.rent.>', 'ebook.book.>'],
    })
    const consumer = await payment.jetstream().consumers.get('EBOOK', 'payment')
    const message = await consumer.next({ expires: 5_000 })
    expect(await message?.ackAck()).toBe(true)
    expect(said.flat()).toEqual([])
  })

  test('an ordered consumer of the dashboard works under these permissions', async () => {
    const nats = await as('dashboard')
    const said = refusals(nats)
    const consumer = await nats.jetstream().consumers.get('EBOOK', {})
    const messages = await consumer.fetch({ max_messages: 1, expires: 5_000 })
    const subjects: string[] = []
    for await (const message of messages) subjects.push(message.subject)
    expect(subjects).toEqual(['ebook.rent.Rented.v1.1'])
    expect(said).toEqual([])
  })

  test('it comes back on its port with its store after a kill, and empty after its store was wiped', async () => {
    const messages = async () => {
      const nats = await as('ops')
      const jsm = await nats.jetstreamManager()
      return jsm.streams.info('EBOOK').then(
        ({ state }) => state.messages,
        (error: unknown) => String(error),
      )
    }
    await server.kill()
    await server.restart()
    expect(await messages()).toBe(1)
    await server.wipe()
    await server.restart()
    expect(await messages()).toMatch(/not found/)
  })
})
