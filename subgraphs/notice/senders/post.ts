import type { Outcome } from './sender.ts'

/** More is no answer of a provider. */
const LONGEST_ANSWER = 100_000

/**
 * Posts JSON to a provider. Not sent is what was never connected or was refused as too much; refused for good is any other
 * 4xx; what has no answer, or a 5xx, may have been sent. `read` says what a good answer means.
 */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: string,
  signal: AbortSignal,
  read: (answer: unknown) => Outcome,
): Promise<Outcome> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: payload,
      redirect: 'manual',
      signal,
    })
  } catch (error) {
    const why = String(error instanceof Error ? (error.cause ?? error) : error)
    return { kind: wasNeverThere(error) ? 'again' : 'unknown', why }
  }
  const why = `the provider answered ${response.status}`
  if (!response.ok) {
    await response.body?.cancel()
    if (response.status === 429) return { kind: 'again', why, ...retryAfter(response) }
    return { kind: response.status >= 500 ? 'unknown' : 'never', why }
  }
  try {
    const text = await response.text()
    return read(text.length > LONGEST_ANSWER || text === '' ? undefined : JSON.parse(text))
  } catch (error) {
    return { kind: 'unknown', why: String(error) }
  }
}

const NOT_CONNECTED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

function wasNeverThere(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && 'code' in cause && NOT_CONNECTED.includes(cause.code)
}

/** How long whoever is asked again wants to be left alone. */
export function retryAfter({ headers }: Response): { readonly afterMs?: number } {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? { afterMs: seconds * 1_000 } : {}
}
