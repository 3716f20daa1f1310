import type { ProfileNode } from './inspector.ts'
import type { Crowd, RouterRig } from './rig.ts'
import { round } from './round.ts'

const SHOWN = 12

/**
 * The functions of the router that take most of the time themselves, as `function file:line share`, in a round of its
 * own: being watched costs.
 */
export async function profiled(rig: RouterRig, crowd: Crowd, changes: number): Promise<string[]> {
  await rig.router.inspector.startProfile()
  await round(rig, crowd, changes)
  return hottest(await rig.router.inspector.stopProfile())
}

function hottest(nodes: readonly ProfileNode[]): string[] {
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
