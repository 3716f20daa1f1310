import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { BadArguments } from '@ebook/stack/command-line'
import type { Found } from './explain.ts'
import { KINDS, type Script } from './schedule.ts'

const ScriptFile = z.strictObject({
  replicas: z.int().min(1).max(3),
  steps: z.array(
    z.strictObject({
      kind: z.enum(KINDS),
      what: z.string(),
      luck: z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
    }),
  ),
})

/** What --json prints of one schedule, and of a run that failed. */
const Printed = z.union([
  z.looseObject({ script: z.unknown() }).transform(({ script }) => script),
  z.looseObject({ failure: z.looseObject({ script: z.unknown() }) }).transform(({ failure }) => failure.script),
])

/** A script as it was printed with --json. Throws BadArguments when the file is none. */
export function readScript(file: string): Script {
  const value = readJson(file)
  const printed = Printed.safeParse(value)
  const parsed = ScriptFile.safeParse(printed.success ? printed.data : value)
  if (parsed.success) return parsed.data
  const [wrong] = parsed.error.issues
  const where = wrong && wrong.path.length > 0 ? `${wrong.path.join('.')}: ` : ''
  throw new BadArguments(`${file} is no script: ${where}${wrong?.message ?? 'not readable'}. ${EXPECTED}`)
}

const EXPECTED = 'Expected what --json prints, with {replicas, steps: [{kind, what, luck}]} in it, or SEED:SCHEDULE.'

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadArguments(`${file} cannot be read: ${messageOf(error)}. ${EXPECTED}`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadArguments(`${file} is not JSON: ${messageOf(error)}. ${EXPECTED}`, { cause: error })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

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
