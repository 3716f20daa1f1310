import type { EventCatalogue } from './events/catalogue.ts'
import { rules, type RuleId } from './rules.ts'
import type { Severity } from './rules/rule.ts'

/** Where to look: in the head, or for something that was removed where it stood in the base. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly rev?: 'base'
}

/** A stored operation that the change reaches. */
export interface Affected {
  readonly operation: string
  readonly file: string
  readonly line: number
  readonly effect: 'broken' | 'possibly'
}

/** A deliberate break that somebody answers for, until a day. */
export interface Approval {
  readonly rule: RuleId
  readonly coordinate: string
  /** Only what is told of this subgraph; of any when it is not said. */
  readonly subgraph?: string | undefined
  /** Only what is told of this contract or variant; of any and of the whole when it is not said. */
  readonly variant?: string | undefined
  readonly reason: string
  readonly author: string
  /** The last day on which it counts, in UTC: 2026-12-31. */
  readonly expires: string
}

/** One thing that the check has to say. */
export interface Finding {
  readonly rule: RuleId
  readonly severity: Severity
  /** One sentence that names what it is about. */
  readonly message: string
  /** A schema coordinate as `Type.field(arg:)`, the name of an operation, or an event type with `#field`. */
  readonly coordinate?: string
  readonly subgraph?: string | undefined
  /** The contract or the variant of which alone it is told; undefined for the whole. */
  readonly variant?: string | undefined
  readonly location?: Location | undefined
  readonly affected?: readonly Affected[]
  readonly approvedBy?: Approval
}

/** A finding of a report: each has one place in the head, whatever it is about. */
export interface Anchored extends Finding {
  readonly anchor: Location
}

export interface SubgraphSource {
  readonly name: string
  /** From the folder that is checked; of several the first. */
  readonly file: string
  readonly sdl: string
  /** Where it is of several files: each with its first line in `sdl`. */
  readonly parts?: readonly { readonly file: string; readonly line: number }[]
}

export interface OperationSource {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly text: string
}

/** Where an operation may stand that nobody could read, and why. */
export interface UnreadSource {
  readonly file: string
  readonly line: number
  /** A clause: `Syntax Error: Expected Name, found "}"`. */
  readonly why: string
  /** Where it need not be an operation of this repository. */
  readonly severity?: 'warning'
}

/** A part of a supergraph that some clients see, by the tags of what is in it. */
export interface Contract {
  readonly name: string
  readonly includeTags: readonly string[]
  readonly excludeTags: readonly string[]
  readonly hideUnreachableTypes: boolean
  /** What its clients send; undefined where nobody says which of the stored operations are theirs. */
  readonly operations?: readonly OperationSource[] | undefined
}

/** All that is checked, of one revision: of the base read from git, of the head from git or the working tree. */
export interface Sources {
  readonly rev: string
  /** It was checked before it was merged: nobody proves anew that every query of it can be answered, which is dear. */
  readonly merged?: true
  /** Whose composition decides what the supergraph is, where it is not Apollo's. */
  readonly composedBy?: 'guild'
  /** Of a base, the head that it is compared with: what is the same in both is composed once. */
  readonly beside?: Sources | undefined
  readonly subgraphs: readonly SubgraphSource[]
  readonly operations: readonly OperationSource[]
  readonly unread: readonly UnreadSource[]
  readonly contracts?: readonly Contract[]
  /** What subgraphs say to each other by events; undefined where there is none yet. */
  readonly eventContracts?: EventCatalogue | undefined
  /** What was promised before, of messages that may still be kept. */
  readonly earlierContracts?: readonly EventCatalogue[]
  /** A text file of that revision by its path from the root; undefined when there is none. */
  read(file: string): string | undefined
}

/** A finding with its rule's own severity, unless another is given. */
export function finding(
  rule: RuleId,
  message: string,
  where: Pick<Finding, 'coordinate' | 'subgraph' | 'variant' | 'location' | 'affected'> & {
    readonly severity?: Severity | undefined
  } = {},
): Finding {
  const { severity = rules[rule].severity, ...place } = where
  return { rule, severity, message, ...place }
}
