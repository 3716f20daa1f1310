import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ConnectionPool } from '../http-client/connection-pool.ts'
import { answer, type Behaviour } from '../testing/fake-subgraph.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const rentalsWithBooks = '{ rentals { id book { id title } } }'
const never: Behaviour = () => undefined

describe('C10 a subgraph that fails takes only its own fields with it', () => {
  test('C10 down: the rest of the answer stands, the missing part has a code and the name', async () => {
    const router = await testRouter()
    await router.book.stop()
    const { status, data, errors } = await router.ask(rentalsWithBooks)
    expect(status).toBe(200)
    expect(data).toEqual({
      rentals: [
        { id: 'r1', book: null },
        { id: 'r2', book: null },
      ],
    })
    expect(errors).toEqual([
      {
        message: 'The subgraph "book" cannot be reached.',
        path: ['rentals'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'book', reason: 'UNREACHABLE' },
      },
    ])
  })

  test('C10 slow: given up after SUBGRAPH_TIMEOUT_MS, and the connection is closed', async () => {
    // Long enough for the first fetch, on a busy machine.
    const router = await testRouter({ env: { SUBGRAPH_TIMEOUT_MS: '1000' } })
    router.book.behave(never)
    const { data, errors } = await router.ask(rentalsWithBooks)
    expect(data).toMatchObject({ rentals: [{ id: 'r1' }, { id: 'r2' }] })
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      serviceName: 'book',
      reason: 'TIMEOUT',
    })
    await router.book.abandoned
  })

  test('C10 the deadline of the request ends it with what there is', async () => {
    // Long enough for the first fetch, and for the plan before it, on a busy machine.
    const router = await testRouter({ env: { REQUEST_TIMEOUT_MS: '2000', SUBGRAPH_TIMEOUT_MS: '60000' } })
    router.book.behave(never)
    const { status, data, errors } = await router.ask(rentalsWithBooks)
    expect(status).toBe(200)
    expect(data).toMatchObject({ rentals: [{ id: 'r1' }, { id: 'r2' }] })
    expect(errors?.[0]?.extensions).toMatchObject({ serviceName: 'book', reason: 'DEADLINE' })
    await router.book.abandoned
  })

  test('C10 a client that goes away takes its fetches with it', async () => {
    const router = await testRouter()
    router.rent.behave(never)
    const client = new AbortController()
    const asked = router.ask(rentalsWithBooks, { signal: client.signal })
    await router.rent.receives(1)
    client.abort()
    await expect(asked).rejects.toThrow()
    await router.rent.abandoned
    await expect.poll(() => router.log.find(({ msg }) => msg === 'request')).toMatchObject({ status: 499 })
  })

  const garbage: Record<string, Behaviour> = {
    'a page of HTML': (response) => answer(response, '<h1>Bad gateway at http://10.0.0.7:4001</h1>', 502),
    'broken JSON': (response) => answer(response, '{"data":{"rentals"'),
    'a list': (response) => answer(response, [1, 2, 3]),
    nothing: (response) => answer(response, {}),
    'data that is text': (response) => answer(response, { data: 'rentals' }),
    'errors that are none': (response) => answer(response, { data: null, errors: ['no'] }),
    'too few entities': (response) => answer(response, { data: { _entities: [null] } }),
    'a refusal of the router itself': (response) =>
      answer(response, { errors: [{ message: 'Only the router may ask', extensions: { code: 'FORBIDDEN' } }] }, 403),
    'half an answer': (response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"data":')
      response.destroy()
    },
  }
  test.each(Object.entries(garbage))('C10 garbage is no answer and is not passed on: %s', async (_name, behaviour) => {
    const router = await testRouter()
    router.book.behave(behaviour)
    const { data, errors } = await router.ask(rentalsWithBooks)
    expect(data).toMatchObject({ rentals: [{ id: 'r1', book: null }, { id: 'r2' }] })
    expect(errors).toHaveLength(1)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'book' })
    expect(JSON.stringify(errors)).not.toMatch(/10\.0\.0\.7|127\.0\.0\.1|stack|Only the router/)
  })

  test('C10 data of another shape than the schema promises is masked, and the router goes on', async () => {
    const router = await testRouter()
    router.rent.behave((response) => answer(response, { data: { rentals: 42 } }))
    const { errors } = await router.ask(rentalsWithBooks)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    router.rent.behave(undefined)
    expect((await router.ask(rentalsWithBooks)).errors).toBeUndefined()
  })
})

