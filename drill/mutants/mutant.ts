import type { StackSettings } from '@ebook/stack/stack'
import type { Step } from '../faults/plan.ts'
import type { SourceChange } from '../mutation/source-change.ts'

/** A bug that can be switched on, and what brings it to light. */
export interface Mutant {
  /** As `--bug` and `--rules` name it. */
  readonly name: string
  readonly what: string
  /**
   * What of the design would make good what the bug does, and is taken away with it. Without it nobody would ever be
   * the worse for the bug, and no statement could tell.
   */
  readonly without?: string
  readonly changes: readonly SourceChange[]
  /** How the drill brings it to light; undefined when that takes more luck than minutes give. */
  readonly drill?: Provocation & {
    /** One of these statements offends. */
    readonly caughtBy: readonly number[]
  }
  /** A schedule that shows it, as the simulator prints one: `--rules` tries it. Undefined where it is not simulated. */
  readonly script?: readonly string[]
}

export interface Provocation {
  readonly steps?: readonly Step[]
  /** How long people use the installation. */
  readonly forMs: number
  readonly replicas?: StackSettings['replicas']
  readonly members?: number
  readonly librarians?: number
  readonly thinkMs?: number
  readonly env?: Readonly<Record<string, string>>
}

/** `find` occurs in the file, which is named from the root of the checkout, exactly once. */
export const change = (file: string, find: string, replace: string): SourceChange => ({ file, find, replace })

/** A fault after so many ms, for as long as is said. */
export const at = (atMs: number, fault: string, target: string, forMs = 0): Step => ({ atMs, fault, target, forMs })
