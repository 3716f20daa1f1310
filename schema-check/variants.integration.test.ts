import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@tag"])\n'
const user = (email: string) => `${LINK}type Query { user: User }\ntype User { id: ID! phone: String ${email} }\n`
const config = {
  subgraphs: 'services/*/schema.graphql',
  operations: [],
  contracts: { partner: { excludeTags: ['internal'], operations: ['partner/*.graphql'] } },
  variants: { eu: { subgraphs: ['services/*/schema.graphql', 'eu/*/schema.graphql'], operations: ['eu/*.graphql'] } },
}

const repository = new SmallRepository()
const put = (settings: object) => repository.write('supergraph-check.json', JSON.stringify(settings))

beforeAll(() => {
  put(config)
  repository.write('services/users/schema.graphql', user('email: String'))
  repository.write('services/other/schema.graphql', `${LINK}type Query { other: Int @tag(name: "internal") }\n`)
  repository.write('eu/tax/schema.graphql', `${LINK}type Query { tax: Int vat: Int }\n`)
  repository.write('eu/page.graphql', 'query Tax { vat user { email } }\n')
  repository.write('partner/page.graphql', 'query Mine { user { email } }\n')
  repository.commit('a whole, a contract and a variant')
})
beforeEach(() => repository.git('reset', '--quiet', '--hard', 'main'))
afterAll(() => repository[Symbol.dispose]())

async function findings(...args: readonly string[]) {
  const { stdout, stderr } = await repository.check('--format', 'json', ...args)
  expect(stderr).toBe('')
  const {
    findings: all,
    checked,
  }: { findings: { rule: string; coordinate: string; variant?: string }[]; checked: object } = JSON.parse(stdout)
  const quiet = new Set(['rollout-order', 'composition-hint', 'subgraph-part-changed'])
  return {
    checked,
    told: all
      .filter(({ rule }) => !rule.startsWith('lint-') && !quiet.has(rule))
      .map(({ rule, coordinate, variant }) => [rule, coordinate, variant].join(' ').trim())
      .sort(),
  }
}

describe('in one run', { timeout: 60_000 }, () => {
  test('a contract and a variant are checked beside the whole, each told by its name', async () => {
    expect((await findings()).told).toEqual([])
    repository.write('services/users/schema.graphql', user('email: String @tag(name: "internal")'))
    repository.write('eu/tax/schema.graphql', `${LINK}type Query { tax: Int }\n`)
    const { told, checked } = await findings()
    expect(told).toEqual([
      'field-removed Query.vat eu',
      'field-removed User.email partner',
      'operation-broken Mine partner',
      'operation-broken Tax eu',
    ])
    expect(checked).toMatchObject({ subgraphs: 3, operations: 2 })
  })

  test('what breaks the whole is told once', async () => {
    repository.write('services/users/schema.graphql', user(''))
    expect((await findings()).told).toEqual([
      'field-removed User.email',
      'operation-broken Mine',
      'operation-broken Tax eu',
    ])
  })

  test('several supergraphs may have no whole', async () => {
    const eu = { subgraphs: 'eu/*/schema.graphql', operations: [] }
    const variants = { eu, world: { subgraphs: 'services/*/schema.graphql', operations: [] } }
    put({ variants })
    repository.git('checkout', '--quiet', '-b', 'apart')
    repository.commit('two supergraphs apart')
    try {
      put({ variants: { ...variants, eu: { ...eu, contracts: { open: { includeTags: ['public'] } } } } })
      repository.write('eu/tax/schema.graphql', `${LINK}type Query { tax: Int @tag(name: "public") }\n`)
      expect((await findings('--base', 'HEAD')).told).toEqual([
        'contract-added open eu/open',
        'field-removed Query.vat eu',
      ])
    } finally {
      repository.git('checkout', '--quiet', '--force', 'main')
    }
  })

  test('a supergraph that is gone from the configuration is told', async () => {
    const { variants, ...whole } = config
    put(whole)
    expect((await findings()).told).toEqual(['variant-removed eu eu'])
    expect((await repository.check()).status).toBe(1)
    put({ variants, subgraphs: [], operations: [] })
    expect((await findings()).told).toEqual(['variant-removed supergraph'])
  })

  test.each([
    [{ clients: 'stored' }, ['clients']],
    [{ variants: { eu: { ...config.variants.eu, clients: 'stored' } } }, ['clients eu']],
    [{ router: 'other' }, ['router']],
    [{ deprecatedForDays: 0 }, ['deprecatedForDays']],
    [{ eventsKeptForDays: 3 }, ['eventsKeptForDays']],
    [{ compositionDisagreement: 'off' }, ['compositionDisagreement']],
    [{ lint: { rules: { 'lint-naming': 'off' } } }, ['lint-naming']],
    [{ deprecatedForDays: 90, lint: { rules: { 'lint-naming': 'error' } } }, []],
  ])('what %j lets pass is told by its name beside what it lets pass', async (more, names) => {
    put({ ...config, ...more })
    expect((await findings()).told).toEqual(names.map((name) => `configuration-loosened ${name}`))
  })

  test('a base of which the configuration cannot be used is no measure of what is loosened, and that is told', async () => {
    repository.git('checkout', '--quiet', '-b', 'broken')
    put({ ...config, contracts: { partner: {} } })
    repository.commit('a contract that names no tag')
    try {
      put({ ...config, contracts: { partner: { excludeTags: ['q'] } } })
      expect((await findings('--base', 'HEAD')).told).toContain('configuration-loosened configuration')
    } finally {
      repository.git('checkout', '--quiet', '--force', 'main')
    }
  })

  test.each([
    [{ contracts: { partner: {} } }, /contracts\.partner/, /names no tag/],
    [{ contracts: { partner: { includeTags: ['a'], excludeTags: ['a'] } } }, /contracts\.partner/, /the same tag/],
    [{ contracts: { partner: { exclude: ['a'] } } }, /contracts\.partner/, /exclude/],
    [{ contracts: { 'a\n::error::b': { excludeTags: ['a'] } } }, /contracts/, /is no name/],
    [{ variants: { eu: { subgraph: 'x' } } }, /variants\.eu/, /subgraph/],
    [{ lint: { rules: { 'lint-nameing': 'off' } } }, /lint-nameing/, /no rule of style "lint-nameing"; .*--help rules/],
    [{ lint: { rules: { 'lint-naming': 'warn' } } }, /lint-naming/, /"off"\|"notice"\|"warning"\|"error"/],
  ])('%j is refused in words', async (wrong, where, why) => {
    put({ ...config, ...wrong })
    const { status, stderr } = await repository.check()
    expect(status).toBe(2)
    expect(stderr).toMatch(where)
    expect(stderr).toMatch(why)
  })
})
