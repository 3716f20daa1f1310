import { expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import { reconcileMetrics } from '@ebook/reconcile/metrics'
import { DASHBOARDS } from '../deploy/grafana/table.ts'
import { RULES } from '../deploy/prometheus/rules.ts'
import { selectorsOf, selects, seriesOf } from '../deploy/testing/selectors.ts'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'

/** Prometheus says these itself. */
const ITS_OWN = ['up', 'ALERTS']

/** What `npm run reconcile -- --watch` tells once it has looked. */
async function toldByReconcile(): Promise<string> {
  const { registry, record } = reconcileMetrics()
  const looked = {
    number: 9,
    title: '',
    verdict: 'holds',
    offending: [],
    underWay: [],
    notChecked: undefined,
    tookMs: 1,
  } as const
  record([looked])
  return registry.metrics()
}

test('C32 what each alert and each line of a dashboard asks for is told by processes that are well: before the first fault, so that the first is seen', async () => {
  const stack = await sharedLibrary()
  const librarian = new Person(stack, 'libby', 'ADMIN')
  const member = new Person(stack, 'alva', 'MEMBER')
  const rental = await member.requests((await librarian.registers()).id)
  await eventually('the view shows it', () => member.dashboardRow(rental.id))
  const refused = await fetch(stack.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
  expect(refused.status).toBe(400)

  const drawn = Object.values(DASHBOARDS).flatMap(({ panels }) =>
    panels.flatMap(({ queries }) => Object.values(queries)),
  )
  const asked = [...RULES.map(({ expr }) => expr), ...drawn]
    .flatMap(selectorsOf)
    .filter(({ name }) => !ITS_OWN.includes(name) && !name.includes(':'))
  // Events that did not happen yet are told by nobody: deploy/alerts.test.ts has their types.
  const asFarAsItHappened = asked.map((selector) => ({
    ...selector,
    matchers: selector.matchers.filter(({ label }) => label !== 'type'),
  }))
  const untold = async (): Promise<string[]> => {
    const pages = [...SUBGRAPHS, 'router' as const].map(async (name) => {
      const answer = await fetch(new URL('/metrics', stack.process(name).url))
      return answer.text()
    })
    const told = (await Promise.all([...pages, toldByReconcile()])).flatMap(seriesOf)
    const missing = asFarAsItHappened.filter((selector) => !told.some((series) => selects(selector, series)))
    return [...new Set(missing.map(({ text }) => text))]
  }
  // A request is counted when its answer has gone.
  await expect.poll(untold, { timeout: 20_000 }).toEqual([])
})
