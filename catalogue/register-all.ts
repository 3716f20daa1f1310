import type { CatalogueApi } from './catalogue-api.ts'
import type { CatalogueTitle, RefusedRow } from './read-catalogue.ts'
import { registerTitle } from './register-title.ts'

export interface Outcome {
  readonly registered: readonly CatalogueTitle[]
  readonly refused: readonly RefusedRow[]
  /** Why it ended before the last title; undefined when it did not. */
  readonly failure: string | undefined
}

/**
 * Registers the titles, so many at once. When the API fails for one it would fail for all: the rest is left alone, and
 * what is under way is not waited for any longer than its request takes; no more is begun after `signal` either.
 */
export async function registerAll(
  titles: readonly CatalogueTitle[],
  api: CatalogueApi,
  atOnce: number,
  onDone: (done: number) => void,
  signal?: AbortSignal,
): Promise<Outcome> {
  const registered: CatalogueTitle[] = []
  const refused: RefusedRow[] = []
  const stopping = new AbortController()
  signal?.addEventListener('abort', () => stopping.abort(), { once: true })
  let failure: string | undefined
  const pause = (ms: number) => delay(ms, stopping.signal)
  const waiting = titles.values()

  const work = async () => {
    for (const title of waiting) {
      if (stopping.signal.aborted) return
      try {
        const result = await registerTitle(title, api, pause)
        if (result.kind === 'registered') registered.push(title)
        else refused.push({ line: title.line, title: title.title, reason: result.reason })
        onDone(registered.length + refused.length)
      } catch (error) {
        failure ??= error instanceof Error ? error.message : String(error)
        stopping.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { registered, refused, failure }
}

/** Rejects when the signal comes first. Not Node's own, since browsers import this too. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new DOMException('stopped', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
