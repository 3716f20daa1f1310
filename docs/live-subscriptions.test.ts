import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readRouterConfig } from '@ebook/router/config'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(resolve(root, 'docs/live-subscriptions.md'), 'utf8')
const sourceOf = (...patterns: string[]) =>
  globSync(patterns, { cwd: root })
    .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
    .map((file) => readFileSync(resolve(root, file), 'utf8'))
    .join('\n')

test.each(['router/live/failures.ts', 'router/live/cursor.ts', 'subgraphs/dashboard/file/place.ts'])(
  'F10 every code and reason in %s is on the page',
  (file) => {
    const codes = new Set([...sourceOf(file).matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(([, code]) => code))
    // These two come from inside: clients are told SUBGRAPH_UNAVAILABLE.
    for (const internal of ['UNREACHABLE', 'VIEW_BEHIND']) codes.delete(internal)
    expect(codes.size).toBeGreaterThan(2)
    for (const code of codes) expect(page, code).toContain(`\`${code}\``)
  },
)

test('F10 the page names no code that nobody says', () => {
  const said = sourceOf('router/**/*.ts', 'chassis/*.ts', 'subgraphs/dashboard/**/*.ts')
  const told = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, code = '']) => code)
  expect(told.length).toBeGreaterThan(10)
  // GraphQL's own, from Apollo Server.
  for (const code of told.filter((one) => !one.startsWith('GRAPHQL_'))) expect(said, code).toContain(`'${code}'`)
})

test('F10 the limits are those of the configuration', () => {
  const config = readRouterConfig({ OIDC_ISSUER: 'http://127.0.0.1:1', ROUTER_SECRET: 'a-secret-of-nobody' })
  expect(page).toContain(
    `${config.SOCKETS_PER_MEMBER} connections and ${config.SUBSCRIPTIONS_PER_MEMBER} subscriptions a member, ` +
      `${config.OPERATIONS_PER_SOCKET} operations a socket, ${config.CONNECTION_INIT_WAIT_MS / 1_000} s until`,
  )
})
