import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readCatalogue } from '../schema-check/events/catalogue.ts'
import { checkEvents } from '../schema-check/events/check-events.ts'
import { OWNERS } from '../subgraphs/subgraphs.ts'
import { readSubgraphs, ROOT } from './compose.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const catalogue = readCatalogue(read('schema/events.json'), 'schema/events.json')
const page = read('docs/events.md')

test('every expectation is met, every event is owned and read or has a reason, every column is fed', () => {
  const subgraphs = readSubgraphs().map(({ name, path: file, sdl }) => ({ name, file, sdl }))
  const head = { rev: 'working tree', subgraphs, operations: [], unread: [], eventContracts: catalogue, read }
  expect(checkEvents(head, head)).toEqual([])
})

test('every aggregate that an event is of is in the list, at the one that publishes it', () => {
  expect(catalogue.events.filter(({ aggregate, owner }) => OWNERS[aggregate] !== owner)).toEqual([])
})

describe('docs/events.md', () => {
  test('has every event with each of its fields', () => {
    for (const { type, data } of catalogue.events) {
      const [, section = ''] = page.split(`### ${type}\n`)
      for (const field of Object.keys(data.properties ?? {}))
        expect(section.split('\n#')[0], type).toMatch(`| ${field} `)
    }
  })

  test('its links lead to its headings', () => {
    const anchors = new Set(
      [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      ),
    )
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
    expect(links).toHaveLength(catalogue.events.length)
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([])
  })
})

describe('docs/asyncapi.yaml', () => {
  const Reference = z.object({ $ref: z.string() })
  const Document = z.looseObject({
    asyncapi: z.literal('3.0.0'),
    channels: z.record(z.string(), z.looseObject({ address: z.string(), messages: z.record(z.string(), Reference) })),
    operations: z.record(z.string(), z.looseObject({ action: z.enum(['send', 'receive']), channel: Reference })),
    components: z.object({ schemas: z.record(z.string(), z.unknown()), messages: z.record(z.string(), z.unknown()) }),
  })
  const document = Document.parse(parse(read('docs/asyncapi.yaml')))

  test('has a channel per event, which its owner sends and its consumers receive', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(
      catalogue.events.map(({ type }) => `${type}.{aggregateId}`),
    )
    const actions = Object.values(document.operations).map(({ action }) => action)
    expect(actions.filter((action) => action === 'send')).toHaveLength(catalogue.events.length)
    expect(actions.filter((action) => action === 'receive')).toHaveLength(catalogue.expectations.length)
  })

  test('every reference leads somewhere', () => {
    const references: string[] = []
    JSON.stringify(document, (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') references.push(value)
      return value
    })
    expect(references.length).toBeGreaterThan(60)
    for (const reference of references) {
      const target = reference
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document)
      expect(target, reference).toBeDefined()
    }
  })
})
