import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printCatalogue } from './events/catalogue.ts'
import { SmallRepository } from './testing/small-repository.ts'
import { smallWorld } from './testing/small-world.ts'

const CONFIG = 'supergraph-check.json'
const SHOP = 'subgraphs/shop/schema.graphql'
const schema = '{"type": "object", "properties": {"id": {"type": "string"}}}'
const document = `asyncapi: 3.0.0
info: { title: shop, version: 1.0.0 }
channels:
  orders: { address: orders, messages: { placed: { name: placed, payload: ${schema} } } }
operations:
  place: { action: send, channel: { $ref: '#/channels/orders' } }
`

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
  for (const [file, text] of Object.entries(smallWorld().files)) repository.write(file, text)
})
afterEach(() => repository[Symbol.dispose]())

const configure = (config: object) => repository.write(CONFIG, JSON.stringify(config))
const removals = (stdout: string) => stdout.split('[event-type-removed]').length - 1

describe('all files of events are gone', { timeout: 60_000 }, () => {
  test('of a glob: every type is told as removed, and that nothing matches', async () => {
    configure({ events: 'events/*.json' })
    repository.write('events/placed.json', schema)
    repository.write('events/sent.json', schema)
    repository.commit('x')
    repository.remove('events/placed.json')
    repository.remove('events/sent.json')
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(removals(stdout)).toBe(2)
    expect(stdout).toContain('placed is not published any more; no consumer of it is known here')
    expect(stdout).toContain('"events/*.json" matches no file, so no event is read there [events-missing]')
  })

  test.each([
    ['asyncapi.yaml', 'with the word for it', true],
    ['asyncapi.yaml', 'and the word for it stays', false],
    ['schema/events.json', 'with the word for it', true],
  ])('%s is removed %s', async (file, _, unnamed) => {
    configure({ events: file })
    repository.write(file, file.endsWith('.json') ? printCatalogue(smallWorld().events) : document)
    repository.commit('x')
    repository.remove(file)
    if (unnamed) configure({})
    const { status, stdout } = await repository.check()
    expect(status).toBe(1)
    expect(removals(stdout)).toBeGreaterThan(0)
    expect(stdout.includes('[events-missing]')).toBe(!unnamed)
  })

  test('that no configuration named, and of one that is new in the same change', async () => {
    repository.write('asyncapi.yaml', document)
    repository.commit('x')
    repository.remove('asyncapi.yaml')
    expect(removals((await repository.check()).stdout)).toBe(1)
    configure({ lint: {} })
    expect(removals((await repository.check()).stdout)).toBe(1)
  })

  test('and were named by nobody before: they are compared by the name that they have now', async () => {
    configure({})
    repository.write('contracts/placed.json', schema)
    repository.commit('x')
    configure({ events: 'contracts/*.json' })
    repository.write('contracts/placed.json', '{"type": "object", "properties": {"id": {"type": "integer"}}}')
    expect((await repository.check()).stdout).toContain('[event-field-type-changed]')
  })

  test('but one of a folder: the other is called as before', async () => {
    configure({ events: './events/**/*.json' })
    repository.write('events/orders/placed.json', schema)
    repository.write('events/mail/sent.json', schema)
    repository.commit('x')
    repository.remove('events/mail/sent.json')
    const { stdout } = await repository.check()
    expect(removals(stdout)).toBe(1)
    expect(stdout).toContain('mail.sent is not published any more')
  })
})

describe('a subgraph that the configuration names and that has no file', { timeout: 60_000 }, () => {
  test.each<[string, unknown]>([
    ['catalog', { shop: SHOP, catalog: 'catalog/*.graphql' }],
    [
      'catalog',
      [
        { name: 'shop', schema: SHOP },
        { name: 'catalog', schema: 'catalog/*.graphql' },
      ],
    ],
    ['catalog/*.graphql', [SHOP, 'catalog/*.graphql']],
  ])('is told: %s', async (what, subgraphs) => {
    configure({ subgraphs })
    repository.commit('x')
    const { stdout } = await repository.check()
    expect(stdout).toContain(`"${what}" matches no file, so no subgraph is read there [subgraphs-missing]`)
  })
})

describe('a file that the configuration names and that is not there', { timeout: 60_000 }, () => {
  test.each(['code.ts', './deep/code.ts'])(
    'is an error where it is the module of the events: %s',
    async (eventModule) => {
      repository.commit('x')
      configure({ eventModule })
      const { status, stderr } = await repository.check()
      const where = `so nobody knows what is published. Correct "eventModule" in ${CONFIG}.`
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: `There is no ${eventModule} in working tree, ${where}\n`,
      })
    },
  )

  test('is told where it is that of the approvals', async () => {
    configure({ approvals: 'schema/aprovals.json' })
    repository.commit('x')
    const { status, stdout } = await repository.check()
    expect(status).toBe(0)
    expect(stdout).toContain('"schema/aprovals.json" matches no file, so no approval is read there [approvals-missing]')
  })

  test('is told where the list of another tool names it, and nobody named that list', async () => {
    for (const file of Object.keys(smallWorld().files)) repository.remove(file)
    repository.write('a/shop.graphql', smallWorld().files[SHOP] ?? '')
    repository.write(
      'supergraph.yaml',
      'subgraphs: {shop: {schema: {file: a/shop.graphql}}, mail: {schema: {file: b}}}',
    )
    repository.commit('x')
    const { stdout } = await repository.check()
    expect(stdout).toContain('"mail" matches no file, so no subgraph is read there [subgraphs-missing]')
  })
})
