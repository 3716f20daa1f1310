import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Stack } from '@ebook/stack/stack'
import { openSite, type Site } from './site.ts'

/** One installation for a file's stories: each has titles of its own, and puts back what it takes away. */
export function siteForStories(start: () => Promise<Stack>): () => Site {
  let site: Site
  beforeAll(async () => {
    site = await openSite(start)
  }, 300_000)
  afterAll(() => site?.stop())
  afterEach(() => site?.closePages())
  return () => site
}
