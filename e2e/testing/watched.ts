import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { CACHE, CHECKOUT } from '@ebook/processes/checkout'
import { freePort } from '@ebook/processes/ports'
import { privateApt } from '@ebook/processes/private-apt'
import type { Stack } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

/** Somebody was told that an alert fires, or that it is over. */
export interface Told {
  readonly receiver: string
  readonly alert: string
  readonly firing: boolean
  readonly runbook: string
}

/** An installation that Prometheus and an Alertmanager look at, by what is in deploy/prometheus. */
export interface Watched {
  /** What the receivers were sent so far. */
  readonly told: readonly Told[]
  /** The names of the alerts that Prometheus has firing now, also of those that nobody is told. */
  firing(): Promise<string[]>
  stop(): Promise<void>
}

/** What takes minutes in production takes so much less here; what it is held against stays. */
export const FASTER = 12
const rules = resolve(CHECKOUT, 'deploy/prometheus')
const read = async (file: string) => parse(await readFile(resolve(rules, file), 'utf8')) as Record<string, unknown>

/**
 * Both are Debian's, unpacked beside the checkout: nothing is installed. Debian's Alertmanager reads its templates where an
 * installation puts them: that folder is shown to it alone, in a namespace of its own.
 */
export async function watched(stack: Stack): Promise<Watched> {
  const folder = await mkdtemp(resolve(CACHE, 'prometheus-'))
  const apt = await privateApt(folder)
  for (const name of ['prometheus', 'prometheus-alertmanager']) await apt.download(name)
  const unpacked = await apt.unpack()
  const children: ChildProcess[] = []
  const start = (program: string, args: readonly string[]) => {
    children.push(spawn(program, args, { stdio: 'ignore' }))
  }

  const told: Told[] = []
  const receivers = createServer((request, response) => {
    let body = ''
    request.on('data', (text) => (body += String(text)))
    request.on('end', () => {
      const { receiver, alerts } = JSON.parse(body) as Notification
      for (const { status, labels, annotations } of alerts) {
        const { alertname: alert } = labels
        told.push({ receiver, alert, firing: status === 'firing', runbook: annotations.runbook_url })
      }
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(receivers, 'listening')
  const receiver = `http://127.0.0.1:${(receivers.address() as AddressInfo).port}`

  const alertmanager = `127.0.0.1:${await freePort()}`
  const managed = resolve(folder, 'alertmanager.yml')
  await writeFile(managed, stringify(toldSoon(await read('alertmanager.yml'), receiver)))
  const program = resolve(unpacked, 'usr/bin/prometheus-alertmanager')
  const shown = `mount --bind ${resolve(unpacked, 'usr/share')} /usr/share && exec "$0" "$@"`
  const ownNames = ['--map-root-user', '--mount', 'sh', '-c', shown, program]
  start('unshare', [
    ...ownNames,
    `--config.file=${managed}`,
    `--storage.path=${folder}/alertmanager`,
    `--web.listen-address=${alertmanager}`,
    '--cluster.listen-address=',
  ])

  const address = `127.0.0.1:${await freePort()}`
  const alerts = resolve(folder, 'alerts.yml')
  await writeFile(alerts, faster(await readFile(resolve(rules, 'alerts.yml'), 'utf8')))
  const given = await read('prometheus.yml')
  const { alert_relabel_configs } = given['alerting'] as { alert_relabel_configs: unknown }
  const configuration = {
    ...given,
    global: {
      ...(given['global'] as object),
      scrape_interval: '1s',
      scrape_timeout: '1s',
      evaluation_interval: '1s',
    },
    rule_files: [alerts],
    alerting: { alert_relabel_configs, alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: [...SUBGRAPHS, 'router' as const].map((name) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(stack.process(name).url).host] }],
    })),
  }
  const file = resolve(folder, 'prometheus.yml')
  await writeFile(file, stringify(configuration))
  start(resolve(unpacked, 'usr/bin/prometheus'), [
    `--config.file=${file}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${address}`,
  ])
  return {
    told,
    async firing() {
      const answer = await fetch(`http://${address}/api/v1/alerts`)
      const { data } = (await answer.json()) as { data: { alerts: { state: string; labels: { alertname: string } }[] } }
      const firing = data.alerts.filter(({ state }) => state === 'firing')
      return [...new Set(firing.map(({ labels }) => labels.alertname))].toSorted()
    },
    async stop() {
      for (const child of children) {
        const gone = once(child, 'exit')
        if (child.exitCode === null && child.kill('SIGTERM')) await gone
      }
      receivers.close()
      receivers.closeAllConnections()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Notification {
  readonly receiver: string
  readonly alerts: readonly {
    readonly status: string
    readonly labels: { readonly alertname: string }
    readonly annotations: { readonly runbook_url: string }
  }[]
}

/** The bounds of the alerts, and how long a thing that was counted is remembered. */
const faster = (text: string) =>
  text
    .replaceAll(/^( +(?:keep_firing_)?for: )(\d+)([sm])$/gm, (_, key: string, number: string, unit: string) => {
      const seconds = Number(number) * (unit === 'm' ? 60 : 1)
      return `${key}${Math.ceil(seconds / FASTER)}s`
    })
    .replaceAll(/(increase\([^)]*)\[10m\]/g, '$1[30s]')

/** The same routes, which tell `to` at once. */
function toldSoon(configuration: Record<string, unknown>, to: string): unknown {
  const text = stringify(configuration)
  return parse(
    text.replaceAll(/(group_wait|group_interval): \w+/g, '$1: 1s').replaceAll(/https:\/\/[\w.]+\.example/g, to),
  )
}
