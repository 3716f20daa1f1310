import type { Script } from './schedule.ts'

/** A schedule after which something does not hold, and the shortest script that shows the same. */
export interface Found {
  readonly schedule: number
  readonly steps: number
  readonly violations: readonly string[]
  readonly script: Script
}

export const listOf = (violations: readonly string[]): string => violations.map((one) => `  ${one}\n`).join('')

export function textOf({ replicas, steps }: Script): string {
  const lines = steps.map(({ what, luck }, index) => `  ${index + 1}. ${what}${luck === 0 ? '' : ` [${luck}]`}\n`)
  return `  ${replicas === 1 ? 'One process' : `${replicas} processes`} of each service.\n${lines.join('')}`
}

/** What somebody wrote down as textOf does: one step a line. */
export const scriptOf = (steps: readonly string[], replicas = 1): Script => ({
  replicas,
  steps: steps.map((line) => {
    const [, what = line, luck = '0'] = /^(.*?)(?: \[(\d+)\])?$/.exec(line) ?? []
    return { what, luck: Number(luck) }
  }),
})

/** What does not hold, and the shortest script that shows it. */
export function textOfFound({ schedule, steps, violations, script }: Found): string {
  const shorter = `${steps} steps, of which ${script.steps.length} are enough`
  return `Schedule ${schedule} (${shorter}):\n${textOf(script)}Then:\n${listOf(violations)}`
}
