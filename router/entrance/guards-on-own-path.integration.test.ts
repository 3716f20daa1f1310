import { expect, test, vi } from 'vitest'
import { OWN_PATH } from '../testing/known-beforehand.ts'
import { testRouter } from '../testing/router.ts'

// The tests of what guards a request, once more: with every valid operation known beforehand.
vi.stubEnv(OWN_PATH, 'yes')

test('the first request already takes the own path here', async () => {
  const router = await testRouter()
  expect((await router.ask('{ books { id } }')).status).toBe(200)
  expect(router.answeredOnOwnPath).toBe(1)
})

await import('./rate-limit.integration.test.ts')
await import('./media-types.integration.test.ts')
await import('../errors/mask-error.integration.test.ts')
await import('../federation/read-your-writes.integration.test.ts')
await import('../federation/reload.integration.test.ts')
await import('../federation/subgraph-failures.test.ts')
await import('../documents/document-resolution.integration.test.ts')
await import('../documents/limits.integration.test.ts')
await import('../documents/trusted-documents.test.ts')
await import('../stopping.integration.test.ts')
await import('./identity.test.ts')
await import('./trace-state.test.ts')
