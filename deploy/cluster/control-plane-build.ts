import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'

/** The last version of which Debian keeps the whole sources, with what they need and with the Go that compiles them. */
const VERSION = '1.20.2'
const SOURCES_OF = 'bookworm'
const GO = { suite: 'bullseye', packages: ['golang-1.15-go', 'golang-1.15-src'], root: 'usr/lib/go-1.15' }
/** Of this machine's own suite: the build copies with it. */
const RSYNC = ['rsync', 'libxxhash0', 'libpopt0']
const PROGRAMS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet']
const TOLD_EVERY_MS = 60_000

/**
 * Builds the programs of Kubernetes' control plane into `${folder}/bin`, at the lowest priority. About six minutes on two
 * idle cores; one that was broken off goes on where it was.
 */
export async function buildControlPlane(folder: string, say: (line: string) => void): Promise<void> {
  const building = `${folder}.building`
  await mkdir(building, { recursive: true })
  say(`Kubernetes ${VERSION}: its sources and a Go, from Debian, about 100 MB once`)
  const sources = join(building, `kubernetes-${VERSION}`)
  const go = await unpacked(building, 'go', GO.packages, GO.suite)
  const rsync = await unpacked(building, 'rsync', RSYNC)
  if (!existsSync(sources)) {
    const archive = await (
      await privateApt(join(building, 'apt-sources'), SOURCES_OF, 'deb-src')
    ).downloadSources('kubernetes')
    await run('tar', ['-xf', archive, '-C', building], { timeoutMs: 600_000 })
  }
  const version = join(building, 'version.sh')
  const [major, minor] = VERSION.split('.')
  const told = { COMMIT: 'none', TREE_STATE: 'clean', VERSION: `v${VERSION}`, MAJOR: major, MINOR: minor }
  const lines = Object.entries(told).map(([name, value]) => `KUBE_GIT_${name}='${value}'\n`)
  await writeFile(version, lines.join(''))
  await make(join(building, 'build.log'), sources, say, {
    PATH: `${go}/${GO.root}/bin:${rsync}/usr/bin:${process.env['PATH']}`,
    LD_LIBRARY_PATH: `${rsync}/usr/lib/x86_64-linux-gnu`,
    HOME: building,
    GOROOT: `${go}/${GO.root}`,
    GOPATH: join(building, 'gopath'),
    GOFLAGS: '-v',
    GOPROXY: 'off',
    // Else the kubelet is built a second time, with a C compiler.
    CGO_ENABLED: '0',
    KUBE_STATIC_OVERRIDES: 'kubelet',
    KUBE_GIT_VERSION_FILE: version,
    KUBE_BUILD_PLATFORMS: 'linux/amd64',
  })
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  for (const name of PROGRAMS) await cp(join(sources, '_output/local/bin/linux/amd64', name), join(part, 'bin', name))
  await rename(part, folder)
  await rm(building, { recursive: true, force: true })
}

/** What some packages hold, unpacked once. */
async function unpacked(building: string, name: string, packages: readonly string[], suite?: string): Promise<string> {
  const folder = join(building, name)
  if (existsSync(folder)) return folder
  const apt = await privateApt(join(building, `apt-${name}`), suite)
  for (const one of packages) await apt.download(one)
  await rename(await apt.unpack(), folder)
  return folder
}

async function make(
  logFile: string,
  cwd: string,
  say: (line: string) => void,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const log = await open(logFile, 'w')
  const what = PROGRAMS.map((name) => `cmd/${name}`).join(' ')
  const child = spawn('nice', ['-n', '19', 'make', `WHAT=${what}`], { cwd, env, stdio: ['ignore', log.fd, log.fd] })
  const began = performance.now()
  const tell = setInterval(() => {
    const minutes = Math.round((performance.now() - began) / 60_000)
    readFile(logFile, 'utf8').then(
      (text) => say(`Kubernetes is being built: ${text.split('\n').length} packages after ${minutes} min`),
      () => undefined,
    )
  }, TOLD_EVERY_MS)
  try {
    const ended = await new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done))
    if (ended === 0) return
    const tail = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n')
    throw new Error(`Kubernetes could not be built (${logFile}):\n${tail}`)
  } finally {
    clearInterval(tell)
    await log.close()
  }
}
