import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'
const [USERS, ORDERS] = ['services/users/schema.graphql', 'services/orders/schema.graphql']
const users = (name: string) =>
  `${link}type Query { me: User }\ntype User @key(fields: "id") { id: ID! ${name}: Int }\n`
const orders = `${link}type Query { order: Order }\ntype Order @key(fields: "id") { id: ID! price: Int! }\n`

function fill(repository: SmallRepository): void {
  repository.write(USERS, users('name'))
  repository.write(ORDERS, orders)
}

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
  fill(repository)
  repository.commit('two services')
})
afterEach(() => {
  vi.unstubAllEnvs()
  repository[Symbol.dispose]()
})

describe('where nobody says what the subgraphs are', { timeout: 60_000 }, () => {
  test('a schema that nobody can parse is one all the same, and is named', async () => {
    repository.write(USERS, `${users('name')}type {`)
    expect(await repository.check()).toMatchObject({ status: 1, stdout: expect.stringContaining(`${USERS}:4:6`) })
    writeFileSync(join(repository.root, USERS), Buffer.from(`\uFEFF${users('name')}`, 'utf16le'))
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toMatch(/ It is no UTF-8\. \[schema-invalid\]\n.*users\/schema\.graphql:1:1 /)
  })

  test('a service that is deleted was there', async () => {
    repository.remove(USERS)
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toContain('the subgraph users is gone')
    expect(stdout).toContain('Query.me is gone')
  })
})

describe('a submodule is a repository of its own', { timeout: 60_000 }, () => {
  let other: SmallRepository
  beforeEach(() => {
    other = new SmallRepository()
    other.write('services/stock/schema.graphql', `${link}type Query { stock: Int }\n`)
    other.commit('another supergraph')
    const add = ['-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', other.root, 'libs/stock']
    repository.git(...add)
    repository.commit('a submodule')
  })
  afterEach(() => other[Symbol.dispose]())

  test('its schemas are no subgraphs of ours', async () => {
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('2 subgraphs') })
  })

  test('and who names them is told that no revision here has them', async () => {
    repository.write(
      'supergraph-check.json',
      '{"subgraphs": ["services/*/schema.graphql", "libs/*/services/*/schema.graphql"]}',
    )
    expect(await repository.check()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('libs/stock/services/stock/schema.graphql leads out of the repository'),
    })
  })

  test('it is checked in its own folder', async () => {
    const { status, stdout } = await repository.check('--root', join(repository.root, 'libs', 'stock'))
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('1 subgraph,') })
  })
})

test('in a hook of git a project in a folder is compared with its own base', { timeout: 60_000 }, async () => {
  const project = new SmallRepository(join(repository.root, 'apps', 'graph'))
  fill(project)
  repository.commit('a project')
  project.write(USERS, users('fullName'))
  const gitDir = execFileSync('git', ['-C', repository.root, 'rev-parse', '--absolute-git-dir'], { encoding: 'utf8' })
  vi.stubEnv('GIT_DIR', gitDir.trim())
  const { status, stdout } = await project.check()
  expect(status).toBe(1)
  expect(stdout).toContain('User.name is gone')
  expect(stdout).not.toContain('base-empty')
})
