import { UNSAID_JSON, type DeclaredEvent, type EventCatalogue, type Expectation } from './catalogue.ts'
import { isObject, type Documents } from './documents.ts'
import type { JsonSchema } from './json-schema.ts'
import { referencesIn } from './references.ts'
import { keyOf } from './values.ts'

type Node = Readonly<Record<string, unknown>>

/** One message of an application, and whether it sends it or reads it. */
interface Message {
  readonly sends: boolean
  readonly name: string
  readonly address: string
  readonly about: string | undefined
  readonly contentType: string | undefined
  /** Of the channel's address, as one text. */
  readonly parameters: string | undefined
  /** What the message says to its protocol, such as its key, as one text. */
  readonly bindings: string | undefined
  readonly server: string | undefined
  /** Where the message says what it belongs to. */
  readonly correlation: string | undefined
  readonly schema: JsonSchema
}

export function isAsyncApi(document: unknown): document is Node {
  return isObject(document) && typeof document['asyncapi'] === 'string'
}

/** What an AsyncAPI document of version 2 or 3 says of one application: what it sends is promised, what it receives expected. */
export function catalogueOfAsyncApi(
  file: string,
  document: Node,
  documents: Documents,
): Pick<EventCatalogue, 'events' | 'expectations'> {
  const owner = textIn(document['info'], 'title') ?? file
  // Several operations may send the same by one channel.
  const messages = [
    ...new Map(messagesIn(document, documents).map((one) => [`${one.sends} ${one.address} ${one.name}`, one])).values(),
  ]
  return {
    events: messages
      .filter(({ sends }) => sends)
      .map(({ name, address, about, schema, sends, ...transport }): DeclaredEvent => ({
        type: name,
        owner,
        file,
        aggregate: address,
        about,
        transport: { channel: address, ...transport },
        data: documents.alone(schema),
      })),
    expectations: messages
      .filter(({ sends }) => !sends)
      .map(({ name, address, schema }): Expectation => ({
        consumer: owner,
        type: name,
        channel: address,
        file,
        expects: documents.alone(schema),
      })),
  }
}

function messagesIn(document: Node, documents: Documents): Message[] {
  const resolve = resolverOf(documents)
  const channels = Object.entries(childOf(document, 'channels')).map(([key, one]) => [key, resolve(one)] as const)
  if (String(document['asyncapi']).startsWith('2')) {
    return channels.flatMap(([address, channel]) =>
      // In version 2 others subscribe to what the application sends.
      (['subscribe', 'publish'] as const).flatMap((word) => {
        const operation = resolve(channel[word])
        const message = resolve(operation['message'])
        const all = Array.isArray(message['oneOf']) ? message['oneOf'].map(resolve) : [message]
        return Object.keys(message).length === 0
          ? []
          : all.map((one) =>
              messageOf(
                one,
                textIn(operation, 'operationId') ?? address,
                { address, channel },
                word === 'subscribe',
                document,
                resolve,
              ),
            )
      }),
    )
  }
  const operations = Object.values(childOf(document, 'operations')).map(resolve)
  const told = operations.flatMap((operation) => {
    const sends = operation['action'] !== 'receive'
    const channel = resolve(operation['channel'])
    const address = textIn(channel, 'address') ?? channels.find(([, one]) => one === channel)?.[0] ?? ''
    const chosen = Array.isArray(operation['messages']) ? operation['messages'].map(resolve) : undefined
    return Object.entries(childOf(channel, 'messages'))
      .map(([key, one]) => [key, resolve(one)] as const)
      .filter(([, one]) => chosen === undefined || chosen.includes(one))
      .map(([key, one]) => messageOf(one, key, { address, channel }, sends, document, resolve))
  })
  if (operations.length > 0) return told
  // Channels alone say what there is, and not who sends it: it is promised to whoever reads.
  return channels.flatMap(([key, channel]) =>
    Object.entries(childOf(channel, 'messages')).map(([name, one]) =>
      messageOf(resolve(one), name, { address: textIn(channel, 'address') ?? key, channel }, true, document, resolve),
    ),
  )
}

function messageOf(
  message: Node,
  key: string,
  { address, channel }: { readonly address: string; readonly channel: Node },
  sends: boolean,
  document: Node,
  resolve: (one: unknown) => Node,
): Message {
  const traits = Array.isArray(message['traits']) ? message['traits'].map(resolve) : []
  const whole: Node = Object.assign({}, ...traits, message) as Node
  return {
    sends,
    name: textIn(whole, 'name') ?? key,
    address,
    about: textIn(whole, 'summary') ?? textIn(whole, 'description') ?? textIn(whole, 'title'),
    contentType: textIn(whole, 'contentType') ?? textIn(document, 'defaultContentType') ?? unsaidFormOf(whole, resolve),
    parameters: parametersOf(channel, resolve),
    correlation: textIn(resolve(whole['correlationId']), 'location'),
    bindings: bindingsOf(resolve(whole['bindings']), resolve),
    server: serversOf(document, channel, resolve),
    schema: schemaOf(whole, resolve),
  }
}

