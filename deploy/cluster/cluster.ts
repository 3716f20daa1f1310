import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { eventually } from '@ebook/clients/people'
import { CHECKOUT } from '@ebook/processes/checkout'
import { run } from '@ebook/processes/run'
import { buildBaseImages } from '../containers/base-images.ts'
import type { Engine } from '../containers/engine.ts'
import type { ControlPlane } from './control-plane.ts'
import { findKubectl, rendered, type KubernetesObject } from './kubectl.ts'

const NAMESPACE = 'ebook'
const OVERLAY = join(CHECKOUT, 'deploy/kubernetes/overlays/dev')
const VOLUMES = 12
const ROLLED_OUT_MS = 480_000

export interface Pod extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly uid: string; readonly deletionTimestamp?: string }
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly containerID: string }[]
  }
}

export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true

/** What differs from deploy/kubernetes/overlays/dev. */
export interface Difference {
  readonly tag?: string
  /** ConfigMaps by name, and what is merged into each. */
  readonly settings?: Readonly<Record<string, readonly string[]>>
}

/** deploy/kubernetes/overlays/dev on a control plane. */
export class Cluster {
  readonly #engine: Engine
  readonly #plane: ControlPlane
  readonly #folder: string
  readonly #tokens = new Map<string, Promise<string>>()
  url = ''

  constructor(engine: Engine, plane: ControlPlane, folder: string) {
    this.#engine = engine
    this.#plane = plane
    this.#folder = folder
  }

