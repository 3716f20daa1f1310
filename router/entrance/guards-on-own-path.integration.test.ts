import { afterAll, expect, test, vi } from 'vitest'
import { inFull } from '@ebook/testkit/in-full'
import { OWN_PATH } from '../testing/known-beforehand.ts'
import { testRouter } from '../testing/router.ts'

// The tests of what guards a request, once more: with every valid operation known beforehand.
vi.stubEnv(OWN_PATH, 'yes')
afterAll(() => void vi.unstubAllEnvs())

test('the first request already takes the own path here', async () => {
  const router = await testRouter()
  expect((await router.ask('{ books { id } }')).status).toBe(200)
  expect(router.answeredOnOwnPath).toBe(1)
})

const guards = [
  './rate-limit.integration.test.ts',
  './media-types.integration.test.ts',
  '../errors/mask-error.integration.test.ts',
  '../federation/read-your-writes.integration.test.ts',
  '../federation/reload.integration.test.ts',
  '../federation/subgraph-failures.test.ts',
  '../documents/document-resolution.integration.test.ts',
  '../documents/limits.integration.test.ts',
  '../documents/trusted-documents.test.ts',
  './identity.test.ts',
  './trace-state.test.ts',
  './unread-answers.test.ts',
  // Processes, which end in the same way on either path.
  ...(inFull ? ['../stopping.integration.test.ts'] : []),
]
// By a name of their own: a worker that has run them as they are, or will, keeps both apart.
for (const file of guards) await import(`${file}?on-own-path`)
