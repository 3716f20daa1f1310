import type { Config } from '../config.ts'
import type { Finding } from '../finding.ts'
import type { Named } from './walk.ts'

/** One family of lint rules over all that the subgraphs name. */
export type Lint = (parts: readonly Named[], config: Config['lint']) => Finding[]
