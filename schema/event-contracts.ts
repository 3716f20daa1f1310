import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { EventContract } from '../nats/event.ts'
import type { Policy } from '../nats/policy.ts'
import type { DeclaredEvent, EventCatalogue, Expectation, Projection } from '../schema-check/events/catalogue.ts'
import { wireSchema } from '../schema-check/events/json-schema.ts'
import { foldTitle } from '../subgraphs/dashboard/projections/catalogue-row.ts'
import { expectations as dashboardExpectations } from '../subgraphs/dashboard/projections/expected-events.ts'
import { foldRow } from '../subgraphs/dashboard/projections/row.ts'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { ROOT } from './compose.ts'
import { feedsOf, type SampleEvent } from './feeds.ts'

/** What each writing subgraph publishes (`contracts` of its events.ts), and what it reads (`policies` of its policies.ts). */
const languages = await Promise.all(
  WRITING_SUBGRAPHS.map(async (name) => {
    const { contracts } = (await import(`../subgraphs/${name}/events.ts`)) as {
      contracts: readonly EventContract[]
    }
    const { policies } = (await import(`../subgraphs/${name}/policies.ts`)) as {
      policies: (settings: object) => readonly Pick<Policy<object>, 'type' | 'expects'>[]
    }
    // They are only asked what they expect, never run: what they would need for that is not there.
    return { name, contracts, policies: policies({}) }
  }),
)

function declaredEvents(): DeclaredEvent[] {
  return languages.flatMap(({ name: owner, contracts }) =>
    contracts.map(({ type, aggregate, about, data, unread }) => {
      const file = `subgraphs/${owner}/events.ts`
      const declared = { type, owner, file, aggregate, about, data: wireSchema(data) }
      return unread === undefined ? declared : { ...declared, unread }
    }),
  )
}

function expectations(): Expectation[] {
  const ofPolicies = languages.flatMap(({ name: consumer, policies }) =>
    policies.map(({ type, expects }) => ({
      consumer,
      type,
      file: policyFile(consumer, type),
      expects: wireSchema(expects),
    })),
  )
  const ofDashboard = Object.entries<z.ZodType>(dashboardExpectations).map(([type, expects]) => ({
    consumer: 'dashboard',
    type,
    file: 'subgraphs/dashboard/projections/expected-events.ts',
    expects: wireSchema(expects),
  }))
  return [...ofPolicies, ...ofDashboard]
}

/** One policy, one file; where that is not so, the list of them. */
function policyFile(consumer: string, type: string): string {
  const folder = `subgraphs/${consumer}/policies`
  const file = readdirSync(join(ROOT, folder)).find((name) =>
    readFileSync(join(ROOT, folder, name), 'utf8').includes(`'${type}'`),
  )
  return file === undefined ? `subgraphs/${consumer}/policies.ts` : `${folder}/${file}`
}

function projections(events: readonly DeclaredEvent[]): Projection[] {
  return [
    {
      name: 'dashboard_row',
      subgraph: 'dashboard',
      graphqlType: 'DashboardRow',
      otherwise: { rental_id: 'the correlation id of the events', version: 'the number of events of the rental' },
      columns: feedsOf((history) => foldRow('the rental', history.map(folded)), events),
    },
    {
      name: 'catalogue_row',
      subgraph: 'dashboard',
      graphqlType: 'CatalogueRow',
      otherwise: { book_id: "the aggregate's id", times_requested: 'the number of ebook.rent.Rented.v1 of the title' },
      columns: feedsOf((history) => foldTitle('the title', history.map(folded), 0), events),
    },
  ]
}

function folded({ id, type, aggregate, version, data }: SampleEvent) {
  return { id, type, data, aggregateType: aggregate, aggregateId: aggregate, aggregateVersion: version }
}

/** What the code says now; schema/events.json is this, printed. */
export function eventCatalogue(): EventCatalogue {
  const events = declaredEvents()
  return { format: 1, events, expectations: expectations(), projections: projections(events) }
}
