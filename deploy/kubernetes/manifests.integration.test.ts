import { existsSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '@ebook/processes/run'
import { subgraphSecrets } from '@ebook/stack/subgraph-secrets'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { findKubectl, rendered, type KubernetesObject } from '../cluster/kubectl.ts'
import { arrowsOf, nameOf } from './testing/arrows.ts'
import { mistakesIn } from './testing/strict-schema.ts'
import { dataOf, workloadsOf, type Workload } from './testing/workloads.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const secretsCommand = resolve(root, 'deploy/cluster/secrets.ts')
const overlays = ['dev', 'production', 'keda'] as const

let scratch: string
const found = new Map<string, { all: readonly KubernetesObject[]; workloads: readonly Workload[] }>()
const of = (overlay: string) => found.get(overlay) ?? { all: [], workloads: [] }

beforeAll(async () => {
  const kubectl = await findKubectl()
  // A copy: an overlay for production has secrets beside it.
  scratch = await mkdtemp(join(tmpdir(), 'kubernetes-'))
  for (const folder of ['deploy/kubernetes', 'nats'])
    await cp(resolve(root, folder), join(scratch, folder), { recursive: true })
  const at = (overlay: string) => join(scratch, 'deploy/kubernetes/overlays', overlay)
  await run(process.execPath, [secretsCommand, at('production')])
  await mkdir(at('keda'))
  await writeFile(join(at('keda'), 'kustomization.yaml'), 'resources: [../dev]\ncomponents: [../../components/keda]\n')
  for (const overlay of overlays) {
    const all = await rendered(kubectl, at(overlay))
    found.set(overlay, { all, workloads: workloadsOf(all) })
  }
}, 120_000)

afterAll(async () => rm(scratch, { recursive: true, force: true }))

const hasSubset = (labels: Readonly<Record<string, string>>, selector: Readonly<Record<string, string>>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value)
const kindOf = <Spec>(all: readonly KubernetesObject[], kind: string) =>
  all.filter((object) => object.kind === kind) as (KubernetesObject & { spec: Spec })[]

describe.each(overlays)('the overlay %s', (overlay) => {
  test('is what the published schemas say, with no field that they do not know', () => {
    const { all } = of(overlay)
    expect(all.length).toBeGreaterThan(50)
    const mistakes = all.map((object) => [`${object.kind} ${object.metadata.name}`, mistakesIn(object)] as const)
    expect(mistakes.filter(([, found]) => found.length > 0)).toEqual([])
  })

  test('has a process for each subgraph and the router, and the router finds each', () => {
    const { all, workloads } = of(overlay)
    const services = kindOf<object>(all, 'Service').map(({ metadata }) => metadata.name)
    const router = workloads.find((one) => nameOf(one) === 'router')
    for (const name of SUBGRAPHS) {
      expect(workloads.map(nameOf)).toContain(name)
      const url = new URL(router?.env[`${name.toUpperCase()}_URL`] ?? '')
      expect(services, name).toContain(url.hostname)
    }
  })

  test('selects pods that there are, and scales what there is', () => {
    const { all, workloads } = of(overlay)
    for (const { metadata, spec } of kindOf<{
      selector: Record<string, string>
      ports: { targetPort?: string; name: string }[]
    }>(all, 'Service')) {
      const behind = workloads.filter(({ labels }) => hasSubset(labels, spec.selector))
      expect(behind.map(nameOf), metadata.name).toHaveLength(1)
      const ports = behind[0]?.container.ports?.map(({ name }) => name)
      for (const port of spec.ports) expect(ports, metadata.name).toContain(port.targetPort ?? port.name)
    }
    for (const { metadata, spec } of kindOf<{ selector: { matchLabels: Record<string, string> } }>(
      all,
      'PodDisruptionBudget',
    ))
      expect(
        workloads.filter(({ labels }) => hasSubset(labels, spec.selector.matchLabels)),
        metadata.name,
      ).toHaveLength(1)
    const scalers = [
      ...kindOf<{ scaleTargetRef: { kind?: string; name: string } }>(all, 'HorizontalPodAutoscaler'),
      ...kindOf<{ scaleTargetRef: { kind?: string; name: string } }>(all, 'ScaledObject'),
    ]
    const scaled = scalers.map(
      ({
        spec: {
          scaleTargetRef: { kind = 'Deployment', name },
        },
      }) => `${kind} ${name}`,
    )
    expect(scaled.sort()).toEqual(
      workloads
        .filter((one) => [...SUBGRAPHS, 'router'].includes(nameOf(one)))
        .map(({ kind, name }) => `${kind} ${name}`)
        .sort(),
    )
  })

  test('C37 sets no variable that docs/operating.md does not tell', () => {
    const page = read('docs/operating.md')
    const ours = of(overlay).workloads.filter(({ container }) => container.image.includes('ebook-rental'))
    expect(ours.length).toBeGreaterThan(8)
    for (const { name, env, container } of ours) {
      const used = container.command?.join(' ') ?? ''
      const untold = Object.keys(env).filter(
        (variable) => !page.includes(`\`${variable}\``) && !used.includes(`$(${variable})`),
      )
      expect(
        untold.filter((variable) => !/^(PGPASSWORD|[A-Z]+_DATABASE_PASSWORD|NATS_[A-Z]+_PASSWORD)$/.test(variable)),
        name,
      ).toEqual([])
    }
  })

  test('C37 names ConfigMaps and Secrets by what is in them, so that a change of one starts its pods anew', () => {
    for (const { kind, metadata } of of(overlay).all) {
      if (kind === 'ConfigMap' || kind === 'Secret') expect(metadata.name).toMatch(/-[a-z0-9]{10}$/)
    }
  })

  test('runs files that exist', () => {
    for (const { name, labels, container } of of(overlay).workloads) {
      const [program, file = ''] = container.command ?? []
      if (program !== 'node') continue
      const path = file.replace('$(SUBGRAPH)', labels['app.kubernetes.io/name'] ?? '')
      expect(existsSync(resolve(root, path)), `${name} runs ${path}`).toBe(true)
    }
  })

  test('gives no pod a right, of the cluster’s or of the machine’s', () => {
    const { all, workloads } = of(overlay)
    const accounts = kindOf<object>(all, 'ServiceAccount') as (KubernetesObject & {
      automountServiceAccountToken?: boolean
    })[]
    for (const account of accounts) expect(account.automountServiceAccountToken, account.metadata.name).toBe(false)
    expect(all.filter(({ kind }) => /Role|Binding/.test(kind))).toEqual([])
    for (const { name, pod, container } of workloads) {
      expect(
        accounts.map(({ metadata }) => metadata.name),
        name,
      ).toContain(pod.serviceAccountName)
      expect(pod, name).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      })
      expect(pod.containers, name).toHaveLength(1)
      expect(container.securityContext, name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(container.resources, name).toMatchObject({
        requests: { cpu: expect.any(String) },
        limits: { memory: expect.any(String) },
      })
    }
    expect(all.find(({ kind }) => kind === 'Namespace')?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    })
  })

  test('C29 C33 asks each process whether it has started, is ready and lives, and gives it time to stop', () => {
    for (const { name, pod, container, env } of of(overlay).workloads.filter(
      ({ labels }) => 'app.kubernetes.io/component' in labels,
    )) {
      const { startupProbe, readinessProbe, livenessProbe } = container
      expect(startupProbe?.httpGet, name).toEqual({ path: '/health/startup', port: 'http' })
      expect(readinessProbe?.httpGet, name).toEqual({ path: '/health/ready', port: 'http' })
      expect(livenessProbe?.httpGet, name).toEqual({ path: '/health/live', port: 'http' })
      // As docs/operating.md says, and as npm start does.
      expect((livenessProbe?.periodSeconds ?? 0) * (livenessProbe?.failureThreshold ?? 0), name).toBe(16)
      const delay = Number(env['SHUTDOWN_DELAY_MS'])
      expect(delay, name).toBeGreaterThan((readinessProbe?.periodSeconds ?? 10) * 1_000)
      expect((pod.terminationGracePeriodSeconds ?? 0) * 1_000, name).toBeGreaterThan(delay + 10_000)
      expect(Number(env['PORT']), name).toBe(container.ports?.find((port) => port.name === 'http')?.containerPort)
    }
  })

  test('gives each its own secrets, which fit each other, and the root of the keys to the router alone', () => {
    const { all, workloads } = of(overlay)
    const byName = new Map(workloads.map((one) => [nameOf(one), one.env]))
    const [root, nats, migrate] = [
      byName.get('router')?.['ROUTER_SECRET'] ?? '',
      byName.get('nats') ?? {},
      byName.get('migrate') ?? {},
    ]
    for (const name of SUBGRAPHS) {
      const env = byName.get(name) ?? {}
      expect(env['SUBGRAPH_SECRET'], name).toBe(subgraphSecrets(root, name))
      expect(env['NATS_PASSWORD'], name).toBe(nats[`NATS_${name.toUpperCase()}_PASSWORD`])
    }
    expect(byName.get('router')?.['NATS_PASSWORD']).toBe(nats['NATS_ROUTER_PASSWORD'])
    for (const name of WRITING_SUBGRAPHS) {
      const [own, migrated] = [byName.get(name) ?? {}, migrate[`${name.toUpperCase()}_DATABASE_PASSWORD`]]
      expect(own['PGPASSWORD'], name).toBe(migrated)
      expect(own['DATABASE_URL'], name).toBe(byName.get('reconcile')?.[`${name.toUpperCase()}_DATABASE_URL`])
    }
    for (const { name, env } of workloads) {
      expect('ROUTER_SECRET' in env, name).toBe(name === 'ebook-router')
      for (const [variable, value] of Object.entries(env))
        if (/PASSWORD|SECRET/.test(variable)) expect(value, `${name} ${variable}`).not.toBe('')
    }
    // No password is in a ConfigMap, or a part of a URL.
    const plain = kindOf<object>(all, 'ConfigMap').flatMap(({ metadata }) =>
      Object.entries(dataOf(all, 'ConfigMap', metadata.name) ?? {}),
    )
    expect(
      plain.filter(([name, value]) => /PASSWORD|SECRET/.test(name) || /^\w+:\/\/[^@/\s]*:[^@/\s]*@/.test(value)),
    ).toEqual([])
  })

  test('has an arrow wherever docs/architecture.md has one, and nowhere else', () => {
    const { all, workloads } = of(overlay)
    const [, drawn = ''] =
      /## Who connects to whom[^#]*?```mermaid\nflowchart LR\n(.*?)```/s.exec(read('docs/architecture.md')) ?? []
    const arrows = drawn
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [from = [], to = []] = line
          .replaceAll(/\[.*?\]/g, '')
          .split('-->')
          .map((side) => side.split('&').map((name) => name.trim()))
        return from.flatMap((one) => to.map((other) => `${one} → ${other}`))
      })
    const there = new Set(workloads.map(nameOf))
    const { arrows: allowed, halves } = arrowsOf(all, workloads)
    expect(allowed).toEqual(arrows.filter((arrow) => arrow.split(' → ').every((end) => there.has(end))).sort())
    // To what the cluster has not: PostgreSQL where it is somebody else's.
    expect(halves).toEqual([])
  })
})