  /** The image by its Dockerfile, those that stand in for what it and the overlay begin with, and volumes. */
  async prepare(say: (line: string) => void): Promise<void> {
    const named = [
      await readFile(join(CHECKOUT, 'Dockerfile'), 'utf8'),
      JSON.stringify(await rendered(await findKubectl(), OVERLAY)),
    ]
    const bases = named.flatMap((text) => text.match(/\b(?:node|postgres|nats):\d+\.[\w.-]+/g) ?? [])
    await buildBaseImages(this.#engine, [...new Set(bases)], say)
    const pause = join(this.#folder, 'pause')
    await mkdir(pause)
    await copyFile(join(this.#engine.tools, 'own/bin/busybox'), join(pause, 'busybox'))
    const loop = "trap 'exit 0' TERM; while :; do /busybox sleep 3600 & wait; done"
    await writeFile(
      join(pause, 'Dockerfile'),
      `FROM scratch\nCOPY busybox /\nCMD ["/busybox", "sh", "-c", "${loop}"]\n`,
    )
    await this.#engine.docker(['build', '--quiet', '--tag', 'pause:local', pause])
    const checkout = join(this.#folder, 'checkout')
    await mkdir(checkout)
    await run('sh', ['-c', `git ls-files -z | tar --null -T - -cf - | tar -xf - -C ${checkout}`], { cwd: CHECKOUT })
    await this.#engine.docker(['build', '--quiet', '--tag', 'ebook-rental:local', checkout], { timeoutMs: 900_000 })
    await this.#engine.docker(['tag', 'ebook-rental:local', 'ebook-rental:next'])
    await this.#plane.apply(await Promise.all(Array.from({ length: VOLUMES }, (_, number) => this.#volume(number))))
  }

  /** What a provisioner does elsewhere. */
  async #volume(number: number): Promise<KubernetesObject> {
    const path = join(this.#folder, 'volumes', String(number))
    await mkdir(path, { recursive: true })
    const expression = { key: 'kubernetes.io/hostname', operator: 'In', values: ['node'] }
    const spec = {
      capacity: { storage: '20Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } },
    }
    const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: `volume-${number}` }, spec }
    return volume
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.#plane.kubectl(['--namespace', NAMESPACE, ...args], ROLLED_OUT_MS)
  }

  /** `kubectl apply -k`, of the overlay or of one over it. */
  async apply({ tag = 'local', settings = {} }: Difference = {}): Promise<void> {
    const folder = await mkdtemp(join(this.#folder, 'overlay-'))
    const overlay = {
      resources: [relative(folder, OVERLAY)],
      namespace: NAMESPACE,
      images: [{ name: 'ebook-rental', newTag: tag }],
      configMapGenerator: Object.entries(settings).map(([name, literals]) => ({ name, behavior: 'merge', literals })),
    }
    await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(overlay))
    await this.#plane.apply((await rendered(await findKubectl(), folder)).map(asBefore))
  }

  /** Waits until all of it runs as it was applied. */
  async rolledOut(): Promise<void> {
    const names = (await this.kubectl('get', 'deployments,statefulsets', '--output', 'name')).trim().split('\n')
    for (const name of names) await this.kubectl('rollout', 'status', name)
    const { clusterIP, ports } = JSON.parse(
      await this.kubectl('get', 'service', 'ebook-router', '--output', 'jsonpath={.spec}'),
    ) as { clusterIP: string; ports: { port: number }[] }
    this.url = `http://${clusterIP}:${ports[0]?.port}/graphql`
  }

  async pods(name: string): Promise<readonly Pod[]> {
    const selector = `app.kubernetes.io/name=${name}`
    const text = await this.kubectl('get', 'pods', '--selector', selector, '--output', 'json')
    return (JSON.parse(text) as { items: Pod[] }).items
  }

  async pod(name: string): Promise<Pod> {
    const [ready] = (await this.pods(name)).filter(isReady)
    if (ready === undefined) throw new Error(`no pod of ${name} is ready`)
    return ready
  }

  #container({ status, metadata }: Pod): string {
    const id = status.containerStatuses?.[0]?.containerID.replace('docker://', '')
    if (id === undefined) throw new Error(`${metadata.name} has no container`)
    return id
  }

  async processOf(pod: Pod): Promise<number> {
    return Number(await this.#engine.docker(['inspect', '--format', '{{.State.Pid}}', this.#container(pod)]))
  }

  /** As `kubectl exec` does, which would have to ask a kubelet that listens. */
  async exec(pod: Pod, ...command: readonly string[]): Promise<string> {
    return this.#engine.docker(['exec', this.#container(pod), ...command])
  }

  /** Runs what a CronJob would, and returns what it said; throws when it fails. */
  async runs(cronJob: string): Promise<string> {
    const name = `${cronJob}-now`
    // `kubectl create job --from` knows CronJobs of later versions alone.
    const template = await this.kubectl('get', 'cronjob', cronJob, '--output', 'jsonpath={.spec.jobTemplate.spec}')
    const made = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: NAMESPACE } }
    await this.#plane.apply([Object.assign(made, { spec: JSON.parse(template) as object })])
    const job = () => this.kubectl('get', 'job', name, '--output', 'jsonpath={.status}')
    const ended = await eventually(
      `${cronJob} has ended`,
      async () => {
        const { succeeded = 0, failed = 0 } = JSON.parse((await job()) || '{}') as {
          succeeded?: number
          failed?: number
        }
        return succeeded + failed > 0 && { succeeded }
      },
      ROLLED_OUT_MS,
    )
    const pod = (await this.pods(cronJob)).find(({ metadata }) => metadata.labels?.['job-name'] === name)
    const said = pod === undefined ? '' : await this.#engine.docker(['logs', this.#container(pod)])
    if (ended.succeeded === 0) throw new Error(`${cronJob} failed:\n${said}`)
    return said
  }

  token(sub: string, role: 'MEMBER' | 'ADMIN'): Promise<string> {
    const key = `${sub} ${role}`
    const known = this.#tokens.get(key) ?? this.#mint(sub, role)
    this.#tokens.set(key, known)
    return known
  }

  async #mint(sub: string, role: string): Promise<string> {
    const command = ['node', 'cli/token.ts', '--sub', sub, '--role', role]
    return (await this.exec(await this.pod('issuer'), ...command)).trim()
  }
}

const OLD: Readonly<Record<string, string>> = {
  'PodDisruptionBudget policy/v1': 'policy/v1beta1',
  'HorizontalPodAutoscaler autoscaling/v2': 'autoscaling/v2beta2',
  'CronJob batch/v1': 'batch/v1beta1',
}
const NEW_FIELDS = new Set(['unhealthyPodEvictionPolicy', 'persistentVolumeClaimRetentionPolicy'])

/** For a control plane of 2020: kinds by the versions that they had, and without what it does not know. */
function asBefore(object: KubernetesObject): KubernetesObject {
  const apiVersion = OLD[`${object.kind} ${object.apiVersion}`] ?? object.apiVersion
  const text = JSON.stringify({ ...object, apiVersion }, (key, value: unknown) => {
    if (NEW_FIELDS.has(key)) return undefined
    if (key !== 'livenessProbe') return value
    const { terminationGracePeriodSeconds: _, ...probe } = value as Record<string, unknown>
    return probe
  })
  return JSON.parse(text) as KubernetesObject
}
