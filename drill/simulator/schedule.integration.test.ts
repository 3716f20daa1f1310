import { expect, test } from 'vitest'
import { openLibrary } from './opening.ts'
import { runScript, runSeed, scheduleSeed } from './schedule.ts'

const start = await openLibrary()

test(
  'V1 V2 V3 V4 V5 V7 G1 G7 C3 H5 H7: whatever fails, nothing accepted is lost or done twice',
  { timeout: 120_000 },
  async () => {
    for (let schedule = 0; schedule < 400; schedule += 1) {
      const { violations } = await runSeed(start, scheduleSeed(1, schedule), false)
      expect(violations, `npm run simulate -- --replay 1:${schedule}`).toEqual([])
    }
  },
)

test('the same seed is the same schedule, step by step, and its script runs alike', async () => {
  for (let schedule = 0; schedule < 20; schedule += 1) {
    const seed = scheduleSeed(2, schedule)
    const once = await runSeed(start, seed, true)
    expect(await runSeed(start, seed, true)).toEqual(once)
    if (once.script) expect(await runScript(start, once.script)).toEqual({ ...once, script: once.script })
  }
})
