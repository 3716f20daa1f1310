import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, open, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'

/** Debian's packages: the engine's Go programs of unstable run on bookworm, what else they call is this machine's own. */
const OF_UNSTABLE = ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx', 'containerd', 'mmdebstrap']
const OF_THIS_SUITE = [
  ...['runc', 'iptables', 'tini', 'nftables', 'pigz', 'busybox-static'],
  ...['libip4tc2', 'libip6tc2', 'libxtables12', 'libnfnetlink0', 'libnetfilter-conntrack3'],
  ...['libnftnl11', 'libnftables1', 'libjansson4', 'libmnl0'],
]
/** For its stand-in: what a minimal Debian lacks. */
const OF_HAPROXY = ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1']
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ebook-rental', 'docker-2')
const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 90_000

interface DockerOptions {
  readonly timeoutMs?: number
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Engine {
  /** Runs the docker command against this engine; what it printed. */
  docker(args: readonly string[], options?: DockerOptions): Promise<string>
  /** Of the unpacked packages. */
  readonly tools: string
  /** In which programs of those packages find each other and this engine. */
  readonly env: NodeJS.ProcessEnv
  /** Stops the engine's process and starts it again, as a restart of the host does. */
  restart(): Promise<void>
  /** Stops it, and puts the machine's network back as it was found. */
  stop(): Promise<void>
}

/**
 * @param first a folder whose programs come before those of the packages
 * A Docker engine of its own beside whatever this machine has: Debian's packages unpacked into a cache, its data in a folder
 * that is removed in the end. Needs root; throws with what is missing.
 */
export async function startEngine(
  say: (line: string) => void,
  first?: (tools: string) => Promise<string>,
): Promise<Engine> {
  if (process.getuid?.() !== 0) throw new Error('an engine changes the network of this machine: run this as root')
  const tools = await fetched(say)
  // A unix socket's path has 108 bytes at most.
  const folder = await mkdtemp(join(tmpdir(), 'eng-'))
  const env = {
    ...process.env,
    PATH: [await first?.(tools), `${tools}/bin`, process.env['PATH']].filter(Boolean).join(':'),
    LD_LIBRARY_PATH: `${tools}/lib`,
    XTABLES_LIBDIR: `${tools}/own/usr/lib/x86_64-linux-gnu/xtables`,
    DOCKER_HOST: `unix://${folder}/docker.sock`,
    DOCKER_CONFIG: `${tools}/config`,
  }
  const found = await networkOf(env)
  let process_: Daemon | undefined = await launch(folder, tools, env)
  const docker: Engine['docker'] = (args, { env: more, ...options } = {}) =>
    run('docker', args, { timeoutMs: 600_000, ...options, env: { ...env, ...more } })
  return {
    docker,
    tools,
    env,
    async restart() {
      await process_?.stop()
      process_ = await launch(folder, tools, env)
    },
    async stop() {
      await process_?.stop()
      process_ = undefined
      await putBack(found, env)
      const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '')
      for (const mount of mounts.filter((at) => at.startsWith(folder)).toReversed()) await run('umount', ['-l', mount])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Daemon {
  stop(): Promise<void>
}

async function launch(folder: string, tools: string, env: NodeJS.ProcessEnv): Promise<Daemon> {
  const log = await open(join(folder, 'dockerd.log'), 'a')
  const args = [
    ...['--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/dockerd.pid`],
    ...['-H', `unix://${folder}/docker.sock`, '--group', 'root'],
    ...['--userland-proxy-path', `${tools}/bin/docker-proxy`, '--init-path', `${tools}/bin/docker-init`],
  ]
  const child = spawn('dockerd', args, { env, stdio: ['ignore', log.fd, log.fd] })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  child.once('error', () => undefined)
  const until = performance.now() + READY_WITHIN_MS
  while (child.exitCode === null && performance.now() < until) {
    const answers = await run('docker', ['info'], { env, timeoutMs: 10_000 }).then(
      () => true,
      () => false,
    )
    if (answers) break
    await delay(200)
  }
  await log.close()
  if (child.exitCode !== null || performance.now() >= until) {
    child.kill('SIGKILL')
    const lines = (await readFile(join(folder, 'dockerd.log'), 'utf8')).trimEnd().split('\n').slice(-15)
    throw new Error(`the engine does not come up:\n${lines.join('\n')}`)
  }
  return {
    async stop() {
      child.kill('SIGTERM')
      const late = new AbortController()
      await Promise.race([ended, delay(STOP_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined)])
      late.abort()
      child.kill('SIGKILL')
    },
  }
}

interface Network {
  readonly tables: readonly string[]
  readonly links: readonly string[]
  readonly forwards: string
}

const FORWARDS = '/proc/sys/net/ipv4/ip_forward'

async function networkOf(env: NodeJS.ProcessEnv): Promise<Network> {
  const lines = (await run('nft', ['list', 'tables'], { env })).split('\n')
  return {
    tables: lines.filter((line) => line !== '').map((line) => line.replace(/^table /, '')),
    links: await readdir('/sys/class/net'),
    forwards: await readFile(FORWARDS, 'utf8'),
  }
}

/** Takes away what has come since, and nothing else. */
async function putBack(found: Network, env: NodeJS.ProcessEnv): Promise<void> {
  const now = await networkOf(env)
  const come = (name: 'tables' | 'links') => now[name].filter((one) => !found[name].includes(one))
  for (const table of come('tables')) await run('nft', ['delete', 'table', ...table.split(' ')], { env })
  for (const link of come('links')) await run('ip', ['link', 'delete', link]).catch(() => undefined)
  await writeFile(FORWARDS, found.forwards)
}

/** The unpacked packages, from the cache or from Debian. */
async function fetched(say: (line: string) => void): Promise<string> {
  if (existsSync(CACHE)) return CACHE
  say('fetching a Docker engine: Debian’s packages, unpacked into a cache, about 100 MB once')
  const folder = `${CACHE}.${process.pid}`
  const parts = { unstable: OF_UNSTABLE, own: OF_THIS_SUITE, haproxy: OF_HAPROXY }
  for (const [part, names] of Object.entries(parts)) {
    const at = resolve(folder, `apt-${part}`)
    const apt = await privateApt(at, part === 'unstable' ? part : undefined)
    for (const name of names) await apt.download(name)
    await rename(await apt.unpack(), resolve(folder, part))
    await rm(at, { recursive: true })
  }
  await mkdir(`${folder}/bin`)
  await mkdir(`${folder}/config/cli-plugins`, { recursive: true })
  const link = (to: string, name: string) => symlink(to, resolve(folder, name))
  for (const name of ['containerd', 'containerd-shim-runc-v2', 'docker', 'mmdebstrap'])
    await link(`../unstable/usr/bin/${name}`, `bin/${name}`)
  for (const name of ['dockerd', 'docker-proxy']) await link(`../unstable/usr/sbin/${name}`, `bin/${name}`)
  await link('../own/usr/sbin/runc', 'bin/runc')
  await link('../own/usr/sbin/nft', 'bin/nft')
  await link('../own/usr/bin/pigz', 'bin/pigz')
  await link('../own/usr/bin/tini-static', 'bin/docker-init')
  for (const family of ['iptables', 'ip6tables'])
    for (const suffix of ['', '-save', '-restore'])
      await link(`../own/usr/sbin/${family}-nft${suffix}`, `bin/${family}${suffix}`)
  for (const plugin of ['docker-compose', 'docker-buildx'])
    await link(`../../unstable/usr/libexec/docker/cli-plugins/${plugin}`, `config/cli-plugins/${plugin}`)
  await cp(resolve(folder, 'own/usr/lib/x86_64-linux-gnu'), resolve(folder, 'lib'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  await rename(folder, CACHE)
  return CACHE
}
