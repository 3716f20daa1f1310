import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atTheirTimes, type Step } from '@ebook/drill/faults/plan'
import { drilledMutants } from '@ebook/drill/mutants/table'
import { runBug } from '@ebook/drill/run/run-bug'
import { runDrill } from '@ebook/drill/run/run-drill'
import { inFull } from '@ebook/testkit/in-full'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-drill-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const onProgress = (line: string) => console.log(line)

/** Every lane of the long drill once: a process, a connection in use, the broker's store, a reply, PostgreSQL. */
const steps: readonly Step[] = [
  { fault: 'kill', target: 'payment 2', atMs: 500 },
  // Seed 7: this ended rent, because a connection that is lent was listened to by nobody.
  { fault: 'cut', target: 'rent → postgres', atMs: 1_500 },
  { fault: 'replies-lost', target: 'rent → nats', atMs: 2_500, forMs: 1_500 },
  { fault: 'half-open', target: 'router → rent', atMs: 3_000, forMs: 3_000 },
  { fault: 'consumer-held', target: 'promotion', atMs: 3_500, forMs: 3_000 },
  { fault: 'nats-stores-deleted', target: 'all', atMs: 7_000 },
  { fault: 'reconnect-storm', target: 'everybody', atMs: 9_500 },
  { fault: 'postgres-crashed', target: 'postgres', atMs: 12_000 },
]

test('statements 1 to 30: a short drill is held', async () => {
  const { outcomes, quietAfterMs } = await runDrill({
    dataDir,
    onProgress,
    seed: 7,
    members: inFull ? 12 : 6,
    shape: { network: true, replicas: { rent: 2, payment: 2 } },
    planOf: () => atTheirTimes(steps),
    forMs: 14_000,
    cleanMs: 1_000,
    attackers: true,
    quietWithinMs: 120_000,
  })
  expect(outcomes.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  expect(outcomes).toHaveLength(30)
  expect(quietAfterMs).not.toBeNull()
}, 300_000)

/** An installation each; the simulator catches both of them in seconds, in npm test too. */
const BUGS = inFull ? ['no-gap-repair', 'seat-given-twice'] : []

test.each(drilledMutants.filter(({ name }) => BUGS.includes(name)))(
  'a bug that is switched on is caught: $name',
  async (mutant) => {
    const trial = await runBug(mutant, { dataDir, onProgress, seed: 7 })
    expect(trial).toMatchObject({ bug: mutant.name, caught: true })
  },
  180_000,
)
