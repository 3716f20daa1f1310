import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { CACHE, CHECKOUT } from '@ebook/processes/checkout'
import { freePort } from '@ebook/processes/ports'
import { privateApt } from '@ebook/processes/private-apt'
import type { Stack } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

interface Configuration {
  global: Record<string, unknown>
  rule_files: string[]
  alerting: unknown
  scrape_configs: unknown[]
}

/** An installation that Prometheus looks at, by the configuration and the rules in deploy/prometheus. */
export interface Watched {
  /** The names of the alerts that it would send to an Alertmanager now. */
  firing(): Promise<string[]>
  stop(): Promise<void>
}

/**
 * Prometheus is Debian's, unpacked beside the checkout: nothing is installed. Its Alertmanager is left out, because Debian's
 * reads a file that only an installation puts in place.
 */
export async function watched(stack: Stack): Promise<Watched> {
  const folder = await mkdtemp(resolve(CACHE, 'prometheus-'))
  const apt = await privateApt(folder)
  await apt.download('prometheus')
  const program = resolve(await apt.unpack(), 'usr/bin/prometheus')

  const address = `127.0.0.1:${await freePort()}`
  const rules = resolve(CHECKOUT, 'deploy/prometheus')
  const given = parse(await readFile(resolve(rules, 'prometheus.yml'), 'utf8')) as Configuration
  const configuration: Configuration = {
    ...given,
    global: { ...given.global, scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '2s' },
    rule_files: [resolve(rules, 'alerts.yml')],
    alerting: {},
    scrape_configs: [...SUBGRAPHS, 'router' as const].map((name) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(stack.process(name).url).host] }],
    })),
  }
  const file = resolve(folder, 'prometheus.yml')
  await writeFile(file, stringify(configuration))
  const args = [`--config.file=${file}`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${address}`]
  const prometheus = spawn(program, args, { stdio: 'ignore' })
  return {
    async firing() {
      const answer = await fetch(`http://${address}/api/v1/alerts`)
      const { data } = (await answer.json()) as { data: { alerts: { state: string; labels: { alertname: string } }[] } }
      const firing = data.alerts.filter(({ state }) => state === 'firing')
      return [...new Set(firing.map(({ labels }) => labels.alertname))].toSorted()
    },
    async stop() {
      const gone = once(prometheus, 'exit')
      if (prometheus.exitCode === null && prometheus.kill('SIGTERM')) await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}
