import { Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { AddLicence, ReviseLicence } from './licence-form.tsx'
import type { Licence } from './licence.ts'

interface Props {
  readonly bookId: string
  readonly licences: readonly Licence[]
  readonly isWithdrawn: boolean
}

/** By which right a title is lent, how far each has run down, and what is bought next. */
export function Licences({ bookId, licences, isWithdrawn }: Props) {
  const { t } = useTranslation('librarian')
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h5">
        {t('licences.title')}
      </Title>
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0} role="region" aria-label={t('licences.title')}>
        <Table striped verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {(['kind', 'inUse', 'loansLeft', 'ends', 'bought', 'change'] as const).map((name) => (
                <Table.Th key={name}>{t(`licences.${name}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {licences.map((licence) => (
              <Row key={licence.id} bookId={bookId} licence={licence} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {licences.length === 0 && <Text c="gray.7">{t('licences.none')}</Text>}
      {!isWithdrawn && <AddLicence bookId={bookId} />}
    </Stack>
  )
}

function Row({ bookId, licence }: { bookId: string; licence: Licence }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const { seats, seatsInUse, loansTotal, loansLeft, loansMade, expiresAt, endedDate, price, preview } = licence
  const perLoan = price === null || loansMade === 0 ? null : formats.money(Math.round(price / loansMade))
  const bought = [
    licence.vendor,
    licence.orderNumber,
    price === null ? null : formats.money(price),
    perLoan === null ? null : t('licences.perLoan', { price: perLoan }),
  ]
  return (
    <Table.Tr data-licence={licence.id}>
      <Table.Td>
        {t(`licenceKind.${licence.kind}`)}
        <Text size="xs" c="gray.7">
          {[
            t(`download.${licence.download}`),
            preview !== null && t('licences.previewed', { percent: formats.number(preview) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        {seats === null
          ? t('licences.noLimit')
          : t('licences.of', { used: formats.number(seatsInUse), total: formats.number(seats) })}
      </Table.Td>
      <Table.Td>
        {loansTotal === null || loansLeft === null
          ? t('licences.made', { made: formats.number(loansMade) })
          : t('licences.of', { used: formats.number(loansLeft), total: formats.number(loansTotal) })}
      </Table.Td>
      <Table.Td>
        {endedDate !== null
          ? t('licences.ended', { time: formats.date(endedDate) })
          : expiresAt === null
            ? t('licences.never')
            : formats.dateTime(expiresAt)}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{bought.filter((part) => part !== null).join(' · ')}</Table.Td>
      <Table.Td>{endedDate === null && <ReviseLicence bookId={bookId} licence={licence} />}</Table.Td>
    </Table.Tr>
  )
}
