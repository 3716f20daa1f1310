import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** The schedules of one worker: every `step`-th from `from`. */
export interface Work {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly step: number
}

export interface Failure {
  readonly schedule: number
  readonly violations: readonly string[]
}

export interface Progress {
  /** Since the last message. */
  readonly done: number
  readonly failed?: Failure
}

export interface Ran {
  readonly schedules: number
  /** Of several, the one with the smallest number. */
  readonly failure: Failure | undefined
  readonly ms: number
}

/** Runs the schedules 0 … n−1 of a seed on all cores, until they are done or one fails. */
export async function runSchedules(
  seed: number,
  schedules: number,
  onProgress: (done: number) => void = () => undefined,
): Promise<Ran> {
  const began = performance.now()
  const cores = Math.min(availableParallelism(), schedules)
  const failures: Failure[] = []
  let done = 0
  const workers: Worker[] = []
  const running = Array.from({ length: cores }, (_, from) => {
    const work: Work = { seed, from, to: schedules, step: cores }
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: work })
    workers.push(worker)
    worker.on('message', (progress: Progress) => {
      done += progress.done
      onProgress(done)
      if (!progress.failed) return
      failures.push(progress.failed)
      for (const other of workers) void other.terminate()
    })
    return new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('exit', () => resolve())
    })
  })
  await Promise.all(running)
  const [failure] = failures.toSorted((one, other) => one.schedule - other.schedule)
  return { schedules: done, failure, ms: performance.now() - began }
}
