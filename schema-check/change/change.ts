import type { RuleId } from '../rules.ts'
import type { Severity } from '../rules/rule.ts'

/** One difference between two schemas, classified by its position alone: nobody was asked who uses it. */
export interface Change {
  readonly rule: RuleId
  /** When it is not the rule's own. */
  readonly severity?: Severity | undefined
  /** `Type.field(arg:)`; `Union|Member` and `Interface|Implementation` for what has no coordinate. */
  readonly coordinate: string
  readonly message: string
  /** What was removed stands only in the base. */
  readonly seenIn: 'base' | 'head'
  /** An operation is reached when it uses one of these coordinates; `→Type` when it is answered a Type, `$Type` when a variable of it may hold one. */
  readonly reaches: readonly string[]
  /** … or when it may leave this argument or input field out. */
  readonly reachesWithout?: string
  /** … or when it gives none of these arguments of a field that it uses, or more than one. */
  readonly reachesUnlessOne?: Choice
  /** … and is broken when its variables have to hold this input type, whatever they hold. */
  readonly breaksVariablesOf?: string
  /** It was removed, and had this reason of deprecation in the base. */
  readonly deprecation?: string | undefined
  /** Something that can be deprecated was removed; how it is judged hangs on how long it was deprecated. */
  readonly removal?: true | undefined
}

/** Arguments of a field of which exactly one has to be given; by its default one is always given. */
export interface Choice {
  readonly field: string
  readonly names: readonly string[]
  readonly given: ReadonlySet<string>
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