function parametersOf(channel: Node, resolve: (one: unknown) => Node): string | undefined {
  const parameters = Object.entries(childOf(channel, 'parameters')).map(([name, one]) => {
    const { description, examples, ...said } = resolve(one)
    return [name, 'schema' in said ? { ...said, schema: withoutDoc(said['schema']) } : said] as const
  })
  return parameters.length === 0 ? undefined : keyOf(Object.fromEntries(parameters))
}

/** The payload, and what stands beside it in the headers as its field `$headers`. */
function schemaOf({ payload, headers, schemaFormat }: Node, resolve: (one: unknown) => Node): JsonSchema {
  const data = schemaIn(payload, schemaFormat, resolve)
  if (headers === undefined) return data
  const properties = { $headers: schemaIn(headers, undefined, resolve) }
  const beside: JsonSchema = { type: 'object', properties, required: ['$headers'] }
  return 'avro' in data ? { ...data, ...beside } : { allOf: [data, beside] }
}

/** JSON, where a schema of JSON alone says what is sent. */
function unsaidFormOf({ payload, schemaFormat }: Node, resolve: (one: unknown) => Node): string | undefined {
  const data = schemaIn(payload, schemaFormat, resolve)
  return payload === undefined || OTHER_FORMS.some((form) => form in data) ? undefined : UNSAID_JSON
}

/** In version 3 a schema may stand with the name of its form. What is neither JSON Schema nor Avro is compared as it stands. */
function schemaIn(value: unknown, format: unknown, resolve: (one: unknown) => Node): JsonSchema {
  const whole = isObject(value) ? resolve(value) : value
  if (isObject(whole) && 'schema' in whole && typeof whole['schemaFormat'] === 'string') {
    return schemaIn(whole['schema'], whole['schemaFormat'], resolve)
  }
  const said = typeof format === 'string' ? format.toLowerCase() : ''
  const other = OTHER_FORMS.find((form) => said.includes(form))
  if (other === 'avro') return { avro: whole }
  if (other !== undefined) return { [other]: withoutDoc(value) }
  return isObject(value) ? value : {}
}

const OTHER_FORMS = ['avro', 'protobuf', 'raml', 'xml']

/** What only explains. */
const EXPLAINS = new Set(['doc', 'description', 'title', 'examples'])

function withoutDoc(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDoc)
  if (!isObject(value)) return value
  const said = Object.entries(value).filter(([word, one]) => !EXPLAINS.has(word) || isObject(one))
  return Object.fromEntries(said.map(([word, one]) => [word, withoutDoc(one)]))
}

/** Protocol and host of every server that the channel is on, as one text. */
function serversOf(document: Node, channel: Node, resolve: (one: unknown) => Node): string | undefined {
  const { servers: own } = channel
  const all = Object.entries(childOf(document, 'servers')).map(([name, one]) => [name, resolve(one)] as const)
  const chosen =
    Array.isArray(own) && own.length > 0 ? own.map((one) => (isObject(one) ? resolve(one) : one)) : undefined
  const servers = all
    .filter(([name, one]) => chosen === undefined || chosen.includes(name) || chosen.includes(one))
    .map(([name, one]) => {
      const where = textIn(one, 'url') ?? `${textIn(one, 'host') ?? ''}${textIn(one, 'pathname') ?? ''}`
      return `${name} ${textIn(one, 'protocol') ?? ''}://${where.replace(/^\w+:\/\//, '')}`
    })
  return servers.length === 0 ? undefined : servers.sort().join(', ')
}

function bindingsOf(bindings: Node, resolve: (one: unknown) => Node): string | undefined {
  const said = Object.entries(bindings).map(([protocol, one]) => {
    const { bindingVersion, ...own } = resolve(one)
    return [protocol, withoutDoc(own)] as const
  })
  return said.length === 0 ? undefined : keyOf(Object.fromEntries(said))
}

function resolverOf(documents: Documents): (one: unknown) => Node {
  const find = referencesIn(documents.alone({}))
  const resolve = (one: unknown, depth = 0): Node => {
    if (!isObject(one)) return {}
    const { $ref } = one
    return typeof $ref === 'string' && depth < 20 ? resolve(find($ref), depth + 1) : one
  }
  return (one) => resolve(one)
}

function childOf(value: unknown, name: string): Node {
  const child = isObject(value) ? value[name] : undefined
  return isObject(child) ? child : {}
}

function textIn(value: unknown, name: string): string | undefined {
  const text = isObject(value) ? value[name] : undefined
  return typeof text === 'string' ? text : undefined
}
