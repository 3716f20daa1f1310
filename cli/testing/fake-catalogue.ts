import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Input {
  readonly title: string
  readonly authors: readonly string[]
  readonly isbn13?: string
}

/** What is done to the n-th request, counted from 1, instead of answering it. */
export type Fault = 'lose the answer' | 'unavailable' | 'too many' | 'forbidden'

/** The catalogue's part of the API, in memory, and as unreliable as told. */
export class FakeCatalogue {
  readonly titles: Input[] = []
  readonly tokens = new Set<string>()
  readonly #faults: (request: number) => Fault | undefined
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  #requests = 0

  constructor(faults: (request: number) => Fault | undefined = () => undefined) {
    this.#faults = faults
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requests += 1
    const fault = this.#faults(this.#requests)
    this.tokens.add(request.headers.authorization ?? '')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string
      variables: { input: Input; search: string }
    }
    if (fault === 'too many') return send(response, 429, failure('RATE_LIMITED'), { 'retry-after': '1' })
    if (fault === 'unavailable') return send(response, 200, failure('SUBGRAPH_UNAVAILABLE'))
    if (fault === 'forbidden') return send(response, 200, failure('FORBIDDEN'))
    const data = query.startsWith('mutation') ? this.#register(variables.input) : this.#find(variables.search)
    if (fault === 'lose the answer') return void response.destroy()
    send(response, 200, { data })
  }

  #register(input: Input) {
    const taken = input.isbn13 !== undefined && this.titles.some(({ isbn13 }) => isbn13 === input.isbn13)
    if (!taken) this.titles.push(input)
    const userErrors = taken ? [{ code: 'ISBN_TAKEN', message: 'Another title has this ISBN.' }] : []
    return { registerBook: { book: taken ? null : { id: '1' }, userErrors } }
  }

  #find(search: string) {
    const found = this.titles.filter((it) => search.split(' ').every((word) => it.title.includes(word)))
    return { books: { edges: found.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } } }
  }
}

function failure(code: string) {
  return { errors: [{ message: `It is ${code}.`, extensions: { code } }] }
}

function send(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
