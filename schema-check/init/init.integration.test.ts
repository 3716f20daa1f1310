import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SmallRepository } from '../testing/small-repository.ts'

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
})
afterEach(() => repository[Symbol.dispose]())

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'
const USERS = `${link}type Query { me: User }\ntype User @key(fields: "id") { id: ID! name: String! }\n`
const ORDERS = `${link}type Query { orders: [Order!]! }\n`
const ORDER = 'type Order @key(fields: "id") { id: ID! price: Int! }\n'
const OPERATION = 'query Me { me { name } }\n'
const list = (users: string, orders: string) =>
  `subgraphs:\n  users: { schema: { file: ${users} } }\n  orders: { schema: { file: ${orders} } }\n`

const layouts: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  subgraphs: unknown,
  operations: unknown,
])[] = [
  [
    'subgraphs/*/schema.graphql',
    {
      'subgraphs/users/schema.graphql': USERS,
      'subgraphs/orders/schema.graphql': ORDERS + ORDER,
      'operations/me.graphql': OPERATION,
    },
    'subgraphs/*/schema.graphql',
    ['operations/**/*.{graphql,gql}'],
  ],
  [
    'services/*/schema.graphqls',
    { 'services/users/schema.graphqls': USERS, 'services/orders/schema.graphqls': ORDERS + ORDER },
    'services/*/schema.graphqls',
    [],
  ],
  [
    'a project in a project',
    {
      'apps/users/src/schema.graphql': USERS,
      'apps/orders/src/schema.graphql': ORDERS + ORDER,
      'apps/web/src/me.gql': OPERATION,
    },
    'apps/*/src/schema.graphql',
    ['apps/web/**/*.{graphql,gql}'],
  ],
  [
    'several files a subgraph',
    {
      'services/users/schema.graphql': USERS,
      'services/orders/graph/query.graphql': ORDERS,
      'services/orders/graph/order.graphql': ORDER,
    },
    { orders: 'services/orders/graph/**/*.graphql', users: 'services/users/schema.graphql' },
    [],
  ],
  [
    'files that are named after it',
    { 'schemas/users.graphql': USERS, 'schemas/orders.graphql': ORDERS + ORDER },
    { orders: 'schemas/orders.graphql', users: 'schemas/users.graphql' },
    [],
  ],
  [
    'services in a package of a monorepo, and a composed schema beside them',
    {
      'packages/backend/services/users/schema.graphql': USERS,
      'packages/backend/services/orders/schema.graphql': ORDERS + ORDER,
      'packages/backend/supergraph.graphql':
        'directive @join__graph(name: String!) on ENUM_VALUE\ntype Query { me: Int }\n',
      'packages/web/src/me.tsx': 'const Me = gql`query Me { me { name } }`\n',
    },
    'packages/backend/services/*/schema.graphql',
    ['packages/web/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}'],
  ],
  [
    'folders that are called as globs are written',
    {
      'graph [a]/users/schema.graphql': USERS,
      'graph [a]/orders/query.graphql': ORDERS,
      'graph [a]/orders/order.graphql': ORDER,
      'app/[id]/me.gql': OPERATION,
    },
    { orders: 'graph ?a?/orders/**/*.graphql', users: 'graph ?a?/users/schema.graphql' },
    ['app/?id?/**/*.{graphql,gql}'],
  ],
  [
    'the list of rover',
    {
      'supergraph.yaml': list('a/one.graphql', 'b/two.graphql'),
      'a/one.graphql': USERS,
      'b/two.graphql': ORDERS + ORDER,
    },
    'supergraph.yaml',
    [],
  ],
  [
    'the list of rover in a folder',
    {
      'graph/supergraph.yaml': list('../a/one.graphql', 'two.graphql'),
      'a/one.graphql': USERS,
      'graph/two.graphql': ORDERS + ORDER,
    },
    'graph/supergraph.yaml',
    [],
  ],
]

