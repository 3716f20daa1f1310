import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { EventContract } from '../nats/event.ts'
import type { Policy } from '../nats/policy.ts'
import type { DeclaredEvent, EventCatalogue, Expectation, Projection } from '../schema-check/events/catalogue.ts'
import { wireSchema } from '../schema-check/events/json-schema.ts'
import { foldTitle } from '../subgraphs/dashboard/projections/catalogue-row.ts'
import { expectations as dashboardExpectations } from '../subgraphs/dashboard/projections/expected-events.ts'
import { foldHold } from '../subgraphs/dashboard/projections/hold-row.ts'
import { foldRow } from '../subgraphs/dashboard/projections/row.ts'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { HalfMadeSubgraph, ROOT } from './compose.ts'
import { feedsOf, type SampleEvent } from './feeds.ts'

type Policies = (settings: object) => readonly Pick<Policy<object>, 'type' | 'expects'>[]

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Throws HalfMadeSubgraph in place of what it throws. */
function madeOf<Value>(file: string, what: string, make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    throw new HalfMadeSubgraph(file, `${what}: ${messageOf(error)}`, error)
  }
}

/** Throws HalfMadeSubgraph. */
async function exported<Value>(subgraph: string, file: string, name: string, is: (value: unknown) => boolean) {
  const path = `subgraphs/${subgraph}/${file}`
  if (!existsSync(join(ROOT, path)))
    throw new HalfMadeSubgraph(path, `is not there, and subgraphs/subgraphs.ts lists ${subgraph} as one that writes`)
  const module = await import(`../${path}`).catch((error: unknown) => {
    throw new HalfMadeSubgraph(path, `cannot be loaded: ${messageOf(error)}`, error)
  })
  const value: unknown = (module as Readonly<Record<string, unknown>>)[name]
  if (!is(value)) throw new HalfMadeSubgraph(path, `exports no ${name}`)
  return value as Value
}

/** What each writing subgraph publishes (`contracts` of its events.ts), and what it reads (`policies` of its policies.ts). */
const languages = await Promise.all(
  WRITING_SUBGRAPHS.map(async (name) => {
    const contracts = await exported<readonly EventContract[]>(name, 'events.ts', 'contracts', Array.isArray)
    const policies = await exported<Policies>(name, 'policies.ts', 'policies', (it) => typeof it === 'function')
    // They are only asked what they expect, never run: what they would need for that is not there.
    const file = `subgraphs/${name}/policies.ts`
    return { name, contracts, policies: madeOf(file, 'does not say what it expects', () => policies({})) }
  }),
)

function declaredEvents(): DeclaredEvent[] {
  return languages.flatMap(({ name: owner, contracts }) =>
    contracts.map(({ type, aggregate, about, data: contract, unread }) => {
      const file = `subgraphs/${owner}/events.ts`
      const data = madeOf(file, `says no contract of ${String(type)}`, () => wireSchema(contract))
      const declared = { type, owner, file, aggregate, about, data }
      return unread === undefined ? declared : { ...declared, unread }
    }),
  )
}

function expectations(): Expectation[] {
  const ofPolicies = languages.flatMap(({ name: consumer, policies }) =>
    policies.map(({ type, expects: expected }) => {
      const file = policyFile(consumer, type)
      return { consumer, type, file, expects: madeOf(file, `expects nothing of ${type}`, () => wireSchema(expected)) }
    }),
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
  const files = existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder)) : []
  const file = files.find((name) => readFileSync(join(ROOT, folder, name), 'utf8').includes(`'${type}'`))
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
    {
      name: 'hold_row',
      subgraph: 'dashboard',
      graphqlType: 'HoldRow',
      otherwise: { hold_id: "the aggregate's id", version: 'the number of events of the hold' },
      columns: feedsOf((history) => foldHold('the hold', history.map(folded)), events),
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
