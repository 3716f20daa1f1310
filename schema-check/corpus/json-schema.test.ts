import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { misfits } from '../events/fits.ts'
import type { JsonSchema } from '../events/json-schema.ts'

type Row = readonly [name: string, sent: JsonSchema, read: JsonSchema, misfit: string]
const rows = parse(readFileSync(join(import.meta.dirname, 'json-schema.yaml'), 'utf8')) as readonly Row[]

test.each(rows)('%s', (_, sent, read, misfit) => {
  const kinds = new Set(misfits(sent, read).map(({ kind }) => kind))
  expect([...kinds].join() || 'none').toBe(misfit)
})
