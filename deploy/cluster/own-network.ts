import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'
import { cacheFolder } from './kubectl.ts'

const PACKAGES = ['slirp4netns', 'libslirp0', 'libseccomp2', 'libglib2.0-0']
const DEVICE = 'tap0'

/**
 * Runs a program of Node's in a network and a table of mounts of its own: what it does to either is gone with it, and nobody
 * beside it notices. It reaches what this machine reaches, through a program of a user's.
 * @returns its exit code
 */
export async function inOwnNetwork(program: string, args: readonly string[]): Promise<number> {
  const tools = await fetched()
  const command = ['--net', '--mount', process.execPath, ...process.execArgv, program, ...args]
  const child = spawn('unshare', command, { stdio: 'inherit' })
  const ended = new Promise<number>((done, failed) => {
    child.once('error', failed).once('close', (code) => done(code ?? 1))
  })
  // It puts away what it has made; this one ends when that is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  const networkOf = (pid: number | string) => readlink(`/proc/${pid}/ns/net`).catch(() => undefined)
  const ours = await networkOf('self')
  while (child.exitCode === null && [ours, undefined].includes(await networkOf(child.pid ?? ''))) await delay(10)
  const way = spawn(join(tools, 'usr/bin/slirp4netns'), ['--configure', '--mtu=65520', String(child.pid), DEVICE], {
    env: { LD_LIBRARY_PATH: join(tools, 'usr/lib/x86_64-linux-gnu') },
    stdio: 'ignore',
    detached: true,
  })
  way.once('error', () => undefined)
  try {
    return await ended
  } finally {
    way.kill()
  }
}

/** Inside: waits until there is a way out. */
export async function wayOut(): Promise<void> {
  await run('ip', ['link', 'set', 'lo', 'up'])
  await eventually('there is a way out', async () => (await run('ip', ['route'])).includes(DEVICE))
}

async function fetched(): Promise<string> {
  const tools = cacheFolder('slirp4netns-1')
  if (existsSync(tools)) return tools
  const folder = `${tools}.${process.pid}`
  const apt = await privateApt(folder)
  for (const name of PACKAGES) await apt.download(name)
  await rename(await apt.unpack(), tools)
  await rm(folder, { recursive: true })
  return tools
}
