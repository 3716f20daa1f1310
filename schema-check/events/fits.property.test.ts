import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { misfits } from './fits.ts'
import type { JsonSchema } from './json-schema.ts'

const ajv = new Ajv2020({ strict: false, logger: false })
addFormats.default(ajv)

/** A schema with a generator of values that it allows: another judge than the comparison itself. */
interface Case {
  readonly schema: JsonSchema
  readonly values: fc.Arbitrary<unknown>
}

const range = fc
  .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 3 }))
  .map(([minimum, width]): Case => {
    const maximum = minimum + width
    return { schema: { type: 'integer', minimum, maximum }, values: fc.integer({ min: minimum, max: maximum }) }
  })
const choice = fc
  .subarray(['A', 'B', 'C', 'D'], { minLength: 1 })
  .map((values): Case => ({ schema: { type: 'string', enum: values }, values: fc.constantFrom(...values) }))
const text = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })).map(([minLength, more]): Case => {
  const maxLength = minLength + more
  return {
    schema: { type: 'string', minLength, maxLength },
    values: fc.string({ minLength, maxLength, unit: 'grapheme-ascii' }),
  }
})
const like = fc
  .constantFrom('^a', 'b$', '^[ab]+$', '^[a-c]{2}$', '^c{2,}$', '^(a|bc)*$')
  .map((pattern): Case => ({ schema: { type: 'string', pattern }, values: fc.stringMatching(new RegExp(pattern)) }))
const steps = fc.constantFrom(2, 3, 6).map((multipleOf): Case => {
  const values = fc.integer({ min: -9, max: 9 }).map((times) => times * multipleOf)
  return { schema: { type: 'integer', multipleOf }, values }
})
const single = fc.oneof(
  range,
  choice,
  text,
  like,
  steps,
  fc.constant<Case>({ schema: { type: 'boolean' }, values: fc.boolean() }),
  fc.constant<Case>({ schema: { type: 'string', format: 'uuid' }, values: fc.uuid() }),
)

const { anyCase } = fc.letrec<{ anyCase: Case }>((tie) => ({
  anyCase: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    single,
    tie('anyCase').map(({ schema, values }): Case => ({
      schema: { anyOf: [schema, { type: 'null' }] },
      values: fc.oneof(values, fc.constant(null)),
    })),
    // Its values may be of two branches: those are none of its own.
    fc.tuple(tie('anyCase'), tie('anyCase')).map(([one, other]): Case => ({
      schema: { oneOf: [one.schema, other.schema] },
      values: fc.oneof(one.values, other.values),
    })),
    tie('anyCase').map(({ schema, values }): Case => ({
      schema: { type: 'array', items: schema },
      values: fc.array(values, { maxLength: 3 }),
    })),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(tie('anyCase'), fc.boolean()), { maxKeys: 3 })
      .map((fields): Case => {
        const entries = Object.entries(fields)
        const required = entries.flatMap(([name, [, always]]) => (always ? [name] : []))
        return {
          schema: {
            type: 'object',
            properties: Object.fromEntries(entries.map(([name, [one]]) => [name, one.schema])),
            required,
          },
          values: fc.record(Object.fromEntries(entries.map(([name, [one]]) => [name, one.values])), {
            requiredKeys: required,
          }),
        }
      }),
  ),
}))

describe('whatever is sent and whatever is read', () => {
  test('a schema reads what it sends', () => {
    fc.assert(
      fc.property(anyCase, ({ schema }) => {
        expect(misfits(schema, schema)).toEqual([])
      }),
    )
  })

  test('what fits is read: no value of the sender is refused', () => {
    let fitting = 0
    fc.assert(
      fc.property(anyCase, anyCase, fc.gen(), (sent, read, generate) => {
        if (misfits(sent.schema, read.schema).length > 0) return
        fitting += 1
        const [sends, accepts] = [ajv.compile(sent.schema), ajv.compile(read.schema)]
        for (let times = 0; times < 5; times += 1) {
          const value = generate(() => sent.values)
          if (!sends(value)) continue
          expect(accepts(value), JSON.stringify({ sent: sent.schema, read: read.schema, value })).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(fitting).toBeGreaterThan(20)
  })

  test('what a reader asks less of still fits', () => {
    fc.assert(
      fc.property(anyCase, ({ schema }) => {
        expect(misfits(schema, { ...schema, required: [] })).toEqual([])
        expect(misfits(schema, { anyOf: [schema, { type: 'null' }] })).toEqual([])
        expect(misfits(schema, {})).toEqual([])
      }),
    )
  })
})
