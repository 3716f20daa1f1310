import { Badge, Card, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { BookInListFragment, BookStatus } from '../generated/member.ts'
import { useFormats } from '../words/format.ts'
import classes from './catalogue.module.css'

const COLORS: Readonly<Record<BookStatus, string>> = {
  POSSIBLE: 'green.9',
  IMPOSSIBLE: 'orange.9',
  WITHDRAWN: 'gray.7',
}

export function BookStatusBadge({ status }: { status: BookStatus }) {
  const { t } = useTranslation()
  return (
    <Badge color={COLORS[status]} variant="outline" tt="none">
      {t(`bookStatus.${status}`)}
    </Badge>
  )
}

/** One title of the list; the whole of it leads to its page. */
export function BookCard({ book }: { book: BookInListFragment }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <Card
      renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}
      withBorder
      className={classes['card'] ?? ''}
    >
      <Stack gap={6} justify="space-between" h="100%">
        <div>
          <Text fw={600} lineClamp={2}>
            {book.title}
          </Text>
          <Text size="sm" c="gray.7" lineClamp={1}>
            {formats.list(book.authors)}
          </Text>
        </div>
        <Group justify="space-between" gap="xs">
          <Text fw={500}>{book.rentalFee === 0 ? t('catalogue.free') : formats.money(book.rentalFee)}</Text>
          <BookStatusBadge status={book.status} />
        </Group>
        <Text size="sm" c="gray.7">
          {t('catalogue.seats', { free: book.seatsFree, total: book.seatsTotal })}
        </Text>
      </Stack>
    </Card>
  )
}
