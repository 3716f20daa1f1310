import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SmallRepository } from './testing/small-repository.ts'

const root = resolve(import.meta.dirname, '..')
/** Where the workflow packs the check, installs it and leaves its reports. */
const temp = mkdtempSync(join(tmpdir(), 'runner-'))
const repository = new SmallRepository()
let said = { stdout: '', stderr: '' }

beforeAll(() => {
  const workflow: { jobs: { check: { steps: { run?: string }[] } } } = parse(
    readFileSync(join(root, '.github/workflows/schema-check.yml'), 'utf8'),
  )
  const commands = workflow.jobs.check.steps.flatMap(({ run }) => (run === undefined || run === 'npm ci' ? [] : [run]))
  // A shallow clone has no commit before the last.
  const script = commands.join('\n').replaceAll('HEAD^1', 'HEAD').replace('npm install', 'npm install --prefer-offline')
  const env = { ...process.env, RUNNER_TEMP: temp }
  said = spawnSync('bash', ['-e', '-c', script], { cwd: root, encoding: 'utf8', env })
}, 240_000)
afterAll(() => {
  rmSync(temp, { recursive: true, force: true })
  repository[Symbol.dispose]()
})

const SCHEMA = 'services/users/schema.graphql'
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'

test('this repository checks itself by the packed package, with the commands of its workflow', () => {
  expect(said.stdout, said.stderr).toMatch(/^supergraph-check (passed|failed): /m)
  expect(readdirSync(join(temp, 'report')).sort()).toEqual(['check.sarif', 'comment.md', 'junit.xml', 'report.json'])
})

test('the packed package installs in another repository, and checks it there', { timeout: 240_000 }, () => {
  const [file = ''] = globSync('*.tgz', { cwd: temp })
  repository.write('package.json', '{"name": "stranger", "private": true}')
  repository.write('.gitignore', 'node_modules\n')
  repository.write(SCHEMA, `${link}type Query { me: User }\ntype User @key(fields: "id") { id: ID! name: String! }\n`)
  const options = { cwd: repository.root, encoding: 'utf8' } as const
  const install = ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', join(temp, file)]
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
