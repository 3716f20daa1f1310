import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRegistry } from './metrics.ts'
import { codeOf, resolvers, startToySubgraph, type ToySubgraph } from './testing/toy-subgraph.ts'

let subgraph: ToySubgraph

beforeAll(async () => {
  subgraph = await startToySubgraph()
})
afterAll(() => subgraph.stop())

describe('what goes wrong on our side', () => {
  test('is masked, carries the id of the request, and is logged once with its stack', async () => {
    subgraph.lines.length = 0
    const answer = await subgraph.ask('{ hello bug }', { 'x-request-id': 'request-with-a-bug' })
    expect(answer).toMatchObject({ status: 200, data: { hello: 'hello', bug: null } })
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['bug'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-with-a-bug' },
      },
    ])
    const logged = subgraph.lines.filter((line) => line['level'] === 'error')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatchObject({
      requestId: 'request-with-a-bug',
      err: {
        message: 'relation "lamps" does not exist at postgres://rent:[redacted]@db/rent',
        stack: expect.stringContaining('toy-subgraph.ts'),
      },
    })
  })

  test('is the sender’s where they wrote what no database keeps, and is not logged', async () => {
    const hello = () => {
      throw Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' })
    }
    const strict = await subgraph.another({ resolvers: { ...resolvers, Query: { ...resolvers.Query, hello } } })
    subgraph.lines.length = 0
    expect((await strict.post('{"query":"{ hello }"}')).errors).toMatchObject([
      {
        message: 'A text of the operation holds U+0000, which is kept nowhere.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ])
    expect(subgraph.lines.filter((line) => line['level'] === 'error')).toEqual([])
    await strict.stop()
  })

  test('is told as an outage where the database was away, and is logged', async () => {
    const hello = () => {
      throw Object.assign(new Error('terminating connection at 10.0.0.7'), { code: '57P01' })
    }
    const away = await subgraph.another({ resolvers: { ...resolvers, Query: { ...resolvers.Query, hello } } })
    expect((await away.post('{"query":"{ hello }"}')).errors).toEqual([
      {
        message: 'It cannot be answered just now; try it again.',
        path: ['hello'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
      },
    ])
    expect(away.lines.filter((line) => line['level'] === 'error')).toMatchObject([{ err: { code: '57P01' } }])
    await away.stop()
  })

  test('is logged once when it meets every row of a list', async () => {
    subgraph.lines.length = 0
    const answer = await subgraph.ask('{ lamps(first: 3) { id broken } }')
    expect(codeOf(answer)).toBe('INTERNAL_SERVER_ERROR')
    expect(subgraph.lines.filter((line) => line['level'] === 'error')).toHaveLength(1)
  })

  test('is masked also when graphql-js finds it: null where the schema promises a value', async () => {
    const holed = await subgraph.another({
      resolvers: { ...resolvers, Query: { ...resolvers.Query, hello: () => null } },
    })
    expect((await holed.post('{"query":"{ hello }"}')).errors).toMatchObject([
      { message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ])
    await holed.stop()
  })

  test('is masked also when it happens before the first resolver', async () => {
    const loaders = () => {
      throw new Error('select * from lamps')
    }
    const server = await subgraph.another({ loaders })
    const answer = await server.post('{"query":"{ hello }"}', { 'x-request-id': 'request-without-loaders' })
    expect(answer.status).toBe(500)
    expect(answer.errors).toEqual([
      { message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ])
    expect(answer.headers.get('x-request-id')).toBe('request-without-loaders')
    expect(server.lines.filter((line) => line['level'] === 'error')).toMatchObject([
      { requestId: 'request-without-loaders', err: { message: expect.stringContaining('select * from lamps') } },
    ])
    await server.stop()
  })

  test('cannot pass for an expected error by carrying a code', async () => {
    const disguised = Object.assign(new Error('select * from lamps'), { extensions: { code: 'BAD_USER_INPUT' } })
    const own = { ...resolvers, Query: { ...resolvers.Query, bug: () => Promise.reject(disguised) } }
    const server = await subgraph.another({ resolvers: own })
    expect((await server.post('{"query":"{ bug }"}')).errors?.[0]?.message).toBe('Something went wrong on our side.')
    await server.stop()
  })
})

describe('C12 one id from the request through every log line', () => {
  test('a well-formed one is taken over, with the trace, and given back', async () => {
    subgraph.lines.length = 0
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const answer = await subgraph.ask('{ whoAmI { requestId traceparent } }', {
      'x-request-id': 'request-4711',
      traceparent,
    })
    expect(answer.data).toEqual({ whoAmI: { requestId: 'request-4711', traceparent } })
    expect(answer.headers.get('x-request-id')).toBe('request-4711')
    expect(subgraph.lines.find((line) => line['msg'] === 'asked')).toMatchObject({
      requestId: 'request-4711',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    })
  })

  test('a malformed one is replaced', async () => {
    const answer = await subgraph.ask('{ whoAmI { requestId traceparent } }', {
      'x-request-id': 'two words',
      traceparent: 'x',
    })
    expect(answer.data).toEqual({ whoAmI: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), traceparent: null } })
  })

  test('a mutation leaves a line that says who did what', async () => {
    subgraph.lines.length = 0
    const token = await subgraph.issuer.token({ sub: 'ann' })
    await subgraph.askWith(token, 'mutation SwitchOn { switchOn(id: 1) { on } }')
    expect(subgraph.lines.find((line) => line['msg'] === 'answered')).toMatchObject({
      level: 'info',
      operation: 'SwitchOn',
      type: 'mutation',
      sub: 'ann',
      result: 'ok',
    })
  })
})

describe('C32 metrics of operations', () => {
  test('are by name, type and result, and no caller can make more than a hundred names', async () => {
    const registry = createRegistry('toy')
    const server = await subgraph.another({ registry })
    for (let n = 0; n < 102; n++) await server.post(`{"query":"query Name${n} { hello }"}`)
    await server.post('{"query":"{ hello }"}')
    await server.post('{"query":"query Name1 { bug }"}')
    await server.post('{"query":"{ hell"}')
    const text = await registry.metrics()
    const count = (labels: string) => text.includes(`ebook_graphql_operation_seconds_count{service="toy",${labels}}`)
    expect(count('operation="Name99",type="query",result="ok"')).toBe(true)
    expect(count('operation="Name100",type="query",result="ok"')).toBe(false)
    expect(count('operation="Name1",type="query",result="error"')).toBe(true)
    expect(count('operation="anonymous",type="none",result="error"')).toBe(true)
    expect(text).toContain('{service="toy",operation="other",type="query",result="ok"} 2')
    await server.stop()
  })
})
