import { isSampled, tracing, type NewSpan } from '@ebook/telemetry/tracing'
import { subjectOf, type DomainEvent } from './event.ts'
import { STREAM } from './stream.ts'

/*
 * The spans of the road, by OpenTelemetry's conventions for messaging. An event belongs to the trace of what said it. Many
 * are taken in together, in one transaction: that is a span in the trace of the first of them that is recorded, with links
 * to the others, and each of those that something follows from has a span in its own trace. So one rental stays one tree.
 */

type Said = Pick<DomainEvent, 'id' | 'type' | 'subject' | 'time' | 'correlationid' | 'traceparent'>

/** A stream that is published or read again from its beginning tells nothing new of traces that ended long ago. */
const LONGEST_FOLLOWED_MS = 60 * 60_000

const isFollowed = <Event extends Said>(event: Event): event is Event & { readonly traceparent: string } =>
  isSampled(event.traceparent) && Date.now() - Date.parse(event.time) < LONGEST_FOLLOWED_MS

function spanOf(event: Said, kind: 'producer' | 'consumer', attributes: NewSpan['attributes']): NewSpan {
  return {
    name: `${kind === 'producer' ? 'publish' : 'process'} ${event.type}`,
    kind,
    parent: event.traceparent,
    attributes: {
      'messaging.system': 'nats',
      'messaging.destination.name': subjectOf(event),
      'messaging.destination.template': `${event.type}.{aggregate}`,
      'messaging.message.id': event.id,
      'messaging.message.conversation_id': event.correlationid,
      ...attributes,
    },
  }
}

/** One event on its way to the broker. */
export function publishing<Result>(event: Said, publish: () => Promise<Result>): Promise<Result> {
  if (tracing === undefined || !isFollowed(event)) return publish()
  const operation = { 'messaging.operation.type': 'send', 'messaging.operation.name': 'publish' }
  return tracing.within(spanOf(event, 'producer', operation), publish)
}

/** What one consumer does about one event. */
export async function processing<Result>(
  consumer: string,
  event: Said,
  process: () => Promise<Result>,
): Promise<Result> {
  if (tracing === undefined) return process()
  // What follows from it is of its own trace, and not of that of its neighbours.
  if (!isFollowed(event)) return tracing.outside(process)
  const link = tracing.traceparent()
  return tracing.within({ ...processingSpan(consumer, event), links: link === undefined ? [] : [link] }, process)
}

const processingSpan = (consumer: string, event: Said): NewSpan =>
  spanOf(event, 'consumer', {
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.consumer.group.name': consumer,
  })

/** What one consumer does about all of them at once. */
export async function receiving<Result>(
  consumer: string,
  events: readonly Said[],
  receive: () => Promise<Result>,
): Promise<Result> {
  if (tracing === undefined) return receive()
  const [first, ...others] = events.filter(isFollowed)
  if (first === undefined) return tracing.outside(receive)
  const span: NewSpan = {
    name: `receive ${STREAM}`,
    kind: 'consumer',
    parent: first.traceparent,
    links: others.map(({ traceparent }) => traceparent),
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.type': 'receive',
      'messaging.operation.name': 'receive',
      'messaging.destination.name': STREAM,
      'messaging.consumer.group.name': consumer,
      'messaging.batch.message_count': events.length,
    },
  }
  return tracing.within(span, receive)
}

/** As `receiving`, for a consumer that does with all of them what it does with one. */
export async function processingTogether<Result>(
  consumer: string,
  events: readonly Said[],
  work: () => Promise<Result>,
): Promise<Result> {
  const on = tracing
  if (on === undefined) return work()
  return receiving(consumer, events, async () => {
    const link = on.traceparent()
    const links = link === undefined ? [] : [link]
    const spans = events.filter(isFollowed).map((event) => on.begin({ ...processingSpan(consumer, event), links }))
    try {
      return await work()
    } catch (error) {
      for (const span of spans) on.fail(span, error)
      throw error
    } finally {
      for (const span of spans) span.end()
    }
  })
}
