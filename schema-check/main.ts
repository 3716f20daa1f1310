#!/usr/bin/env node
import { styleText } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { exitCodes } from './exit-codes.ts'

/** Compositions and planners go as deep as types lead to types; the usual stack ends at some thousand. */
const STACK_MB = 256
/** What is made lives long: a small nursery is swept again and again, for a third of the time. */
const NURSERY_MB = 64

const OLDEST_NODE = 24

interface Said {
  readonly to: 'stdout' | 'stderr'
  readonly text: string
}

if (Number(process.versions.node.split('.', 1)) < OLDEST_NODE) {
  // It could not even load the rest.
  process.stderr.write(`supergraph-check needs Node.js ${OLDEST_NODE} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = exitCodes.couldNotRun
} else if (isMainThread) {
  // What runs for seconds pays more for the best code than it gains by it.
  setFlagsFromString('--no-turbofan')
  // Whoever read the lines has gone, as `head` does.
  process.stdout.on('error', () => process.exit())
  const inColour = process.stdout.isTTY && process.stdout.hasColors()
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    workerData: { inColour },
    resourceLimits: { stackSizeMb: STACK_MB, maxYoungGenerationSizeMb: NURSERY_MB },
  })
  worker.on('message', ({ to, text }: Said) => process[to].write(text))
  worker.on('error', (error) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = exitCodes.couldNotRun
  })
  worker.on('exit', (code) => (process.exitCode ??= code))
} else {
  const { inColour } = workerData as { inColour: boolean }
  const say = (to: Said['to'], text: string) => parentPort?.postMessage({ to, text } satisfies Said)
  const { runCommand } = await import('./command.ts')
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => say('stdout', text),
    error: (text) => say('stderr', text),
    paint: (style, text) => (inColour ? styleText(style, text, { validateStream: false }) : text),
  })
}
