import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { PublishedEvent } from '../nats/event.ts'
import { asyncApi } from './check/events/asyncapi.ts'
import { printCatalogue, readCatalogue } from './check/events/catalogue.ts'
import { eventsPage } from './check/events/events-page.ts'
import { wireSchema } from './check/events/json-schema.ts'
import { ROOT } from './compose.ts'
import { eventCatalogue } from './event-contracts.ts'

const SNAPSHOT = 'schema/events.json'

/** schema/events.json and the two documents made of it, each with the content that it should have. */
export async function eventFiles(): Promise<[file: string, content: string][]> {
  const snapshot = printCatalogue(eventCatalogue())
  const catalogue = readCatalogue(snapshot, SNAPSHOT)
  const texts = {
    title: 'E-book rental: what the subgraphs tell each other',
    description:
      'CloudEvents 1.0 on NATS JetStream, one stream; see events.md. Several replicas of a consumer share its inbox.',
    envelope: wireSchema(PublishedEvent.omit({ data: true })),
  }
  return Promise.all([
    formatted(SNAPSHOT, snapshot),
    formatted('docs/events.md', eventsPage(catalogue)),
    formatted('docs/asyncapi.yaml', asyncApi(catalogue, texts)),
  ])
}

async function formatted(path: string, content: string): Promise<[file: string, content: string]> {
  const file = join(ROOT, path)
  return [file, await format(content, { ...(await resolveConfig(file)), filepath: file })]
}
