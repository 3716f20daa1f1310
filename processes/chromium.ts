import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { CACHE } from './checkout.ts'
import { privateApt } from './private-apt.ts'
import { run } from './run.ts'

/** No chromium is to be had; the message says where it was looked for, and what to do. */
export class NoChromium extends Error {
  override readonly name = 'NoChromium'
}

/** A browser that can be started. */
export interface Chromium {
  readonly executable: string
  /** What it needs in its environment beside ours: where its libraries and fonts are. */
  readonly env: Readonly<Record<string, string>>
}

/** For tests and screenshots: nothing but what they ask for, also in a container and as root. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  // It takes a machine that is busy for a process that hangs, ends it, and no page is drawn from then on.
  '--disable-gpu-watchdog',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No process is made for a page that may never come, and none for each site of one page.
  '--disable-features=SpareRendererForSitePerProcess',
  '--disable-site-isolation-trials',
]

// With the letters of Korean: a machine without a screen has no font for them.
const PACKAGES = ['chromium', 'fonts-noto-cjk']
const ON_THE_PATH = ['chromium', 'chromium-browser', 'google-chrome']

/**
 * CHROMIUM (a path), the PATH, what was fetched before, then Debian's signed packages with the libraries that this
 * machine lacks, unpacked into this user's cache: without root, and the system stays as it is. Throws NoChromium.
 */
export async function findChromium(onProgress: (line: string) => void = () => undefined): Promise<Chromium> {
  return (await chromiumHere()) ?? fetchInto(places(), onProgress)
}

const places = () =>
  [resolve(process.env['XDG_CACHE_HOME'] || resolve(homedir(), '.cache'), 'ebook-rental'), CACHE].map((folder) =>
    resolve(folder, 'chromium'),
  )

/** The same without fetching one: undefined when none is here. Throws NoChromium when CHROMIUM cannot be run. */
export async function chromiumHere(): Promise<Chromium | undefined> {
  const asked = process.env['CHROMIUM']
  if (asked) {
    const chromium = { executable: asked, env: {} }
    if (await runs(chromium)) return chromium
    throw new NoChromium(`CHROMIUM=${asked} cannot be run. Give the path of chromium, or unset it.`)
  }
  for (const executable of ON_THE_PATH) {
    const chromium = { executable, env: {} }
    if (await runs(chromium)) return chromium
  }
  for (const place of places()) {
    const chromium = await unpackedAt(place)
    if (await runs(chromium)) return chromium
  }
  return undefined
}

async function fetchInto(folders: readonly string[], onProgress: (line: string) => void): Promise<Chromium> {
  const problems: string[] = []
  for (const place of folders) {
    const aside = `${place}.${randomUUID()}`
    try {
      await fetchFromDebian(aside, onProgress)
      await rm(place, { recursive: true, force: true })
      await rename(resolve(aside, 'unpacked'), place)
      const chromium = await unpackedAt(place)
      if (!(await runs(chromium))) throw new Error('what was fetched cannot be run')
      onProgress('chromium is ready')
      return chromium
    } catch (error) {
      problems.push(`  - Debian's packages, into ${place}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await rm(aside, { recursive: true, force: true })
    }
  }
  throw new NoChromium(
    `The browser tests and screenshots need chromium, and none is here.\nTried:\n  - CHROMIUM, which is not set\n` +
      `  - ${ON_THE_PATH.join(', ')} on the PATH\n${problems.join('\n')}\n` +
      'Install it (on Debian: apt-get install chromium fonts-noto-cjk), or set CHROMIUM to its path, and start again.',
  )
}

async function fetchFromDebian(folder: string, onProgress: (line: string) => void): Promise<void> {
  onProgress('fetching chromium and a Korean font: signed packages of Debian, about 180 MB, once')
  await mkdir(folder, { recursive: true })
  const apt = await privateApt(folder)
  await apt.downloadWhole(...PACKAGES)
  onProgress('unpacking chromium')
  await apt.unpack()
}

/** Of packages that were unpacked and not installed. */
async function unpackedAt(place: string): Promise<Chromium> {
  const perMachine = await readdir(resolve(place, 'usr/lib')).catch((): string[] => [])
  const libraries = perMachine
    .filter((name) => name.endsWith('-linux-gnu'))
    .flatMap((name) => [resolve(place, 'usr/lib', name), resolve(place, 'usr/lib', name, 'pulseaudio')])
  const fonts = resolve(place, 'fonts.conf')
  if (libraries.length > 0) await writeFile(fonts, fontsOf(place))
  return {
    executable: resolve(place, 'usr/lib/chromium/chromium'),
    env: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: fonts },
  }
}

const fontsOf = (place: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${place}/usr/share/fonts</dir>
  <cachedir>${place}/font-cache</cachedir>
  <match target="pattern"><edit name="family" mode="append" binding="weak"><string>Noto Sans CJK KR</string></edit></match>
</fontconfig>
`

async function runs({ executable, env }: Chromium): Promise<boolean> {
  const printed = await run(executable, ['--version'], { timeoutMs: 20_000, env: { ...process.env, ...env } }).catch(
    () => '',
  )
  return /Chrom(e|ium) \d+/.test(printed)
}
