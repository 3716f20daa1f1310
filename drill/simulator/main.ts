import { EXIT, reportFailure } from '@ebook/stack/command-line'
import { simulatedMutants } from '../mutants/table.ts'
import type { Found } from './explain.ts'
import { openLibrary } from './opening.ts'
import { runSchedules } from './run-schedules.ts'
import { runScript, runSeed, scheduleSeed, type Outcome } from './schedule.ts'
import { listOf, readScript, textOf, textOfFound } from './script-text.ts'
import { readSimulatorArguments, usage, type Asked } from './simulator-arguments.ts'

const say = (text: string) => void process.stdout.write(text)
const progress = (text: string) => void process.stderr.write(`${text}\n`)
const sayJson = (value: unknown) => say(`${JSON.stringify(value)}\n`)

async function main(): Promise<number> {
  const asked = readSimulatorArguments()
  switch (asked.kind) {
    case 'help':
      say(`${usage}\n`)
      return EXIT.fine
    case 'run':
      return simulate(asked)
    case 'rules':
      return tryRules(asked)
    case 'replay':
      return show(await runSeed(await openLibrary(), scheduleSeed(asked.seed, asked.schedule), true), asked.json)
    case 'script':
      return show(await runScript(await openLibrary(), readScript(asked.file)), asked.json)
  }
}

type Run = Extract<Asked, { kind: 'run' | 'rules' }>

async function simulate({ seed, schedules, json }: Run): Promise<number> {
  let shown = performance.now()
  const onProgress = (done: number) => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    progress(`${done} of ${schedules} schedules hold`)
  }
  const ran = await runSchedules({ seed, schedules, onProgress })
  const rate = Math.round((ran.schedules / ran.ms) * 60_000)
  if (json) sayJson({ seed, schedules: ran.schedules, perMinute: rate, failure: ran.failure ?? null })
  else {
    say(`${ran.schedules} schedules of seed ${seed}, ${rate} a minute.\n`)
    say(ran.failure === undefined ? 'All held.\n' : textOfFound(ran.failure))
    if (ran.failure) say(`Again: npm run simulate -- --replay ${seed}:${ran.failure.schedule}\n`)
  }
  return ran.failure === undefined ? EXIT.fine : EXIT.notFine
}

async function tryRules({ seed, schedules, json }: Run): Promise<number> {
  const tried: { rule: string; without: string; found: Found | null }[] = []
  for (const { name, what, changes } of simulatedMutants) {
    progress(`${name}: ${what}`)
    const { failure: found = null } = await runSchedules({ seed, schedules, changes, threads: 1 })
    tried.push({ rule: name, without: what, found })
    const verdict = found ? textOfFound(found) : `NOT CAUGHT in ${schedules} schedules.\n`
    if (!json) say(`${name}: ${what}.\n${verdict}\n`)
  }
  const caught = tried.filter(({ found }) => found !== null).length
  if (json) sayJson({ seed, caught, of: tried.length, tried })
  else say(`${caught} of ${tried.length} rules are missed when they are taken out.\n`)
  return caught === tried.length ? EXIT.fine : EXIT.notFine
}

function show({ violations, script, steps }: Outcome, json: boolean): number {
  if (json) sayJson({ violations, script })
  else {
    say(script ? textOf(script) : '')
    if (script && violations.length === 0 && steps < script.steps.length)
      say(`${script.steps.length - steps} of them cannot happen, and were left out.\n`)
    say(violations.length === 0 ? 'All held.\n' : `Then:\n${listOf(violations)}`)
  }
  return violations.length === 0 ? EXIT.fine : EXIT.notFine
}

process.exitCode = await main().catch((error: unknown) => {
  reportFailure(error, usage)
  return process.exitCode
})
