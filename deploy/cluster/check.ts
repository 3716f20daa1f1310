import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@ebook/clients/people'
import { EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { startEngine, type Engine } from '../containers/engine.ts'
import { step, Story } from '../containers/story.ts'
import { Cluster, isReady, type Pod } from './cluster.ts'
import { controlPlanePrograms, forgivingRunc, startControlPlane, type ControlPlane } from './control-plane.ts'
import { inOwnNetwork, wayOut } from './own-network.ts'

const usage = `Usage: npm run cluster:check

Starts a Kubernetes of one node in a Docker engine of its own, applies deploy/kubernetes/overlays/dev, and tries what
docs/kubernetes.md promises of it: renting with a live subscription, a process that hangs, another version and another setting
of everything under load, more replicas and fewer, volumes whose pods are replaced, reconcile. Each step is printed with its
time; the machine is put back as it was found. Needs root, and Debian's packages. The first time it builds Kubernetes 1.20
from Debian's sources: six minutes on two idle cores, and half a GB in the cache.

Exit 0 all of it holds; 2 something does not, or could not be tried; 3 bad arguments.`

/** The probes of deploy/kubernetes/base/process: for so long nobody may have answered. */
const SILENT_MS = 16_000
/** From then: the time to stop, which this old control plane gives also to one that hangs, and to start again. */
const REPLACED_MS = 180_000

async function main(): Promise<void> {
  const { values } = readArguments({ options: { help: { type: 'boolean', short: 'h' }, inside: { type: 'boolean' } } })
  if (values.help) return console.log(usage)
  if (process.getuid?.() !== 0) throw new Error('a cluster makes a network of its own: run this as root')
  if (!values.inside) {
    process.exitCode = await inOwnNetwork(import.meta.filename, ['--inside'])
    return
  }
  await wayOut()
  const say = (line: string) => process.stderr.write(`\n  ${line}\n`)
  // Paths of sockets are short.
  const folder = await mkdtemp(join(tmpdir(), 'k8s-'))
  let engine: Engine | undefined
  let plane: ControlPlane | undefined
  let removed: Promise<void> | undefined
  const remove = () =>
    (removed ??= step('everything is removed, and the machine as it was', async () => {
      await plane?.stop()
      await engine?.stop()
      await rm(folder, { recursive: true, force: true })
    }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void remove().finally(() => process.exit(EXIT.couldNot)))
  try {
    const tools = await step('Kubernetes’ programs', () => controlPlanePrograms(say))
    engine = await step('a Docker engine', () =>
      startEngine(say, (packages) => forgivingRunc(folder, join(packages, 'bin/runc'))),
    )
    const started = engine
    plane = await step('a control plane and a node that is ready', () => startControlPlane(started, folder, tools))
    const cluster = new Cluster(engine, plane, folder)
    await step('images and volumes', () => cluster.prepare(say))
    await tries(cluster).catch(async (error: unknown) => {
      if (removed === undefined) process.stderr.write(`\n${await cluster.kubectl('get', 'pods').catch(String)}\n`)
      throw error
    })
    console.log('All of it holds.')
  } finally {
    await remove()
  }
}

async function tries(cluster: Cluster): Promise<void> {
  await step('kubectl apply -k deploy/kubernetes/overlays/dev, until all of it is rolled out', async () => {
    await cluster.apply()
    await cluster.rolledOut()
  })
  const story = new Story(cluster)
  try {
    await story.watcher.live.connect()
    await triedBefore(story, cluster)
  } finally {
    story.watcher.live.leave()
  }
  await step('reconcile, as its CronJob does', async () => (await cluster.runs('reconcile')).trim().split('\n').at(-1))
}

/** All that is tried while a member watches. */
async function triedBefore(story: Story, cluster: Cluster): Promise<void> {
  await step('a catalogue is imported', async () => {
    const command = ['node', 'cli/import.ts', 'stack/seed-catalogue.csv', '--url', 'http://ebook-router:4000/graphql']
    await eventually('it is', async () => cluster.exec(await cluster.pod('issuer'), ...command), 60_000)
  })
  await step('a member rents and watches it live', () => story.rents())

  for (const name of ['router', 'rent'])
    await step(`C29 a process of ${name} hangs, until another one is ready in its pod`, () => hangs(cluster, name))
  await step('a rental is lent after that', () => story.rents())

  await step('C33 another version of everything, under load', () =>
    story.beside(async () => {
      await cluster.apply({ tag: 'next' })
      await cluster.rolledOut()
    }),
  )
  const settings = { 'ebook-rent': ['PAYMENT_TIMEOUT_MS=700'] }
  await step('C37 another setting of rent, under load: its pods are started anew, and nobody else’s', async () => {
    const before = await uidsOf(cluster)
    const told = await story.beside(async () => {
      await cluster.apply({ tag: 'next', settings })
      await cluster.rolledOut()
    })
    const stayed = (await uidsOf(cluster)).filter((uid) => before.includes(uid))
    if (stayed.length !== before.length - 2) throw new Error(`${stayed.length} of ${before.length} pods are the same`)
    const given = (await cluster.exec(await cluster.pod('rent'), 'printenv', 'PAYMENT_TIMEOUT_MS')).trim()
    if (given !== '700') throw new Error(`rent was given ${given}`)
    return told
  })
  await step('C31 rent has three replicas, and two again, under load (by hand: there are no metrics here)', () =>
    story.beside(async () => {
      for (const replicas of [3, 2]) {
        await cluster.kubectl('scale', 'deployment/ebook-rent', `--replicas=${replicas}`)
        await eventually(
          `${replicas} are there`,
          async () => {
            const pods = await cluster.pods('rent')
            return pods.length === replicas && pods.every(isReady)
          },
          REPLACED_MS,
        )
      }
    }),
  )
  for (const [name, path] of [
    ['dashboard', '/data'],
    ['nats', '/data'],
    ['postgres', '/var/lib/postgresql'],
  ] as const)
    await step(`a pod of ${name} is deleted: the next one has its volume`, () => keepsItsVolume(cluster, name, path))
  await step('a rental is lent after that', () => story.rents())
  if (story.watcher.problems.length > 0)
    throw new Error(`what was told live lacks something: ${story.watcher.problems.slice(0, 3).join('; ')}`)
}

/** Of all processes that stay. */
async function uidsOf(cluster: Cluster): Promise<readonly string[]> {
  const names = [...SUBGRAPHS, 'router', 'nats', 'postgres']
  const pods = await Promise.all(names.map((name) => cluster.pods(name)))
  return pods
    .flat()
    .filter(isReady)
    .map(({ metadata }) => metadata.uid)
}

/** Freezes a process, and waits until the kubelet has put another one in its place. */
async function hangs(cluster: Cluster, name: string): Promise<string> {
  const pod = await cluster.pod(name)
  const restarts = ({ status }: Pod) => status.containerStatuses?.[0]?.restartCount ?? 0
  const now = async () => (await cluster.pods(name)).find(({ metadata }) => metadata.uid === pod.metadata.uid)
  const began = performance.now()
  process.kill(await cluster.processOf(pod), 'SIGSTOP')
  await eventually('nobody is sent to it', async () => !isReady((await now()) ?? pod), REPLACED_MS)
  const unready = performance.now() - began
  await eventually(
    'another one is ready',
    async () => {
      const same = await now()
      return same !== undefined && restarts(same) > restarts(pod) && isReady(same)
    },
    REPLACED_MS,
  )
  const replaced = performance.now() - began
  const seconds = (ms: number) => (ms / 1_000).toFixed(1)
  if (replaced < SILENT_MS) throw new Error(`it was ended after ${seconds(replaced)} s`)
  return `not ready after ${seconds(unready)} s, replaced after ${seconds(replaced)} s`
}

async function keepsItsVolume(cluster: Cluster, name: string, path: string): Promise<void> {
  const pod = await cluster.pod(name)
  const mark = `${path}/mark`
  await cluster.exec(pod, 'sh', '-c', `echo ${pod.metadata.uid} > ${mark}`)
  await cluster.kubectl('delete', 'pod', pod.metadata.name)
  const next = await eventually(
    'the next one is ready',
    async () => (await cluster.pods(name)).find((one) => one.metadata.name === pod.metadata.name && isReady(one)),
    REPLACED_MS,
  )
  const found = (await cluster.exec(next, 'cat', mark)).trim()
  if (next.metadata.uid === pod.metadata.uid || found !== pod.metadata.uid) throw new Error(`its volume has ${found}`)
  await cluster.exec(next, 'rm', mark)
}

await main().catch((error: unknown) => reportFailure(error, usage))
