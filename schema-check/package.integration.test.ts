import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'

const packed = mkdtempSync(join(tmpdir(), 'packed-'))
const repository = new SmallRepository()
afterAll(() => {
  rmSync(packed, { recursive: true, force: true })
  repository[Symbol.dispose]()
})

const SCHEMA = 'services/users/schema.graphql'
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'

test('the packed package installs in another repository, and checks it there', { timeout: 240_000 }, () => {
  execFileSync('npm', ['pack', '--pack-destination', packed], { cwd: import.meta.dirname, stdio: 'pipe' })
  const [file = ''] = readdirSync(packed)
  repository.write('package.json', '{"name": "stranger", "private": true}')
  repository.write('.gitignore', 'node_modules\n')
  repository.write(SCHEMA, `${link}type Query { me: User }\ntype User @key(fields: "id") { id: ID! name: String! }\n`)
  const options = { cwd: repository.root, encoding: 'utf8' } as const
  const install = ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', join(packed, file)]
  execFileSync('npm', install, { ...options, stdio: 'pipe' })
  const check = (...args: readonly string[]) => spawnSync('npx', ['--no-install', 'supergraph-check', ...args], options)

  expect(check('init')).toMatchObject({ status: 0, stdout: expect.stringContaining('subgraphs: users; they compose') })
  repository.commit('x')
  expect(check()).toMatchObject({ status: 0, stderr: '' })
  repository.write(SCHEMA, `${link}type Query { me: User }\ntype User @key(fields: "id") { id: ID! }\n`)
  const { status, stdout } = check('--format', 'sarif')
  expect(status).toBe(1)
  expect(stdout).toContain('User.name is gone')
  expect(check('--help', 'field-removed').stdout).toContain('fails the check')
})
