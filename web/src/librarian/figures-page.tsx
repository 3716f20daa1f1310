import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LibraryFiguresDocument } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { wholeOrNothing } from '../layout/lazy-page.ts'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import type { Point } from './figure-charts.tsx'
import { FigureTable } from './figure-table.tsx'
import { SPANS, variablesOf, type Span } from './spans.ts'
import './words/add.ts'

// The charts are larger than all the rest of the librarian's pages.
const FigureCharts = lazy(wholeOrNothing(() => import('./figure-charts.tsx')))

export function FiguresPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('figures.title')} wide>
      <ForRole role="ADMIN">
        <Figures />
      </ForRole>
    </Page>
  )
}

function Figures() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const [asked, setAsked] = useState(() => ({ span: 'WEEK' as Span, now: new Date() }))
  const { data, previousData, error, loading, refetch } = useQuery(LibraryFiguresDocument, {
    variables: variablesOf(asked.span, asked.now, Intl.DateTimeFormat().resolvedOptions().timeZone),
    fetchPolicy: 'network-only',
  })
  const points = (data ?? previousData)?.figures.points
  return (
    <Stack aria-busy={loading}>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={t('figures.span')}
          value={asked.span}
          onChange={({ currentTarget }) => setAsked({ span: currentTarget.value as Span, now: new Date() })}
          data={SPANS.map((value) => ({ value, label: t(`figures.${value}`) }))}
        />
        <Button variant="default" loading={loading} onClick={() => setAsked({ ...asked, now: new Date() })}>
          {t('figures.again')}
        </Button>
      </Group>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {points && (
        <>
          <Sums points={points} />
          <Suspense fallback={<Text role="status">{site('site.loading')}</Text>}>
            <FigureCharts points={points} byHour={asked.span === 'DAY'} />
          </Suspense>
          <FigureTable points={points} byHour={asked.span === 'DAY'} />
        </>
      )}
    </Stack>
  )
}

const SUMMED = ['requests', 'approvals', 'refusals', 'refunds', 'revenue', 'points'] as const

function Sums({ points }: { points: readonly Point[] }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} component="dl" m={0}>
      {SUMMED.map((name) => {
        const sum = points.reduce((total, point) => total + point[name], 0)
        return (
          <div key={name}>
            <Text component="dt" size="sm" c="gray.7">
              {t(`figures.${name}`)}
            </Text>
            <Text component="dd" m={0} fw={700} size="xl" data-figure={name}>
              {name === 'revenue' ? formats.money(sum) : formats.number(sum)}
            </Text>
          </div>
        )
      })}
    </SimpleGrid>
  )
}
