import { describe, expect, test } from 'vitest'
import { eventsOf, told } from '../testing/told-events.ts'

const order = { type: 'object', properties: { id: { type: 'string' }, price: { type: 'integer' } }, required: ['id'] }

/** An application with one channel that has one message, as AsyncAPI 3 has it. */
function application(action: 'send' | 'receive', payload: object, more: object = {}): object {
  return {
    asyncapi: '3.0.0',
    info: { title: 'shop', version: '1.0.0' },
    servers: { production: { host: 'kafka:9092', protocol: 'kafka' } },
    channels: {
      orders: { address: 'shop.orders', messages: { placed: { $ref: '#/components/messages/placed' } } },
    },
    operations: { place: { action, channel: { $ref: '#/channels/orders' } } },
    components: {
      messages: { placed: { name: 'OrderPlaced', payload: { $ref: '#/components/schemas/Order' } } },
      schemas: { Order: payload },
    },
    ...more,
  }
}

const withoutPrice = { ...order, properties: { id: { type: 'string' } } }
const withNote = { ...order, properties: { ...order.properties, note: { type: 'string' } } }
const withNoteRequired = { ...withNote, required: ['id', 'note'] }

describe('an AsyncAPI document', () => {
  const document = (...args: Parameters<typeof application>) => ({ 'asyncapi.yaml': application(...args) })
  const sent = document('send', order)

  test('says what an application sends, through references, and who reads it may be elsewhere', () => {
    expect(eventsOf(sent)).toMatchObject({
      events: [
        {
          type: 'OrderPlaced',
          owner: 'shop',
          transport: { channel: 'shop.orders', server: 'production kafka://kafka:9092' },
        },
      ],
      expectations: [],
    })
    expect(told(sent, sent)).toEqual([])
  })

  test.each([
    ['a field less', document('send', withoutPrice), ['warning event-field-removed OrderPlaced#price']],
    ['a field more', document('send', withNote), ['notice event-field-added OrderPlaced#note']],
    [
      'another type of a field',
      document('send', { ...order, properties: { ...order.properties, price: { type: 'string' } } }),
      ['error event-field-type-changed OrderPlaced#price'],
    ],
    [
      'a field that may be left out',
      document('send', { ...order, required: [] }),
      ['error event-field-optional OrderPlaced#id'],
    ],
    [
      'another channel',
      document('send', order, {
        channels: { orders: { address: 'other', messages: { placed: { $ref: '#/components/messages/placed' } } } },
      }),
      ['error event-transport-changed OrderPlaced'],
    ],
    ['no server any more', document('send', order, { servers: {} }), ['error event-transport-changed OrderPlaced']],
    [
      'a server more',
      document('send', order, {
        servers: { production: { host: 'kafka:9092', protocol: 'kafka' }, more: { host: 'x', protocol: 'nats' } },
      }),
      [],
    ],
    [
      'another encoding than JSON, which goes without saying (A9)',
      document('send', order, { defaultContentType: 'application/cbor' }),
      ['error event-transport-changed OrderPlaced'],
    ],
    ['JSON, and says so now', document('send', order, { defaultContentType: 'application/json; charset=utf-8' }), []],
    ['JSON of a kind', document('send', order, { defaultContentType: 'application/cloudevents+json' }), []],
    [
      'no operation and no channel',
      document('send', order, { operations: {}, channels: {} }),
      ['error event-type-removed OrderPlaced'],
    ],
    ['operations less, and the channel stays', document('send', order, { operations: {} }), []],
    ['another title of a schema', document('send', { ...order, title: 'An order' }), []],
  ])('of a sender: %s', (_, after, expected) => expect(told(sent, after)).toEqual(expected))

  const received = document('receive', order)
  test.each([
    ['nothing', received, []],
    [
      'a field that is asked for and was not',
      document('receive', withNoteRequired),
      ['error event-misreads-yesterday OrderPlaced#note'],
    ],
    ['a field that may be there', document('receive', withNote), []],
    [
      'a narrower field',
      document('receive', { ...order, properties: { ...order.properties, price: { type: 'integer', minimum: 1 } } }),
      ['error event-misreads-yesterday OrderPlaced#price'],
    ],
    [
      'a wider field',
      document('receive', { ...order, properties: { ...order.properties, price: { type: 'number' } } }),
      [],
    ],
    ['a field less', document('receive', withoutPrice), []],
    [
      'nothing is received any more',
      document('receive', order, {
        operations: { other: { action: 'receive', channel: { $ref: '#/channels/none' } } },
      }),
      ['notice event-consumer-removed OrderPlaced'],
    ],
  ])('of a receiver, whose sender is elsewhere: %s', (_, after, expected) =>
    expect(told(received, after)).toEqual(expected),
  )

  const paths = (payloads: Readonly<Record<string, object>>, more: object = {}) => ({
    'asyncapi.yaml': {
      asyncapi: '3.0.0',
      info: { title: 'shop' },
      channels: Object.fromEntries(
        Object.entries(payloads).map(([key, payload]) => [key, { messages: { Placed: { payload } } }]),
      ),
      ...more,
    },
  })
  test.each([
    ['nothing', paths({ a: order, b: order }), []],
    ['the one that is the second', paths({ a: order, b: withoutPrice }), ['warning event-field-removed Placed#price']],
    ['that one of them is gone', paths({ a: order }), ['error event-transport-changed Placed']],
    [
      'that both are gone',
      paths({ c: order, d: order }),
      [
        'error event-transport-changed Placed',
        'error event-transport-changed Placed',
        'notice event-type-added Placed',
        'notice event-type-added Placed',
      ],
    ],
    ['that a third is there', paths({ a: order, b: order, c: order }), ['notice event-type-added Placed']],
  ])('of a message that goes by two channels tells %s', (_, after, expected) =>
    expect(told(paths({ a: order, b: order }), after)).toEqual(expected),
  )

  test.each([
    ['is called otherwise', { live: { host: 'kafka:9092', protocol: 'kafka' } }, undefined, []],
    [
      'is another',
      { production: { host: 'other', protocol: 'kafka' } },
      undefined,
      ['error event-transport-changed OrderPlaced'],
    ],
    [
      'is there, and the channel is on another',
      { production: { host: 'kafka:9092', protocol: 'kafka' }, test: { host: 'test', protocol: 'kafka' } },
      [{ $ref: '#/servers/test' }],
      ['error event-transport-changed OrderPlaced'],
    ],
  ])('of a server that %s', (_, servers, on, expected) => {
    const orders = {
      address: 'shop.orders',
      servers: on,
      messages: { placed: { $ref: '#/components/messages/placed' } },
    }
    expect(told(sent, document('send', order, { servers, channels: { orders } }))).toEqual(expected)
  })

  test('a receiver by one of two channels is held against what goes by that', () => {
    const mail = (address: string) => ({
      'mail/asyncapi.yaml': {
        ...application('receive', order, { info: { title: 'mail' } }),
        channels: { orders: { address, messages: { Placed: { payload: order } } } },
      },
    })
    const sent = { a: withoutPrice, b: { ...order, required: [] } }
    const [fine, unmet] = ['a', 'b'].map((address) => ({ ...paths(sent), ...mail(address) }))
    expect(told(fine ?? {}, fine ?? {})).toEqual([])
    expect(told(unmet ?? {}, unmet ?? {})).toEqual(['error event-expectation-unmet Placed#id'])
  })

  test('a sender and a receiver in two documents are held against each other', () => {
    const both = (payload: object) => ({
      'shop/asyncapi.yaml': application('send', payload),
      'mail/asyncapi.yaml': application('receive', order, { info: { title: 'mail', version: '1' } }),
    })
    expect(told(both(order), both(order))).toEqual([])
    expect(told(both(order), both({ ...order, required: [] }))).toEqual([
      'error event-field-optional OrderPlaced#id',
      'error event-deployed-consumer-breaks OrderPlaced#id',
    ])
  })

  describe('around its payload', () => {
    const avro = (field: object) => ({
      schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
      payload: { type: 'record', name: 'R', fields: [{ name: 'a', ...field }] },
    })
    const of = (message: object, parameter: object = { type: 'string' }) => ({
      'asyncapi.yaml': {
        asyncapi: '2.6.0',
        info: { title: 'shop' },
        channels: {
          'shop/{x}': { parameters: { x: { schema: parameter } }, subscribe: { message: { name: 'M', ...message } } },
        },
      },
    })
    const moved = ['error event-transport-changed M']
    test.each([
      ['a parameter of the channel', of({}), of({}, { type: 'integer' }), moved],
      ['what explains a parameter', of({}), of({}, { type: 'string', description: 'd' }), []],
      [
        'where its correlation is',
        of({ correlationId: { location: '$message.header#/a' } }),
        of({ correlationId: { location: '$message.header#/b' } }),
        moved,
      ],
      [
        'the key by which it is sent',
        of({ bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.4.0' } } }),
        of({ bindings: { kafka: { key: { type: 'integer' } } } }),
        moved,
      ],
      [
        'what explains its key',
        of({ bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.4.0' } } }),
        of({ bindings: { kafka: { key: { type: 'string', description: 'd' } } } }),
        [],
      ],
      [
        'how its JSON is encoded',
        of({ payload: order }),
        of({ payload: order, contentType: 'application/cbor' }),
        moved,
      ],
      [
        'how its JSON is encoded, in what says nothing of it any more',
        of({ payload: order, contentType: 'application/cbor' }),
        of({ payload: order }),
        moved,
      ],
      [
        'that it is JSON, which goes without saying',
        of({ payload: order, contentType: 'application/json' }),
        of({ payload: order }),
        [],
      ],
      [
        'how Avro is encoded, of which nobody said anything',
        of(avro({ type: 'int' })),
        of({ ...avro({ type: 'int' }), contentType: 'avro/binary' }),
        [],
      ],
      ['what explains an Avro field', of(avro({ type: 'int' })), of(avro({ type: 'int', doc: 'd' })), []],
      [
        'the type of an Avro field',
        of(avro({ type: 'int' })),
        of(avro({ type: 'string' })),
        ['error event-field-type-changed M#a'],
      ],
    ])('%s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected))
  })

  test.each([
    [
      '3.0.0',
      { payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: 'shared/o.avsc' } } },
    ],
    ['3.0.0', { payload: { $ref: '#/components/schemas/Order' } }],
    ['2.6.0', { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', payload: { $ref: 'shared/o.avsc#' } }],
  ])('of version %s refers to Avro in other files', (asyncapi, message) => {
    const whole = (type: unknown) => ({
      'asyncapi.yaml': {
        asyncapi,
        channels: { orders: { messages: { Placed: message }, subscribe: { message: { name: 'Placed', ...message } } } },
        components: {
          schemas: { Order: { schemaFormat: 'application/vnd.apache.avro+yaml', schema: { $ref: './shared/o.avsc' } } },
        },
      },
      'shared/o.avsc': JSON.stringify({ type: 'record', name: 'Order', fields: [{ name: 'price', type }] }),
    })
    expect(told(whole('int'), whole('string'))).toEqual(['error event-field-type-changed Placed#price'])
    expect(told(whole('int'), whole({ type: 'int' }))).toEqual([])
  })

  test('that holds itself by an alias is named', () => {
    const files = { 'asyncapi.yaml': 'asyncapi: 3.0.0\nchannels: &c\n  a: {messages: {M: {payload: *c}}}\n' }
    expect(() => eventsOf(files)).toThrow(/asyncapi\.yaml holds itself by an alias/)
  })

  test('of version 2 others subscribe to what it sends', () => {
    const old = (word: string, payload: object) => ({
      'asyncapi.json': JSON.stringify({
        asyncapi: '2.6.0',
        info: { title: 'shop' },
        channels: {
          'shop.orders': {
            [word]: {
              message: {
                oneOf: [
                  { name: 'OrderPlaced', payload },
                  { name: 'Other', payload: {} },
                ],
              },
            },
          },
        },
      }),
    })
    expect(eventsOf(old('subscribe', order))?.events.map(({ type }) => type)).toEqual(['OrderPlaced', 'Other'])
    expect(told(old('subscribe', order), old('subscribe', withoutPrice))).toEqual([
      'warning event-field-removed OrderPlaced#price',
    ])
    expect(told(old('publish', order), old('publish', withNoteRequired))).toEqual([
      'error event-misreads-yesterday OrderPlaced#note',
    ])
  })

  test('refers to schemas in other files', () => {
    const parts = (schema: object) => ({
      'events/asyncapi.yaml': application('send', { $ref: '../shared/order.yaml#/definitions/Order' }),
      'shared/order.yaml': { definitions: { Order: schema, Id: { type: 'string' } } },
    })
    const byReference = { ...order, properties: { ...order.properties, id: { $ref: '#/definitions/Id' } } }
    expect(told(parts(order), parts(byReference))).toEqual([])
    expect(told(parts(order), parts(withoutPrice))).toEqual(['warning event-field-removed OrderPlaced#price'])
  })

  test('headers are told as what stands beside the fields', () => {
    const with_ = (headers: object) =>
      document('send', order, {
        components: { messages: { placed: { name: 'OrderPlaced', payload: order, headers } } },
      })
    expect(told(with_({ properties: { trace: { type: 'string' } } }), with_({ properties: {} }))).toEqual([
      'warning event-field-removed OrderPlaced#$headers.trace',
    ])
  })
})
