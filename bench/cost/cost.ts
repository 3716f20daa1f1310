import type { Measured } from '../results.ts'
import { measureGrowth } from './growth.ts'
import { measureAlone, measureCounts, measureDelivery, measureLoad, measureReplicasOfAll } from './parts.ts'
import { besideTargets } from './targets.ts'
import type { CostSettings } from './under-load.ts'

const parts: Readonly<Record<string, (settings: CostSettings) => Promise<Measured>>> = {
  load: measureLoad,
  alone: measureAlone,
  counts: measureCounts,
  replicas: measureReplicasOfAll,
  delivery: measureDelivery,
  growth: measureGrowth,
}

/** What a rental costs, part after part; each on a stack of its own. */
export async function measureCost(settings: CostSettings, only: readonly string[]): Promise<Measured> {
  const figures: Measured['figures'][number][] = []
  const detail: Record<string, object> = {}
  for (const [name, measure] of Object.entries(parts)) {
    if (!only.includes(name)) continue
    console.error(`cost: ${name}`)
    const measured = await measure(settings)
    figures.push(...measured.figures)
    detail[name] = measured.detail
  }
  console.log(`${besideTargets(figures)}\n`)
  return { figures, detail }
}
