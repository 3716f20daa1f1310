import { matchesGlob, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventsOf, told, type Files } from '../testing/told-events.ts'
import { UnusableDocument } from './documents.ts'
import { readEvents } from './read-events.ts'

const order = { type: 'object', properties: { id: { type: 'string' }, price: { type: 'integer' } }, required: ['id'] }
const withoutPrice = { ...order, properties: { id: { type: 'string' } } }

describe('a folder of JSON Schemas', () => {
  const folder = (placed: object, more: Files = {}) => ({
    'events/orders/placed.v1.schema.json': JSON.stringify({ $id: 'https://example.com/placed', ...placed }),
    'events/mail/sent.v1.schema.json': JSON.stringify({
      type: 'object',
      properties: { order: { $ref: '../orders/placed.v1.schema.json' } },
    }),
    ...more,
  })

  test('is one event a file, by its place', () => {
    expect(eventsOf(folder(order))?.events.map(({ type, owner }) => [type, owner])).toEqual([
      ['orders.placed.v1', 'orders'],
      ['mail.sent.v1', 'mail'],
    ])
  })

  test.each([
    ['events/orders/placed.json', ['events/**/*.json'], 'orders.placed of orders'],
    ['events/orders/v1/placed.json', ['events/**/*.json'], 'orders.v1.placed of orders'],
    ['events/placed.json', ['events/*.json'], 'placed of events'],
    ['shop/events/placed.json', ['*/events/*.json'], 'shop.events.placed of shop'],
    ['events/orders/placed.json', ['./events/orders/*.json', 'events/{mail,rent}/*.json'], 'orders.placed of orders'],
  ])('of which %s alone is left is called as before', (file, globs, name) => {
    const matching = (glob: string) => (matchesGlob(file, posix.normalize(glob)) ? [file] : [])
    const catalogue = readEvents(globs, { rev: 'x', matching, read: () => '{}' })
    expect(catalogue?.events.map(({ type, owner }) => `${type} of ${owner}`)).toEqual([name])
  })

  test('may be true or false as a whole, and a field that is false is not there', () => {
    const of = (schema: object | boolean) => ({ 'events/a.json': JSON.stringify(schema) })
    expect(told(of(true), of(true))).toEqual([])
    expect(told(of(order), of(true))).toEqual([
      'error event-field-type-changed a',
      'warning event-field-removed a#id',
      'warning event-field-removed a#price',
    ])
    expect(told(of(order), of({ ...order, properties: { ...order.properties, price: false } }))).toEqual([
      'warning event-field-removed a#price',
    ])
  })

  test('is compared, and across files', () => {
    expect(told(folder(order), folder(order))).toEqual([])
    expect(told(folder(order), folder(withoutPrice)).sort()).toEqual([
      'warning event-field-removed mail.sent.v1#order.price',
      'warning event-field-removed orders.placed.v1#price',
    ])
  })

  test('a file that is no schema is named', () => {
    expect(() => eventsOf(folder(order, { 'events/orders/broken.json': '{' }))).toThrow(UnusableDocument)
    expect(() => eventsOf({ 'events/a.json': '{}', 'events/b.json': '[]' })).toThrow(
      /events\/b\.json is no JSON Schema/,
    )
    for (const text of ['null', '[1]', '3']) {
      expect(() => eventsOf({ 'events/E.json': text })).toThrow(/^events\/E\.json is no JSON Schema, nor another/)
    }
  })

  test('a document without an end is named', () => {
    const files = { 'asyncapi.yaml': 'asyncapi: 3.0.0\nchannels: &c\n  a: { messages: { A: { payload: *c } } }\n' }
    expect(() => eventsOf(files)).toThrow(/^asyncapi\.yaml holds itself by an alias/)
    const twice = 'asyncapi: 3.0.0\nchannels: { a: { messages: { A: &m { payload: { type: object } }, B: *m } } }\n'
    expect(eventsOf({ 'asyncapi.yaml': twice })?.events).toHaveLength(2)
  })
})
