import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import type {} from '@ebook/clients/testing/installation'

/** A folder for what test files share. The processes in it end with the worker that started them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-shared-'))
  project.provide('sharedInstallations', folder)
  return () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}
