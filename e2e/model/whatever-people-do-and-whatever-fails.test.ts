import { checkStatements } from '@ebook/reconcile/check-statements'
import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { untilQuiet } from '@ebook/reconcile/until-quiet'
import { statements } from '@ebook/reconcile/statements'
import fc from 'fast-check'
import { randomInt } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { Library } from './library.ts'
import { newSaga } from './rental-model.ts'
import { everybodyLooks, opening, sagaCommands } from './saga-commands.ts'
import { endsAsItMust, untilSettled } from './settle.ts'

// What happens is decided by a seed: SEED=… repeats it, as far as processes can be repeated, and RUNS=… makes more of it.
// SEED_PATH and REPLAY_PATH are `path` and `replayPath` of a failure; SHRINK=no tells it as it was, TELL=1 tells every run.
const SEED = Number(process.env['SEED'] || randomInt(1_000_000_000))
const RUNS = Number(process.env['RUNS'] || 3)
/** What a failed run is made smaller in. */
const SHRINKING_MS = 180_000
const QUIET_WITHIN_MS = 60_000

let library: Library | undefined
afterAll(() => library?.close())

/** The books of all runs so far, by what must hold of every installation. */
async function booksBalance({ stack, clientLog }: Library): Promise<void> {
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}))
  try {
    const everything = { ...installation, clientLog }
    const { tookMs, last } = await untilQuiet(everything, performance.now(), QUIET_WITHIN_MS, () => undefined)
    expect(tookMs, JSON.stringify(last)).not.toBeNull()
    const outcomes = await checkStatements(everything, statements, { withinMs: 5_000, graceMs: 0 })
    expect(outcomes.flatMap(({ offending, underWay }) => [...offending, ...underWay])).toEqual([])
    // The others are told by subscribers and logs, or by calls of a kind that this run did not make.
    const checked = outcomes.filter(({ verdict }) => verdict === 'holds').map(({ number }) => number)
    expect(checked).toEqual(
      expect.arrayContaining([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 23]),
    )
  } finally {
    await installation.close()
  }
}

test(
  `V1 V2 V3 V4 V5 V7 G1 G7 C3 H5 H7, SEED=${SEED}: whatever people do and whatever fails, nobody is told what is not so, and the books balance`,
  async () => {
    const doings = fc.commands(sagaCommands, { size: 'max', maxCommands: 12, replayPath: process.env['REPLAY_PATH'] })
    const whatever = fc.asyncProperty(doings, async (commands) => {
      const begun = performance.now()
      const real = (library ??= await Library.open())
      await real.begin()
      const model = newSaga()
      try {
        await opening.run(model, real)
        await fc.asyncModelRun(() => ({ model, real }), commands)
        await untilSettled(model, real)
        await endsAsItMust(model, real)
        await everybodyLooks(model, real)
        await booksBalance(real)
        if (process.env['TELL']) console.log(`${Math.round(performance.now() - begun)} ms: ${String(commands)}`)
      } catch (error) {
        // The books of a run that failed balance no more.
        library = undefined
        await real.close()
        throw error
      }
    })
    await fc.assert(whatever, {
      seed: SEED,
      numRuns: RUNS,
      path: process.env['SEED_PATH'],
      endOnFailure: process.env['SHRINK'] === 'no',
      plugins: [fc.interruptAfterTimeLimit(SHRINKING_MS + RUNS * 20_000)],
    })
  },
  SHRINKING_MS + RUNS * 20_000 + 90_000,
)
