import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { CACHE, CHECKOUT } from '@ebook/processes/checkout'
import { argvOf, dyingWithParent } from '@ebook/processes/launch'
import { CommandFailed, run } from '@ebook/processes/run'
import { BadArguments, readArguments, reportFailure } from './command-line.ts'

const usage = `Usage: npm run build [-- --force]

Builds the web application into web/dist, from where the router serves it. \`npm start\` does the same. Does nothing when
the build is of the sources as they are.

  --force   builds all the same`

/** The web application could not be built; the message is what the build said. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed'
}

const WEB = resolve(CHECKOUT, 'web')
const DIST = resolve(WEB, 'dist')
/** In the build, so that it goes when the build goes. */
const STAMP = '.built-from'
const BUILD_WITHIN_MS = 300_000
/** A page may be open for as long before it asks for the next of its parts. */
const EARLIER_KEPT_MS = 24 * 3_600_000
const COMPRESSED = /\.(js|css|svg|html|json)$/

/** Builds the web application if its sources have changed since. Throws BuildFailed; then an older build stays. */
export async function buildPages(onProgress: (line: string) => void, force = false): Promise<void> {
  const sources = await hashOfSources()
  const built = await readFile(resolve(DIST, STAMP), 'utf8').catch(() => undefined)
  if (!force && built === sources && existsSync(resolve(DIST, 'index.html'))) return
  const began = performance.now()
  onProgress('building the web application')
  const aside = resolve(CACHE, `web-${randomUUID()}`)
  try {
    const vite = resolve(CHECKOUT, 'node_modules/vite/bin/vite.js')
    const build = { file: process.execPath, args: [vite, 'build', '--outDir', aside, '--logLevel', 'warn'] }
    const [file, ...args] = argvOf(await dyingWithParent(build, 'KILL'))
    await run(file, args, {
      cwd: WEB,
      timeoutMs: BUILD_WITHIN_MS,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    })
    await compress(resolve(aside, 'assets'))
    await keepEarlier(DIST, aside)
    await writeFile(resolve(aside, STAMP), sources)
    await putInPlace(aside)
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    throw new BuildFailed(`the web application could not be built:\n${error.message}`, { cause: error })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  onProgress(`built the web application in ${((performance.now() - began) / 1_000).toFixed(1)} s`)
}

/**
 * Takes over the parts of the build that is replaced, for a day: whoever opened its pages goes on with them. The time of
 * a file in `earlier` is when its build was replaced.
 */
export async function keepEarlier(dist: string, next: string, now = new Date()): Promise<void> {
  const earlier = resolve(next, 'earlier')
  await mkdir(earlier, { recursive: true })
  for (const folder of ['earlier', 'assets']) {
    for (const name of await readdir(resolve(dist, folder)).catch((): string[] => [])) {
      const file = resolve(dist, folder, name)
      const replacedAt = folder === 'assets' ? now : (await stat(file)).mtime
      if (now.getTime() - replacedAt.getTime() > EARLIER_KEPT_MS) continue
      await copyFile(file, resolve(earlier, name))
      await utimes(resolve(earlier, name), now, replacedAt)
    }
  }
}

/** Whole before it is seen, so that nobody is ever given half of it. */
async function putInPlace(aside: string): Promise<void> {
  const old = `${aside}-old`
  await rename(DIST, old).catch(() => undefined)
  try {
    await rename(aside, DIST)
  } finally {
    await rm(old, { recursive: true, force: true })
  }
}

/** Everything a build is made of, in one hash. */
async function hashOfSources(): Promise<string> {
  const files = await readdir(WEB, { recursive: true, withFileTypes: true })
  const sources = files
    .filter((entry) => entry.isFile())
    .map((entry) => resolve(entry.parentPath, entry.name))
    .filter((path) => !/^\/(node_modules|dist)\/|\.test\.tsx?$/.test(path.slice(WEB.length)))
    .toSorted()
  const hash = createHash('sha256')
  for (const path of [...sources, resolve(CHECKOUT, 'package-lock.json')])
    hash.update(path).update(await readFile(path))
  return hash.digest('hex')
}

/** A compressed copy beside each file, as small as it gets: the router sends it as it is. */
async function compress(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!COMPRESSED.test(name)) continue
    const content = await readFile(resolve(folder, name))
    await writeFile(resolve(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }))
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
    await writeFile(resolve(folder, `${name}.br`), await promisify(brotliCompress)(content, { params: quality }))
  }
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    options: { force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(usage)
  if (positionals.length > 0) throw new BadArguments(`npm run build takes no names: ${positionals.join(' ')}`)
  await buildPages((line) => console.error(line), values.force)
}

if (import.meta.main) await main().catch((error: unknown) => reportFailure(error, usage))
