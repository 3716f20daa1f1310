import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CACHE } from './checkout.ts'
import { run, succeeds } from './run.ts'

/** Where it was found, if at all, and one line for every place that was tried. */
export interface Source {
  readonly found: string | undefined
  readonly tried: readonly string[]
  /** Removes what the search left behind; what was found may be in it. */
  discard(): Promise<void>
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const MIRROR = 'http://deb.debian.org/debian'

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

/**
 * The signed package of the unstable suite: apt downloads and verifies it with lists and cache of its own, dpkg-deb
 * unpacks it. It needs only libc6 ≥ 2.34, and runs on bookworm so.
 */
async function fromDebian(folder: string, onProgress: (line: string) => void): Promise<string> {
  if (!(await succeeds('apt-get', ['--version']))) throw new Error('there is no apt here')
  if (!existsSync(KEYRING)) throw new Error(`${KEYRING} is missing (package debian-archive-keyring)`)
  onProgress('fetching nats-server: the signed package of Debian unstable, unpacked beside the checkout')
  for (const partial of ['lists/partial', 'cache/archives/partial'])
    await mkdir(resolve(folder, partial), { recursive: true })
  const list = resolve(folder, 'sources.list')
  await writeFile(list, `deb [signed-by=${KEYRING}] ${await mirror()} unstable main\n`)
  const apt = (...args: string[]) =>
    run(
      'apt-get',
      [
        ...[
          '-o',
          `Dir::Etc::sourcelist=${list}`,
          '-o',
          'Dir::Etc::sourceparts=-',
          '-o',
          `Dir::State::lists=${folder}/lists`,
        ],
        ...[
          '-o',
          `Dir::Cache=${folder}/cache`,
          '-o',
          'APT::Get::List-Cleanup=0',
          '-o',
          'APT::Sandbox::User=',
          '-q',
          ...args,
        ],
      ],
      { cwd: folder, timeoutMs: 300_000 },
    )
  await apt('update')
  await apt('download', 'nats-server')
  const [packed] = (await readdir(folder)).filter((name) => name.endsWith('.deb'))
  if (packed === undefined) throw new Error('apt downloaded nothing')
  await run('dpkg-deb', ['-x', resolve(folder, packed), resolve(folder, 'unpacked')])
  return resolve(folder, 'unpacked/usr/sbin/nats-server')
}

/** The mirror that this machine's own apt uses for Debian, if it names one. */
async function mirror(): Promise<string> {
  const folder = '/etc/apt/sources.list.d'
  const files = (await readdir(folder).catch(() => [])).map((name) => resolve(folder, name))
  for (const file of ['/etc/apt/sources.list', ...files]) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const named = /^(?:deb\s+(?:\[[^\]]*\]\s*)?|URIs:\s*)(https?:\/\/\S+\/debian)\/?(?:\s|$)/m.exec(text)?.[1]
    if (named) return named
  }
  return MIRROR
}

async function fromHomebrew(_folder: string, onProgress: (line: string) => void): Promise<string> {
  if (!(await succeeds('brew', ['--version']))) throw new Error('there is no brew here')
  onProgress('fetching nats-server: brew install nats-server')
  await run('brew', ['install', 'nats-server'], { timeoutMs: 600_000 })
  return resolve((await run('brew', ['--prefix', 'nats-server'])).trim(), 'bin/nats-server')
}
