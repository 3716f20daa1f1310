import { describe, expect, test } from 'vitest'
import { eventsOf, told } from '../../testing/told-events.ts'

describe('a folder of Avro', () => {
  const record = (fields: readonly object[], more: object = {}) => ({
    'events/orders/Placed.avsc': JSON.stringify({
      type: 'record',
      name: 'Placed',
      namespace: 'com.example',
      doc: 'Somebody ordered.',
      fields,
      ...more,
    }),
  })
  const id = { name: 'id', type: 'string' }
  const placed = record([id])
  const state = (symbols: readonly string[], more: object = {}) =>
    record([{ name: 'state', type: { type: 'enum', name: 'State', symbols, ...more } }])

  test('is one event a file, by its place', () => {
    expect(eventsOf(placed)?.events).toMatchObject([
      { type: 'orders.Placed', owner: 'orders', about: 'Somebody ordered.' },
    ])
    const asJson = { 'events/orders/Placed.json': placed['events/orders/Placed.avsc'] }
    expect(
      told(asJson, { 'events/orders/Placed.json': JSON.stringify({ type: 'record', name: 'P', fields: [] }) }),
    ).toEqual(['error event-field-type-changed orders.Placed', 'warning event-field-removed orders.Placed#id'])
  })

  const P = 'orders.Placed'
  test.each([
    ['nothing', placed, placed, []],
    ['what only explains', placed, record([id], { doc: 'x' }), []],
    [
      'a field more with a default',
      placed,
      record([id, { name: 'n', type: 'int', default: 0 }]),
      [`notice event-field-added ${P}#n`],
    ],
    [
      'a field more without one: older messages are not read by it',
      placed,
      record([id, { name: 'n', type: 'int' }]),
      [`warning event-field-added ${P}#n`],
    ],
    ['a field less', record([id, { name: 'n', type: 'int' }]), placed, [`error event-field-removed ${P}#n`]],
    [
      'a field less that readers have a default for',
      record([id, { name: 'n', type: 'int', default: 0 }]),
      placed,
      [`warning event-field-removed ${P}#n`],
    ],
    [
      'a field of another name, with an alias that only new readers know',
      placed,
      record([{ name: 'key', type: 'string', aliases: ['id'] }]),
      [`error event-field-removed ${P}#id`, `notice event-field-added ${P}#key`],
    ],
    ['a symbol more', state(['A']), state(['A', 'B']), [`error event-value-added ${P}#state`]],
    ['a symbol more that readers have a default for', state(['A'], { default: 'A' }), state(['A', 'B']), []],
    [
      'a symbol less: older messages are not read by it',
      state(['A', 'B']),
      state(['A']),
      [`warning event-promise-tightened ${P}#state`],
    ],
    [
      'a promotion that readers do not know',
      record([{ name: 'n', type: 'int' }]),
      record([{ name: 'n', type: 'long' }]),
      [`error event-field-type-changed ${P}#n`],
    ],
    [
      'a promotion that readers make',
      record([{ name: 'n', type: 'long' }]),
      record([{ name: 'n', type: 'int' }]),
      [`warning event-promise-tightened ${P}#n`],
    ],
    [
      'a field that may be null',
      placed,
      record([{ name: 'id', type: ['null', 'string'] }]),
      [`error event-field-type-changed ${P}#id`],
    ],
    [
      'another unit of a moment: every reader takes it for another one (A4)',
      record([{ name: 'n', type: { type: 'long', logicalType: 'timestamp-millis' } }]),
      record([{ name: 'n', type: { type: 'long', logicalType: 'timestamp-micros' } }]),
      [`error event-field-type-changed ${P}#n`],
    ],
    [
      'another meaning of a number',
      record([{ name: 'n', type: { type: 'long', logicalType: 'timestamp-millis' } }]),
      record([{ name: 'n', type: { type: 'long', logicalType: 'local-timestamp-millis' } }]),
      [`warning event-promise-loosened ${P}#n`],
    ],
    ['no Avro', placed, record([{ name: 'id', type: 'strin' }]), [`warning event-promise-incomparable ${P}`]],
  ])('%s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected))

  test('knows names that another file defines', () => {
    const both = (type: string) => ({
      ...record([{ name: 'price', type: 'com.example.money.Money' }]),
      'events/money.avsc': JSON.stringify({
        type: 'record',
        name: 'com.example.money.Money',
        fields: [{ name: 'amount', type }],
      }),
    })
    expect(told(both('int'), both('long'))).toEqual([
      'error event-field-type-changed orders.Placed#price.amount',
      'error event-field-type-changed money#amount',
    ])
  })

  test('becomes JSON', () => {
    const json = { 'events/orders/Placed.json': JSON.stringify({ type: 'object', properties: {} }) }
    expect(told(placed, json)[0]).toBe('error event-field-type-changed orders.Placed')
    expect(told(json, placed)[0]).toBe('error event-field-type-changed orders.Placed')
  })
})
