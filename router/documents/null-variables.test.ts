import { describe, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'
import { toyLive } from '../testing/toy-federation.ts'

const refused: [query: string, variables: Record<string, unknown>, name: string][] = [
  ['query ($id: ID = "1") { book(id: $id) { id } }', { id: null }, 'id'],
  ['query ($id: ID = "1") { ...F } fragment F on Query { book(id: $id) { id } }', { id: null }, 'id'],
  ['query ($j: Boolean = true) { books { id title @skip(if: $j) } }', { j: null }, 'j'],
  ['query ($j: Boolean = true) { books { id ... @include(if: $j) { title } } }', { j: null }, 'j'],
  ['mutation ($id: ID = "1") { lend(input: { bookId: $id }) { id } }', { id: null }, 'id'],
]

describe('B6 a variable that is null where no null may stand is named', () => {
  test.each(refused)('%s', async (query, variables, name) => {
    const router = await testRouter()
    const told = {
      message: expect.stringContaining(`"$${name}"`),
      extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES' },
    }
    const { status, data, errors } = await router.ask({ query, variables })
    expect({ status, data, errors }).toEqual({ status: 400, data: undefined, errors: [told] })
    const token = await router.issuer.token()
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    }
    const { text } = await (await streamed(router.url, { headers }, { query, variables })).ended
    expect(text).toContain('"reason":"BAD_VARIABLES"')
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query, variables } })
    expect(await socket.message()).toMatchObject({ type: 'error', payload: [told] })
    expect([...router.book.received, ...router.rent.received]).toEqual([])
  })

  test('live operations as well', async () => {
    const log = createLogger('router', 'fatal')
    const live = toyLive({ log })
    const prepared = await live.prepare({
      text: 'subscription ($j: Boolean = true, $from: Int = 1) { rowChanged(by: { from: $from }) { id tags @skip(if: $j) } }',
    })
    expect(() => prepared.bind({ j: null })).toThrow('"$j"')
    expect(() => prepared.bind({ from: null })).toThrow('"$from"')
    expect(() => prepared.bind({})).not.toThrow()
  })

  test('a default is what a variable is that was not sent, and null stays null where it may', async () => {
    const router = await testRouter()
    const { data } = await router.ask(
      'query ($id: ID = "1", $j: Boolean = true) { book(id: $id) { id title @skip(if: $j) } }',
    )
    expect(data).toEqual({ book: { id: '1' } })
  })
})