test('the dashboard’s replicas have a volume each, and NATS and PostgreSQL keep theirs', () => {
  const sets = kindOf<{ volumeClaimTemplates?: { spec: { accessModes: string[] } }[] }>(of('dev').all, 'StatefulSet')
  expect(sets.map(({ metadata }) => metadata.name).sort()).toEqual(['ebook-dashboard', 'nats', 'postgres'])
  for (const { metadata, spec } of sets)
    expect(
      spec.volumeClaimTemplates?.map((claim) => claim.spec.accessModes),
      metadata.name,
    ).toEqual([['ReadWriteOnce']])
})

test('R25 M8 the stream is freed once a day, by whoever may purge', () => {
  const [erase, ...more] = of('dev').workloads.filter(({ labels }) => labels['app.kubernetes.io/name'] === 'erase')
  expect(more).toEqual([])
  expect(erase).toMatchObject({ kind: 'CronJob', container: { command: ['node', 'reconcile/erase.ts'] } })
  const nats = of('dev').workloads.find((one) => nameOf(one) === 'nats')
  expect(erase?.env['NATS_OPS_PASSWORD']).toBe(nats?.env['NATS_OPS_PASSWORD'])
  expect(erase?.env['NATS_URL']).toMatch(/^nats:/)
})

test('secrets are made for their owner alone, and never over others', async () => {
  const production = join(scratch, 'deploy/kubernetes/overlays/production')
  const file = join(production, 'secrets/router.env')
  const [before, { mode }] = [readFileSync(file, 'utf8'), statSync(file)]
  expect(mode & 0o777).toBe(0o600)
  await expect(run(process.execPath, [secretsCommand, production])).rejects.toThrow('nothing was made: EEXIST')
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('the development issuer is in no overlay but that for development', () => {
  expect(of('dev').workloads.map(nameOf)).toContain('issuer')
  expect(of('production').workloads.map(nameOf)).not.toContain('issuer')
  expect(read('.gitignore')).toContain('deploy/kubernetes/**/secrets/')
})
