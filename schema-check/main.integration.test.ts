import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rules } from './rules.ts'
import { SmallRepository } from './testing/small-repository.ts'
import { expectAnew, reshape, smallWorld } from './testing/small-world.ts'

const PLACED = 'lib.shop.Placed.v1'
const APPROVALS = 'schema/approvals.json'
const CODE = '{"events": "schema/events.json", "eventModule": "schema/event-contracts.ts"}'
const repository = new SmallRepository()

beforeAll(() => {
  repository.put(smallWorld())
  repository.commit('the small world')
})
beforeEach(() => {
  repository.git('reset', '--quiet', '--hard', 'main')
  repository.git('clean', '--quiet', '--force', '-d')
})
afterAll(() => repository[Symbol.dispose]())

function breakPlaced(): void {
  const world = smallWorld()
  reshape(world, PLACED, { orderId: undefined })
  repository.put(world)
}

function approve(entry: object): void {
  repository.write(APPROVALS, JSON.stringify({ approvals: [entry] }, null, 2))
}

const approval = {
  rule: 'event-field-removed',
  coordinate: `${PLACED}#orderId`,
  reason: 'the subject says it already',
  author: 'libby',
  expires: '9999-12-31',
}

describe('schema:check', { timeout: 60_000 }, () => {
  test('of nothing changed passes: a schema against itself is clean', () => {
    const { status, stdout, stderr } = repository.run()
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^merge base with main \([0-9a-f]{9}\) → working tree\n/)
    expect(stdout).toContain('0 errors, 0 warnings, 0 notices: passed')
  })

  test('of a break fails, with the rule and the place', () => {
    breakPlaced()
    const { status, stdout } = repository.run('--base', 'main')
    expect(status).toBe(1)
    expect(stdout).toContain(`orderId of ${PLACED} is not sent any more`)
    expect(stdout).toContain('subgraphs/shop/events.ts:2:3 in the base')
  })

  test('compares with where the branch left main, not with what main became', async () => {
    repository.git('checkout', '--quiet', '-b', 'topic')
    const world = smallWorld()
    reshape(world, PLACED, { count: z.int() })
    repository.git('checkout', '--quiet', 'main')
    repository.put(world)
    repository.commit('main goes on')
    try {
      repository.git('checkout', '--quiet', 'topic')
      expect((await repository.check()).stdout).toContain('0 errors, 0 warnings, 0 notices')
      expect((await repository.check('--base', 'main')).status).toBe(1)
    } finally {
      repository.git('checkout', '--quiet', 'main')
      repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    }
  })

  test('compares two revisions without a checkout', async () => {
    breakPlaced()
    repository.commit('a break')
    try {
      repository.put(smallWorld())
      expect((await repository.check('--base', 'HEAD~1', '--head', 'HEAD')).status).toBe(1)
      expect((await repository.check('--base', 'HEAD~1')).status).toBe(0)
    } finally {
      repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    }
  })

  test('of an approved break passes and shows who approved it', async () => {
    breakPlaced()
    approve(approval)
    const { status, stdout } = await repository.check()
    expect(status).toBe(0)
    expect(stdout).toContain('approved by libby until 9999-12-31: the subject says it already')
  })

  test('of a break whose approval has expired fails and says both', async () => {
    breakPlaced()
    approve({ ...approval, expires: '2020-01-01' })
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(stdout).toContain('expired on 2020-01-01 [approval-expired]')
  })

  test('of several changes at once tells each: schema, events and style', async () => {
    const world = smallWorld()
    reshape(world, PLACED, { orderId: undefined })
    expectAnew(world, 'mail', PLACED, { address: z.string() })
    world.files['subgraphs/board/schema.graphql'] += '\nextend type BoardRow {\n  speed: Int\n}\n'
    repository.put(world)
    const { status, stdout } = await repository.check('--format', 'json')
    expect(status).toBe(1)
    const { findings } = z.object({ findings: z.array(z.object({ rule: z.string() })) }).parse(JSON.parse(stdout))
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'event-field-unfed',
        'event-field-removed',
        'event-misreads-yesterday',
        'lint-description-missing',
      ]),
    )
  })

  test('writes several forms at once: one to standard output, the others to files', async () => {
    breakPlaced()
    const sarif = join(repository.root, 'out', 'check.sarif')
    const { status, stdout } = await repository.check('--format', 'github', '--format', `sarif=${sarif}`)
    expect(status).toBe(1)
    expect(stdout).toContain('::error file=subgraphs/shop/events.ts,title=event-field-removed::')
    expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' })
  })
})

