import { type Finding, finding, type Sources } from '../finding.ts'
import { type RuleId } from '../rules.ts'
import type { EventCatalogue, Expectation } from './catalogue.ts'
import { misfits } from './fits.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Misfit } from './misfit.ts'
import { whereEvent } from './where.ts'

/** Whether every consumer can read what its publisher promises. */
export function checkExpectations(head: Sources): Finding[] {
  return (head.eventContracts?.expectations ?? []).flatMap((reader) => {
    const sent = promisesOf(head.eventContracts, reader)
    const told = teller(head, reader)
    if (sent.length === 0 && reader.sentElsewhere === true) return []
    if (sent.length === 0)
      return [told('event-unknown', `${reader.consumer} reads ${reader.type}, which nobody publishes`)]
    return misfitsOf(sent, reader).map((misfit) =>
      told('event-expectation-unmet', sentence(reader, misfit), misfit.path),
    )
  })
}

/**
 * A deployment is never one instant, and the stream keeps what was sent: consumers of the head read the messages of the base
 * and of what was before it, and consumers of the base read the head's. What did not fit in the base already is not told again here.
 */
export function checkReadersAcross(base: Sources, head: Sources): Finding[] {
  const known = base.eventContracts?.expectations ?? []
  const now = head.eventContracts?.expectations ?? []
  const kept = [base.eventContracts, ...(base.earlierContracts ?? [])]
  const yesterday = now.flatMap((reader) => {
    const old = twin(known, reader)
    const found = kept.flatMap((catalogue) => {
      const here = promisesOf(catalogue, reader)
      const elsewhere = reader.sentElsewhere === true && old !== undefined ? [old.expects] : []
      const sent = here.length > 0 ? here : elsewhere
      return fresh(misfitsOf(sent, reader), old && misfitsOf(sent, old))
    })
    return once(found).map((misfit) =>
      teller(head, reader)(
        'event-misreads-yesterday',
        `${sentence(reader, misfit)}, in messages that the stream holds already`,
        misfit.path,
      ),
    )
  })
  const tomorrow = known.flatMap((reader) => {
    const [sent, before] = [head, base].map(({ eventContracts }) =>
      misfitsOf(promisesOf(eventContracts, reader), reader),
    )
    return fresh(sent ?? [], before).map((misfit) =>
      teller(base, reader)(
        'event-deployed-consumer-breaks',
        `${sentence(reader, misfit)}, by ${reader.consumer} as it is deployed now`,
        misfit.path,
      ),
    )
  })
  return [...yesterday, ...tomorrow, ...comings(base, head, known, now)]
}

function comings(base: Sources, head: Sources, known: readonly Expectation[], now: readonly Expectation[]): Finding[] {
  return [
    ...now
      .filter((reader) => twin(known, reader) === undefined)
      .map((reader) =>
        teller(head, reader)('event-consumer-added', `${reader.consumer} reads ${reader.type} from now on`),
      ),
    ...known
      .filter((reader) => twin(now, reader) === undefined)
      .map((reader) =>
        teller(base, reader)('event-consumer-removed', `${reader.consumer} does not read ${reader.type} any more`),
      ),
  ]
}

function teller(sources: Sources, { consumer, type, file }: Expectation) {
  const gone = sources.read(file) === undefined
  return (rule: RuleId, message: string, field = ''): Finding => {
    const location = whereEvent(sources, file, type, field === '' ? undefined : field)
    const inBase = rule === 'event-deployed-consumer-breaks' || rule === 'event-consumer-removed' || gone
    return finding(rule, message, {
      coordinate: field === '' ? type : `${type}#${field}`,
      subgraph: consumer,
      location: inBase ? { ...location, rev: 'base' } : location,
    })
  }
}

function sentence({ consumer, type }: Expectation, { path, message }: Misfit): string {
  return `${consumer} cannot read every ${type}: ${path || 'its data'} ${message}`
}

/** Of each channel by which it goes; of the reader's own alone, where it goes by that. */
function promisesOf(catalogue: EventCatalogue | undefined, { type, channel }: Expectation): JsonSchema[] {
  const all = (catalogue?.events ?? []).filter((event) => event.type === type)
  const own = all.filter(({ transport }) => transport?.channel === channel)
  return (own.length > 0 ? own : all).map(({ data }) => data)
}

function misfitsOf(sent: readonly JsonSchema[], { expects }: Expectation): Misfit[] {
  return once(sent.flatMap((one) => misfits(one, expects)))
}

function twin(readers: readonly Expectation[], { consumer, type, channel }: Expectation): Expectation | undefined {
  const twins = readers.filter((one) => one.consumer === consumer && one.type === type)
  return twins.find((one) => one.channel === channel) ?? twins[0]
}

function once(misfits: readonly Misfit[]): Misfit[] {
  return [...new Map(misfits.map((one) => [`${one.path} ${one.message}`, one])).values()]
}

function fresh(misfits: readonly Misfit[], known: readonly Misfit[] = []): readonly Misfit[] {
  return misfits.filter(({ path, message }) => !known.some((one) => one.path === path && one.message === message))
}