describe('init', { timeout: 60_000 }, () => {
  test.each(layouts)('finds %s', async (_, files, subgraphs, operations) => {
    for (const [file, text] of Object.entries(files)) repository.write(file, text)
    repository.commit('x')
    const { status, stdout } = await repository.check('init')
    expect(status).toBe(0)
    expect(stdout).toContain('subgraphs: orders, users; they compose')
    const written: unknown = JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))
    expect(written).toMatchObject({ subgraphs, operations, router: 'other' })
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
  })

  test.each(layouts)('is not needed where it is usual: %s', async (_, files) => {
    for (const [file, text] of Object.entries(files)) repository.write(file, text)
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
    const [file = ''] = Object.entries(files).find(([, text]) => text === USERS) ?? []
    repository.write(file, USERS.replace('name', 'fullName'))
    expect(await repository.check()).toMatchObject({ status: 1, stdout: expect.stringContaining('User.name is gone') })
  })

  test('writes a workflow that can be read, and touches nothing that is there', async () => {
    repository.write('shop/subgraphs/users/schema.graphql', USERS)
    repository.write('shop/package.json', '{"dependencies": {"@apollo/gateway": "2"}}')
    repository.write('shop/pnpm-lock.yaml', '')
    const { stdout } = await repository.check('init', '--root', join(repository.root, 'shop'))
    expect(stdout).toContain('.github/workflows/supergraph-check.yml is written')
    const text = readFileSync(join(repository.root, '.github/workflows/supergraph-check.yml'), 'utf8')
    expect(parse(text)).toMatchObject({
      permissions: {},
      jobs: { check: { defaults: { run: { 'working-directory': 'shop' } }, permissions: { contents: 'read' } } },
    })
    expect(text).toContain('pnpm exec supergraph-check')
    const own = readFileSync(join(import.meta.dirname, '../../.github/workflows/schema-check.yml'), 'utf8')
    const actions = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action)
    expect(actions).toHaveLength(5)
    // By digests, and those that this repository trusts itself.
    for (const action of actions) expect(own).toContain(`uses: ${action}`)
    const config = join(repository.root, 'shop', 'supergraph-check.json')
    expect(JSON.parse(readFileSync(config, 'utf8'))).toMatchObject({ router: '@apollo/gateway' })
    repository.write('shop/supergraph-check.json', '{"deprecatedForDays": 3}')
    const again = await repository.check('init', '--root', join(repository.root, 'shop'))
    expect(again.stdout).toContain('supergraph-check.json is there already, and stays as it is')
    expect(readFileSync(config, 'utf8')).toBe('{"deprecatedForDays": 3}')
  })

  test('writes one workflow for each project of a monorepo, which cannot stand in for another', async () => {
    const projects = ['apps/shop', 'apps/the "desk"']
    for (const project of projects) {
      repository.write(`${project}/subgraphs/users/schema.graphql`, USERS)
      const { stdout } = await repository.check('init', '--root', join(repository.root, project))
      expect(stdout).toMatch(/supergraph-check(-apps-the-desk-)?\.yml is written/)
    }
    const again = await repository.check('init', '--root', join(repository.root, 'apps/the "desk"'))
    expect(again.stdout).toContain('supergraph-check-apps-the-desk-.yml is there already')
    const [first, second] = ['supergraph-check.yml', 'supergraph-check-apps-the-desk-.yml'].map((file) =>
      parse(readFileSync(join(repository.root, '.github/workflows', file), 'utf8')),
    )
    expect(first.name).not.toBe(second.name)
    expect(second.jobs.check.defaults.run['working-directory']).toBe(projects[1])
    expect(second.jobs.tell.env.MARKER).toBe('<!-- supergraph-check apps/the%20%22desk%22 -->')
    repository.commit('x')
    const desk = ['--root', join(repository.root, 'apps/the "desk"'), '--format', 'markdown']
    expect((await repository.check(...desk)).stdout).toContain(`${second.jobs.tell.env.MARKER}\n`)
  })

  test('finds operations in maps and pages, names the template that nobody can read, and a folder of events', async () => {
    repository.write('services/users/schema.graphql', USERS)
    repository.write('services/orders/schema.graphql', ORDERS + ORDER)
    repository.write('client/hashes.json', JSON.stringify({ a1: 'query A { me { id } }', b2: '{ me { name } }' }))
    repository.write(
      'client/translations.json',
      JSON.stringify({ greeting: '{name}', query: 'Your query, {name}', asked: 'The query is {name}' }),
    )
    repository.write('docs/api.md', '```graphql\nquery B { me { id } }\n```\n\n```gql\nquery C { me { id } }\n```\n')
    repository.write('README.md', '```graphql\nquery D { me { id } }\n```\n')
    repository.write('docs/notes.md', 'no graphql here\n')
    repository.write('client/src/me.ts', 'const fields = "id"\nconst me = gql`query Me { me { ${fields} } }`\n')
    const placed = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'order-placed',
      title: 'Order placed',
    }
    repository.write('events/order-placed.json', JSON.stringify({ ...placed, type: 'object' }))
    repository.commit('x')
    const { stdout } = await repository.check('init')
    expect(stdout).toContain('operations: 5; event types: 1')
    expect(stdout).toContain('client/src/me.ts:2 is not checked: it is put together as the program runs')
    const written: unknown = JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))
    expect(written).toMatchObject({
      operations: [
        '*.{md,mdx,markdown}',
        'client/hashes.json',
        'client/src/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}',
        'docs/**/*.{md,mdx,markdown}',
      ],
      events: ['events/**/*.json'],
    })
    expect(await repository.check()).toMatchObject({ stdout: expect.stringContaining('5 operations') })
  })

  test.each<[string, Readonly<Record<string, string>>, string[], number]>([
    ['a map of nothing but anonymous operations', { 'web/ops.json': '{"a1": "{ me { id } }"}' }, ['web/ops.json'], 1],
    [
      'texts in braces that are none',
      { 'web/de.json': '{"a": "{name}", "b": "{count, plural, one {x} other {y}}"}' },
      [],
      0,
    ],
    [
      'maps by application',
      { 'ops.json': '{"web": {"a1": "query A { me { id } }"}, "app": {"b1": "{ me { id } }"}}' },
      ['ops.json'],
      2,
    ],
    ['a map in an envelope', { 'ops.json': '{"version": 1, "queries": {"a1": "{ me { id } }"}}' }, ['ops.json'], 1],
    ['a list of hashes and texts', { 'ops.json': '[["a1", "query A { me { id } }"]]' }, ['ops.json'], 1],
    [
      'a manifest of Apollo’s',
      { 'web/persisted-query-manifest.json': '{"format": "x", "operations": [{"id": "1", "body": "{ me { id } }"}]}' },
      ['web/persisted-query-manifest.json'],
      1,
    ],
    [
      'fragments of one package and the operation of another that spreads them',
      {
        'packages/parts/user.ts': 'export const User = gql`fragment U on User { id }`',
        'packages/web/src/me.cts': 'const Me = gql`query Me { me { ...U } }`',
      },
      [
        'packages/parts/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}',
        'packages/web/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}',
      ],
      1,
    ],
    [
      'blocks that are indented or called gql',
      { 'docs/a.md': '- so:\n  ~~~gql title="x"\n  { me { id } }\n  ~~~\n' },
      ['docs/**/*.{md,mdx,markdown}'],
      1,
    ],
  ])('finds %s', async (_, files, operations, count) => {
    for (const [file, text] of Object.entries({ ...files, 'services/users/schema.graphql': USERS }))
      repository.write(file, text)
    repository.commit('x')
    const { stdout } = await repository.check('init')
    expect(JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))).toMatchObject({
      operations,
    })
    expect(stdout).toContain(`operations: ${count};`)
    expect(await repository.check()).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(count === 1 ? /\b1 operation\b/ : new RegExp(`\\b${count} operations`)),
    })
  })

  const document = (title: string, event: string) =>
    `asyncapi: 3.0.0\ninfo: { title: ${title} }\nchannels: { a: { messages: { ${event}: { payload: {} } } } }\n`
  const record = (name: string) => JSON.stringify({ type: 'record', name, fields: [] })
  test.each<[string, Readonly<Record<string, string>>, unknown]>([
    [
      'the AsyncAPI documents of all applications',
      {
        'services/shop/asyncapi.yaml': document('shop', 'Placed'),
        'mail.asyncapi.yml': document('mail', 'Sent'),
        'dist/asyncapi.yaml': document('old', 'Old'),
      },
      ['mail.asyncapi.yml', 'services/shop/asyncapi.yaml'],
    ],
    [
      'schemas of Avro',
      { 'src/main/avro/Placed.avsc': record('Placed'), 'src/main/avro/mail/Sent.avsc': record('Sent') },
      ['src/main/avro/**/*.avsc'],
    ],
    [
      'schemas of both kinds',
      {
        'events/placed.json': '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}',
        'events/Sent.avsc': record('Sent'),
      },
      ['events/**/*.{json,avsc}'],
    ],
  ])('finds events in %s', async (_, files, events) => {
    for (const [file, text] of Object.entries({ ...files, 'services/users/schema.graphql': USERS }))
      repository.write(file, text)
    repository.commit('x')
    expect((await repository.check('init')).stdout).toContain('event types: 2')
    expect(JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))).toMatchObject({ events })
    expect((await repository.check()).stdout).toContain('2 events')
  })

  test('names an operation that nobody can read, and ends where a schema is none', async () => {
    repository.write('services/users/schema.graphql', USERS)
    repository.write('client/me.graphql', '# mine\nquery Me { me { id }\n')
    repository.commit('x')
    const { stdout } = await repository.check('init')
    expect(stdout).toContain('client/me.graphql:3 is not checked: Syntax Error')
    repository.remove('supergraph-check.json')
    repository.write('services/orders/schema.graphql', 'type Query {')
    const { status, stderr } = await repository.check('init')
    expect(status).toBe(2)
    expect(stderr).toContain('services/orders/schema.graphql:1:13 in working tree: Syntax Error')
  })

  const shared = 'type User @key(fields: "id") { id: ID! name: String! }\n'
  const linkTo = (file: string, target: string) => {
    mkdirSync(join(repository.root, file, '..'), { recursive: true })
    symlinkSync(target, join(repository.root, file))
  }

  test('takes a file that a subgraph links to for no subgraph of its own', async () => {
    repository.write('shared/user.graphql', shared)
    repository.write('services/a/graphql/q.graphql', `${link}type Query { me: User }\n`)
    linkTo('services/a/graphql/user.graphql', '../../../shared/user.graphql')
    repository.write('services/b/graphql/s.graphqls', ORDERS + ORDER)
    repository.commit('x')
    const ofGit = await repository.check('--head', 'HEAD', '--base', 'HEAD')
    expect(ofGit).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
    const { stdout } = await repository.check('init')
    expect(stdout).toContain('subgraphs: a, b; they compose')
  })

  test('keeps a subgraph of which others link to a file', async () => {
    repository.write('services/users/user.graphql', shared)
    repository.write('services/users/query.graphql', `${link}type Query { me: User }\n`)
    repository.write('services/orders/query.graphql', ORDERS + ORDER)
    linkTo('services/orders/user.graphql', '../users/user.graphql')
    linkTo('services/orders/again.graphql', 'query.graphql')
    const { stdout } = await repository.check('init')
    expect(stdout).toContain('subgraphs: orders, users;')
    const written: unknown = JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))
    expect(written).toMatchObject({
      subgraphs: {
        orders: ['services/orders/query.graphql', 'services/orders/user.graphql'],
        users: 'services/users/**/*.graphql',
      },
    })
  })

  test('says what to do where nothing looks like a subgraph, and writes nothing', async () => {
    repository.write('README.md', 'x')
    const { status, stderr } = await repository.check('init')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^No schema of a subgraph is in working tree: .*Print the SDL of each subgraph to a file/)
    expect(stderr).not.toMatch(/configuration|typeDefs/)
    expect(existsSync(join(repository.root, 'supergraph-check.json'))).toBe(false)
  })

  test.each(['export const schema = gql`type Query { a: Int }`', 'const typeDefs = `type Query { a: Int }`'])(
    'B2: says that types in code are not read: %s',
    async (program) => {
      repository.write('src/schema.ts', program)
      repository.commit('x')
      for (const args of [['init'], []]) {
        const { status, stderr } = await repository.check(...args)
        expect({ status, stderr }).toMatchObject({
          status: 2,
          stderr: expect.stringContaining('src/schema.ts has typeDefs in code, which are not read'),
        })
      }
    },
  )

  test.each([
    ['services/a/schema.graphql', 'services/b/schema.graphql', 'services/*/schema.graphql'],
    ['apps/a/src/schema.graphql', 'apps/b/src/schema.graphql', 'apps/*/src/schema.graphql'],
  ])('A1: writes a glob for one alone that finds the next: %s', async (first, second, subgraphs) => {
    repository.write(first, USERS)
    expect((await repository.check('init')).stdout).toContain('subgraphs: a;')
    const written: unknown = JSON.parse(readFileSync(join(repository.root, 'supergraph-check.json'), 'utf8'))
    expect(written).toMatchObject({ subgraphs })
    repository.commit('x')
    repository.write(second, ORDERS + ORDER)
    expect((await repository.check()).stdout).toContain('2 subgraphs')
  })

  test.each([
    ['services/a/schema.graphql', 'services/b/schema.graphql'],
    ['schemas/a.graphql', 'schemas/b.graphql'],
  ])('A1: a schema beside %s that nothing names is told', async (listed, other) => {
    repository.write(listed, USERS)
    repository.write('supergraph-check.json', JSON.stringify({ subgraphs: { a: listed } }))
    repository.commit('x')
    repository.write(other, 'enum Color { RED }')
    expect((await repository.check()).stdout).not.toContain('subgraph-unlisted')
    repository.write(other, ORDERS + ORDER)
    const { status, stdout } = await repository.check()
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining(`${other} looks like`) })
  })

  test('A8: a schema that git ignores has no base and is refused', async () => {
    repository.write('.gitignore', 'services/users\n')
    repository.write('services/orders/schema.graphql', ORDERS + ORDER)
    repository.commit('x')
    repository.write('services/users/schema.graphql', USERS)
    const { status, stderr } = await repository.check()
    expect(status).toBe(2)
    expect(stderr).toContain('git ignores services/users/schema.graphql')
  })
})
