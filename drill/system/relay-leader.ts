import type { StackProcess } from '@ebook/stack/stack'

/** The replica whose relay leads; undefined when none of them says so. */
export async function leaderOf(replicas: readonly StackProcess[]): Promise<StackProcess | undefined> {
  for (const replica of replicas) {
    if (valueIn(await metricsOf(replica), 'ebook_relay_leading') === 1) return replica
  }
  return undefined
}

/** The first value of a metric in what a process says of itself; NaN when it says none. */
export function valueIn(metrics: string, name: string): number {
  const line = metrics.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`))
  return Number(line?.split(' ').at(-1) ?? NaN)
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
