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

type Malformed = readonly [name: string, schema: JsonSchema, place: string]

test.each(casesOf<Malformed>('json-schema-malformed.yaml'))(
  'the place is told where a schema is none: %s',
  (_, schema, place) => {
    const told = (whose: string) => [
      { kind: 'unknown', message: expect.stringContaining(`because of ${whose} ${place} is `) },
    ]
    expect(misfits(schema, { type: 'string' })).toMatchObject(told('what is sent'))
    expect(misfits({ type: 'string' }, schema)).toMatchObject(told('what is expected'))
    expect(() => plainSchema(schema)).not.toThrow()
  },
)
