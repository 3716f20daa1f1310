import { createServer } from 'node:http'
import { listening, type Served } from './listening.ts'
import { writerOf, type Source, type Writer } from './selection.ts'

export interface Representation {
  readonly [field: string]: string
}

/** A subgraph that answers `_entities` at once, from nothing but what it is asked for: the router is what is measured. */
export async function startFakeSubgraph(entity: (representation: Representation) => Source): Promise<Served> {
  const writers = new Map<string, Writer>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.once('end', () => {
      const { query, variables } = JSON.parse(body) as {
        query: string
        variables: { representations: readonly Representation[] }
      }
      const write = writers.get(query) ?? writerOf(query)
      writers.set(query, write)
      const entities = variables.representations.map((representation) => write(entity(representation)))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`{"data":{"_entities":[${entities.join(',')}]}}`)
    })
  })
  server.keepAliveTimeout = 60_000
  return listening(server)
}
