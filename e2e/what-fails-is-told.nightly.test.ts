import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { ALERTS } from '../deploy/prometheus/rules.ts'
import { faultsOf, type Fault } from './testing/told-faults.ts'
import { FASTER, watched, type Watched } from './testing/watched.ts'

let stack: Stack
let prometheus: Watched
let faults: ReadonlyMap<string, Fault>

beforeAll(async () => {
  stack = await startLibrary({ SUBGRAPH_TIMEOUT_MS: '2000' })
  faults = await faultsOf(stack)
  prometheus = await watched(stack)
  await eventually('Prometheus answers', () => prometheus.firing())
}, 600_000)
afterAll(async () => {
  await prometheus?.stop()
  await stack?.stop()
})

/** What each fault makes fire as well, and nobody is told, because it only follows. */
const HELD_BACK: Readonly<Record<string, string>> = {
  'payment is away, and members go on renting': 'ProcessAway',
  'promotion is away, and a librarian refuses': 'ProcessAway',
  'NATS is away, and something happens': 'OutboxWaits',
}

/** Which alert somebody is told of each fault, and no other. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'the router is away': ['CoreAway'],
  'rent is away, and members go on asking': ['CoreAway'],
  'book is away': ['ProcessAway'],
  'the dashboard is away': ['ProcessAway'],
  'payment is away, and members go on renting': ['PaymentAway'],
  'promotion is away, and a librarian refuses': ['PromotionAway'],
  'PostgreSQL is away': ['RelayMissing'],
  'NATS is away, and something happens': ['BrokerAway'],
  'somebody deletes a durable': ['BrokerChanged'],
  'an event cannot be handled': ['DeadLetter'],
  'one context says what is another’s': ['MessageForged'],
  'what is no event gets into the stream': ['MessageUnreadable'],
  'the provider gives no money back': ['RefundFailed'],
}

/** What a busy machine needs for the fault to be felt, and for four programs to tell each other. */
const SLACK_S = 60
const OVER_WITHIN_MS = 180_000
const secondsOf = (text: string) => Number(/^\d+/.exec(text)?.[0]) * (text.endsWith('m') ? 60 : 1)

describe('C32 what fails is told to whom it concerns, with what to do, and nothing beside it', () => {
  const lines = new Set(['fault | told | to | after, where what takes minutes takes a twelfth | the rule’s bound'])
  afterAll(() => process.stdout.write(`${[...lines].join('\n')}\n`))

  test.each(Object.keys(TOLD))(
    '%s',
    async (name) => {
      const fault = faults.get(name)
      const expected = TOLD[name] ?? []
      const before = prometheus.told.length
      const isTold = () => prometheus.told.slice(before).filter(({ firing }) => firing)
      const since = performance.now()
      await fault?.begin()
      const first = new Map<string, number>()
      await eventually(
        'it is told',
        async () => {
          await fault?.meanwhile?.()
          for (const { alert } of isTold())
            if (!first.has(alert)) first.set(alert, Math.round((performance.now() - since) / 1_000))
          return expected.every((alert) => first.has(alert))
        },
        (SLACK_S + 300) * 1_000,
      )
      for (const { alert, receiver, runbook } of isTold()) {
        const rule = ALERTS.find((one) => one.alert === alert)
        expect(receiver, alert).toBe(rule?.labels.severity)
        expect(runbook, alert).toMatch(/^https:\/\/git\.example\/.*\/docs\/operating\.md#[\w-]+$/)
        const seconds = first.get(alert) ?? 0
        expect(seconds, alert).toBeLessThan(secondsOf(rule?.for ?? '') / FASTER + (fault?.feltAfterS ?? 0) + SLACK_S)
        lines.add(`${name} | ${alert} | ${receiver} | ${seconds} s | ${rule?.for}`)
      }
      const follows = HELD_BACK[name]
      if (follows)
        await eventually(`${follows} fires too`, async () => (await prometheus.firing()).includes(follows), 180_000)
      await fault?.end()
      await eventually(
        'it is over',
        async () => (await prometheus.firing()).length === 0 && prometheus.told.at(-1)?.firing === false,
        OVER_WITHIN_MS,
      )
      expect([...new Set(isTold().map(({ alert }) => alert))].toSorted(), 'and no other').toEqual(expected)
    },
    600_000,
  )
})
