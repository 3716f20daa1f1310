import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { PORTS, SUBGRAPHS } from '../subgraphs/subgraphs.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const sources = (...patterns: string[]) =>
  globSync(patterns, { cwd: root })
    .filter((file) => !/\.test\.ts$|\.integration\.|\/testing\/|node_modules/.test(file))
    .map(read)

const page = read('docs/operating.md')
const readers = sources(
  'subgraphs/*/main.ts',
  'router/**/*.ts',
  'chassis/**/*.ts',
  'processes/*.ts',
  'stack/*.ts',
  'cli/**/*.ts',
)

/** Variables as configurations declare them, and as scripts take them, with the default where it is written there. */
const variables = new Map<string, string | undefined>()
for (const source of readers) {
  for (const [, name = ''] of source.matchAll(/(?:\benv(?:\.|\[')|\b(?:given|required)\(')([A-Z][A-Z0-9_]+)/g)) {
    variables.set(name, variables.get(name))
  }
  for (const [, name = '', given = ''] of source.matchAll(
    /^ {2,}([A-Z][A-Z0-9_]+): (?:text|oneOf|logLevel|integer|port|rate|range|duration|url|databaseUrl|list|counts|headers|claim|secrets?)\((.*)\),$/gm,
  )) {
    const [literal] = given.replace(/`.*`|\{[^}]*\}|\[[^\]]*\]/g, '').match(/'[^']*'|\b\d[\d_]*/) ?? []
    variables.set(name, literal?.replace(/'|(?<=\d)_(?=\d)/g, '') ?? variables.get(name))
  }
}
for (const name of SUBGRAPHS) variables.set(`${name.toUpperCase()}_URL`, `http://127.0.0.1:${PORTS[name]}/graphql`)
// The router sets the one, for the gateway's library; vitest the other, for whoever runs under it.
for (const nobodys of ['APOLLO_TELEMETRY_DISABLED', 'VITEST_POOL_ID']) variables.delete(nobodys)

test('the variables were found', () => {
  expect([...variables.keys()]).toEqual(
    expect.arrayContaining(['DATABASE_URL', 'PAYMENT_TIMEOUT_MS', 'CORS_ORIGINS', 'DATA_DIR', 'ISSUER_KEY_FILE']),
  )
  expect(variables.get('RENTAL_DECIDE_BY')).toBe('PT72H')
  expect(variables.get('RATE_LIMIT_PER_MINUTE')).toBe('6000')
})

test.each([...variables])('C37 %s is on the page, with its default', (name, byDefault) => {
  const lines = page.split('\n').filter((line) => line.includes(`\`${name}\``))
  expect(lines, `${name} is read, and docs/operating.md does not tell`).not.toEqual([])
  if (byDefault === undefined) return
  expect(
    lines.some((line) => line.includes(`\`${byDefault}\``)),
    `${name} is ${byDefault} by default`,
  ).toBe(true)
})

test('the tables name no variable that nobody reads', () => {
  const told = [...page.matchAll(/^\| (`[A-Z][A-Z0-9_]+`.*?) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = '']) => name),
  )
  expect(told.length).toBeGreaterThan(30)
  expect(told.filter((name) => !variables.has(name))).toEqual([])
})

test('every metric, command and log line that the page names exists', () => {
  const all = [...readers, ...sources('reconcile/*.ts', 'nats/*.ts', 'router/live/*.ts', 'subgraphs/**/*.ts')].join(
    '\n',
  )
  const metrics = [...page.matchAll(/(?<!:)ebook_[a-z_]+[a-z]/g)].map(([name]) => name.replace(/_(count|bucket)$/, ''))
  expect(metrics.filter((name) => !all.includes(`'${name}'`))).toEqual([])
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commands = [...page.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name)
  expect(commands.filter((name) => !(name in scripts))).toEqual([])
  const said = [...page.matchAll(/says\s+`([^`]+)`(?:\s+or\s+`([^`]+)`)?/g)].flatMap(([, ...lines]) => lines)
  const lines = said.filter((line) => line !== undefined)
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.filter((line) => !all.includes(line))).toEqual([])
})
