import { BarChart, LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { SimpleGrid, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LibraryFiguresQuery } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { useMoments } from './moments.ts'
import { barsOf, waitIn, waitUnitOf } from './spans.ts'

export type Point = LibraryFiguresQuery['figures']['points'][number]

// What is hidden from screen readers must not be in the way of the keyboard either.
const SILENT = { accessibilityLayer: false }
// They are read as soon as they are there.
const STILL = { isAnimationActive: false }

/** The figures drawn; figure-table.tsx says the same to whoever cannot see them. */
export default function FigureCharts({ points, byHour }: { points: readonly Point[]; byHour: boolean }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const momentOf = useMoments(byHour)
  const unit = waitUnitOf(Math.max(0, ...points.map(({ p90WaitSeconds }) => p90WaitSeconds ?? 0)))
  const wait = (seconds: number | null) => (seconds === null ? null : waitIn(unit, seconds))
  const waits = points.map((point) => ({
    when: momentOf(point.from),
    median: wait(point.medianWaitSeconds),
    p90: wait(point.p90WaitSeconds),
  }))
  const data = barsOf(points).map((point) => ({ ...point, when: momentOf(point.from) }))
  const common = {
    dataKey: 'when',
    h: 240,
    withLegend: true,
    // As the bars and lines stand, not by their names.
    legendProps: { itemSorter: null },
    valueFormatter: formats.number,
  }
  const bars = { ...common, data, barChartProps: SILENT, barProps: STILL, yAxisProps: { allowDecimals: false } }
  const named = (name: 'requests' | 'approvals' | 'refusals' | 'median' | 'p90', color: string) => ({
    name,
    label: t(`figures.${name}`),
    color,
  })
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Chart title={t('figures.requests')}>
        <BarChart {...bars} series={[named('requests', 'cyan.9')]} />
      </Chart>
      <Chart title={t('figures.decisions')}>
        <BarChart {...bars} type="stacked" series={[named('approvals', 'cyan.9'), named('refusals', 'orange.5')]} />
      </Chart>
      <Chart title={t('figures.money')}>
        <BarChart {...bars} series={[{ name: 'revenue', label: t('figures.revenue'), color: 'cyan.9' }]} />
      </Chart>
      <Chart title={t(unit === 'hours' ? 'figures.waitHours' : 'figures.waitMinutes')}>
        <LineChart
          {...common}
          data={waits}
          lineChartProps={SILENT}
          connectNulls
          series={[named('median', 'cyan.9'), { ...named('p90', 'orange.8'), strokeDasharray: '5 5' }]}
        />
      </Chart>
    </SimpleGrid>
  )
}

function Chart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      <div aria-hidden>{children}</div>
    </section>
  )
}
