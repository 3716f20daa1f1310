import { EXIT, reportFailure } from '@ebook/stack/command-line'
import { simulatedMutants } from '../mutants/table.ts'
import { openLibrary } from './opening.ts'
import { runSchedules } from './run-schedules.ts'
import { runSeed, scheduleSeed, type Outcome } from './schedule.ts'
import { listOf, textOf, textOfFound } from './script-text.ts'
import { readSimulatorArguments, usage, type Asked } from './simulator-arguments.ts'

const say = (text: string) => void process.stdout.write(text)
const progress = (text: string) => void process.stderr.write(`${text}\n`)

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
      return show(await runSeed(await openLibrary(), scheduleSeed(asked.seed, asked.schedule), true))
  }
}

type Run<Kind> = Extract<Asked, { kind: Kind }>

async function simulate({ seed, schedules }: Run<'run'>): Promise<number> {
  let shown = performance.now()
  const onProgress = (done: number) => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    progress(`${done} of ${schedules} schedules hold`)
  }
  const ran = await runSchedules({ seed, schedules, onProgress })
  const rate = Math.round((ran.schedules / ran.ms) * 60_000)
  say(`${ran.schedules} schedules of seed ${seed}, ${rate} a minute.\n`)
  say(ran.failure === undefined ? 'All held.\n' : textOfFound(ran.failure))
  if (ran.failure) say(`Again: npm run simulate -- --replay ${seed}:${ran.failure.schedule}\n`)
  return ran.failure === undefined ? EXIT.fine : EXIT.notFine
}

async function tryRules({ seed, schedules }: Run<'rules'>): Promise<number> {
  let caught = 0
  for (const { name, what, changes, script } of simulatedMutants) {
    progress(`${name}: ${what}`)
    const tried = schedules === undefined ? { script, schedules: 1 } : { schedules }
    const { failure } = await runSchedules({ seed, ...tried, changes, threads: 1 })
    if (failure) caught += 1
    say(`${name}: ${what}.\n${failure ? textOfFound(failure) : 'NOT CAUGHT.\n'}\n`)
  }
  say(`${caught} of ${simulatedMutants.length} rules are missed when they are taken out.\n`)
  return caught === simulatedMutants.length ? EXIT.fine : EXIT.notFine
}

function show({ violations, script }: Outcome): number {
  say(script ? textOf(script) : '')
  say(violations.length === 0 ? 'All held.\n' : `Then:\n${listOf(violations)}`)
  return violations.length === 0 ? EXIT.fine : EXIT.notFine
}

process.exitCode = await main().catch((error: unknown) => {
  reportFailure(error, usage)
  return process.exitCode
})
