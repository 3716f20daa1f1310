import { resolve } from 'node:path'
import { inject } from 'vitest'
import { startStack, type Stack } from '@ebook/stack/stack'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the installations that test files share keep their data; removed when all tests are over. */
    sharedInstallations: string
  }
}

let shared: Promise<Stack> | undefined

/** A whole installation for one test file, which stops it. */
export async function startLibrary(env: Record<string, string> = {}, dataDir?: string): Promise<Stack> {
  const before = await shared
  shared = undefined
  await before?.stop()
  return start(env, dataDir)
}

/**
 * An installation that the test files of a worker hand on to each other. Whoever uses it has titles and members of their
 * own, and leaves every process running as it was; nobody stops it: it ends with the first file that wants one of its own,
 * or with the worker.
 */
export async function sharedLibrary(): Promise<Stack> {
  shared ??= start({}, resolve(inject('sharedInstallations'), String(process.pid)))
  return shared
}

/**
 * Every answer may take as long as a busy machine needs: a test that wants something slow or away makes it so, and is not
 * told "later" or "unavailable" because something else ran beside it.
 */
export const PATIENCE = {
  PAYMENT_TIMEOUT_MS: '8000',
  PROMOTION_TIMEOUT_MS: '8000',
  SUBGRAPH_TIMEOUT_MS: '20000',
  REQUEST_TIMEOUT_MS: '30000',
}

const SHARED = {
  ...PATIENCE,
  // Files that share an installation share its librarians, and do in a minute what those do in days.
  RATE_LIMIT_PER_MINUTE: '1000000',
  LOAN_LIMIT: '1000000',
}

const start = (env: Record<string, string>, dataDir?: string) => startStack({ dataDir, env: { ...SHARED, ...env } })
