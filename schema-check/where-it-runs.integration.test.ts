import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Git, GitFailed } from './git.ts'
import { largeSupergraph } from './testing/large-supergraph.ts'
import { SmallRepository } from './testing/small-repository.ts'
import { expectAnew, reshape, smallWorld, type World } from './testing/small-world.ts'

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
})
afterEach(() => repository[Symbol.dispose]())

const SHOP = 'subgraphs/shop/schema.graphql'
const renamed = (world: World, from: string, to: string): World => {
  world.files[SHOP] = (world.files[SHOP] ?? '').replace(from, to)
  return world
}
const broken = () => renamed(smallWorld(), '  price: Int!', '  cost: Int!')
const brokenOtherwise = () => renamed(broken(), '  message: String!', '  text: String!')

describe('D3: a project in a folder of a repository', { timeout: 60_000 }, () => {
  test('is compared with its own base, and its places are from the root of the repository', async () => {
    const project = new SmallRepository(join(repository.root, 'apps', 'the graph'))
    const other = new SmallRepository(join(repository.root, 'apps', 'another'))
    project.put(smallWorld())
    other.put(broken())
    repository.commit('two projects')
    expect(await project.check()).toMatchObject({ status: 0, stderr: '' })
    project.put(broken())
    const { status, stdout } = await project.check('--format', 'sarif')
    expect(status).toBe(1)
    expect(stdout).toContain('"uri": "apps/the%20graph/subgraphs/shop/schema.graphql"')
    expect((await project.check('--base', 'HEAD', '--head', 'HEAD')).status).toBe(0)
  })
})

describe('D4: what git cannot read', { timeout: 60_000 }, () => {
  test('a checkout of another owner is refused in git’s own words', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can give a folder to somebody else')
    repository.put(smallWorld())
    repository.commit('x')
    chownSync(repository.root, 12_345, 12_345)
    chownSync(join(repository.root, '.git'), 12_345, 12_345)
    const { status, stderr } = await repository.check()
    expect(status).toBe(2)
    expect(stderr).toMatch(/detected dubious ownership in repository/)
    expect(stderr).toContain('git config --global --add safe.directory')
  })

  test('a folder that is in no repository', () => {
    const folder = new SmallRepository(join(repository.root, 'inside'))
    mkdirSync(folder.root)
    rmSync(join(repository.root, '.git'), { recursive: true })
    expect(() => new Git(folder.root).commit('main')).toThrow(/is no git repository/)
  })

  test('a repository that is broken', () => {
    writeFileSync(join(repository.root, '.git', 'config'), '[core\n')
    expect(() => new Git(repository.root).commit('main')).toThrow(GitFailed)
    expect(() => new Git(repository.root).commit('main')).toThrow(/bad config/)
  })
})

describe('D5: a base that others have gone beyond', { timeout: 60_000 }, () => {
  /** `main` breaks something after the topic left it; then the topic, which breaks nothing, is merged with it. */
  function mergedWithABreakOfOthers() {
    repository.put(smallWorld())
    repository.commit('the small world')
    const event = repository.git('rev-parse', 'HEAD').trim()
    repository.git('checkout', '--quiet', '-b', 'topic')
    repository.write('topic.md', 'a topic')
    repository.commit('a topic')
    repository.git('checkout', '--quiet', 'main')
    repository.put(broken())
    repository.commit('others break something')
    repository.git('checkout', '--quiet', '--detach')
    repository.git(
      '-c',
      'user.name=libby',
      '-c',
      'user.email=l@example.com',
      'merge',
      '--quiet',
      '--no-ff',
      '-m',
      'm',
      'topic',
    )
    return event
  }

  test('the event’s base of a pull request is told to be stale, with the base that is not', async () => {
    const event = mergedWithABreakOfOthers()
    const { stdout } = await repository.check('--base', event)
    expect(stdout).toContain('[base-stale]')
    const [, better = ''] = /--base ([0-9a-f]{9})/.exec(stdout) ?? []
    expect(await repository.check('--base', better)).toMatchObject({ status: 0 })
    expect((await repository.check('--base', better)).stdout).not.toContain('base-stale')
    expect((await repository.check('--base', 'HEAD^1')).stdout).toContain('0 errors, 0 warnings, 0 notices: passed')
  })

  test('a local main that is behind origin is not taken for the base', async () => {
    const old = mergedWithABreakOfOthers()
    repository.git('update-ref', 'refs/remotes/origin/main', 'main')
    repository.git('branch', '--quiet', '--force', 'main', old)
    expect((await repository.check()).stdout).toContain('0 errors, 0 warnings, 0 notices: passed')
    expect((await repository.check('--base', 'main')).stdout).toContain('[base-stale]')
    repository.put(brokenOtherwise())
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toContain('UserError.message')
    expect(stdout).not.toContain('Order.price')
  })

  test('a base that is where the head left it is not stale, nor is an older tag of a straight line', async () => {
    repository.put(smallWorld())
    repository.commit('one')
    repository.git('tag', 'v1')
    repository.write('more.md', 'more')
    repository.commit('two')
    expect((await repository.check('--base', 'v1')).stdout).not.toContain('base-stale')
  })
})

