import type { KubernetesObject } from '../../cluster/kubectl.ts'

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string }
  readonly exec?: { readonly command: readonly string[] }
  readonly periodSeconds?: number
  readonly failureThreshold?: number
  readonly terminationGracePeriodSeconds?: number
}

interface Container {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly env?: readonly {
    readonly name: string
    readonly value?: string
    readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } }
  }[]
  readonly envFrom?: readonly { configMapRef?: { name: string }; secretRef?: { name: string } }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly startupProbe?: Probe
  readonly readinessProbe?: Probe
  readonly livenessProbe?: Probe
  readonly resources?: { readonly requests?: object; readonly limits?: object }
  readonly securityContext?: object
}

interface PodSpec {
  readonly serviceAccountName?: string
  readonly automountServiceAccountToken?: boolean
  readonly terminationGracePeriodSeconds?: number
  readonly securityContext?: object
  readonly containers: readonly Container[]
}

interface Pods {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> }
  readonly spec: PodSpec
}

interface Spec {
  readonly template?: Pods
  readonly jobTemplate?: { readonly spec: { readonly template: Pods } }
}

/** What starts pods. */
export interface Workload {
  readonly name: string
  readonly kind: string
  readonly labels: Readonly<Record<string, string>>
  readonly pod: PodSpec
  readonly container: Container
  readonly env: Readonly<Record<string, string>>
}

type Data = Readonly<Record<string, string>>

/** Of ConfigMaps as they stand, of Secrets decoded; undefined when there is no such object. */
export function dataOf(all: readonly KubernetesObject[], kind: string, name: string): Data | undefined {
  const found = all.find((object) => object.kind === kind && object.metadata.name === name)
  if (found === undefined) return undefined
  const { data = {} } = found as KubernetesObject & { data?: Data }
  if (kind === 'ConfigMap') return data
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]))
}

/** Each with the environment that its container gets; fails when it refers to what is not there. */
export function workloadsOf(all: readonly KubernetesObject[]): readonly Workload[] {
  return all.flatMap((object) => {
    const { spec } = object as KubernetesObject & { spec?: Spec }
    const pods = spec?.template ?? spec?.jobTemplate?.spec.template
    const [container] = pods?.spec.containers ?? []
    if (pods === undefined || container === undefined) return []
    const { name } = object.metadata
    const { labels } = pods.metadata
    const env = environmentOf(all, container)
    return [{ name, kind: object.kind, labels, pod: pods.spec, container, env }]
  })
}

function environmentOf(all: readonly KubernetesObject[], container: Container): Data {
  const need = (kind: string, name: string): Data => {
    const data = dataOf(all, kind, name)
    if (data === undefined) throw new Error(`${container.name} refers to a ${kind} ${name}, which is not there`)
    return data
  }
  const env: Record<string, string> = {}
  for (const { configMapRef, secretRef } of container.envFrom ?? [])
    Object.assign(env, configMapRef ? need('ConfigMap', configMapRef.name) : need('Secret', secretRef?.name ?? ''))
  for (const { name, value, valueFrom } of container.env ?? []) {
    const key = valueFrom?.secretKeyRef
    const given = value ?? (key === undefined ? '' : need('Secret', key.name)[key.key])
    if (given === undefined) throw new Error(`${container.name} asks ${key?.name} for ${key?.key}, which is not in it`)
    env[name] = given
  }
  return env
}
