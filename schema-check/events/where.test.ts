import { expect, test } from 'vitest'
import type { Sources } from '../finding.ts'
import { whereEvent } from './where.ts'

const sources = (text: string): Sources => ({
  rev: 'x',
  subgraphs: [],
  operations: [],
  unread: [],
  read: () => text,
})
const placeIn = (file: string, text: string, field?: string) => {
  const { line, column } = whereEvent(sources(text), file, 'order-placed', field)
  return [line, column]
}

const schema = {
  type: 'object',
  required: ['price', 'type'],
  properties: { type: { type: 'string' }, price: { type: 'integer' }, lines: { items: { properties: { price: {} } } } },
}

test('a property of a JSON Schema stands where it is declared, and one of another below it', () => {
  const text = JSON.stringify(schema, null, 2)
  const lineOf = (part: string) => text.split('\n').findIndex((line) => line.startsWith(part)) + 1
  expect(placeIn('events/order-placed.json', text, 'price')).toEqual([lineOf('    "price":'), 5])
  expect(placeIn('events/order-placed.json', text, 'type')).toEqual([lineOf('    "type":'), 5])
  expect(placeIn('events/order-placed.json', text, 'lines[].price')).toEqual([lineOf('          "price":'), 11])
  expect(placeIn('events/order-placed.json', JSON.stringify(schema), 'price')).toEqual([1, 85])
  expect(placeIn('events/order-placed.json', text)).toEqual([1, 1])
})

test('a property of a document of several types stands below its own type', () => {
  const text =
    'messages:\n  other:\n    properties:\n      price: {}\n  order-placed:\n    properties:\n      price: {}\n'
  expect(placeIn('asyncapi.yaml', text, 'price')).toEqual([7, 7])
  expect(placeIn('asyncapi.yaml', text, 'gone')).toEqual([6, 5])
})

test('a field of Avro stands where it says its name', () => {
  const fields = [
    { name: 'price-list', type: 'int' },
    { name: 'price', type: { type: 'record', name: 'P', fields: [{ name: 'type', type: 'int' }] } },
  ]
  const text = JSON.stringify({ type: 'record', name: 'order-placed', fields }, null, 2)
  const at = (line: string) => text.split('\n').findIndex((one) => one.trim() === line) + 1
  expect(placeIn('events/order-placed.avsc', text, 'price')).toEqual([at('"name": "price",'), 15])
  expect(placeIn('events/order-placed.avsc', text, 'gone')).toEqual([3, 1])
})
