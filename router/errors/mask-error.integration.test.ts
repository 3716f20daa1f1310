import { describe, expect, test } from 'vitest'
import { answer } from '../testing/fake-subgraph.ts'
import { testRouter } from '../testing/router.ts'

const fails = '{ fails }'
const failingWith = (error: object, status = 200) => {
  const behave = (response: Parameters<typeof answer>[0]) =>
    answer(response, { data: { fails: null }, errors: [error] }, status)
  return behave
}

describe('C28 errors tell what a client can act on, and nothing else', () => {
  test.each(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'RATE_LIMITED'])(
    'C28 a code of a subgraph is kept with its message: %s',
    async (code) => {
      const router = await testRouter()
      router.rent.behave(
        failingWith({ message: 'Because.', path: ['fails'], extensions: { code, stacktrace: ['at x'] } }),
      )
      expect((await router.ask(fails)).errors).toEqual([
        { message: 'Because.', path: ['fails'], extensions: { code, serviceName: 'rent' } },
      ])
    },
  )

  test.each([
    {
      message: 'select * from secrets',
      extensions: { code: 'INTERNAL_SERVER_ERROR', exception: { stacktrace: ['at'] } },
    },
    { message: 'select * from secrets' },
    { message: 'select * from secrets', extensions: { code: 'ER_SQL' } },
    { message: 'select * from secrets', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ])('C28 anything else is masked and can be found by the request id: %o', async (error) => {
    const router = await testRouter()
    router.rent.behave(failingWith(error))
    const { errors, headers } = await router.ask(fails)
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          serviceName: 'rent',
          requestId: headers.get('x-request-id'),
        },
      },
    ])
    const [line] = router.log.filter(({ level }) => level === 'error')
    expect(line).toMatchObject({ requestId: headers.get('x-request-id'), serviceName: 'rent' })
    expect(JSON.stringify(line)).toContain('select * from secrets')
  })

  test("C28 variables of the wrong type are the client's mistake: 400", async () => {
    const router = await testRouter()
    const query = 'mutation Lend($input: LendInput!) { lend(input: $input) { id } }'
    const { status, errors, data } = await router.ask({ query, variables: { input: { bookId: '1', days: 'many' } } })
    expect({ status, data }).toEqual({ status: 400, data: undefined })
    expect(errors).toEqual([
      {
        message: 'The variable "input.days" does not fit. Expected type "Int!".',
        extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES' },
      },
    ])
    expect(router.rent.received).toEqual([])
    expect(JSON.stringify(router.log)).not.toContain('many')
  })

  const suggestions = 'Did you mean '.repeat(7_500)

  test.each([
    ['a variable', { query: 'query ($n: Int) { books { id } }', variables: { n: suggestions } }],
    ['a literal', { query: `mutation { lend(input: { bookId: "1", days: "${suggestions}" }) { id } }` }],
    ['a name', { query: `{ ${suggestions.replaceAll(' ', '_')} }` }],
    ['an operation', { query: '{ books { id } }', operationName: suggestions }],
    ['a text that is no operation', { query: `{ books { id } } "${suggestions}"` }],
  ])('C28 %s of 97 kB full of suggestions is refused in few words', async (_what, body) => {
    for (const env of [
      { NODE_ENV: 'test', TRUSTED_DOCUMENTS: 'also' },
      { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'also' },
    ]) {
      const router = await testRouter({ env })
      const { status, errors } = await router.ask(body)
      expect(status).toBe(400)
      for (const { message } of errors ?? []) expect(message.length).toBeLessThanOrEqual(1_001)
      expect(errors?.length).toBeGreaterThan(0)
    }
  })

  test('C28 what a subgraph says at length is cut, too', async () => {
    const router = await testRouter({ env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'also' } })
    router.rent.behave(failingWith({ message: suggestions, extensions: { code: 'BAD_USER_INPUT' } }))
    const { errors } = await router.ask(fails)
    expect(errors?.[0]?.message.length).toBeLessThanOrEqual(1_001)
  })

  test.each([
    ['GRAPHQL_PARSE_FAILED', { query: '{ books {' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { books { id } } query B { books { id } }' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { books { id } }', operationName: 'B' }],
    ['BAD_REQUEST', { query: 7 }],
    ['BAD_REQUEST', [{ query: '{ books { id } }' }, { query: '{ books { id } }' }]],
  ])('C28 a request that is wrong in itself is BAD_USER_INPUT with a reason, 400: %s', async (reason, body) => {
    const router = await testRouter()
    const { status, errors } = await router.ask(body)
    expect(status).toBe(400)
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason })
  })

  test('C28 of many errors a few are listed and the rest is counted', async () => {
    const router = await testRouter()
    const errors = Array.from({ length: 60 }, () => ({ message: 'no', extensions: { code: 'FORBIDDEN' } }))
    router.rent.behave((response) => answer(response, { data: { fails: null }, errors }))
    const answered = await router.ask(fails)
    expect(answered.errors).toHaveLength(10)
    expect(answered.extensions).toEqual({ errorsLeftOut: 50 })
  })

  test('C28 a null where the schema promises a value is told as an error, not hidden in an extension', async () => {
    const router = await testRouter()
    router.book.behave((response) => answer(response, { data: { _entities: [{ title: 'Emma' }, null] } }))
    const { data, errors, extensions } = await router.ask('{ rentals { id sureBook { title } } }')
    expect(data).toEqual({ rentals: null })
    expect(errors).toEqual([
      {
        message: 'A part of the answer is missing.',
        path: ['rentals', 1, 'sureBook', 'title'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          reason: 'INCOMPLETE_ANSWER',
          requestId: expect.any(String) as string,
        },
      },
    ])
    expect(extensions).toBeUndefined()
  })

  test('C28 an entity that its subgraph does not have is a null, and no error, where it may be one', async () => {
    const router = await testRouter()
    const query = 'mutation { lend(input: { bookId: "unknown" }) { id book { title } } }'
    expect(await router.ask(query)).toMatchObject({
      data: { lend: { id: 'r3', book: null } },
      errors: undefined,
      extensions: undefined,
    })
  })
})
