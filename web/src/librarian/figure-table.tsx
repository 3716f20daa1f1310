import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import type { Point } from './figure-charts.tsx'
import { useMoments } from './moments.ts'
import { waitIn, waitUnitOf } from './spans.ts'

const COLUMNS = ['requests', 'approvals', 'refusals', 'refunds', 'revenue', 'points'] as const

/** What the charts draw, to be read or heard. */
export function FigureTable({ points, byHour }: { points: readonly Point[]; byHour: boolean }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const momentOf = useMoments(byHour)
  const waited = (seconds: number | null) => {
    if (seconds === null) return ''
    const unit = waitUnitOf(seconds)
    return t(`figures.${unit}`, { wait: formats.number(waitIn(unit, seconds)) })
  }
  return (
    <details>
      <summary>{t('figures.asTable')}</summary>
      <Table.ScrollContainer minWidth={720} type="native" tabIndex={0} role="region" aria-label={t('figures.asTable')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('figures.when')}</Table.Th>
              {[...COLUMNS, 'median' as const, 'p90' as const].map((name) => (
                <Table.Th key={name}>{t(`figures.${name}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {points.map((point) => (
              <Table.Tr key={point.from}>
                <Table.Th scope="row">{momentOf(point.from)}</Table.Th>
                {COLUMNS.map((name) => (
                  <Table.Td key={name}>
                    {name === 'revenue' ? formats.money(point[name]) : formats.number(point[name])}
                  </Table.Td>
                ))}
                <Table.Td>{waited(point.medianWaitSeconds)}</Table.Td>
                <Table.Td>{waited(point.p90WaitSeconds)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  )
}
