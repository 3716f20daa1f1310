import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'

/** What is done to an installation, and how it is undone. */
export interface Fault {
  /** As `--faults` names it. */
  readonly name: string
  readonly what: string
  /** How long it lasts, in milliseconds, from and to; what has none is over at once. */
  readonly lasts?: readonly [number, number] | undefined
  /** What it can be done to here; each is as likely as the others. Empty: this installation has nothing of the kind. */
  targets(system: SystemUnderTest): readonly string[]
  /** Once, before anybody uses the installation. Says why it cannot be done on this machine; undefined when it can. */
  prepare?(system: SystemUnderTest): Promise<string | undefined>
  /** Does it. What it returns, if there is something to undo, undoes it, and waits until what was hit serves again. */
  inject(system: SystemUnderTest, target: string, random: SeededRandom): Promise<Heal | undefined>
}

export type Heal = () => Promise<void>
