import type { StackProcess } from '@ebook/stack/stack'

/** The replica whose relay leads; undefined when none of them says so. */
export async function leaderOf(replicas: readonly StackProcess[]): Promise<StackProcess | undefined> {
  for (const replica of replicas) {
    const metrics = await metricsOf(replica)
    if (/^ebook_relay_leading(\{[^}]*\})? 1$/m.test(metrics)) return replica
  }
  return undefined
}

/** What a process says of itself; nothing when it does not answer. */
export async function metricsOf({ url }: StackProcess): Promise<string> {
  try {
    const response = await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(2_000) })
    return await response.text()
  } catch {
    return ''
  }
}
