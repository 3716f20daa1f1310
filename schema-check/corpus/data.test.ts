import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { misfits } from '../events/fits.ts'
import type { JsonSchema } from '../events/json-schema.ts'
import { plainSchema } from '../events/plain-schema.ts'

type Row = readonly [name: string, sent: JsonSchema, read: JsonSchema, misfit: string]

function casesOf<T>(file: string): readonly T[] {
  return parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as readonly T[]
}

test.each(casesOf<Row>('json-schema.yaml'))('%s', (_, sent, read, misfit) => {
  const kinds = new Set(misfits(sent, read).map(({ kind }) => kind))
  expect([...kinds].join() || 'none').toBe(misfit)
})

test.each(casesOf<readonly [name: string, sent: unknown, read: unknown, misfits: string]>('avro.yaml'))(
  'Avro: %s',
  (_, sent, read, expected) => {
    const told = misfits({ avro: sent }, { avro: read }).map(({ kind, path }) => `${kind} ${path}`.trim())
    expect(told.join() || 'none').toBe(expected)
  },
)

type Malformed = readonly [name: string, schema: JsonSchema, place: string]

test.each(casesOf<Malformed>('json-schema-malformed.yaml'))(
  'the place is told where a schema is none: %s',
  (_, schema, place) => {
    expect(misfits(schema, { type: 'string' })).toMatchObject(malformed('what is sent', place))
    expect(misfits({ type: 'string' }, schema)).toMatchObject(malformed('what is expected', place))
    expect(() => plainSchema(schema)).not.toThrow()
  },
)

test.each(casesOf<Malformed>('avro-malformed.yaml'))('the place is told where Avro is none: %s', (_, avro, place) => {
  expect(misfits({ avro }, { avro: 'string' })).toMatchObject(malformed('what is sent', place))
  expect(misfits({ avro: 'string' }, { avro })).toMatchObject(malformed('what is expected', place))
})

function malformed(whose: string, place: string): object[] {
  return [{ kind: 'unknown', message: expect.stringContaining(`because of ${whose} ${place} is `) as string }]
}
