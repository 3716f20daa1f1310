import { type Finding, finding, type Sources } from '../finding.ts'
import type { Replayed } from '../replay.ts'
import type { Change } from './change.ts'
import { listed } from './change.ts'
import { brokenVariables } from './effect.ts'

/** What stands among the stored operations and could not be checked, because nobody can read it. */
export function checkUnread(base: Sources | undefined, head: Sources): Finding[] {
  const before = new Set(base?.unread.map(({ file, why }) => `${file} ${why}`))
  return head.unread.map(({ file, line, why, severity }) =>
    finding('operation-unread', `${file} is not checked: ${why}`, {
      coordinate: file,
      location: { file, line, column: 1 },
      ...((severity !== undefined || before.has(`${file} ${why}`)) && { severity: 'warning' }),
    }),
  )
}

/** The stored operations that the head does not answer any more, and new ones that it cannot answer. */
export function operationFindings(replayed: readonly Replayed[], changes: readonly Change[]): Finding[] {
  return replayed.flatMap((one): Finding[] => {
    const variables = brokenVariables(one, changes).map(({ message }) => `in its variables, ${message}`)
    const problems = [...one.problems.map(({ message }) => asClause(message)), ...variables]
    if (one.ahead || problems.length === 0) return []
    const { name, file, line } = one.operation
    const gone = one.fate === 'dropped' || one.fate === 'rewritten'
    const place = one.problems[0]?.location ?? { file, line, column: 1 }
    const at = { coordinate: name, location: { ...place, ...(gone && { rev: 'base' as const }) } }
    if (one.fate === 'new' || one.fate === 'unmeasured') {
      const also = one.fate === 'new' ? '' : ' (the base has it too and does not compose, so nobody knows since when)'
      return [finding('operation-invalid', `${name} cannot be answered${also}: ${listed(problems)}`, at)]
    }
    const message = `${name}${aside[one.fate]} is refused: ${listed(problems)}`
    const affected = [{ operation: name, file, line, effect: 'broken' as const }]
    return [finding('operation-broken', message, { ...at, affected, ...(gone && { severity: 'warning' }) })]
  })
}

const aside = {
  kept: '',
  dropped: ', which this change drops and deployed applications may still send,',
  rewritten: ' as it was before this change, and as deployed applications may still send it,',
} as const

function asClause(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
