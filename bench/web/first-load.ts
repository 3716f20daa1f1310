import { gzipSync } from 'node:zlib'
import type { Site } from '../../e2e/browser/site.ts'

interface FirstLoad {
  readonly gzippedBytes: number
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly gzippedBytes: number }[]
}

/** Every file that a browser asks for until the catalogue is shown, and how large it is gzipped; without the data. */
export async function firstLoadOf(site: Site): Promise<FirstLoad> {
  const page = await site.visit({ serviceWorkers: 'block' })
  const paths = new Set(['/'])
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === site.origin && pathname !== '/graphql') paths.add(pathname)
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto('/')
  await page.locator('main li a').first().waitFor()
  await site.closePages()
  const files = []
  for (const path of paths) {
    const response = await fetch(new URL(path, site.origin), {
      headers: { accept: path === '/' ? 'text/html' : '*/*' },
    })
    const content = Buffer.from(await response.arrayBuffer())
    files.push({ path, bytes: content.length, gzippedBytes: gzipSync(content, { level: 9 }).length })
  }
  return { gzippedBytes: files.reduce((sum, file) => sum + file.gzippedBytes, 0), files }
}
