import { expect, test } from 'vitest'
import { banner } from './banner.ts'
import { DEFAULT_PORT, type Plan } from './plan.ts'

const told = (port: number, dataDir: string) =>
  banner(
    {
      processes: new Map([['router', {}]]),
      layout: { dataDir },
      ports: { router: port },
      issuer: { url: 'http://127.0.0.1:1', embedded: true },
    } as unknown as Plan,
    new Map(),
  )

test('each line that is to be typed reaches the installation that told it', () => {
  const text = told(4_100, "/srv/the library's")
  const data = `DATA_DIR='/srv/the library'\\''s' `
  expect(text).toContain(`  ${data}npm run -s token -- --sub alice`)
  expect(text).toContain(`    PORT=4100 ${data}npm run demo\n`)
  expect(text).toContain(`the next PORT=4100 ${data}npm start\n`)
  expect(text).toContain('curl -s http://localhost:4100/graphql')
})

test('by itself nothing has to be said', () => {
  const text = told(DEFAULT_PORT, new URL('../.data', import.meta.url).pathname)
  expect(text).toContain('    npm run demo\n')
  expect(text).not.toMatch(/PORT=|DATA_DIR=/)
})
