import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@ebook/clients/people'
import { freePort } from '@ebook/processes/ports'
import { descendantsOf, isGone, parentOf } from '@ebook/testkit/process-tree'

type Link = 'npm' | 'the bootstrap' | 'the supervisor'

const SERVES_WITHIN_MS = 120_000
// Sixteen processes on a busy machine, each of which may take its time to end well.
const GONE_WITHIN_MS = 60_000

/** `npm start` on a folder of its own, without a catalogue; resolves when it serves. */
async function npmStart() {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-npm-start-'))
  const env = { ...process.env, DATA_DIR: folder, PORT: String(await freePort()), SEED: 'none' }
  const child = spawn('npm', ['start'], { env, cwd: resolve(import.meta.dirname, '../..'), detached: true })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  const npm = child.pid ?? 0
  const everybody = () => [npm, ...descendantsOf(npm)]
  onTestFinished(async () => {
    for (const pid of everybody()) if (!isGone(pid)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  await eventually(
    'npm start serves',
    async () => said.includes('Ctrl-C') || Promise.reject(new Error(said)),
    SERVES_WITHIN_MS,
  )
  const supervisor = Number((await readFile(resolve(folder, 'run/supervisor.pid'), 'utf8')).trim())
  const links: Record<Link, number> = { npm, 'the bootstrap': parentOf(supervisor), 'the supervisor': supervisor }
  return { links, everybody: everybody() }
}

/** `npm start` in earnest, of whose chain one member alone is sent a signal. */
export function nothingIsLeft(link: Link, signal: NodeJS.Signals): void {
  test(`${signal} to ${link} of a running \`npm start\` leaves no process behind`, { timeout: 300_000 }, async () => {
    const { links, everybody } = await npmStart()
    expect(everybody.length).toBeGreaterThan(10)
    process.kill(links[link], signal)
    await eventually(
      'all of them are gone',
      async () => {
        const left = everybody.filter((pid) => !isGone(pid))
        return left.length === 0 || Promise.reject(new Error(`${left.length} of ${everybody.length}`))
      },
      GONE_WITHIN_MS,
    )
  })
}
