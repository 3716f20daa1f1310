import { join } from 'node:path'
import type { Dashboard, DataSourceRef, Panel } from '@grafana/schema'
import { DASHBOARDS, type Drawn } from './table.ts'

/** Chosen on the dashboard, of those that Grafana has. */
const source: DataSourceRef = { type: 'prometheus', uid: '${source}' }
const ACROSS = 2
const WIDTH = 24 / ACROSS
const HEIGHT = 8

/** deploy/grafana/*.json: import them, or have Grafana provision the folder. */
export const dashboardFiles = (): [file: string, content: string][] =>
  Object.entries(DASHBOARDS).map(([name, { title, panels }]) => [
    join(import.meta.dirname, `${name}.json`),
    `${JSON.stringify(dashboard(name, title, panels), null, 2)}\n`,
  ])

function dashboard(name: string, title: string, drawn: readonly Drawn[]): Dashboard {
  return {
    uid: `ebook-${name}`,
    title: `Library: ${title}`,
    tags: ['ebook'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus' }] },
    panels: drawn.map(panel),
  }
}

function panel({ title, unit, stacked = false, queries }: Drawn, at: number): Panel {
  return {
    id: at + 1,
    type: 'timeseries',
    title,
    datasource: source,
    gridPos: { x: (at % ACROSS) * WIDTH, y: Math.floor(at / ACROSS) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: {
      defaults: { unit, min: 0, custom: { fillOpacity: 10, stacking: { mode: stacked ? 'normal' : 'none' } } },
      overrides: [],
    },
    options: { tooltip: { mode: 'multi' }, legend: { displayMode: 'list', placement: 'bottom' } },
    targets: Object.entries(queries).map(([legendFormat, expr], query) => ({
      refId: `Q${query + 1}`,
      datasource: source,
      expr,
      legendFormat,
    })),
  }
}
