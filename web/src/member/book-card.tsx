import { Badge, Card, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { BookInListFragment, BookStatus } from '../generated/member.ts'
import { useFormats } from '../words/format.ts'
import type { CatalogueSearch } from './catalogue-search.ts'
import classes from './catalogue.module.css'
import { rememberOpened, usePlace } from './use-focus-in-list.ts'
import { useMyRentalOf } from './use-my-rental-of.ts'
import { holdOffer } from './wait-words.ts'

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
export function BookCard({ book, from }: { book: BookInListFragment; from: CatalogueSearch }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const place = usePlace()
  const mine = useMyRentalOf(book.id)
  return (
    <Card
      renderRoot={(props) => (
        <Link
          to="/books/$bookId"
          params={{ bookId: book.id }}
          state={{ catalogue: from }}
          data-book={book.id}
          {...props}
          onClick={() => rememberOpened(place, book.id)}
        />
      )}
      withBorder
      className={classes['card'] ?? ''}
    >
      <Stack gap={6} h="100%">
        <div lang={book.language ?? undefined}>
          <Text fw={600} lineClamp={2}>
            {book.title}
          </Text>
          <Text size="sm" c="gray.7" lineClamp={1}>
            {book.authors.join(', ')}
          </Text>
        </div>
        <Group justify="space-between" gap="xs" mt="auto">
          <Text fw={500}>{book.rentalFee === 0 ? t('catalogue.free') : formats.money(book.rentalFee)}</Text>
          {mine === undefined && book.myHold === null ? (
            <BookStatusBadge status={book.status} />
          ) : (
            <Badge color="cyan.9" tt="none">
              {mine === undefined ? t(`holdStatus.${book.myHold?.status ?? 'WAITING'}`) : t(`mine.${mine.status}`)}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="gray.7">
          {book.unlimited
            ? t('catalogue.noLimit')
            : t('catalogue.seats', { free: book.seatsFree, total: book.seatsTotal })}
        </Text>
        {book.status === 'IMPOSSIBLE' && mine === undefined && book.myHold === null && (
          <Text size="sm">{holdOffer(book, t)}</Text>
        )}
      </Stack>
    </Card>
  )
}
