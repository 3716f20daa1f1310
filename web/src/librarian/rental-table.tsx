import { Anchor, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AllRentalsQuery } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { RetryRefund } from './refund-buttons.tsx'
import classes from './rental-table.module.css'

type Row = AllRentalsQuery['dashboards']['edges'][number]['node']

/** Rentals in rows, the money of each with what a librarian can do about it. */
export function RentalTable({ label, rows }: { label: string; rows: readonly Row[] }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={760} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table striped verticalSpacing="xs" className={classes['rentals'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {(['bookTitle', 'member', 'status', 'money', 'fee', 'points', 'requested', 'due'] as const).map((name) => (
              <Table.Th key={name}>{t(`all.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.rentalId} data-rental={row.rentalId}>
              <Table.Td>
                <Anchor
                  renderRoot={(props) => (
                    <Link to="/all-rentals/$rentalId" params={{ rentalId: row.rentalId }} {...props} />
                  )}
                >
                  {row.title}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Anchor
                  aria-label={t('all.only', { member: row.userId })}
                  renderRoot={(props) => <Link to="/all-rentals" search={{ member: row.userId }} {...props} />}
                >
                  {row.userId}
                </Anchor>
              </Table.Td>
              <Table.Td>{site(`status.${row.status}`)}</Table.Td>
              <Table.Td>
                {row.rentalFee === 0 ? (
                  ''
                ) : row.refundFailed ? (
                  <RetryRefund rentalId={row.rentalId} title={row.title} />
                ) : (
                  t(`money.${row.paymentState}`)
                )}
              </Table.Td>
              <Table.Td>{row.rentalFee === 0 ? site('catalogue.free') : formats.money(row.rentalFee)}</Table.Td>
              <Table.Td>{row.points === null ? '' : formats.number(row.points)}</Table.Td>
              <Table.Td>{formats.moment(row.rentedDate)}</Table.Td>
              <Table.Td>{row.dueAt === null ? '' : formats.moment(row.dueAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
