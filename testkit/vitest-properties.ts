import fc from 'fast-check'
import { tries } from './in-full.ts'
import { SEED } from './seed.ts'

fc.configureGlobal({ seed: SEED, numRuns: tries(100) })
