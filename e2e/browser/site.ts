import { startLibrary } from '@ebook/clients/testing/installation'
import { buildPages } from '@ebook/stack/build-pages'
import type { Stack } from '@ebook/stack/stack'
import { openBrowser, type Visitors } from './visitors.ts'

/** A whole installation with its pages built, and a browser to look at them with. */
export interface Site extends Visitors {
  readonly stack: Stack
  stop(): Promise<void>
}

export async function openSite(start: () => Promise<Stack> = startLibrary): Promise<Site> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await buildPages(say)
  const stack = await start()
  const visitors = await openBrowser(new URL(stack.url).origin, say)
  return {
    ...visitors,
    stack,
    async stop() {
      await visitors.leave()
      await stack.stop()
    },
  }
}
