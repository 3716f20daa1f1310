import { parentPort, workerData } from 'node:worker_threads'
import { findFailure } from './find-failure.ts'
import { openLibrary } from './opening.ts'

// Loaded by a thread whose product lacks a rule: see try-rule.ts.
const { seed, schedules } = workerData as { readonly seed: number; readonly schedules: number }
parentPort?.postMessage(await findFailure(await openLibrary(), seed, schedules))
