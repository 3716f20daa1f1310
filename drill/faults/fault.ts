import type { Dice } from '@ebook/clients/dice'
import type { Site } from '../run/site.ts'

/** What is done to an installation, and how it is undone. */
export interface Fault {
  /** As `--faults` names it. */
  readonly name: string
  readonly what: string
  /** How long it lasts, in milliseconds, from and to; 0 for what is over at once. */
  readonly lasts: readonly [number, number]
  /** What it can be done to here; each is as likely as the others. Empty: this installation has nothing of the kind. */
  targets(site: Site): readonly string[]
  /** Once, before anybody uses the installation. Says why it cannot be done on this machine; undefined when it can. */
  prepare?(site: Site): Promise<string | undefined>
  /** Does it. What it returns undoes it, and waits until what was hit serves again. */
  inject(site: Site, target: string, chance: Dice): Promise<Heal>
}

export type Heal = () => Promise<void>
