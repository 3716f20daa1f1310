import { useQuery } from '@apollo/client/react'
import { Anchor, Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LoanReportDocument, type LoanReportQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { saveCsv } from './csv.ts'
import { useMoments } from './moments.ts'
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
      rows={days.map(({ from, loans }) => ({
        key: from,
        cells: [dayIn(from), told(loans)] as const,
        first: momentOf(from),
      }))}
    />
  )
}

/** As spreadsheets sort it, where the reader is. */
const dayIn = (instant: string) => new Intl.DateTimeFormat('sv-SE').format(new Date(instant))

interface OneReportProps {
  readonly title: string
  readonly file: string
  readonly headings: readonly string[]
  /** Of each what goes into the file; on the page `first` stands in the place of the first cell. */
  readonly rows: readonly {
    readonly key: string
    readonly cells: readonly (string | number)[]
    readonly first: ReactNode
  }[]
  readonly after?: ReactNode
}

function OneReport({ title, file, headings, rows, after }: OneReportProps) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  return (
    <Stack component="section" gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Button
          size="xs"
          variant="default"
          aria-label={t('reports.saveWhat', { title })}
          onClick={() => saveCsv(file, [headings, ...rows.map(({ cells }) => cells)])}
        >
          {t('reports.save')}
        </Button>
      </Group>
      {rows.length === 0 && <Text c="gray.7">{t('reports.none')}</Text>}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={320} type="native" tabIndex={0} role="region" aria-label={title}>
          <Table striped verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {headings.map((heading) => (
                  <Table.Th key={heading}>{heading}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells: [, ...cells], first }) => (
                <Table.Tr key={key}>
                  <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                    {first}
                  </Table.Th>
                  {cells.map((value, index) => (
                    <Table.Td key={headings[index + 1]}>
                      {typeof value === 'number' ? formats.number(value) : value}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {after && <Text c="gray.7">{after}</Text>}
    </Stack>
  )
}
