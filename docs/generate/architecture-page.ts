import { commandTable, eventTable, hexagons, type Catalogue } from './architecture-tables.ts'
import { filledIn } from './filled-in.ts'

export const architecturePage = (catalogue: Catalogue): string =>
  filledIn('docs/architecture.md', {
    hexagons: hexagons(catalogue),
    commands: commandTable(catalogue),
    events: eventTable(catalogue),
  })
