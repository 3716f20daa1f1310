import { connect, type NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { NatsUser } from '@ebook/processes/nats-server'
import { query } from '@ebook/processes/postgres'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { cloneTestDatabase, createTestDatabase, type TestDatabase } from './database.ts'
import { startTestNats, type TestNats } from './infrastructure.ts'

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

  test('a template is prepared once, and what is done to one copy is seen in no other', async () => {
    let prepared = 0
    const copy = () =>
      cloneTestDatabase(inject('postgresAdminUrl'), 'copied', async (url) => {
        prepared += 1
        await query(url, 'create table title (id int)')
      })
    const [one, other] = await Promise.all([copy(), copy()])
    await query(one.url, 'insert into title values (1)')
    expect(await query(other.url, 'select * from title')).toEqual([])
    expect(prepared).toBe(1)
    await one.drop()
    await other.drop()
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
      inboxPrefix: `_INBOX.${user}`,
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

  test('the stream and the durables are there, and a context publishes its events', async () => {
    const nats = await as('rent')
    const ack = await nats.jetstream().publish('ebook.rent.Rented.v1.1', '{}', { msgID: '1' })
    expect(ack.seq).toBe(1)
    const jsm = await (await as('ops')).jetstreamManager()
    expect((await jsm.consumers.list('EBOOK').next()).map(({ name }) => name).toSorted()).toEqual([
      'book',
      'notice',
      'payment',
      'promotion',
      'rent',
    ])
  })

  const forbidden = [
    'CONSUMER.CREATE.EBOOK',
    'CONSUMER.CREATE.EBOOK.mine',
    'CONSUMER.CREATE.EBOOK.mine.ebook.rent.>',
    'CONSUMER.DURABLE.CREATE.EBOOK.mine',
    'CONSUMER.DELETE.EBOOK.rent',
    'CONSUMER.PAUSE.EBOOK.rent',
    'CONSUMER.UNPIN.EBOOK.rent',
    'STREAM.CREATE.EBOOK',
    'STREAM.CREATE.mine',
    // What key-value and object stores are made of.
    'STREAM.CREATE.KV_mine',
    'STREAM.CREATE.OBJ_mine',
    'STREAM.UPDATE.EBOOK',
    'STREAM.DELETE.EBOOK',
    'STREAM.PURGE.EBOOK',
    'STREAM.MSG.GET.EBOOK',
    'STREAM.MSG.DELETE.EBOOK',
    'STREAM.SNAPSHOT.EBOOK',
    'STREAM.RESTORE.EBOOK',
    'STREAM.LEADER.STEPDOWN.EBOOK',
    'META.LEADER.STEPDOWN',
    'ACCOUNT.PURGE.$G',
  ]
  test.each([...SUBGRAPHS, 'router'] as const)(
    '%s has nothing made, changed, deleted, copied or read in JetStream that is not its own',
    async (user) => {
      const nats = await as(user)
      const said = refusals(nats)
      const others = WRITING_SUBGRAPHS.filter((name) => name !== user)
      const subjects = [
        ...forbidden,
        ...(user === 'dashboard' ? [] : ['DIRECT.GET.EBOOK']),
        ...others.map((name) => `CONSUMER.MSG.NEXT.EBOOK.${name}`),
      ].map((call) => `$JS.API.${call}`)
      for (const name of others) subjects.push(`$JS.ACK.EBOOK.${name}.1.1.1.1.1`)
      for (const subject of subjects) nats.publish(subject, '{}')
      await nats.flush()
      await expect.poll(() => said.toSorted()).toEqual(subjects.map((subject) => `publish ${subject}`).toSorted())
    },
  )

  test.each([
    ['rent', 'ebook.payment.Paid.v1.1'],
    ['rent', 'watermark.book'],
    ['rent', 'service.promotion.lockRevocation'],
    ['rent', 'service.promotion.spendPoints'],
    ['rent', '_INBOX.payment.promotion.1'],
    ['rent', '_INBOX.payment.stream.1'],
    ['book', 'service.payment.pay'],
    ['dashboard', 'service.payment.pay'],
    ['dashboard', 'service.promotion.lockRevocation'],
    ['dashboard', 'service.promotion.spendPoints'],
    ['dashboard', 'watermark.rent'],
    ['dashboard', '_INBOX.rent.payment.1'],
    ['rent', 'service.payment.deadLetters'],
    ['dashboard', 'ebook.rent.Rented.v1.1'],
    ['promotion', 'relay.rent.nudge'],
    ['notice', 'ebook.notice.Sent.v1.1'],
    ['notice', 'service.payment.pay'],
    ['rent', 'router.counts'],
    ['router', 'ebook.rent.Rented.v1.1'],
    ['router', 'service.payment.pay'],
    ['router', 'watermark.rent'],
  ] as const)('%s may not publish %s', async (user, subject) => {
    const nats = await as(user)
    const said = refusals(nats)
    nats.publish(subject, '{}')
    await expect.poll(() => said).toContain(`publish ${subject}`)
  })

  test('nobody may publish wherever they were asked to answer: anybody can ask themselves', async () => {
    const nats = await as('promotion')
    const said = refusals(nats)
    const asked = Promise.withResolvers<void>()
    nats.subscribe('service.promotion.*', {
      callback: (_, message) => {
        message.respond('{}')
        asked.resolve()
      },
    })
    nats.publish('service.promotion.outbox', '{}', { reply: 'service.payment.pay' })
    await asked.promise
    await expect.poll(() => said).toContain('publish service.payment.pay')
  })

  test.each(['_INBOX.>', '_INBOX.rent.>', '_INBOX.*.payment.>', 'service.payment.pay', 'ebook.>', '$JS.>', '>'])(
    'a context may not listen to %s of others',
    async (subject) => {
      const nats = await as('book')
      const said = refusals(nats)
      nats.subscribe(subject, { callback: () => undefined })
      await expect.poll(() => said).toContain(`subscription ${subject}`)
    },
  )

  test.each(['ebook.>', 'service.rent.*', 'relay.*.published', '_INBOX.>'])(
    'nor may a router to %s',
    async (subject) => {
      const nats = await as('router')
      const said = refusals(nats)
      nats.subscribe(subject, { callback: () => undefined })
      await expect.poll(() => said).toContain(`subscription ${subject}`)
    },
  )

  test("a context's durable works under these permissions", async () => {
    const payment = await as('payment')
    const said = refusals(payment)
    const consumer = await payment.jetstream().consumers.get('EBOOK', 'payment')
    const message = await consumer.next({ expires: 5_000 })
    expect(await message?.ackAck()).toBe(true)
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
    expect(await messages()).toBe(0)
  })
})
