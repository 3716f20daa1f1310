import type { SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'

const known = new Recent<SubgraphSource>(1000)

/** The same object for the same text in the same place: what is made of an unchanged subgraph is made once. */
export function subgraphSource(
  name: string,
  file: string,
  sdl: string,
  parts?: SubgraphSource['parts'],
): SubgraphSource {
  return known.get(JSON.stringify([name, file, sdl, parts]), () => ({ name, file, sdl, ...(parts && { parts }) }))
}
