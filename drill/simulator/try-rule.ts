import { Worker } from 'node:worker_threads'
import { mutationEnvironment } from '../mutation/source-change.ts'
import type { Found } from './find-failure.ts'
import type { Rule } from './rules.ts'

const mutate = new URL('../mutants/mutate.ts', import.meta.url).href

/** Runs schedules in a thread whose product lacks the rule. Undefined when none of them shows that it does. */
export function tryRule(rule: Rule, seed: number, schedules: number): Promise<Found | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rule-worker.ts', import.meta.url), {
      workerData: { seed, schedules },
      execArgv: ['--import', mutate],
      env: { ...process.env, ...mutationEnvironment(rule.changes) },
    })
    worker.once('message', (found: Found | undefined) => {
      resolve(found)
      void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread without "${rule.name}" ended with ${code}`)))
  })
}
