import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runDrill } from './run-drill.ts'

test('what was backed up while members rent is put back to an instant: all that must hold does, and the money that moved since is told', async () => {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-backup-drill-'))
  try {
    const { rentals, seconds, outcomes, moneySince } = await runDrill({
      seed: 1,
      folder,
      members: 6,
      rentals: 0,
      quietWithinMs: 120_000,
      onProgress: () => undefined,
    })
    expect(seconds.quiet).not.toBeNull()
    expect(outcomes.filter(({ verdict }) => verdict === 'fails')).toEqual([])
    expect(rentals.restored).toBeGreaterThan(0)
    expect(rentals.restored).toBeLessThan(rentals.before)
    expect(moneySince.known).toBeGreaterThan(0)
    expect(moneySince.untold).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
