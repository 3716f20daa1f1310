import { join } from 'node:path'
import { architecturePage } from './architecture-page.ts'
import { requirementsPage } from './requirements-page.ts'
import { ROOT } from './sources.ts'

/** The pages that are made of the code and of the titles of its tests, each as it should be. */
export const generatedPages = (): [file: string, content: string][] => [
  [join(ROOT, 'docs/architecture.md'), architecturePage()],
  [join(ROOT, 'docs/requirements.md'), requirementsPage()],
]