describe('D6: operations that are not where they were looked for', { timeout: 60_000 }, () => {
  const PAGE = 'schema/operations/page.graphql'
  const FRAGMENT = 'schema/operations/row.graphql'

  test('a fragment of another file counts: what breaks it breaks the operation', async () => {
    repository.put(smallWorld())
    repository.write(PAGE, 'query Page { order(id: 1) { ...Row } }\n')
    repository.write(FRAGMENT, 'fragment Row on Order { price }\n')
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0 })
    repository.put(broken())
    expect((await repository.check()).stdout).toContain('[operation-broken]')
  })

  test('a file that does not parse is named and fails; where it was so before it is a warning', async () => {
    repository.put(smallWorld())
    repository.commit('x')
    repository.write(PAGE, 'query Page { order(id: 1) { price }\n')
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toMatch(/page\.graphql is not checked: Syntax Error.* \[operation-unread\]/)
    repository.commit('y')
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('[operation-unread]') })
  })
})

describe('layouts that are not this one', { timeout: 60_000 }, () => {
  const { files } = smallWorld()
  const [shop = '', board = ''] = [files[SHOP], files['subgraphs/board/schema.graphql']]
  const cost = (text: string) => text.replace('  price: Int!', '  cost: Int!')
  const config = (value: object) => repository.write('supergraph-check.json', JSON.stringify(value))

  test.each([
    ['several files a subgraph', 'graphs/*/*.graphql', 'graphs/shop/types.graphql', 'graphs/board/all.graphql'],
    ['files that are named after it', 'schemas/*.graphqls', 'schemas/shop.graphqls', 'schemas/board.graphqls'],
    ['a glob from here', './graphs/*/schema.graphql', 'graphs/shop/schema.graphql', 'graphs/board/schema.graphql'],
    ['folders at any depth', '**/schema.graphql', 'a/b/shop/schema.graphql', 'c/board/schema.graphql'],
    ['a list of names', { shop: 'x/1.graphql', board: ['y/2.graphql'] }, 'x/1.graphql', 'y/2.graphql'],
    ['a list of entries', [{ name: 'shop', schema: 'x.graphql' }, 'y/*.graphql'], 'x.graphql', 'y/board.graphql'],
  ])('%s', async (_, subgraphs, shopFile, boardFile) => {
    config({ subgraphs })
    repository.write(shopFile, shop)
    repository.write(boardFile, board)
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
    repository.write(shopFile, cost(shop))
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toContain(`${shopFile}:20:3 in the base · shop`)
  })

  test.each([
    'federation_version: =2.9.0\nsubgraphs:\n  shop:\n    routing_url: http://shop\n    schema:\n      file: ./x.graphql\n  board:\n    schema: { file: ../y.graphql }\n',
    'version: 1\nsubgraphs:\n  - name: shop\n    schema:\n      file: x.graphql\n  - name: board\n    schema:\n      file: ../y.graphql\n',
  ])('the list of rover, and of wgc', async (list) => {
    config({ subgraphs: 'graph/supergraph.yaml' })
    repository.write('graph/supergraph.yaml', list)
    repository.write('graph/x.graphql', shop)
    repository.write('y.graphql', board)
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
    repository.write('graph/supergraph.yaml', 'subgraphs: { shop: { schema: { subgraph_url: "http://x" } } }')
    expect(await repository.check()).toMatchObject({
      status: 2,
      stderr:
        'graph/supergraph.yaml: the schema of shop is in no file, and the network is not asked. Keep it in a file.\n',
    })
  })

  test('a subgraph of several files: what is told stands in its own file', async () => {
    config({ subgraphs: 'graphs/*/*.graphql' })
    repository.write('graphs/shop/a.graphql', shop)
    repository.write('graphs/shop/b.graphql', '"More."\ntype Extra {\n  "A."\n  a: Int\n}\n')
    repository.write('graphs/board/a.graphql', board)
    repository.commit('x')
    repository.write('graphs/shop/b.graphql', '"More."\ntype Extra {\n  "B."\n  b: Int\n}\n')
    const { stdout } = await repository.check()
    expect(stdout).toContain('graphs/shop/b.graphql:4:3 in the base')
    expect(stdout).toContain('graphs/shop/b.graphql:4:3 · shop')
    repository.write('graphs/shop/b.graphql', 'type Extra {')
    const unparsed = await repository.check()
    expect(unparsed.status).toBe(1)
    expect(unparsed.stdout).toMatch(/in shop, Syntax Error: .*\n.*graphs\/shop\/b\.graphql:1:13 · shop/)
  })

  test('symbolic links lead to files and folders, in the base as in the working tree', async () => {
    repository.write('apps/shop/schema.graphql', shop)
    repository.write('board.graphql', board)
    mkdirSync(join(repository.root, 'subgraphs', 'board'), { recursive: true })
    symlinkSync('../apps/shop', join(repository.root, 'subgraphs', 'shop'))
    symlinkSync('../../board.graphql', join(repository.root, 'subgraphs', 'board', 'schema.graphql'))
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
    repository.write('apps/shop/schema.graphql', cost(shop))
    expect((await repository.check()).stdout).toContain('Order.price is gone')
  })

  test('a base that is no GraphQL, or does not compose, and is mended here', async () => {
    repository.put(smallWorld())
    repository.write(SHOP, 'type Query {')
    repository.commit('broken')
    repository.put(smallWorld())
    const { status, stdout } = await repository.check()
    expect(status).toBe(0)
    expect(stdout).toContain('[composition-base-broken]')
  })

  test('the first change of a new supergraph is checked by itself', async () => {
    repository.write('README.md', 'x')
    repository.commit('x')
    repository.put(smallWorld())
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('[base-empty]') })
    repository.write('operations/a.graphql', 'query A { nope }')
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toContain('[base-empty]')
    expect(stdout).toMatch(/A cannot be answered: Cannot query field "nope" on type "Query" \[operation-invalid\]/)
  })

  test('types that lead to types, deeper than the usual stack', { timeout: 240_000 }, () => {
    const files = largeSupergraph({ subgraphs: 1, types: 3000, chain: true })
    for (const [file, text] of Object.entries(files)) repository.write(file, text)
    repository.commit('x')
    const last = 'subgraphs/s0/schema.graphql'
    repository.write(last, (files[last] ?? '').replace(/(S0T2999 \{)/, '$1\n  "More." more: Int'))
    expect(repository.run()).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('S0T2999.more') })
  })

  test('paths are from where the command was called', { timeout: 120_000 }, () => {
    const project = 'apps/graph'
    repository.write(`${project}/x/shop.graphql`, shop)
    repository.write(`${project}/x/board.graphql`, board)
    repository.write(`${project}/settings/check.json`, JSON.stringify({ subgraphs: 'x/*.graphql' }))
    repository.commit('x')
    repository.write(`${project}/x/shop.graphql`, cost(shop))
    const called = (folder: string, ...args: string[]) => {
      const { status, stdout, stderr } = repository.runIn(folder, ...args)
      return `${status} ${/Order\.price is gone|There is no .*/.exec(stdout + stderr)?.[0]}`
    }
    const told = '1 Order.price is gone'
    expect(called('.', '--root', project, '--config', `${project}/settings/check.json`)).toBe(told)
    expect(called('.', '--root', project, '--config', 'settings/check.json')).toBe(told)
    expect(called(project, '--root', '.', '--config', 'settings/check.json')).toBe(told)
    expect(called(`${project}/settings`, '--root', '..', '--config', 'check.json')).toBe(told)
    expect(called('apps', '--root', 'graph', '--config', 'no.json')).toMatch(/^2 There is no no\.json in working tree/)
    expect(called('apps', '--root', 'no')).toMatch(/^2 There is no folder .*\/apps\/no\. Correct --root/)
    repository.write(`${project}/supergraph-check.json`, JSON.stringify({ subgraphs: 'x/*.graphql' }))
    expect(called(`${project}/x`)).toBe(told)
  })

  test('files that move together with the configuration are the same files', async () => {
    repository.write('old/shop.graphql', shop)
    repository.write('old/board.graphql', board)
    config({ subgraphs: 'old/*.graphql' })
    repository.commit('x')
    repository.remove('old/shop.graphql')
    repository.remove('old/board.graphql')
    repository.write('new/shop/schema.graphql', cost(shop))
    repository.write('new/board/schema.graphql', board)
    config({ subgraphs: 'new/*/schema.graphql' })
    const { stdout } = await repository.check()
    expect(stdout).toContain('Order.price is gone')
    expect(stdout).not.toMatch(/is (gone|new) \[subgraph/)
  })

  test('a file that begins with the mark of its encoding', async () => {
    repository.put(smallWorld())
    repository.write(SHOP, `\uFEFF${shop}`)
    repository.write('supergraph-check.json', '\uFEFF{}')
    repository.write('schema/approvals.json', '\uFEFF{"approvals": []}')
    repository.commit('x')
    expect(await repository.check()).toMatchObject({ status: 0, stderr: '' })
  })

  test('a clone without an object of the base does not pass', async () => {
    repository.put(smallWorld())
    repository.commit('x')
    const id = repository.git('rev-parse', `HEAD:${SHOP}`).trim()
    rmSync(join(repository.root, '.git', 'objects', id.slice(0, 2), id.slice(2)))
    const { status, stderr } = await repository.check()
    expect(status).toBe(2)
    expect(stderr).toContain('is not in this clone')
  })

  test('operations that are generated and not kept are sent already, and a glob without a file is told', async () => {
    repository.put(smallWorld())
    config({ operations: ['persisted.json', 'app/**/*.graphql'] })
    repository.write('.gitignore', 'persisted.json\n')
    repository.commit('x')
    repository.write('persisted.json', '{"aa": "query Page { order(id: 1) { price } }"}')
    repository.put(broken())
    const { stdout } = await repository.check()
    expect(stdout).toContain('[operation-broken]')
    expect(stdout).toContain('"app/**/*.graphql" matches no file')
  })
})

