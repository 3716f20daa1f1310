import { expect, test } from 'vitest'
import { publishedSchemas } from './published-schemas.ts'

interface Described {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
}

test('an editor says of every field of the configuration what it is', () => {
  const { properties = {} } = JSON.parse(publishedSchemas()['config.schema.json'] ?? '{}') as Described
  expect(Object.keys(properties)).toContain('contracts')
  expect(Object.keys(properties).filter((name) => !properties[name]?.description)).toEqual([])
})
