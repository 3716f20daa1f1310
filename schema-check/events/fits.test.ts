import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { misfits } from './fits.ts'
import { wireSchema, type JsonSchema } from './json-schema.ts'

const kinds = (sent: z.ZodType, read: z.ZodType) =>
  misfits(wireSchema(sent), wireSchema(read)).map(({ kind, path }) => `${kind} ${path}`.trim())

describe('what the sender may send and the reader accepts', () => {
  const id = z.object({ id: z.uuid() })

  test.each([
    ['the same', id, id],
    ['a field more than the reader asks for', z.object({ id: z.uuid(), more: z.string() }), id],
    ['a field that the reader can do without', id, z.object({ id: z.uuid(), more: z.string().optional() })],
    ['a record of anything reads every object', id, z.record(z.string(), z.unknown())],
    ['a uuid where text is asked for', id, z.object({ id: z.string().min(1) })],
    ['one value of the ones the reader knows', z.literal('A'), z.enum(['A', 'B'])],
    ['an instant in UTC where any offset is read', z.iso.datetime(), z.iso.datetime({ offset: true })],
    ['a positive number where none may be negative', z.int().positive(), z.int().nonnegative()],
    ['at least one where a positive number is read', z.int().min(1), z.int().positive()],
    ['an integer where a number is read', z.int(), z.number()],
    ['a value where null is read too', z.uuid(), z.uuid().nullable()],
    ['what the reader transforms', z.iso.datetime(), z.iso.datetime().transform((text) => new Date(text))],
    ['a union inside a wider union', z.union([z.string(), z.int()]), z.union([z.int(), z.boolean(), z.string()])],
    ['list in list', z.array(z.array(z.uuid())), z.array(z.array(z.string()))],
  ])('fits: %s', (_, sent, read) => expect(kinds(sent, read)).toEqual([]))

  test.each([
    ['what is not sent', z.object({}), id, ['absent id']],
    ['what may be left out', z.object({ id: z.uuid().optional() }), id, ['optional id']],
    ['another type', z.object({ id: z.int() }), id, ['type id']],
    ['what may be null', z.object({ id: z.uuid().nullable() }), id, ['type id']],
    ['any text where a uuid is read', z.object({ id: z.string() }), id, ['bound id']],
    ['a value that is not known', z.enum(['A', 'B', 'C']), z.enum(['A', 'B']), ['value']],
    ['any text where values are known', z.string(), z.enum(['A', 'B']), ['value']],
    ['an empty text', z.object({ id: z.string() }), z.object({ id: z.string().min(1) }), ['bound id']],
    ['an offset where UTC is read', z.iso.datetime({ offset: true }), z.iso.datetime(), ['bound']],
    ['zero where a positive number is read', z.int().nonnegative(), z.int().positive(), ['bound']],
    ['a fraction where an integer is read', z.number(), z.int(), ['type']],
    ['a field that a strict reader does not know', id, z.strictObject({}), ['closed id']],
    ['inside a list', z.array(z.object({ n: z.string() })), z.array(z.object({ n: z.int() })), ['type [].n']],
    ['a shorter list', z.array(z.int()), z.array(z.int()).min(1), ['bound']],
    ['a narrower pattern', z.string().regex(/^a+$/), z.string().regex(/^a{1,9}$/), ['bound']],
    ['patterns that cannot be compared', z.string().regex(/^(?=a)/), z.string().regex(/^(?=b)/), ['unknown']],
    ['a multiple that is not promised', z.int(), z.int().multipleOf(5), ['bound']],
  ])('does not fit: %s', (_, sent, read, expected) => expect(kinds(sent, read)).toEqual(expected))

  test('says it in words', () => {
    const sent = wireSchema(z.object({ paymentId: z.uuid().nullable(), state: z.enum(['NEW', 'OLD']) }))
    const read = wireSchema(z.object({ paymentId: z.uuid(), state: z.enum(['OLD']) }))
    expect(misfits(sent, read)).toMatchObject([
      { path: 'paymentId', message: 'may be null; uuid is expected' },
      { path: 'state', message: 'may be "NEW"; "OLD" is expected' },
    ])
  })

  test('tells of a union by the alternative that a field’s value means (A3)', () => {
    const of = (second: z.ZodType) =>
      wireSchema(
        z.discriminatedUnion('k', [
          z.object({ k: z.literal('a'), v: z.string() }),
          z.object({ k: z.literal('b'), v: second }),
        ]),
      )
    expect(misfits(of(z.string()), of(z.int()))).toEqual([
      { kind: 'type', path: 'v', message: 'where k is "b" may be string; integer is expected' },
    ])
    expect(misfits(of(z.int()), of(z.int().optional()))).toEqual([])
  })
})

