import { describe, expect, test } from 'vitest'
import { capturedLog } from './testing/captured-log.ts'

test('a line is one JSON object with the service, the level by name and an ISO instant', () => {
  const { log, lines } = capturedLog('rent')
  log.child({ correlationId: 'rental-1', requestId: 'request-1' }).info({ extra: 1 }, 'paid')
  expect(lines).toEqual([
    expect.objectContaining({
      service: 'rent',
      level: 'info',
      msg: 'paid',
      extra: 1,
      correlationId: 'rental-1',
      requestId: 'request-1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    }),
  ])
})

test('an error is logged with its type, message, stack and cause', () => {
  const { log, lines } = capturedLog()
  log.error({ err: new Error('no answer', { cause: new RangeError('too late') }) }, 'failed')
  expect(lines[0]).toMatchObject({ err: { type: 'Error', message: expect.stringContaining('no answer') } })
  expect(JSON.stringify(lines[0])).toContain('RangeError: too late')
})

describe('no credential reaches the log:', () => {
  const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl'
  const cases: [where: string, what: object][] = [
    ['a header', { req: { headers: { authorization: `Bearer ${jwt}`, cookie: 'session=s3cret', accept: '*/*' } } }],
    ['a header with several values', { headers: { 'set-cookie': ['session=s3cret', 'b=s3cret'] } }],
    ['the secret of the router', { headers: { 'x-router-secret': 's3cret' } }],
    ['a field at any depth', { a: { b: { c: { d: { password: 's3cret', token: jwt } } } } }],
    ['configuration', { config: { DATABASE_URL: 'postgres://rent:s3cret@db/rent', SUBGRAPH_SECRET: ['s3cret'] } }],
    ['an escaped quote', { password: 's3"cret s3cret' }],
    ['a message', { note: `the token ${jwt} was refused` }],
    ['an error', { err: new Error('cannot connect to postgres://rent:s3cret@127.0.0.1:5432/rent') }],
    ['a URL of NATS', { servers: ['nats://rent:s3cret@127.0.0.1:4222'] }],
  ]
  test.each(cases)('%s', (_where, what) => {
    const { log, lines } = capturedLog()
    log.info(what, 'hello')
    const written = JSON.stringify(lines)
    expect(written).toContain('[redacted]')
    expect(written).not.toContain('s3cret')
    expect(written).not.toContain(jwt)
  })

  test('and what is no credential stays', () => {
    const { log, lines } = capturedLog()
    log.info({ url: 'http://127.0.0.1:4001/graphql', tokens: 3, sub: 'ann@example.org' }, 'hello')
    expect(lines[0]).toMatchObject({ url: 'http://127.0.0.1:4001/graphql', tokens: 3, sub: 'ann@example.org' })
  })
})