describe('help', { timeout: 60_000 }, () => {
  test('explains the command, the rules and each of them', async () => {
    expect(await repository.check('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Exit code: 0 fine'),
    })
    repository.write('supergraph-check.json', '{"contracts": {"partner": {"includeTags": ["public"]}}}')
    const list = (await repository.check('--help', 'rules')).stdout
    for (const rule of Object.keys(rules)) expect(list).toContain(rule)
    repository.remove('supergraph-check.json')
    const fewer = (await repository.check('--help', 'rules')).stdout
    expect(fewer).not.toContain('contract-')
    expect(fewer).toContain('4 rules more cannot tell anything here')
    const { stdout } = await repository.check('--help', 'event-unread')
    expect(stdout).toContain('event-unread (events): error, fails the check')
    expect(stdout).toContain(`What to do: ${rules['event-unread'].fix}`)
    expect((await repository.check('--help', 'approvals')).stdout).toMatch(/"expires"[^]*at least 10 characters/)
    expect((await repository.check('init', '--help')).stdout).toContain('Usage: supergraph-check init')
  })
})

describe('arguments that cannot be used end with 3 and a sentence', { timeout: 60_000 }, () => {
  test.each([
    [['--formt', 'text'], "Unknown option '--formt'"],
    [['--format', 'xml'], '--format is "xml"; expected text, json, sarif, github, junit, markdown'],
    [['--format', 'sarif='], '--format sarif= names no file'],
    [['--format', 'json', '--format', 'text'], 'Only one --format can go to standard output'],
    [['now'], '"now" is not understood'],
    [['--help', 'event-unred'], 'did you mean event-unread'],
    [['--help', 'event-unread', 'lint-naming'], '--help takes one rule at a time'],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await repository.check(...args)
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a schema that does not parse is told as any error, in every format', { timeout: 60_000 }, () => {
  const SHOP = 'subgraphs/shop/schema.graphql'

  test.each([
    ['type Query {\n  order(: ID\n}\n', 2, 9, 'Syntax Error: Expected Name, found ":".'],
    ['type Query {', 1, 13, 'Syntax Error: Expected Name, found <EOF>.'],
    ['type Query {\n\n', 1, 13, 'Syntax Error: Expected Name, found <EOF>.'],
    ['', 1, 1, 'Syntax Error: Unexpected <EOF>.'],
  ])('%j', async (text, line, column, message) => {
    repository.write(SHOP, text)
    const files = Object.fromEntries(
      ['sarif', 'junit', 'markdown', 'json'].map((one) => [one, join(repository.root, `x.${one}`)]),
    )
    const also = Object.entries(files).flatMap(([format, file]) => ['--format', `${format}=${file}`])
    const { status, stdout, stderr } = await repository.check('--format', 'github', ...also)
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain(`::error file=${SHOP},line=${line},col=${column}`)
    for (const file of Object.values(files)) expect(readFileSync(file, 'utf8')).toContain('schema-invalid')
    const { findings } = JSON.parse(readFileSync(files['json'] ?? '', 'utf8')) as { findings: { severity: string }[] }
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        rule: 'schema-invalid',
        message: `in shop, ${message}`,
        location: { file: SHOP, line, column },
      }),
    ])
  })

  test('and nobody can approve it', async () => {
    repository.write(SHOP, 'type Query {')
    const approval = { rule: 'schema-invalid', coordinate: 'shop', reason: 'it is only a draft', author: 'libby' }
    repository.write(APPROVALS, JSON.stringify({ approvals: [{ ...approval, expires: '2999-12-31' }] }))
    expect((await repository.check()).status).toBe(1)
  })
})