describe('JSON Schema as others write it', () => {
  const object = (name: string, field: JsonSchema | boolean): JsonSchema => ({
    type: 'object',
    properties: { [name]: field as JsonSchema },
    required: [name],
  })
  const again: JsonSchema = { $ref: '#/$defs/Tree', $defs: { Tree: object('left', { $ref: '#/$defs/Tree' }) } }

  const same: readonly (readonly [name: string, one: JsonSchema, other: JsonSchema])[] = [
    ['const and enum', { const: 'A' }, { type: 'string', enum: ['A'] }],
    ['values without a type', { enum: ['A', 1, null] }, { anyOf: [{ const: 1 }, { type: 'null' }, { const: 'A' }] }],
    [
      'a union of values and an enum',
      { type: 'string', enum: ['A', 'B'] },
      { oneOf: [{ const: 'B' }, { const: 'A' }] },
    ],
    ['a boolean and both its values', { type: 'boolean' }, { enum: [true, false] }],
    ['types in a list and a union', { type: ['string', 'null'] }, { anyOf: [{ type: 'null' }, { type: 'string' }] }],
    ['OpenAPI’s null', { type: 'string', nullable: true }, { type: ['null', 'string'] }],
    [
      'limits of draft 4',
      { type: 'number', minimum: 1, exclusiveMinimum: true as never },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      'limits of integers',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    ['a whole number', { type: 'number', multipleOf: 1 }, { type: 'integer' }],
    ['anything', object('a', true), object('a', {})],
    ['no further item', { type: 'array', items: false as never }, { type: 'array', maxItems: 0 }],
    [
      'places in a list, as draft 7 has them',
      { type: 'array', items: [{ type: 'string' }] as never, additionalItems: false },
      { type: 'array', prefixItems: [{ type: 'string' }], maxItems: 1 },
    ],
    [
      'a reference and what it says',
      { $ref: '#/definitions/Id', definitions: { Id: { type: 'string', format: 'uuid' } } },
      { type: 'string', format: 'uuid' },
    ],
    ['what refers to itself', again, structuredClone(again)],
    [
      'parts and the whole',
      { allOf: [object('a', { type: 'string' }), object('b', { type: 'integer' })] },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['b', 'a'] },
    ],
    [
      'a pattern with escapes that change nothing',
      { type: 'string', pattern: '^a\\-b\\/c$' },
      { type: 'string', pattern: '^a-b/c$' },
    ],
    [
      'words that only explain',
      { type: 'string', title: 'T', $comment: 'c', examples: ['x'], 'x-own': 1 },
      { type: 'string' },
    ],
    [
      'properties without a type',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
  ]
  test.each(same)('%s mean the same', (_, one, other) => {
    expect(misfits(one, other)).toEqual([])
    expect(misfits(other, one)).toEqual([])
  })

  const narrower: readonly (readonly [name: string, sent: JsonSchema, read: JsonSchema, kind: string])[] = [
    ['a limit that is exclusive', { type: 'number', minimum: 5 }, { type: 'number', exclusiveMinimum: 5 }, 'bound'],
    [
      'both kinds of a limit',
      { type: 'integer', minimum: 3 },
      { type: 'integer', minimum: 1, exclusiveMinimum: 5 },
      'bound',
    ],
    [
      'an upper limit that is exclusive',
      { type: 'number', maximum: 9 },
      { type: 'number', exclusiveMaximum: 9 },
      'bound',
    ],
    ['another multiple', { type: 'number', multipleOf: 5 }, { type: 'number', multipleOf: 10 }, 'bound'],
    ['nothing at all', object('a', { type: 'string' }), object('a', false), 'type'],
    ['an item twice', { type: 'array' }, { type: 'array', uniqueItems: true }, 'bound'],
    ['a longer list', { type: 'array', items: { type: 'string' } }, { type: 'array', items: false as never }, 'bound'],
    ['fewer fields', { type: 'object', properties: { a: {} } }, { type: 'object', minProperties: 1 }, 'bound'],
    [
      'any name',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', propertyNames: { pattern: '^[a-z]+$' } },
      'bound',
    ],
    [
      'names that a closed reader does not know',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: false },
      'closed',
    ],
    ['a part of allOf', { type: 'string' }, { allOf: [{ type: 'string' }, { minLength: 2 }] }, 'bound'],
    ['a value of several', { enum: ['A', 'B', 'C'] }, { anyOf: [{ const: 'A' }, { const: 'B' }] }, 'value'],
    ['a pattern that only older readers take', { type: 'string' }, { type: 'string', pattern: '^\\_a\\-$' }, 'bound'],
    ['a pattern that is none', { type: 'string' }, { type: 'string', pattern: '(' }, 'bound'],
  ]
  test.each(narrower)('a reader that is narrower is told: %s', (_, sent, read, kind) => {
    expect(misfits(sent, read).map((one) => one.kind)).toEqual([kind])
    expect(misfits(read, sent)).toEqual([])
  })
})

test('values are compared in as much time as there are of them', () => {
  const values = Array.from({ length: 50_000 }, (_, index) => `v${index}`)
  const found = misfits({ enum: values }, { enum: values.slice(100) })
  expect(found).toMatchObject([{ kind: 'value', path: '' }])
  expect(found[0]?.message).toMatch(/^may be "v0", .*, 50 more; "v100" \| .* \| 49850 more is expected$/)
  const union = { oneOf: values.map((one) => ({ const: one })) }
  expect(misfits({ enum: values }, union)).toEqual([])
  expect(misfits({ enum: [...values, 'w'] }, union)).toMatchObject([{ kind: 'value' }])
})