describe('C10 what may have happened is not done again', () => {
  const tries = () => {
    const sent = vi.spyOn(ConnectionPool.prototype, 'send')
    onTestFinished(() => sent.mockRestore())
    return sent
  }

  const QUERY = '{ rentals { id } }'
  const MUTATION = 'mutation { lend(input: { bookId: "1" }) { id } }'

  test.each([QUERY, MUTATION])(
    'C10 nothing was sent when the connection was refused: once more for %s',
    async (operation) => {
      const router = await testRouter()
      await router.rent.stop()
      const tried = tries()
      const { errors } = await router.ask(operation)
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'rent' })
      expect(tried.mock.calls.map(([exchange]) => exchange.sent)).toEqual([false, false])
    },
  )

  test('C10 a mutation whose connection breaks is not sent again', async () => {
    const router = await testRouter()
    router.rent.behave((response) => response.socket?.destroy())
    const { errors } = await router.ask(MUTATION)
    expect(errors?.[0]?.extensions).toMatchObject({ reason: 'UNREACHABLE', serviceName: 'rent' })
    expect(router.rent.received).toHaveLength(1)
  })

  test('C10 a query whose connection breaks is sent once more, and answered by who is there then', async () => {
    const router = await testRouter()
    router.rent.behave((response) => {
      router.rent.behave(undefined)
      response.socket?.destroy()
    })
    expect(await router.ask(QUERY)).toMatchObject({ data: { rentals: [{ id: 'r1' }, { id: 'r2' }] } })
    expect(router.rent.received).toHaveLength(2)
  })

  test('C10 once more, and not for ever', async () => {
    const router = await testRouter()
    router.rent.behave((response) => response.socket?.destroy())
    const { errors } = await router.ask(QUERY)
    expect(errors?.[0]?.extensions).toMatchObject({ reason: 'UNREACHABLE', serviceName: 'rent' })
    expect(router.rent.received).toHaveLength(2)
  })
})

describe('C30 what would be too large for a subgraph is for the caller to mend', () => {
  test('an operation that grows when it is written out is refused by name, and the subgraph is not asked', async () => {
    const router = await testRouter()
    // Quotes of a block string are escaped when the plan is written, and once more in JSON.
    const query = `{ rentals { id } book(id: """${' "'.repeat(32_000)} """) { id } }`
    const { status, data, errors } = await router.ask(query)
    expect({ status, data }).toEqual({ status: 200, data: { rentals: [{ id: 'r1' }, { id: 'r2' }], book: null } })
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', serviceName: 'book' },
    ])
    expect(router.book.received).toHaveLength(0)
  })

  test("an operation's name has a bound on every way", async () => {
    const router = await testRouter()
    const name = (length: number) => 'N'.repeat(length)
    const body = (length: number) => ({ query: `query ${name(length)} { books { id } }`, operationName: name(length) })
    expect((await router.ask(body(200))).status).toBe(200)
    const { status, errors } = await router.ask(body(201))
    expect({ status, extensions: errors?.[0]?.extensions }).toEqual({
      status: 400,
      extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_REQUEST' },
    })
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    socket.send({ id: '1', type: 'subscribe', payload: body(201) })
    expect(await socket.message()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { reason: 'BAD_REQUEST' } }],
    })
    expect(router.book.received).toHaveLength(1)
  })
})
