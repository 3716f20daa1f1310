import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RefusedRow } from '@ebook/catalogue/read-catalogue'
import { en, type Words } from '../words/en.ts'
import { saveCsv } from './csv.ts'

/** A list that nobody reads to its end; the whole of it can be saved. */
const SHOWN = 100

/** Every row that was not registered, with its line and the reason. */
export function RefusedRows({ rows }: { rows: readonly RefusedRow[] }) {
  const { t } = useTranslation('librarian')
  const reasonOf = useReasonWords()
  if (rows.length === 0) return null
  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('import.refused')}
        </Title>
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            saveCsv('refused.csv', [
              ['line', 'title', 'reason'],
              ...rows.map((row) => [row.line, row.title, reasonOf(row)]),
            ])
          }
        >
          {t('import.save')}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={480} type="native" tabIndex={0} role="region" aria-label={t('import.refused')}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {(['line', 'row', 'reason'] as const).map((name) => (
                <Table.Th key={name}>{t(`import.${name}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <Table.Tr key={row.line} data-line={row.line}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td>{row.title}</Table.Td>
                <Table.Td>{reasonOf(row)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length > SHOWN && <Text c="gray.7">{t('import.more', { count: rows.length - SHOWN })}</Text>}
    </Stack>
  )
}

function useReasonWords(): (row: RefusedRow) => string {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  return ({ reason }) => {
    if (reason.code !== 'REFUSED') return t(`import.why.${reason.code}`, { ...reason })
    return isUserError(reason.by) ? site(`userError.${reason.by}`) : reason.message
  }
}

function isUserError(code: string): code is keyof Words['userError'] {
  return Object.hasOwn(en.userError, code)
}
