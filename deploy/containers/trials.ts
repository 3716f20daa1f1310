import { setTimeout as delay } from 'node:timers/promises'
import { eventually, type Json } from '@ebook/clients/people'
import { lentAndGivenBack, refusedAndRefunded } from '../../e2e/browser/the-whole-story.ts'
import { openBrowser } from '../../e2e/browser/visitors.ts'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { killed, type Composed } from './composed.ts'
import type { Engine } from './engine.ts'
import { imageHoldsWhatItMay, imageIsReproducible } from './image.ts'
import { allowanceOf, connectionsOf } from './limits.ts'
import { step, type Story } from './story.ts'

export interface Tried {
  readonly engine: Engine
  readonly composed: Composed
  readonly story: Story
}

const CUT_OFF_MS = 10_000
const SCALED = [...SUBGRAPHS, 'router'] as const

/** In this order, by the name that `--only` takes. What one leaves is as it found it. */
export const trials = {
  /** F1 to F10 as people see them, through the port that is published. */
  async story({ composed, story }) {
    const say = (line: string) => process.stderr.write(`\n  ${line}\n`)
    const visitors = await openBrowser(composed.origin, say)
    try {
      await step('F1 to F7 and F10 in a browser', () => lentAndGivenBack(visitors))
      await step('F8 and F9 in a browser', () => refusedAndRefunded(visitors, story.librarian))
      const complaints = visitors.complaints()
      if (complaints.length > 0) throw new Error(`the pages complain: ${complaints.join('; ')}`)
    } finally {
      await visitors.leave()
    }
  },

  async image({ engine, composed }) {
    await imageHoldsWhatItMay(engine, composed)
  },

  /** Of every container that runs. */
  async kills({ engine, composed, story }) {
    for (const container of (await composed.containers()).filter(({ State }) => State === 'running')) {
      await step(`kill -9 of ${container.Service}, until all is healthy and a rental is lent`, async () => {
        await killed(engine, container)
        await composed.comesBack(container)
        await composed.healthy()
        await story.rents()
      })
    }
  },

  async partition({ engine, composed, story }) {
    // One that rent has heard of, and that she has not asked for before.
    const { books } = await story.alice.send('Books', { first: 100 })
    const asked = new Set(story.watcher.rows.values().map(({ bookId }) => bookId))
    const bookId = books.edges.find(({ node }: Json) => !asked.has(node.id)).node.id
    await step('NATS is cut off: a request is taken, and lent when NATS is back', async () => {
      const [nats] = (await composed.containers()).filter(({ Service }) => Service === 'nats')
      const network = `${composed.project}_stores`
      await engine.docker(['network', 'disconnect', network, nats?.Name ?? ''])
      const rentalId = await story.requests(bookId)
      await delay(CUT_OFF_MS)
      await engine.docker(['network', 'connect', '--alias', 'nats', network, nats?.Name ?? ''])
      await story.isLent(rentalId)
    })
  },

  async engine({ engine, composed, story }) {
    await step('the engine is restarted, until all is healthy and a rental is lent', async () => {
      await engine.restart()
      await composed.healthy()
      await story.rents()
    })
  },

  async scale({ composed, story }) {
    await step('two of everything, under load', () => story.beside(() => composed.scale(SCALED, 2)))
    await step('a rental is lent by two of everything', () => story.rents())
    await step('one of everything, under load', () => story.beside(() => composed.scale(SCALED, 1)))
  },

  /** As one: what an address may ask in a minute, and the connections of a member. */
  async limits({ composed }) {
    await step('two routers', () => composed.scale(['router'], 2))
    await step('two routers let an address ask as often as one does', () => allowanceOf(composed))
    await step('two routers let a member hold as many connections as one does', () => connectionsOf(composed))
    await step('one router', () => composed.scale(['router'], 1))
  },

  /** Two releases, one after the other, service by service: docs/operating.md, Containers. */
  async updates({ composed, story }) {
    for (const tag of ['next', 'after-next'])
      for (const service of SCALED)
        await step(`${service} becomes ${tag}, under load`, () => story.beside(() => composed.rolls(service, tag)))
    await step('a rental is lent by the last', () => story.rents())
  },

  /** docs/operating.md: what cannot be used ends with 78 and says what it is; compose would start it again. */
  async 'bad-input'({ composed }) {
    await step('a variable that is missing is named, and ends with 78', async () => {
      const { code, said } = await composed.refuses('rent', ['-e', 'SUBGRAPH_SECRET='])
      if (code !== 78 || !said.includes('SUBGRAPH_SECRET')) throw new Error(`it ended with ${String(code)}: ${said}`)
    })
  },

  async reconcile({ composed, story }) {
    const { watcher } = story
    await step('the last of what was told live is what the view says', () =>
      eventually('they are the same', async () => {
        const { myDashboard } = await story.alice.send('MyDashboard', { first: 100 })
        const differs = myDashboard.edges.find(
          ({ node }: { node: { rentalId: string; version: number } }) =>
            watcher.rows.get(node.rentalId)?.version !== node.version,
        )
        if (differs) throw new Error(`${differs.node.rentalId} is ${differs.node.version}`)
        return true
      }),
    )
    await step('reconcile', async () => (await composed.reconcile()).trim().split('\n').at(-1))
  },

  async again({ engine, composed }) {
    await imageIsReproducible(engine, composed)
  },
} satisfies Record<string, (tried: Tried) => Promise<void>>
