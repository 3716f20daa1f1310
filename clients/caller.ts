import { operations, type Json } from './people.ts'

export interface Identity {
  readonly sub: string
  readonly role: 'MEMBER' | 'ADMIN'
}

/** How clients reach the installation. */
export interface Entrance {
  url(): string
  token(identity: Identity): Promise<string>
}

/** `unknown`: nobody heard what came of it. */
type Outcome = 'ok' | 'failed' | 'unknown'

export interface Reply {
  readonly outcome: Outcome
  /** What the operation's one field answered. */
  readonly payload?: Json
  readonly codes: readonly string[]
  readonly status: number | null
  readonly body?: string
  /** What a later read can wait for. */
  readonly consistency?: string
  readonly consistencyReached?: boolean
}

const PATIENCE_MS = 12_000

/**
 * Sends a stored operation and says what came of it, as an honest client may: `failed` only when the answer itself says
 * that nothing was changed, `unknown` whenever it might have been. Never throws.
 */
export async function send(
  entrance: Entrance,
  identity: Identity,
  name: string,
  variables: object,
  consistency?: string,
): Promise<Reply> {
  const query = operations.get(name)
  if (query === undefined) throw new Error(`no operation is called ${name}`)
  let status: number | null = null
  try {
    const response = await fetch(entrance.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await entrance.token(identity)}` },
      body: JSON.stringify({ query, operationName: name, variables, extensions: { consistency } }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    status = response.status
    return readReply(status, await response.text())
  } catch {
    return { outcome: 'unknown', codes: [], status }
  }
}

function readReply(status: number, body: string): Reply {
  const answer = parsed(body)
  const payload: Json = Object.values(answer?.data ?? {})[0]
  const heard = { status, codes: [], ...(status >= 500 && { body: body.slice(0, 4_000) }) }
  if (answer === undefined || payload === undefined || payload === null) return { ...heard, outcome: 'unknown' }
  const codes: string[] = (payload.userErrors ?? []).map((error: Json) => error.code)
  return {
    ...heard,
    codes,
    payload,
    // Errors beside a payload are of what hangs below it, such as a title that nobody could be asked about.
    outcome: codes.length > 0 ? 'failed' : 'ok',
    ...answer.extensions,
  }
}

function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
