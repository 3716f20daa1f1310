import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Git, GitFailed } from './git.ts'
import { SmallRepository } from './testing/small-repository.ts'
import { smallWorld, type World } from './testing/small-world.ts'

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
