import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { PublishedEvent } from '../nats/event.ts'
import { printCatalogue, readCatalogue } from '../schema-check/events/catalogue.ts'
import { wireSchema } from '../schema-check/events/json-schema.ts'
import { publishedSchemas } from '../schema-check/published-schemas.ts'
import { OWNERS } from '../subgraphs/subgraphs.ts'
import { asyncApi } from './asyncapi.ts'
import { ROOT } from './compose.ts'
import { eventCatalogue } from './event-contracts.ts'
import { eventsPage } from './events-page.ts'

const SNAPSHOT = 'schema/events.json'

/** schema/events.json, the two documents made of it and the check's own schemas, each as it should be. */
export async function eventFiles(): Promise<[file: string, content: string][]> {
  const snapshot = printCatalogue(eventCatalogue())
  const catalogue = readCatalogue(snapshot, SNAPSHOT)
  const texts = {
    title: 'E-book rental: what the subgraphs tell each other',
    description:
      'CloudEvents 1.0 on NATS JetStream, one stream; see events.md. Several replicas of a consumer share its inbox.',
    envelope: wireSchema(PublishedEvent.omit({ data: true }).extend({ aggregatetype: z.enum(Object.keys(OWNERS)) })),
  }
  return Promise.all([
    formatted(SNAPSHOT, snapshot),
    formatted('docs/events.md', eventsPage(catalogue)),
    formatted('docs/asyncapi.yaml', asyncApi(catalogue, texts)),
    ...Object.entries(publishedSchemas()).map(([name, content]) => formatted(`schema-check/${name}`, content)),
  ])
}

async function formatted(path: string, content: string): Promise<[file: string, content: string]> {
  const file = join(ROOT, path)
  return [file, await format(content, { ...(await resolveConfig(file)), filepath: file })]
}
