import type { Config } from '../config.ts'
import { whereEvent } from '../events/where.ts'
import { type Finding, finding, type Sources } from '../finding.ts'

/** Events are read by people too: each says what it tells, and its fields are named as the schema's are. */
export function lintEvents(sources: Sources, { naming }: Config['lint']): Finding[] {
  return (sources.eventContracts?.events ?? []).flatMap(({ type, owner, file, about, data }) => {
    const at = (field?: string) => ({
      coordinate: field === undefined ? type : `${type}#${field}`,
      subgraph: owner,
      location: whereEvent(sources, file, type, field),
    })
    const silent =
      (about ?? '').trim() === '' ? [finding('lint-event-undescribed', `${type} does not say what it tells`, at())] : []
    const odd = Object.keys(data.properties ?? {})
      .filter((field) => !new RegExp(naming.field, 'u').test(field))
      .map((field) => finding('lint-naming', `${type}: the field "${field}" is not like ${naming.field}`, at(field)))
    return [...silent, ...odd]
  })
}
