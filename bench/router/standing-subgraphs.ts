import { createServer } from 'node:http'
import { listening, type Served } from '../subscriptions/listening.ts'

const bookOf = (id: string) => ({
  id,
  title: `The title of book ${id}`,
  authors: ['An Author', 'Another Author'],
  isbn13: '9780000000002',
  language: 'en',
  loanPeriodDays: 14,
  seatsFree: 3,
})

const rowOf = (_: unknown, index: number) => ({
  rentalId: `rental-${index}`,
  version: 7,
  status: 'APPROVED',
  book: { __typename: 'Book', id: String(index) },
})

const edges = (nodes: readonly object[]) => ({ edges: nodes.map((node) => ({ node })) })
const ofBooks = (count: number) =>
  JSON.stringify({ data: { books: edges(Array.from({ length: count }, (_, index) => bookOf(String(index)))) } })
const [few, many] = [ofBooks(10), ofBooks(1_000)]
const rows = JSON.stringify({ data: { myDashboard: edges(Array.from({ length: 10 }, rowOf)) } })

/** Every subgraph in one server: the same answers each time, at once, to what `queries.ts` asks for. */
export async function startStandingSubgraphs(): Promise<Served> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      // As Apollo Server ends an answer.
      response.end(`${answerTo(body)}\n`)
    })
  })
  server.keepAliveTimeout = 60_000
  return listening(server)
}

function answerTo(body: string): string {
  if (!body.includes('_entities')) return body.includes('myDashboard') ? rows : body.includes('1000') ? many : few
  const { variables } = JSON.parse(body) as { variables: { representations: readonly { id: string }[] } }
  return JSON.stringify({
    data: { _entities: variables.representations.map(({ id }) => ({ __typename: 'Book', ...bookOf(id) })) },
  })
}
