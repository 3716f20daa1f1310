import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, open, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'
import type { Engine } from '../containers/engine.ts'
import { buildControlPlane } from './control-plane-build.ts'
import { cacheFolder, findKubectl, type KubernetesObject } from './kubectl.ts'

/** Debian's: etcd of unstable runs on bookworm; the names are this machine's own. */
const ETCD = 'etcd-server'
const NAMES = ['dnsmasq-base', 'libidn2-0', 'libnettle8', 'libhogweed6', 'libgmp10', 'libdbus-1-3']
const NODE = 'node'
const DOMAIN = 'cluster.local'
/** What the kubelet sets of the machine without asking; what it sets of the network is gone with that. */
const SETTINGS = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops'].map((name) => `/proc/sys/${name}`)
/** Where they write whatever they are told. */
const FOLDERS = ['/var/log/pods', '/var/log/containers', '/var/lib/kubelet', '/usr/libexec/kubernetes']

export interface ControlPlane {
  /** Runs kubectl as an administrator; what it printed. */
  kubectl(args: readonly string[], timeoutMs?: number): Promise<string>
  /** As kubectl apply does, of what it would have rendered. */
  apply(objects: readonly KubernetesObject[]): Promise<string>
  /** Stops it, and puts the machine back as it was found. */
  stop(): Promise<void>
}

/** Kubernetes' programs, etcd and a server of names: from the cache, or built and fetched. */
export async function controlPlanePrograms(say: (line: string) => void): Promise<string> {
  const built = cacheFolder('kubernetes-1')
  if (!existsSync(built)) await buildControlPlane(built, say)
  const tools = cacheFolder('kubernetes-tools-1')
  if (existsSync(tools)) return tools
  const folder = `${tools}.${process.pid}`
  const etcd = await privateApt(join(folder, 'apt-etcd'), 'unstable')
  await etcd.download(ETCD)
  const names = await privateApt(join(folder, 'apt-names'))
  for (const name of NAMES) await names.download(name)
  await mkdir(join(folder, 'bin'), { recursive: true })
  await cp(join(await etcd.unpack(), 'usr/bin/etcd'), join(folder, 'bin/etcd'))
  const unpacked = await names.unpack()
  await cp(join(unpacked, 'usr/sbin/dnsmasq'), join(folder, 'bin/dnsmasq'))
  await cp(join(unpacked, 'usr/lib/x86_64-linux-gnu'), join(folder, 'lib'), { recursive: true, verbatimSymlinks: true })
  await cp(join(built, 'bin'), join(folder, 'bin'), { recursive: true })
  for (const apt of ['apt-etcd', 'apt-names']) await rm(join(folder, apt), { recursive: true })
  await rename(folder, tools)
  return tools
}

/**
 * A folder with a `runc` for the engine's PATH: the kubelet asks for a negative oom_score_adj, which root may not set where
 * it lacks CAP_SYS_RESOURCE.
 */
export async function forgivingRunc(folder: string, runc: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  const script = `#!/bin/sh
before=
for word in "$@"; do
  [ "$before" != --bundle ] || sed -i -E 's/"oomScoreAdj":-[0-9]+/"oomScoreAdj":0/' "$word/config.json"
  before=$word
done
exec ${runc} "$@"
`
  await writeFile(join(bin, 'runc'), script, { mode: 0o755 })
  return bin
}