describe('what cannot be checked ends with 2 and a sentence that says what to do', { timeout: 60_000 }, () => {
  const cannot = async (message: RegExp, ...args: readonly string[]) => {
    const { status, stdout, stderr } = await repository.check(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('    at ')
  }

  test('a base that does not exist', async () => {
    await cannot(/^There is no revision "nowhere" here\. Give --base a branch, tag or commit/, '--base', 'nowhere')
    await cannot(/^There is no revision "--upload-pack=x" here/, '--base=--upload-pack=x')
  })

  test('a folder that is no repository, or is not there', async () => {
    const elsewhere = join(repository.root, 'elsewhere')
    expect(existsSync(elsewhere)).toBe(false)
    await cannot(/^There is no folder .*elsewhere\. Correct --root\./, '--root', elsewhere)
  })

  test('a report that has no place', async () => {
    const folder = `sarif=${join(repository.root, 'subgraphs')}`
    await cannot(/subgraphs cannot be written: Error: EISDIR.* Correct --format sarif=\./, '--format', folder)
  })

  test('no subgraph at all', async () => {
    repository.remove('subgraphs/shop/schema.graphql')
    repository.remove('subgraphs/board/schema.graphql')
    await cannot(/^No schema of a subgraph is in working tree: /)
  })

  test('a snapshot of events that is broken', async () => {
    repository.write('schema/events.json', '{"format": 2}')
    await cannot(/^schema\/events\.json in working tree is no event catalogue .* Generate it anew and commit it\./)
  })

  test('an approvals file that is broken', async () => {
    repository.write(APPROVALS, '{"approvals": [{"rule": "all"}]}')
    await cannot(/^schema\/approvals\.json cannot be used:\n {2}approval 1: rule "all" is no rule/)
    repository.write(APPROVALS, '{')
    await cannot(/^schema\/approvals\.json is no JSON/)
  })

  test('a configuration that is broken, or that was named and is not there', async () => {
    repository.write('supergraph-check.json', '{"subgraph": "x"}')
    await cannot(/^supergraph-check\.json cannot be used:\n.*Unrecognized key: "subgraph"/)
    await cannot(/^There is no other\.json in working tree\. Correct --config\./, '--config', 'other.json')
  })

  test('code that cannot be run', () => {
    const cannotRun = (message: RegExp) => {
      const { status, stdout, stderr } = repository.run()
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toMatch(message)
      expect(stderr).not.toContain('    at ')
    }
    repository.write('supergraph-check.json', CODE)
    repository.write('schema/event-contracts.ts', 'export const eventCatalogue = 1\n')
    cannotRun(/^schema\/event-contracts\.ts exports no function eventCatalogue\./)
    repository.write('schema/event-contracts.ts', 'throw new Error("not today")\n')
    cannotRun(/^schema\/event-contracts\.ts cannot be run, so nobody knows what is published: not today\./)
  })
})

describe('a snapshot that nobody generated', { timeout: 60_000 }, () => {
  test('fails, and what is compared is what the code says', () => {
    const world = smallWorld()
    reshape(world, PLACED, { orderId: undefined })
    const text = JSON.stringify(world.events)
    repository.write('supergraph-check.json', CODE)
    repository.write('schema/event-contracts.ts', `export const eventCatalogue = () => (${text})\n`)
    const { status, stdout } = repository.run()
    expect(status).toBe(1)
    expect(stdout).toContain('schema/events.json is not what the code says [event-snapshot-stale]')
    expect(stdout).toContain(`orderId of ${PLACED} is not sent any more`)
  })
})