describe('what was answered before', { timeout: 60_000 }, () => {
  const kept = () => {
    const folder = join(repository.root, '.git', 'supergraph-check')
    return readdirSync(folder).map((name) => join(folder, name))
  }
  const said = async (...args: string[]) => /\d notices: \w+/.exec((await repository.check(...args)).stdout)?.[0]

  test('is answered from its digest, and whatever differs is looked at anew', async () => {
    repository.put(smallWorld())
    repository.commit('x')
    expect(await said()).toBe('0 notices: passed')
    const [file = '', ...more] = kept()
    expect(more).toEqual([])
    // Nothing else than what is kept says that there were errors.
    const error = {
      rule: 'field-removed',
      severity: 'error',
      message: 'kept',
      anchor: { file: SHOP, line: 1, column: 1 },
    }
    const report = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...report, report: { ...report.report, findings: [error] } }))
    expect(await said()).toBe('0 notices: failed')
    repository.write('unrelated.md', 'more')
    repository.commit('another revision of the same')
    expect(await said()).toBe('0 notices: failed')
    expect(await said('--base', 'HEAD~1', '--head', 'HEAD')).toBe('0 notices: failed')
    repository.write('schema/approvals.json', '{ "approvals": [] }')
    expect(await said()).toBe('0 notices: passed')
    repository.remove('schema/approvals.json')
    expect(await said()).toBe('0 notices: failed')
    repository.put(broken())
    expect((await repository.check()).stdout).toContain('Order.price is gone')
  })

  test('is made again when what is kept cannot be read, or nothing can be kept', async () => {
    repository.put(broken())
    repository.commit('x')
    expect(await said()).toBe('0 notices: passed')
    for (const file of kept()) writeFileSync(file, '{')
    expect(await said()).toBe('0 notices: passed')
    rmSync(join(repository.root, '.git', 'supergraph-check'), { recursive: true })
    repository.write('.git/supergraph-check', 'a file')
    expect(await said()).toBe('0 notices: passed')
  })
})

describe('messages that the stream still holds', { timeout: 60_000 }, () => {
  const TYPE = 'lib.shop.Placed.v1'
  const noted = (required: boolean): World => {
    const world = smallWorld()
    reshape(world, TYPE, { note: required ? z.string() : z.string().optional() })
    return world
  }

  test.each([
    ['is held to what they promised', [undefined, undefined], 1],
    ['is not held to what was promised before they were sent', ['2020-01-01T00:00:00Z', '2020-02-01T00:00:00Z'], 0],
  ] as const)('a consumer that requires what was optional once %s', async (_, [optional, promised], status) => {
    repository.put(noted(false))
    repository.commit('optional', optional)
    repository.put(noted(true))
    repository.commit('promised', promised)
    const world = noted(true)
    expectAnew(world, 'mail', TYPE, { note: z.string() })
    repository.put(world)
    const report = await repository.check('--base', 'HEAD')
    expect(report.status).toBe(status)
    expect(report.stdout.includes('note may be left out, and is expected, in messages')).toBe(status === 1)
  })
})
