import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CACHE } from './checkout.ts'
import { privateApt } from './private-apt.ts'
import { run, succeeds } from './run.ts'

/** Where it was found, if at all, and one line for every place that was tried. */
export interface Source {
  readonly found: string | undefined
  readonly tried: readonly string[]
  /** Removes what the search left behind; what was found may be in it. */
  discard(): Promise<void>
}

/** nats-server from the operating system's own package source, without root and without touching the system. */
export async function download(onProgress: (line: string) => void): Promise<Source> {
  const tried: string[] = []
  const folder = resolve(CACHE, `fetch-${randomUUID()}`)
  const discard = () => rm(folder, { recursive: true, force: true })
  for (const [name, fetchIt] of Object.entries({
    'the Debian unstable suite by apt': fromDebian,
    Homebrew: fromHomebrew,
  })) {
    try {
      const found = await fetchIt(folder, onProgress)
      tried.push(name)
      return { found, tried, discard }
    } catch (error) {
      tried.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { found: undefined, tried, discard }
}

/** The signed package of the unstable suite. It needs only libc6 ≥ 2.34, and runs on bookworm unpacked. */
async function fromDebian(folder: string, onProgress: (line: string) => void): Promise<string> {
  onProgress('fetching nats-server: the signed package of Debian unstable, unpacked beside the checkout')
  const apt = await privateApt(folder, 'unstable')
  await apt.download('nats-server')
  return resolve(await apt.unpack(), 'usr/sbin/nats-server')
}

async function fromHomebrew(_folder: string, onProgress: (line: string) => void): Promise<string> {
  if (!(await succeeds('brew', ['--version']))) throw new Error('there is no brew here')
  onProgress('fetching nats-server: brew install nats-server')
  await run('brew', ['install', 'nats-server'], { timeoutMs: 600_000 })
  return resolve((await run('brew', ['--prefix', 'nats-server'])).trim(), 'bin/nats-server')
}
