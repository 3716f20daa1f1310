import { BarChart, LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { SimpleGrid, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LibraryFiguresQuery } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { useMoments } from './moments.ts'

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
  const data = points.map((point) => ({
    ...point,
    when: momentOf(point.from),
    median: minutesOf(point.medianWaitSeconds),
    p90: minutesOf(point.p90WaitSeconds),
  }))
  const common = {
    data,
    dataKey: 'when',
    h: 240,
    withLegend: true,
    valueFormatter: formats.number,
    yAxisProps: { allowDecimals: false },
  }
  const named = (name: 'requests' | 'approvals' | 'refusals' | 'refunds' | 'median' | 'p90', color: string) => ({
    name,
    label: t(`figures.${name}`),
    color,
  })
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Chart title={t('figures.happened')}>
        <BarChart
          {...common}
          barChartProps={SILENT}
          barProps={STILL}
          series={[
            named('requests', 'cyan.9'),
            named('approvals', 'green.8'),
            named('refusals', 'red.8'),
            named('refunds', 'orange.8'),
          ]}
        />
      </Chart>
      <Chart title={t('figures.money')}>
        <BarChart
          {...common}
          barChartProps={SILENT}
          barProps={STILL}
          series={[{ name: 'revenue', label: t('figures.revenue'), color: 'cyan.9' }]}
        />
      </Chart>
      <Chart title={t('figures.wait')}>
        <LineChart
          {...common}
          yAxisProps={{}}
          connectNulls
          series={[named('median', 'cyan.9'), named('p90', 'orange.8')]}
        />
      </Chart>
      <Chart title={t('figures.points')}>
        <BarChart
          {...common}
          barChartProps={SILENT}
          barProps={STILL}
          series={[{ name: 'points', label: t('figures.points'), color: 'grape.8' }]}
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

function minutesOf(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds / 6) / 10
}
