import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })

/** The last pattern that a path or a folder above it fits decides (docs.docker.com, "Dockerignore files"). */
const patterns = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const path = line
      .replace(/^!/, '')
      .split(/(\*\*\/|\*)/)
      .map((part) => ({ '**/': '(.*/)?', '*': '[^/]*' })[part] ?? RegExp.escape(part))
    return { takesIn: line.startsWith('!'), path: new RegExp(`^${path.join('')}(/|$)`) }
  })
const isSent = (path: string) => patterns.findLast((pattern) => pattern.path.test(path))?.takesIn ?? true

describe('no secret gets into a layer of the image, or into git:', () => {
  const SECRETS = [
    '.env',
    '.env.production',
    'web/.env.local',
    'subgraphs/rent/.env',
    'deploy/.env',
    '.npmrc',
    'web/.npmrc',
    '.git/config',
    '.data/secrets.json',
    'stack/.data/issuer/keys.json',
    'id_rsa',
    'secrets.json',
    'dump.sql',
    'deploy/tls.key',
    'router/tls.pem',
    'stack/debug.log',
    'notes/passwords.txt',
  ]
  test.each(SECRETS)('%s stays out of the image', (path) => expect(isSent(path)).toBe(false))

  test.each(['.env', '.env.local', '.env.production', 'subgraphs/rent/.env', '.data/secrets.json'])(
    'git does not take %s',
    (path) => expect(() => git('check-ignore', '--quiet', '--no-index', path)).not.toThrow(),
  )

  test('and holds none: .env.example has names, and no value that is a secret', () => {
    expect(git('ls-files', '--', '.env', '**/.env', '**/*.pem', '**/*.key')).toBe('')
    expect(() => git('check-ignore', '--quiet', '--no-index', '.env.example')).toThrow()
    for (const [, name, value] of read('.env.example').matchAll(/^(\w*(?:PASSWORD|SECRET|KEY)\w*)=(.*)$/gm)) {
      expect(value, name).toBe('')
    }
  })
})

describe('the image has what its processes are made of:', () => {
  test('each file that the Dockerfile copies by name', () => {
    const named = [...read('Dockerfile').matchAll(/^COPY (?!--)(\S+(?: \S+)*) \S+$/gm)]
      .flatMap(([, files = '']) => files.split(' '))
      .filter((file) => file !== '.')
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((file) => !isSent(file))).toEqual([])
  })

  test('every file under git of the folders that run in it, but the tests', () => {
    const folders = [
      'catalogue',
      'chassis',
      'cli',
      'deploy/healthcheck.sh',
      'reconcile',
      'nats',
      'processes',
      'router',
      'schema',
      'schema-check',
      'stack',
      'subgraphs',
      'web',
    ]
    const files = git('ls-files', '--', ...folders)
      .trim()
      .split('\n')
    const left = files.filter((file) => !isSent(file) && !/\.test\.tsx?$/.test(file))
    expect(left).toEqual([])
    expect(globSync('subgraphs/*/main.ts', { cwd: root }).filter(isSent)).toHaveLength(6)
  })
})

describe('the image is made', () => {
  const dockerfile = read('Dockerfile')
  const { workspaces, version } = JSON.parse(read('package.json')) as { workspaces: string[]; version: string }
  const [, leftOut = ''] = /filter\(\(one\) => !\[(.*?)\]/.exec(dockerfile) ?? []

  test('without what the pages, the tests and the benchmarks need', () => {
    const names = [...leftOut.matchAll(/'(\w+)'/g)].map(([, name]) => name)
    expect(names).toEqual(expect.arrayContaining(['web', 'e2e', 'bench', 'testkit', 'drill']))
    expect(names.filter((name) => !workspaces.includes(name ?? ''))).toEqual([])
    expect(dockerfile).toContain('npm ci --omit=dev --omit=optional')
  })

  test('from the lock file, and both installations keep what npm fetched', () => {
    const installs = [...dockerfile.matchAll(/^RUN(.*) npm (\w+)[^\n]*--ignore-scripts/gm)]
    expect(installs.map(([, , command]) => command)).toEqual(['ci', 'ci'])
    for (const [, mount] of installs) expect(mount).toContain('--mount=type=cache,target=/root/.npm')
    expect(dockerfile).toMatch(/^FROM manifests AS pages$/m)
  })

  test('and says which version and which commit it is, and what is in it', () => {
    expect(dockerfile).toContain(`ARG VERSION=${version}\n`)
    for (const label of ['title', 'description', 'licenses', 'version', 'revision'])
      expect(dockerfile).toContain(`org.opencontainers.image.${label}=`)
    expect(dockerfile).toContain('COPY --from=materials /app/sbom.cdx.json ./')
  })
})
