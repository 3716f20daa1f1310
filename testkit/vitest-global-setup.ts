import type { TestProject } from 'vitest/node'
import { findNatsServer } from '@ebook/processes/nats-server'
import { startTestPostgres } from './infrastructure.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the one PostgreSQL of this run: `createTestDatabase(inject('postgresAdminUrl'), 'rent')`. */
    postgresAdminUrl: string
  }
}

/** One PostgreSQL per run. nats-server is only found here: it starts within milliseconds, so each file has its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await findNatsServer((line) => console.error(line))
  const postgres = await startTestPostgres()
  project.provide('postgresAdminUrl', postgres.adminUrl)
  return () => postgres.stop()
}
