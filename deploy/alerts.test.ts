import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { DASHBOARDS } from './grafana/table.ts'
import { ALERTS, RECORDED, RULES, runbookOf } from './prometheus/rules.ts'
import { selectorsOf } from './testing/selectors.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const operating = read('../docs/operating.md')

interface Tests {
  readonly tests: readonly { readonly promql_expr_test: readonly { exp_samples: readonly { labels: string }[] }[] }[]
}
const tested = ['prometheus/alerts.test.yml', 'prometheus/objectives.test.yml'].flatMap(
  (file) => (parse(read(file)) as Tests).tests,
)

describe.each(ALERTS.map((alert) => [alert.alert, alert] as const))('C32 the alert %s', (name, alert) => {
  test('says whom it wakes, after how long, and where it is written what to do', () => {
    expect(['page', 'ticket']).toContain(alert.labels.severity)
    expect(alert.for).toMatch(/^\d+[sm]$/)
    expect(alert.annotations.summary.length).toBeGreaterThan(10)
    expect(alert.annotations.runbook_url).toMatch(/^\{\{ \$externalLabels\.runbooks \}\}\/docs\/operating\.md#/)
    const heading = new RegExp(`^#+ ${runbookOf(alert).replaceAll('-', ' ')}$`, 'im')
    expect(operating.includes(`<a id="${runbookOf(alert)}"></a>`) || heading.test(operating)).toBe(true)
  })

  test('is tried: it does not fire before its bound, and at it alone does (promtool, every night)', () => {
    const bounds = tested.map(({ promql_expr_test: at }) => at.map(({ exp_samples: fire }) => fire.map(nameIn)))
    expect(bounds).toContainEqual([[], [name]])
  })
})

const nameIn = ({ labels }: { readonly labels: string }) => /alertname="(\w+)"/.exec(labels)?.[1]

test('every rule and every line of a dashboard is PromQL, and recorded is what they read of what is recorded', () => {
  const drawn = Object.values(DASHBOARDS).flatMap(({ panels }) =>
    panels.flatMap(({ queries }) => Object.values(queries)),
  )
  const asked = [...RULES.map(({ expr }) => expr), ...drawn].flatMap(selectorsOf)
  expect(asked.length).toBeGreaterThan(100)
  expect(() => selectorsOf('sum by (service (up)')).toThrow('no PromQL')
  const recorded = new Set(RECORDED.map(({ record }) => record))
  expect(asked.filter(({ name }) => name.includes(':') && !recorded.has(name))).toEqual([])
})

test('the events that a dashboard counts are published', () => {
  const { events } = JSON.parse(read('../schema/events.json')) as { events: { type: string }[] }
  const types = Object.values(DASHBOARDS)
    .flatMap(({ panels }) => panels.flatMap(({ queries }) => Object.values(queries)))
    .flatMap((query) => [...query.matchAll(/type="([^"]+)"/g)].map(([, type]) => type))
  expect(types.length).toBeGreaterThan(10)
  expect(types.filter((type) => !events.some((event) => event.type === type))).toEqual([])
})

test('C35 what may fail of each context is what docs/architecture.md asks for', () => {
  const asked = [
    ...read('../docs/architecture.md').matchAll(/^\| `(\w+)` \| (?:core|supporting) \|[^|]*\| ([\d.]+) %/gm),
  ]
  expect(asked).toHaveLength(5)
  const budgets = RECORDED.filter(({ record }) => record === 'subgraph:ebook_slo_budget:ratio')
  expect(Object.fromEntries(budgets.map(({ labels, expr }) => [labels?.['subgraph'], expr]))).toEqual(
    Object.fromEntries(
      asked.map(([, name, percent]) => [name, `vector(1 - ${Number((Number(percent) / 100).toFixed(6))})`]),
    ),
  )
})

test('the Alertmanager sends each severity to its own receiver, and what it holds back are alerts that there are', () => {
  const { route, receivers, inhibit_rules } = parse(read('prometheus/alertmanager.yml')) as {
    route: { receiver: string; routes: { matchers: string[]; receiver: string }[] }
    receivers: { name: string }[]
    inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[]
  }
  expect(route).toMatchObject({ receiver: 'ticket', routes: [{ matchers: ['severity="page"'], receiver: 'page' }] })
  expect(receivers.map(({ name }) => name)).toEqual(['page', 'ticket'])
  const names = ALERTS.map(({ alert }) => alert)
  const matched = (matcher: string) => {
    const [, operator, pattern = ''] = /^alertname(=~?)"(.+)"$/.exec(matcher) ?? []
    return names.filter((name) => (operator === '=' ? name === pattern : new RegExp(`^(?:${pattern})$`).test(name)))
  }
  const sources = new Map<string, string>(ALERTS.map(({ alert, labels }) => [alert, labels.severity]))
  for (const { source_matchers, target_matchers } of inhibit_rules) {
    const [causes, effects] = [source_matchers.flatMap(matched), target_matchers.flatMap(matched)]
    expect(causes.length, source_matchers.join()).toBeGreaterThan(0)
    expect(effects.length, target_matchers.join()).toBeGreaterThan(0)
    // Nothing that wakes somebody is held back by what waits for the morning, but for what names the same process.
    if (causes.every((cause) => sources.get(cause) === 'ticket'))
      expect(effects.filter((effect) => sources.get(effect) === 'page')).toEqual([])
  }
})

test('Prometheus asks each process of docker-compose.yml where it tells its metrics, and reads the rules', () => {
  const { services } = parse(read('../docker-compose.yml'), { merge: true }) as {
    services: Record<string, { environment?: Record<string, unknown> }>
  }
  const { rule_files, scrape_configs } = parse(read('prometheus/prometheus.yml')) as {
    rule_files: string[]
    scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[]
  }
  const asked = scrape_configs.flatMap(({ job_name, static_configs }) =>
    static_configs.flatMap(({ targets }) => targets.map((target) => [job_name, target])),
  )
  const told = Object.entries(services).flatMap(([name, { environment = {} }]) => {
    const port = environment['METRICS_PORT'] ?? environment['PORT']
    return port === undefined || name === 'issuer' ? [] : [[name, `${name}:${String(port)}`]]
  })
  // It runs beside Prometheus: reconcile/watch.ts listens on loopback.
  expect(asked.toSorted()).toEqual([...told, ['reconcile', '127.0.0.1:9464']].toSorted())
  for (const file of rule_files) expect(() => read(`prometheus/${file}`)).not.toThrow()
  // The rules name them.
  const jobs = new Set(
    ALERTS.flatMap(({ expr }) => [...expr.matchAll(/job=~"([^"]+)"/g)]).flatMap(([, of = '']) => of.split('|')),
  )
  expect([...jobs].toSorted()).toEqual(asked.map(([job]) => job).toSorted())
})
