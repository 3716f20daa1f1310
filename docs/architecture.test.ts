import { isEnumType, buildASTSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { SUBGRAPHS, type Subgraph } from '../subgraphs/subgraphs.ts'
import { doorsOf as doors, storms, type Catalogue } from './generate/architecture-tables.ts'
import { aggregateLanguages } from './generate/language.ts'
import { filesOf, read } from './generate/sources.ts'

const catalogue = JSON.parse(read('schema/events.json')) as Catalogue
const { events, expectations } = catalogue
const nameOf = (type: string) => type.split('.')[2] ?? ''
const importsOf = (file: string) =>
  [...read(file).matchAll(/^(?:import|\} from) ?.*?from '([^']+)'/gm)].map(([, from = '']) => from)
const doorsOf = (subgraph: Subgraph) => doors(subgraph, catalogue)
const aggregates = aggregateLanguages()
const storm = storms()

/** Who looked is written down, and nothing happens to whom they looked at. */
const NOTHING_HAPPENS = ['viewMemberHistory']

describe('C1 the event-storming tables', () => {
  test('have a row for each command, and nobody’s is missing: somebody tells it, and it may lead to something', () => {
    expect(storm.map(({ command }) => command)).toEqual(
      aggregates.flatMap(({ commands }) => commands.map(({ name }) => name)),
    )
    expect(storm.length).toBeGreaterThan(40)
    expect(storm.filter(({ tellers, events }) => tellers.length === 0 || events.length === 0)).toEqual([])
  })

  test('have each event of each aggregate in them, and each event that is published has its command', () => {
    for (const { name, events } of aggregates) {
      const found = new Set(storm.flatMap((row) => (row.aggregate.name === name ? row.events : [])))
      expect([...found].sort(), name).toEqual([...events].sort())
    }
    // In the history they have names of their own (payment-aggregate.ts of payment, rental-aggregate.ts of rent).
    const said = new Set([...storm.flatMap((row) => row.events), 'PayVoided', 'PayUntilRaised'])
    expect(events.filter(({ type }) => !said.has(nameOf(type)))).toEqual([])
  })

  test('have a mutation of the schema behind each that a person says', () => {
    const told = new Set(storm.flatMap(({ tellers }) => tellers))
    for (const subgraph of ['book', 'rent', 'payment'] as const) {
      for (const mutation of doorsOf(subgraph).mutations.filter((name) => !NOTHING_HAPPENS.includes(name))) {
        const file = mutation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        const path = `subgraphs/${subgraph}/mutations/${file}.ts`
        // One that does many of another's does them by that one's door.
        const byOthers = importsOf(path).map((from) => from.replace('./', `subgraphs/${subgraph}/mutations/`))
        expect(
          [path, ...byOthers].filter((door) => told.has(door)),
          mutation,
        ).not.toEqual([])
      }
    }
  })

  test('C2 name no policy for an event that nobody says', () => {
    const said = new Set(events.map(({ type }) => type))
    expect(expectations.filter(({ type }) => !said.has(type))).toEqual([])
  })
})

describe('C13 the hexagons', () => {
  test('C5a of six subgraphs: each has entrances; those on whom something hangs say something', () => {
    expect(filesOf('subgraphs/*/main.ts').map((file) => file.split('/')[1])).toEqual([...SUBGRAPHS].sort())
    for (const subgraph of SUBGRAPHS) {
      const { queries, policies, events } = doorsOf(subgraph)
      expect(Math.min(queries.length, policies.length), subgraph).toBeGreaterThan(0)
      expect(events.length > 0, subgraph).toBe(!['dashboard', 'notice'].includes(subgraph))
    }
  })

  test('a service waits at the other end of each client', () => {
    expect(doorsOf('rent').clients).toEqual(['payment (waits)'])
    expect(doorsOf('payment').clients[0]).toBe('points (waits)')
    expect(SUBGRAPHS.flatMap((subgraph) => doorsOf(subgraph).services)).toEqual([
      'pay',
      'lockRevocation',
      'spendPoints',
    ])
  })
})

describe('the domain', () => {
  test.each(aggregates)(
    'C14 $subgraph/$name knows no adapter: its files know each other and the decider',
    ({ folder }) => {
      for (const file of ['language', 'state', 'decide'].map((name) => `${folder}/${name}.ts`)) {
        const others = importsOf(file).filter((from) => !/^\.\/[\w-]+\.ts$|^@ebook\/chassis\/decider$/.test(from))
        expect(others, file).toEqual([])
      }
    },
  )

  test.each(aggregates)('C15 $subgraph/$name is loaded and saved in one file', ({ folder, name }) => {
    const aggregate = read(`${folder}-aggregate.ts`)
    expect(aggregate).toMatch(/\bload\b/)
    expect(aggregate).toMatch(/\bsave\b/)
    expect(
      filesOf(`${folder}/*.ts`).filter((file) => /kysely/.test(read(file))),
      name,
    ).toEqual([])
  })

  test('C16 one aggregate is told by mutations, by a service of NATS, by events and by timers', () => {
    const kinds = new Set(
      storm
        .filter(({ aggregate }) => aggregate.name === 'payment')
        .flatMap(({ tellers }) => tellers.map((file) => file.split('/')[2])),
    )
    expect([...kinds]).toEqual(expect.arrayContaining(['mutations', 'services', 'policies']))
    expect(read('subgraphs/payment/timers/settle.ts')).toContain('settleRefund')
  })

  test('C17 speaks the words of the glossary: every event and every state of the API stands in docs/domain.md', () => {
    const page = read('docs/domain.md')
    const schema = buildASTSchema(parse(read('subgraphs/rent/schema.graphql')), { assumeValidSDL: true })
    const states = Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .filter(({ name }) => /Status$|State$/.test(name))
      .flatMap((type) => type.getValues().map(({ name }) => name))
    expect(states).toEqual(expect.arrayContaining(['RENTED', 'PAID', 'APPROVED', 'CANCELING']))
    const words = [...states, ...events.map(({ type }) => nameOf(type))]
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(page))).toEqual([])
  })
})

describe('contexts', () => {
  test('C6 C26 each keeps its own: PostgreSQL for those who write, SQLite for the dashboard, and no table of another', () => {
    for (const subgraph of SUBGRAPHS) {
      const sources = filesOf(`subgraphs/${subgraph}/**/*.ts`).filter((file) => !/\.test\.ts$|\/testing\//.test(file))
      const uses = (what: RegExp) => sources.some((file) => importsOf(file).some((from) => what.test(from)))
      expect(
        { postgres: uses(/^@ebook\/chassis\/writing-subgraph$/), sqlite: uses(/^node:sqlite$/) },
        subgraph,
      ).toEqual({
        postgres: subgraph !== 'dashboard',
        sqlite: subgraph === 'dashboard',
      })
    }
  })

  test('C11 promotion came without touching the databases of the others: none of them has a table or column for points', () => {
    const tables = filesOf('subgraphs/{book,rent,payment}/migrations/*.ts').map(read).join('\n')
    expect(tables).not.toMatch(/promotion_|point_account|promo_/)
  })

  test('C11 notice came without touching the databases of the others: none of them has a table or column for what is told', () => {
    const tables = filesOf('subgraphs/{book,rent,payment,promotion}/migrations/*.ts').map(read).join('\n')
    expect(tables).not.toMatch(/notice|notif|deliver|e_?mail|contact/i)
  })
})
