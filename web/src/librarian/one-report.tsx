import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { saveCsv } from './csv.ts'

interface Props {
  readonly title: string
  readonly file: string
  readonly headings: readonly string[]
  /** What is said when there is no row. */
  readonly none: string
  /** Of each what goes into the file; on the page `first` stands in the place of the first cell. */
  readonly rows: readonly {
    readonly key: string
    readonly cells: readonly (string | number)[]
    readonly first: ReactNode
  }[]
  readonly after?: ReactNode
}

/** A table that is read here or taken along in a file. */
export function OneReport({ title, file, headings, none, rows, after }: Props) {
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
      {rows.length === 0 && <Text c="gray.7">{none}</Text>}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={320} type="native" tabIndex={0} role="region" aria-label={title}>
          <Table striped verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {headings.map((heading) => (
                  <Table.Th key={heading} style={{ overflowWrap: 'normal' }}>
                    {heading}
                  </Table.Th>
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
                    <Table.Td key={headings[index + 1]} style={{ overflowWrap: 'normal' }}>
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
