import { composeServices } from '@apollo/composition'
import { parse, print } from 'graphql'
import { sha256, type Manifest } from '../../router/documents/trusted-documents.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])'

/** Of so many subgraphs, each with things of its own that lead to those of others, and with what it knows of users. */
export function wideSupergraph(subgraphs: number): string {
  const typeDefs = (index: number) => {
    const others = [(index + 1) % subgraphs, (index + 7) % subgraphs].map((other) => `Thing${other}`)
    return `${link}
      type Query { thing${index}(id: ID!): Thing${index} things${index}(first: Int = 10, of: Of${index}): [Thing${index}!]! }
      input Of${index} { name: String, from: Int = 1, state: State${index} }
      enum State${index} { NEW OPEN DONE }
      type Thing${index} @key(fields: "id") {
        id: ID! name: String! state: State${index}! size: Int user: User! ${others.map((other, n) => `to${n}: ${other}`).join(' ')}
      }
      ${others.map((other) => `type ${other} @key(fields: "id", resolvable: false) { id: ID! }`).join('\n')}
      type User @key(fields: "id") { id: ID! score${index}: Int label${index}(lang: String = "en"): String }`
  }
  const services = Array.from({ length: subgraphs }, (_, index) => ({
    name: `s${index}`,
    url: `http://s${index}.invalid/graphql`,
    typeDefs: parse(typeDefs(index)),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'they do not compose')
  return supergraphSdl
}

/** So many documents that differ, each of two fetches or three. */
export function wideManifest(documents: number, subgraphs: number): Manifest {
  const texts = Array.from({ length: documents }, (_, n) => {
    const [one, next, far] = [n % subgraphs, (n + 1) % subgraphs, (n * 3 + 1) % subgraphs]
    return `query Q${n} { things${one}(first: ${n}) { id to0 { id name state } user { id score${next} label${far} } } }`
  }).map((text) => print(parse(text)))
  return Object.fromEntries(texts.map((text) => [sha256(text), text]))
}
