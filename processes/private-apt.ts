import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { run, succeeds } from './run.ts'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const MIRROR = 'http://deb.debian.org/debian'
const PATIENCE_MS = 900_000

type Kind = 'deb' | 'deb-src'

/** apt with lists and a cache of its own, so that it needs no root and leaves the system as it is. */
export interface PrivateApt {
  /** Downloads and verifies one package, without what it depends on. */
  download(name: string): Promise<void>
  /** The same with everything that it needs and this machine lacks. */
  downloadWhole(...names: string[]): Promise<void>
  /** Downloads and verifies the sources of one package as its authors give them, and returns that archive. */
  downloadSources(name: string): Promise<string>
  /** Unpacks all that was downloaded into one folder, and returns the folder. */
  unpack(): Promise<string>
}

/**
 * @param folder where all of it is kept: an absolute path; the caller removes it
 * @param suite of Debian; if not given, what this machine's own sources name
 * @param kind `deb-src` where sources are wanted: their lists are long
 * Throws where there is no apt, or it cannot verify what it downloads.
 */
export async function privateApt(folder: string, suite?: string, kind: Kind = 'deb'): Promise<PrivateApt> {
  if (!(await succeeds('apt-get', ['--version']))) throw new Error('there is no apt here')
  const archives = resolve(folder, 'cache/archives')
  for (const partial of [resolve(folder, 'lists/partial'), resolve(archives, 'partial')])
    await mkdir(partial, { recursive: true })
  const options = [
    ...(suite === undefined ? [] : await onlyThisSuite(folder, suite, kind)),
    `Dir::State::lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    'APT::Get::List-Cleanup=0',
    'APT::Sandbox::User=',
    // The system's lock is root's, and nothing of the system is changed.
    'Debug::NoLocking=true',
  ].flatMap((option) => ['-o', option])
  const apt = (...args: string[]) =>
    run('apt-get', [...options, '-q', '-y', ...args], { cwd: archives, timeoutMs: PATIENCE_MS })
  await apt('update')
  return {
    async download(name) {
      // By its suite: else apt wants the version that the system has from somewhere else.
      await apt('download', suite === undefined ? name : `${name}/${suite}`)
    },
    async downloadWhole(...names) {
      await apt('install', '--download-only', '--no-install-recommends', ...names)
    },
    async downloadSources(name) {
      await apt('source', '--download-only', name)
      const archive = (await readdir(archives)).find((file) => /\.orig\.tar\.\w+$/.test(file))
      if (archive === undefined) throw new Error(`apt downloaded no sources of ${name}`)
      return resolve(archives, archive)
    },
    async unpack() {
      const packed = (await readdir(archives)).filter((name) => name.endsWith('.deb'))
      if (packed.length === 0) throw new Error('apt downloaded nothing')
      const into = resolve(folder, 'unpacked')
      for (const name of packed)
        await run('dpkg-deb', ['-x', resolve(archives, name), into], { timeoutMs: PATIENCE_MS })
      return into
    },
  }
}

async function onlyThisSuite(folder: string, suite: string, kind: Kind): Promise<string[]> {
  if (!existsSync(KEYRING)) throw new Error(`${KEYRING} is missing (package debian-archive-keyring)`)
  const list = resolve(folder, 'sources.list')
  await writeFile(list, `${kind} [signed-by=${KEYRING}] ${await mirror()} ${suite} main\n`)
  return [`Dir::Etc::sourcelist=${list}`, 'Dir::Etc::sourceparts=-']
}

/** The mirror that this machine's own apt uses for Debian, if it names one. */
async function mirror(): Promise<string> {
  const folder = '/etc/apt/sources.list.d'
  const files = (await readdir(folder).catch(() => [])).map((name) => resolve(folder, name))
  for (const file of ['/etc/apt/sources.list', ...files]) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const words = text.split('\n').flatMap((line) => (line.trimStart().startsWith('#') ? [] : line.split(/\s+/)))
    const named = words.find((word) => /^https?:\/\//.test(word) && /\/debian\/?$/.test(word))
    if (named) return named.replace(/\/$/, '')
  }
  return MIRROR
}
