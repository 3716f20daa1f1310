import { checkComposition } from './composition/check-composition.ts'
import type { Config } from './config.ts'
import { checkEvents } from './events/check-events.ts'
import type { Finding, Sources } from './finding.ts'
import { checkStyle } from './lint/lint.ts'

/** A question that is asked of every change; without a base, of the head alone. */
export type Check = (base: Sources | undefined, head: Sources, config: Config) => Finding[]

export const checks: readonly Check[] = [checkComposition, checkEvents, checkStyle]
