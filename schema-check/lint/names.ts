import type { Lint } from './lint-family.ts'
import { tell } from './tell.ts'

export const lintDescriptions: Lint = (parts) =>
  parts
    .filter(({ description, extension }) => !extension && (description?.value.trim() ?? '') === '')
    .map((part) => tell('lint-description-missing', part, `${part.coordinate} has no description`))

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
