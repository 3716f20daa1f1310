import { readFileSync } from 'node:fs'
import { BadArguments } from '@ebook/stack/command-line'
import { z } from 'zod'
import type { Found } from './find-failure.ts'
import type { Script } from './schedule.ts'

const ScriptFile = z.strictObject({
  replicas: z.int().min(1).max(3),
  steps: z.array(z.strictObject({ kind: z.string(), what: z.string(), luck: z.int().nonnegative() })),
})

/** A script as it was printed with --json. Throws BadArguments when the file is none. */
export function readScript(file: string): Script {
  try {
    return ScriptFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new BadArguments(
      `${file} is no script: expected {replicas, steps: [{kind, what, luck}]} as --json prints it`,
      {
        cause: error,
      },
    )
  }
}

export const listOf = (violations: readonly string[]): string => violations.map((one) => `  ${one}\n`).join('')

export function textOf({ replicas, steps }: Script): string {
  const lines = steps.map(({ what, luck }, index) => `  ${index + 1}. ${what}${luck === 0 ? '' : ` [${luck}]`}\n`)
  return `  ${replicas === 1 ? 'One process' : `${replicas} processes`} of each service.\n${lines.join('')}`
}

/** What does not hold, and the shortest script that shows it. */
export function textOfFound({ schedule, steps, violations, script }: Found): string {
  const shorter = `${steps} steps, of which ${script.steps.length} are enough`
  return `Schedule ${schedule} (${shorter}):\n${textOf(script)}Then:\n${listOf(violations)}`
}
