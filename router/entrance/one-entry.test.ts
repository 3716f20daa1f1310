import { describe, expect, test } from 'vitest'
import { testRouter } from '../testing/router.ts'

describe('C27 the router is the single entry', () => {
  test('C27 one request is answered from several subgraphs', async () => {
    const router = await testRouter()
    const { data, errors } = await router.ask('{ rentals { id book { title } } books { id } }')
    expect(errors).toBeUndefined()
    expect(data).toEqual({
      rentals: [
        { id: 'r1', book: { title: 'Emma' } },
        { id: 'r2', book: { title: 'Persuasion' } },
      ],
      books: [{ id: '1' }, { id: '2' }],
    })
    expect(router.rent.received).toHaveLength(1)
    expect(router.book.received).toHaveLength(2)
  })

  test('C27 a mutation is sent once, and its entity filled in from elsewhere', async () => {
    const router = await testRouter()
    const query = 'mutation Lend($input: LendInput!) { lend(input: $input) { id book { title } } }'
    const { data } = await router.ask({ query, variables: { input: { bookId: '2' } } })
    expect(data).toEqual({ lend: { id: 'r3', book: { title: 'Persuasion' } } })
    expect(router.rent.received).toHaveLength(1)
  })

  test('C27 what belongs to the federation is not for clients', async () => {
    const router = await testRouter()
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
      expect((await router.ask(query)).status).toBe(400)
    }
    expect(router.book.received).toEqual([])
  })

  test('C27 nothing else is served', async () => {
    const router = await testRouter()
    const response = await fetch(new URL('/admin', router.url))
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      errors: [{ message: 'There is nothing here.', extensions: { code: 'BAD_USER_INPUT', reason: 'NOT_FOUND' } }],
    })
  })

  test('C18 C37 the subgraphs are where the environment says, not where the supergraph says', async () => {
    const router = await testRouter()
    expect((await router.ask('{ books { title } }')).errors).toBeUndefined()
    expect(router.book.received).toHaveLength(1)
  })
})

describe('C29 health', () => {
  test('C29 live and ready do not depend on the subgraphs', async () => {
    const router = await testRouter()
    await Promise.all([router.book.stop(), router.rent.stop()])
    for (const path of ['/health/live', '/health/ready']) {
      expect((await fetch(new URL(path, router.url))).status).toBe(200)
    }
  })

  test('C32 metrics count requests by trusted operation only, and fetches by subgraph and outcome', async () => {
    const router = await testRouter({ trusted: 'query Titles { books { title } }' })
    await router.ask('query Titles { books { title } }')
    await router.ask('query MadeUpByAClient { books { id } }')
    await router.rent.stop()
    await router.ask('{ rentals { id } }')
    const metrics = async () => (await fetch(new URL('/metrics', router.url))).text()
    await expect
      .poll(metrics)
      .toContain('ebook_router_request_seconds_count{service="router",operation="other",status="200"} 2')
    const text = await metrics()
    expect(text).toContain('ebook_router_request_seconds_count{service="router",operation="Titles",status="200"} 1')
    expect(text).toContain(
      'ebook_router_subgraph_fetch_seconds_count{service="router",subgraph="book",outcome="ANSWERED"} 2',
    )
    expect(text).toContain(
      'ebook_router_subgraph_fetch_seconds_count{service="router",subgraph="rent",outcome="UNREACHABLE"} 1',
    )
    const http = 'http_server_request_duration_seconds_count{service="router",http_request_method="POST"'
    expect(text).toContain(`${http},http_route="/graphql",http_response_status_code="200",url_scheme="http"} 3`)
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).not.toContain('MadeUpByAClient')
  })
})
