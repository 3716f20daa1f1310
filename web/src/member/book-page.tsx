import { useQuery } from '@apollo/client/react'
import { Anchor, List, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useLocation, useParams, useRouter } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAskAgain } from '../api/use-ask-again.ts'
import { BookPageDocument, type BookPageQuery } from '../generated/member.ts'
import { wholeOrNothing } from '../layout/lazy-page.ts'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useViewer } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'
import { BookStatusBadge } from './book-card.tsx'
import { RentButton } from './rent-button.tsx'
import { useFreshSeats } from './use-fresh-seats.ts'

// A member's browser never loads it.
const TitleDesk = lazy(
  wholeOrNothing(async () => ({ default: (await import('../librarian/title-desk.tsx')).TitleDesk })),
)

type Book = NonNullable<BookPageQuery['book']>

export function BookPage() {
  const { t } = useTranslation()
  const { bookId } = useParams({ from: '/books/$bookId' })
  const { data, error, refetch } = useQuery(BookPageDocument, {
    variables: { id: bookId },
    // Free seats change; what is known is shown until the answer is there.
    fetchPolicy: 'cache-and-network',
  })
  const book = data?.book
  const hasFailed = error !== undefined && data === undefined
  useAskAgain(hasFailed, () => void refetch())
  useFreshSeats(book ? [book.id] : [])
  if (book) return <BookDetails key={book.id} book={book} onChanged={() => void refetch()} />
  if (data) return <Page title={t('book.none')} before={<Back />} />
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  return <Skeleton height={240} role="status" aria-label={t('site.loading')} />
}

function Back() {
  const { t } = useTranslation()
  const { history } = useRouter()
  const catalogue = useLocation({ select: ({ state }) => state.catalogue })
  // Going back keeps the place in the list, which following a link to it does not.
  const goBack = (event: MouseEvent) => {
    if (catalogue === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    history.back()
  }
  return (
    <Anchor
      renderRoot={(props) => <Link to="/" search={catalogue ?? {}} {...props} onClick={goBack} />}
      display="inline-block"
      mb="sm"
    >
      {t('book.back')}
    </Anchor>
  )
}

function BookDetails({ book, onChanged }: { book: Book; onChanged: () => void }) {
  const isLibrarian = useViewer()?.roles.includes('ADMIN') ?? false
  return (
    <Page title={book.title} lang={book.language} before={<Back />}>
      <Stack>
        <Authors book={book} />
        <div>
          <BookStatusBadge status={book.status} />
        </div>
        <Facts book={book} />
        {!isLibrarian && <NextSteps book={book} />}
        <RentButton book={book} onChanged={onChanged} />
        {isLibrarian && (
          <Suspense>
            <TitleDesk book={{ ...book, isWithdrawn: book.status === 'WITHDRAWN' }} onChanged={onChanged} />
          </Suspense>
        )}
      </Stack>
    </Page>
  )
}

function Authors({ book }: { book: Book }) {
  return (
    <Text lang={book.language ?? undefined}>
      {book.authors.map((author, index) => (
        <Fragment key={author}>
          {index > 0 && ', '}
          <Anchor renderRoot={(props) => <Link to="/" search={{ author }} {...props} />} underline="always">
            {author}
          </Anchor>
        </Fragment>
      ))}
    </Text>
  )
}

function Facts({ book }: { book: Book }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const facts = [
    [t('book.fee'), book.rentalFee === 0 ? t('catalogue.free') : formats.money(book.rentalFee)],
    [
      t('book.seats'),
      book.unlimited ? t('book.noLimit') : t('book.seatsOf', { free: book.seatsFree, total: book.seatsTotal }),
    ],
    [t('book.period'), t('book.days', { count: book.loanPeriodDays })],
    [t('book.isbn'), book.isbn13],
    [t('book.language'), book.language === null ? null : formats.languageName(book.language)],
  ] as const
  return (
    <Table variant="vertical" withTableBorder maw={480}>
      <Table.Tbody>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={140}>
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </Table>
  )
}

function NextSteps({ book }: { book: Book }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const isFree = book.rentalFee === 0
  return (
    <section aria-labelledby="next-steps">
      <Title order={2} size="h4" id="next-steps" mb="xs">
        {t('book.next')}
      </Title>
      <List type="ordered" spacing={4}>
        {book.status === 'IMPOSSIBLE' && <List.Item>{t('book.step0')}</List.Item>}
        <List.Item>{isFree ? t('book.step1Free') : t('book.step1', { fee: formats.money(book.rentalFee) })}</List.Item>
        <List.Item>{t(isFree ? 'book.step2Free' : 'book.step2')}</List.Item>
        <List.Item>
          {t(isFree ? 'book.step3Free' : 'book.step3', { days: t('book.days', { count: book.loanPeriodDays }) })}
        </List.Item>
        <List.Item>{t(isFree ? 'book.step4Free' : 'book.step4')}</List.Item>
      </List>
    </section>
  )
}
