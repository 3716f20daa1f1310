import { setTimeout as delay } from 'node:timers/promises'
import { connectOnce, type Begin, type End, type Refusal } from './connect-once.ts'
import type { Payload } from './document.ts'

export interface WatchSettings {
  readonly url: string
  readonly token: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly begin: Begin
  readonly onPayload: (payload: Payload) => void
  /** What happens to the connection, in words. */
  readonly onNews: (news: string) => void
  readonly signal: AbortSignal
}

/** Trying again does not help; the message says what to do. */
export class CannotWatch extends Error {
  override readonly name = 'CannotWatch'
}

const FIRST_BACKOFF_MS = 250
const LONGEST_BACKOFF_MS = 10_000

/**
 * Watches until `signal` aborts, over as many connections as it takes: each goes on behind the last payload of the
 * one before. Returns the last cursor. Throws CannotWatch.
 */
export async function watchDashboard(settings: WatchSettings): Promise<string | undefined> {
  const { url, onNews, signal } = settings
  let { begin } = settings
  let everConnected = false
  let failures = 0
  while (!signal.aborted) {
    let connectedAt: number | undefined
    const end = await connectOnce(
      {
        ...settings,
        begin,
        onConnected() {
          connectedAt = performance.now()
          if (everConnected) {
            onNews(begin.resumeFrom === undefined ? 'connected' : 'connected: going on behind the last row')
          }
          everConnected = true
        },
        onPayload(payload) {
          failures = 0
          begin = { ...begin, resumeFrom: payload.extensions?.cursor ?? begin.resumeFrom }
          settings.onPayload(payload)
        },
      },
      signal,
    )
    if (signal.aborted) break
    if (!everConnected && end.kind === 'unreachable') {
      throw new CannotWatch(
        `Nobody answers at ${url} (${end.why}). Run \`npm start\` in another terminal, or give --url.`,
      )
    }
    if (connectedAt !== undefined && performance.now() - connectedAt > LONGEST_BACKOFF_MS) failures = 0
    const next = afterwards(end, begin)
    begin = next.begin
    const backoff = next.atOnce && failures === 0 ? 0 : Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS)
    failures += 1
    // Everybody loses a router at the same moment: nobody should come back at the same moment.
    const pause = Math.round(backoff * (0.5 + Math.random() / 2))
    onNews(`${next.news}; trying again${pause > 0 ? ` in ${(pause / 1_000).toFixed(1)} s` : ''}`)
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }
  return begin.resumeFrom
}

interface Next {
  readonly news: string
  readonly begin: Begin
  /** Nothing is wrong with the other side. */
  readonly atOnce?: boolean
}

/** What is done after a connection's end. Throws CannotWatch when that is nothing. */
function afterwards(end: End, begin: Begin): Next {
  if (end.kind === 'refused') return afterRefusal(end.errors[0] ?? { message: 'refused' }, begin)
  if (end.kind === 'unreachable') return { news: `the connection is lost (${end.why})`, begin }
  if (end.kind === 'completed') return { news: 'the router has ended the subscription', begin }
  const { code, reason } = end
  if (code === 4401 || code === 4403) throw new CannotWatch(tokenProblem(reason, begin))
  if (code === 4400 || code === 4406) {
    throw new CannotWatch(`The other side does not understand this command (${code} ${reason}). Is --url right?`)
  }
  return { news: `the router has closed the connection (${code}${reason === '' ? '' : ` ${reason}`})`, begin }
}

function afterRefusal({ message, extensions = {} }: Refusal, begin: Begin): Next {
  const { code, reason, cursor } = extensions
  switch (code) {
    case 'RESYNC_REQUIRED':
      if (cursor !== undefined) {
        return { news: `${message} (${reason})`, begin: { ...begin, resumeFrom: cursor }, atOnce: true }
      }
      return {
        news: `RESYNC_REQUIRED (${reason}): what was missed cannot be told any more, a fresh snapshot follows`,
        begin: { snapshot: true, resumeFrom: undefined },
        atOnce: true,
      }
    case 'UNAUTHENTICATED':
      throw new CannotWatch(tokenProblem(message, begin))
    case 'FORBIDDEN':
      throw new CannotWatch(`This token may not watch that: ${message}`)
    case 'BAD_USER_INPUT':
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'GRAPHQL_PARSE_FAILED':
      throw new CannotWatch(
        `${message}${reason?.includes('CURSOR') ? ' Leave --resume out to begin with a snapshot.' : ''}`,
      )
    default:
      return { news: message, begin: { ...begin, resumeFrom: cursor ?? begin.resumeFrom } }
  }
}

function tokenProblem(reason: string, { resumeFrom }: Begin): string {
  const goOn = resumeFrom === undefined ? '' : ` -- --resume ${resumeFrom}`
  return `The token has expired or is not accepted${reason === '' ? '' : ` (${reason})`}. Get another and go on:
  EBOOK_TOKEN="$(npm run -s token -- --sub NAME --role MEMBER)" npm run watch${goOn}`
}
