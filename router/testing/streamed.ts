import { request as overHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as overHttps, type RequestOptions } from 'node:https'
import { onTestFinished } from 'vitest'

export interface Streamed {
  readonly response: IncomingMessage
  readonly request: ClientRequest
  /** Everything that has come so far. */
  readonly text: string
  /** Fulfilled with everything so far when it holds this. */
  holds(part: string): Promise<string>
  /** Fulfilled with everything when the response has ended, with whether it ended as it should. */
  readonly ended: Promise<{ readonly text: string; readonly complete: boolean }>
}

/** A response read as it comes. */
export function streamed(url: string, options: RequestOptions = {}, body?: object): Promise<Streamed> {
  const { promise, resolve, reject } = Promise.withResolvers<Streamed>()
  const request = url.startsWith('https:') ? overHttps : overHttp
  const sending = request(url, { method: body === undefined ? 'GET' : 'POST', agent: false, ...options })
  onTestFinished(() => void sending.destroy())
  sending.once('error', reject)
  sending.once('response', (response) => {
    let text = ''
    let watchers: (() => void)[] = []
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const watch of watchers) watch()
    })
    const ended = new Promise<{ text: string; complete: boolean }>((done) => {
      response.once('close', () => done({ text, complete: response.complete }))
    })
    response.on('error', () => undefined)
    resolve({
      response,
      request: sending,
      ended,
      get text() {
        return text
      },
      holds(part) {
        const found = Promise.withResolvers<string>()
        const look = () => void (text.includes(part) && found.resolve(text))
        watchers.push(look)
        look()
        return found.promise.finally(() => (watchers = watchers.filter((watch) => watch !== look)))
      },
    })
  })
  sending.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}
