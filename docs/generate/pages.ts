import { join } from 'node:path'
import { architecturePage } from './architecture-page.ts'
import type { Catalogue } from './architecture-tables.ts'
import { operatingPage } from './operating-page.ts'
import { requirementsPage } from './requirements-page.ts'
import { ROOT } from './sources.ts'

/** The pages that are made of the code, of its alerts and of the titles of its tests, each as it should be. */
export const generatedPages = (catalogue: Catalogue): [file: string, content: string][] => [
  [join(ROOT, 'docs/architecture.md'), architecturePage(catalogue)],
  [join(ROOT, 'docs/operating.md'), operatingPage()],
  [join(ROOT, 'docs/requirements.md'), requirementsPage()],
]
