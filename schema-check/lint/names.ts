import { specifiedName } from '../directive-names.ts'
import type { Lint } from './lint-family.ts'
import { tell } from './tell.ts'
import type { Named } from './walk.ts'

/** What several subgraphs have is described where one of them does, and who only takes it from others need not. */
export const lintDescriptions: Lint = (parts) =>
  [...Map.groupBy(parts, ({ coordinate }) => coordinate).values()].flatMap((same) => {
    if (same.some(({ description }) => (description?.value.trim() ?? '') !== '')) return []
    const own = same.find((part) => !part.extension && !isExternal(part))
    return own === undefined ? [] : [tell('lint-description-missing', own, `${own.coordinate} has no description`)]
  })

function isExternal({ directives, subgraph }: Named): boolean {
  return directives.some((one) => specifiedName(subgraph, one) === 'external')
}

export const lintNames: Lint = (parts, { naming }) =>
  parts.flatMap((part) => {
    const pattern = naming[part.kind]
    if (new RegExp(pattern, 'u').test(part.name)) return []
    return [tell('lint-naming', part, `${part.coordinate}: the name "${part.name}" is not like ${pattern}`)]
  })

export const lintDeprecations: Lint = (parts) =>
  parts.flatMap((part) => {
    const deprecated = part.directives.find(({ name }) => name.value === 'deprecated')
    if (deprecated === undefined) return []
    const reason = deprecated.arguments?.find(({ name }) => name.value === 'reason')?.value
    if (reason?.kind === 'StringValue' && reason.value.trim() !== '') return []
    return [tell('lint-deprecated-without-reason', part, `${part.coordinate} is deprecated without a reason`)]
  })
