import { useQuery } from '@apollo/client/react'
import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LicencesThatEndDocument, LoanReportDocument, type LoanReportQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { useMoments } from './moments.ts'
import { OneReport } from './one-report.tsx'
import { SPANS, variablesOf, type Span } from './spans.ts'
import './words/add.ts'

export function ReportsPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('reports.title')} wide>
      <ForRole role="ADMIN">
        <Reports />
      </ForRole>
    </Page>
  )
}

function Reports() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const [asked, setAsked] = useState(() => ({ span: 'MONTH' as Span, now: new Date() }))
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const { from, to } = variablesOf(asked.span, asked.now, timeZone)
  const { data, previousData, error, loading, refetch } = useQuery(LoanReportDocument, {
    variables: { from, to, timeZone },
    fetchPolicy: 'network-only',
  })
  const report = (data ?? previousData)?.loanReport
  return (
    <Stack aria-busy={loading}>
      <Text c="gray.7">{t('reports.what')}</Text>
      <Group align="flex-end">
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
      {!report && !error && <Text role="status">{site('site.loading')}</Text>}
      {report && (
        <>
          <ByTitle report={report} />
          <ByDay days={report.days} />
        </>
      )}
      <Ending />
    </Stack>
  )
}

type Report = LoanReportQuery['loanReport']

/** What is of too few is told to be so, on the page and in the file. */
function useTold() {
  const { t } = useTranslation('librarian')
  return (count: number | null): string | number => count ?? t('reports.few')
}

function ByTitle({ report: { titles, totalCount } }: { report: Report }) {
  const { t } = useTranslation('librarian')
  const told = useTold()
  const headings = (['name', 'loans', 'waiting', 'seats', 'advice'] as const).map((name) => t(`reports.${name}`))
  const cells = ({ title, loans, waiting, seats, buy }: Report['titles'][number]) =>
    [title, told(loans), told(waiting), seats, buy ? t('reports.buy') : ''] as const
  return (
    <OneReport
      title={t('reports.byTitle')}
      file="loans-by-title.csv"
      headings={headings}
      none={t('reports.none')}
      rows={titles.map((row) => ({
        key: row.bookId,
        cells: cells(row),
        first: (
          <Anchor renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: row.bookId }} {...props} />}>
            {row.title}
          </Anchor>
        ),
      }))}
      after={totalCount > titles.length && t('reports.more', { count: totalCount - titles.length })}
    />
  )
}

function ByDay({ days }: Pick<Report, 'days'>) {
  const { t } = useTranslation('librarian')
  const told = useTold()
  const momentOf = useMoments(false)
  return (
    <OneReport
      title={t('reports.byDay')}
      file="loans-by-day.csv"
      headings={[t('reports.day'), t('reports.loans')]}
      none={t('reports.none')}
      rows={days.map(({ from, loans }) => ({
        key: from,
        cells: [dayIn(from), told(loans)] as const,
        first: momentOf(from),
      }))}
    />
  )
}

/** Fewer loans than this are fewer than five members’: what one has cost would tell how many there were. */
const FEWEST_TOLD = 5

function Ending() {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const { data, error, refetch } = useQuery(LicencesThatEndDocument, { fetchPolicy: 'network-only' })
  const headings = (['name', 'kind', 'ends', 'left', 'price', 'perLoan'] as const).map((name) => t(`reports.${name}`))
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return null
  return (
    <OneReport
      title={t('reports.ending')}
      file="licences-that-end.csv"
      headings={headings}
      none={t('reports.noneEnds')}
      rows={data.licencesThatEnd.map(({ book, licence }) => ({
        key: licence.id,
        cells: [
          book?.title ?? '',
          t(`licenceKind.${licence.kind}`),
          licence.expiresAt === null ? '' : dayIn(licence.expiresAt),
          licence.loansLeft ?? '',
          licence.price ?? '',
          licence.price === null
            ? ''
            : licence.loansMade < FEWEST_TOLD
              ? t('reports.few')
              : formats.money(Math.round(licence.price / licence.loansMade)),
        ],
        first: book && (
          <Anchor
            lang={book.language ?? undefined}
            renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}
          >
            {book.title}
          </Anchor>
        ),
      }))}
    />
  )
}

/** As spreadsheets sort it, where the reader is. */
const dayIn = (instant: string) => new Intl.DateTimeFormat('sv-SE').format(new Date(instant))
