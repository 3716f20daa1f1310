import type { Json } from '@ebook/clients/people'

export interface StreamRequest {
  readonly query: string
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** One subscription over a streamed HTTP response, read until somebody stops. */
export class Stream {
  readonly payloads: Json[] = []
  /** Of SSE: what `Last-Event-ID` would be. */
  lastId: string | undefined
  /** What ended it, if that was an error; an empty list when it was completed. */
  ended: Json[] | undefined
  status = 0
  readonly #abort = new AbortController()

  stop(): void {
    this.#abort.abort()
  }

  /** graphql-sse, distinct connections: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md */
  static sse(url: string, token: string, request: StreamRequest, headers: Record<string, string> = {}): Stream {
    const stream = new Stream()
    void stream.#read(url, token, request, { accept: 'text/event-stream', ...headers }, '\n\n', (text) => {
      const field = (name: string) => text.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1]
      const [event, data, id] = [field('event'), field('data'), field('id')]
      if (id !== undefined) stream.lastId = id
      if (event === 'next') stream.#take(JSON.parse(data ?? ''))
      if (event === 'complete') stream.ended ??= []
    })
    return stream
  }

  /** https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol */
  static multipart(url: string, token: string, request: StreamRequest): Stream {
    const stream = new Stream()
    const accept = 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0", application/json'
    void stream.#read(url, token, request, { accept }, '\r\n--graphql', (text) => {
      const body = text.slice(text.indexOf('\r\n\r\n') + 4).trim()
      if (!body.startsWith('{')) {
        if (text.startsWith('--')) stream.ended ??= []
        return
      }
      const { payload, errors } = JSON.parse(body)
      if (errors) stream.ended = errors
      else if (payload) stream.#take(payload)
    })
    return stream
  }

  /** An error that comes instead of data ends the operation, as graphql-sse has no other way to say so. */
  #take(payload: Json): void {
    if (payload.data === undefined && payload.errors) this.ended = payload.errors
    else this.payloads.push(payload)
  }

  async #read(
    url: string,
    token: string,
    request: StreamRequest,
    headers: Record<string, string>,
    separator: string,
    take: (part: string) => void,
  ): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(request),
      signal: this.#abort.signal,
    })
    this.status = response.status
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        const parts = text.split(separator)
        text = parts.pop() ?? ''
        for (const part of parts) take(part)
      }
      take(text)
    } catch (error) {
      if (!this.#abort.signal.aborted) this.ended ??= [{ message: String(error) }]
    }
  }
}