/** One node with all of it, on an engine that starts its containers. Names are told by a server beside it. */
export async function startControlPlane(engine: Engine, folder: string, tools: string): Promise<ControlPlane> {
  const bridge = JSON.parse(
    await engine.docker(['network', 'inspect', '--format', '{{json .IPAM.Config}}', 'bridge']),
  ) as {
    Subnet: string
    Gateway: string
  }[]
  const { Subnet: subnet = '', Gateway: gateway = '' } = bridge[0] ?? {}
  const found = new Map(
    await Promise.all(SETTINGS.map(async (file) => [file, await readFile(file, 'utf8').catch(() => '')] as const)),
  )
  const foldersBefore = FOLDERS.filter((path) => existsSync(path))
  const token = randomBytes(24).toString('hex')
  const at = (name: string) => join(folder, name)
  await writeFile(at('tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 })
  await run('openssl', ['genrsa', '-out', at('accounts.key'), '2048'])
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'check', cluster: { server: `https://127.0.0.1:6443`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'check', context: { cluster: 'check', user: 'admin' } }],
    'current-context': 'check',
  }
  await writeFile(at('kubeconfig'), JSON.stringify(kubeconfig), { mode: 0o600 })
  const kubelet = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // Who could ask it could do anything here; nobody has to.
    enableServer: false,
    cgroupDriver: 'cgroupfs',
    failSwapOn: false,
    hairpinMode: 'none',
    clusterDNS: [gateway],
    clusterDomain: DOMAIN,
    volumePluginDir: at('plugins'),
    evictionHard: { 'memory.available': '100Mi' },
  }
  await writeFile(at('kubelet.json'), JSON.stringify(kubelet))
  await writeFile(at('hosts'), '')

  const env = { ...engine.env, PATH: `${tools}/bin:${engine.env['PATH']}` }
  const kubectlPath = await findKubectl()
  const kubectl: ControlPlane['kubectl'] = (args, timeoutMs = 60_000) =>
    run(kubectlPath, ['--kubeconfig', at('kubeconfig'), ...args], { timeoutMs, env: { ...process.env, HOME: folder } })

  const started: Started[] = []
  const start = async (name: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    started.push(await launch(name, args, at(`${name}.log`), { ...env, ...more }))
  const toApiserver = `--kubeconfig=${at('kubeconfig')}`
  let over = false
  let naming: Promise<void> = Promise.resolve()

  const stop = async () => {
    over = true
    await naming
    for (const one of started.toReversed()) await one.stop()
    for (const id of (await engine.docker(['ps', '--all', '--quiet'])).split('\n').filter((line) => line !== ''))
      await engine.docker(['rm', '--force', '--volumes', id])
    await unmount(folder)
    await removeGroups()
    for (const [file, text] of found)
      if (text !== '' && (await readFile(file, 'utf8')) !== text) await writeFile(file, text)
    for (const path of FOLDERS) if (!foldersBefore.includes(path)) await rm(path, { recursive: true, force: true })
  }
  try {
    await start('etcd', [`--data-dir=${at('etcd')}`, '--unsafe-no-fsync', '--log-level=error'])
    await start('kube-apiserver', [
      ...['--etcd-servers=http://127.0.0.1:2379', '--bind-address=127.0.0.1'],
      ...[`--cert-dir=${at('certificates')}`, `--token-auth-file=${at('tokens.csv')}`, '--authorization-mode=RBAC'],
      ...['--service-cluster-ip-range=10.96.0.0/24', '--service-account-issuer=https://kubernetes.default'],
      ...[
        `--service-account-signing-key-file=${at('accounts.key')}`,
        `--service-account-key-file=${at('accounts.key')}`,
      ],
      ...['--endpoint-reconciler-type=none', '--feature-gates=TTLAfterFinished=true'],
    ])
    await eventually('the apiserver answers', () => kubectl(['get', '--raw', '/readyz']), 120_000)
    await start('kube-controller-manager', [
      ...[toApiserver, '--leader-elect=false', '--port=0', '--secure-port=0', '--feature-gates=TTLAfterFinished=true'],
      ...[`--service-account-private-key-file=${at('accounts.key')}`, `--flex-volume-plugin-dir=${at('plugins')}`],
    ])
    await start('kube-scheduler', [toApiserver, '--leader-elect=false', '--port=0', '--secure-port=0'])
    await start('kubelet', [
      ...[toApiserver, `--config=${at('kubelet.json')}`, `--root-dir=${at('kubelet')}`, `--hostname-override=${NODE}`],
      ...['--container-runtime=docker', `--docker-endpoint=${engine.env['DOCKER_HOST']}`, '--network-plugin='],
      ...[`--experimental-dockershim-root-directory=${at('dockershim')}`, '--pod-infra-container-image=pause:local'],
      `--cert-dir=${at('certificates')}`,
    ])
    await start('kube-proxy', [
      ...[toApiserver, '--proxy-mode=iptables', `--cluster-cidr=${subnet}`, `--hostname-override=${NODE}`],
      ...['--conntrack-max-per-core=0', '--conntrack-tcp-timeout-established=0'],
      '--conntrack-tcp-timeout-close-wait=0',
    ])
    await start(
      'dnsmasq',
      [
        ...['--keep-in-foreground', '--user=root', '--conf-file=/dev/null', '--pid-file=', '--no-resolv', '--no-hosts'],
        ...[`--addn-hosts=${at('hosts')}`, `--local=/${DOMAIN}/`, `--listen-address=${gateway}`, '--bind-interfaces'],
      ],
      { LD_LIBRARY_PATH: `${tools}/lib:${engine.env['LD_LIBRARY_PATH']}` },
    )
    const names = started.at(-1)
    naming = (async () => {
      for (; !over; await delay(300).catch(() => undefined)) {
        const told = await hostsOf(kubectl).catch(() => undefined)
        if (told === undefined || told === (await readFile(at('hosts'), 'utf8'))) continue
        await writeFile(at('hosts'), told)
        names?.reload()
      }
    })()
    await eventually('the node is ready', async () => (await kubectl(['get', 'nodes'])).includes(' Ready '), 120_000)
    return {
      kubectl,
      async apply(objects) {
        await writeFile(at('objects.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
        return kubectl(['apply', '--filename', at('objects.json')], 120_000)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Started {
  reload(): void
  stop(): Promise<void>
}

async function launch(
  name: string,
  args: readonly string[],
  logFile: string,
  env: NodeJS.ProcessEnv,
): Promise<Started> {
  const log = await open(logFile, 'a')
  const child = spawn(name, args, { env, stdio: ['ignore', log.fd, log.fd] })
  await log.close()
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  let asked = false
  child.once('error', () => undefined)
  void ended.then(async () => {
    if (asked) return
    const tail = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-5).join('\n')
    process.stderr.write(`\n${name} has ended by itself:\n${tail}\n`)
  })
  return {
    reload: () => void child.kill('SIGHUP'),
    async stop() {
      asked = true
      child.kill('SIGTERM')
      const late = new AbortController()
      await Promise.race([ended, delay(10_000, undefined, { signal: late.signal }).catch(() => undefined)])
      late.abort()
      child.kill('SIGKILL')
    },
  }
}

/** Each Service by its address, and each pod of a headless one by its own. */
async function hostsOf(kubectl: ControlPlane['kubectl']): Promise<string> {
  interface Address {
    ip: string
    hostname?: string
  }
  interface Item extends KubernetesObject {
    spec?: { clusterIP?: string }
    subsets?: { addresses?: Address[]; notReadyAddresses?: Address[] }[]
  }
  const { items } = JSON.parse(
    await kubectl(['get', 'services,endpoints', '--all-namespaces', '--output', 'json']),
  ) as {
    items: Item[]
  }
  const lines = items.flatMap(({ kind, metadata, spec, subsets = [] }) => {
    const domain = `${metadata.name}.${metadata.namespace}.svc.${DOMAIN}`
    if (kind === 'Service') return spec?.clusterIP === 'None' ? [] : [`${spec?.clusterIP} ${domain}`]
    return subsets
      .flatMap(({ addresses = [], notReadyAddresses = [] }) => [...addresses, ...notReadyAddresses])
      .flatMap(({ ip, hostname }) => (hostname === undefined ? [] : [`${ip} ${hostname}.${domain}`]))
  })
  return `${lines.sort().join('\n')}\n`
}

async function unmount(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '')
  for (const mount of mounts.filter((at) => at.startsWith(`${folder}/`)).toReversed())
    await run('umount', ['-l', mount])
}

/** The control groups that kubelet made for pods. */
async function removeGroups(): Promise<void> {
  for (const controller of await readdir('/sys/fs/cgroup')) {
    const top = join('/sys/fs/cgroup', controller, 'kubepods')
    if (!existsSync(top)) continue
    const inside = await readdir(top, { recursive: true, withFileTypes: true })
    const groups = inside.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
    for (const group of [...groups.sort().toReversed(), top]) await rmdir(group).catch(() => undefined)
  }
}
