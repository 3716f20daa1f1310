import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { mutationEnvironment, type SourceChange } from '../mutation/source-change.ts'
import type { Found } from './script-text.ts'

/** The schedules of one worker: every `step`-th from `from`. */
export interface Work {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly step: number
  /** Steps, as they are printed; or those that the seed chooses. */
  readonly script?: readonly string[] | undefined
}

export interface Progress {
  /** Since the last message. */
  readonly done: number
  readonly failure?: Found
}

export interface Ran {
  readonly schedules: number
  readonly failure: Found | undefined
  readonly ms: number
}

export interface RunSettings {
  readonly seed: number
  readonly schedules: number
  /** This one instead of those of the seed. */
  readonly script?: readonly string[] | undefined
  /** Of the product's source, as the threads load it. */
  readonly changes?: readonly SourceChange[]
  /** As many as there are cores, unless it says otherwise. */
  readonly threads?: number
  readonly onProgress?: (done: number) => void
}

/** Runs the schedules 0 … n−1 of a seed until they are done or one fails. */
export async function runSchedules(settings: RunSettings): Promise<Ran> {
  const { seed, schedules, script, changes = [], onProgress = () => undefined } = settings
  const began = performance.now()
  const threads = Math.min(settings.threads ?? availableParallelism(), schedules)
  let failure: Found | undefined
  let done = 0
  const mutated = changes.length > 0 && {
    execArgv: ['--import', new URL('../mutation/mutate.ts', import.meta.url).href],
    env: { ...process.env, ...mutationEnvironment(changes) },
  }
  const workers = Array.from({ length: threads }, (_, from) => {
    const workerData: Work = { seed, from, to: schedules, step: threads, script }
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData, ...mutated })
  })
  await Promise.all(
    workers.map((worker) => {
      worker.on('message', (progress: Progress) => {
        done += progress.done
        onProgress(done)
        if (progress.failure === undefined) return
        failure ??= progress.failure
        for (const one of workers) void one.terminate()
      })
      return new Promise<void>((resolve, reject) =>
        worker.once('error', reject).once('exit', (code) => {
          if (code === 0 || failure !== undefined) resolve()
          else reject(new Error(`a worker ended with ${code}: it waits for what never comes`))
        }),
      )
    }),
  )
  return { schedules: done, failure, ms: performance.now() - began }
}
