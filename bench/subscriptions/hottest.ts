import type { ProfileNode } from './inspector.ts'

const SHOWN = 12

/** The functions that took most of the time themselves, as `function file:line share`. */
export function hottest(nodes: readonly ProfileNode[]): string[] {
  const hits = new Map<string, number>()
  let all = 0
  for (const { callFrame, hitCount = 0 } of nodes) {
    const { functionName, url, lineNumber } = callFrame
    if (functionName === '(idle)') continue
    const file = url.split('/').slice(-2).join('/')
    const name = `${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`
    hits.set(name, (hits.get(name) ?? 0) + hitCount)
    all += hitCount
  }
  return [...hits]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, count]) => `${name} ${((100 * count) / all).toFixed(1)} %`)
}
