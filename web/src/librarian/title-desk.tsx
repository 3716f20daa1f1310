import { useQuery } from '@apollo/client/react'
import { Anchor, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { TitleOnDeskDocument } from '../generated/librarian.ts'
import { Problem } from '../layout/problem.tsx'
import { Licences } from './licences.tsx'
import { TitleForm } from './title-form.tsx'
import { TitleLine } from './title-line.tsx'
import { LOOK_MS, useWhenLibraryMoves } from './use-when-library-moves.ts'
import { WithdrawTitle } from './withdraw-title.tsx'
import './words/add.ts'

interface Props {
  readonly book: { readonly id: string; readonly title: string; readonly isWithdrawn: boolean }
  readonly onChanged: () => void
}

/** What a librarian sees of a title on its page, and can do with it. */
export function TitleDesk({ book, onChanged }: Props) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const { data, error, refetch } = useQuery(TitleOnDeskDocument, {
    variables: { id: book.id },
    fetchPolicy: 'cache-and-network',
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  })
  useWhenLibraryMoves({ bookId: book.id }, refetch)
  const changed = useCallback(() => {
    onChanged()
    void refetch()
  }, [onChanged, refetch])
  const known = data?.book
  return (
    <Stack component="section" aria-label={t('title.label')}>
      <Title order={2} size="h4">
        {t('title.label')}
      </Title>
      <Anchor renderRoot={(props) => <Link to="/all-rentals" search={{ find: book.title }} {...props} />}>
        {t('title.rentals')}
      </Anchor>
      {error && !known && <Problem error={error} onRetry={() => void refetch()} />}
      {!error && !known && <Text role="status">{site('site.loading')}</Text>}
      {known && (
        <>
          <Licences bookId={known.id} licences={known.licences ?? []} isWithdrawn={book.isWithdrawn} />
          {/* Anew when somebody has come or gone. */}
          <TitleLine key={known.holdsWaiting} bookId={known.id} onChanged={changed} />
          {!book.isWithdrawn && <TitleForm book={known} />}
        </>
      )}
      <WithdrawTitle book={book} onChanged={changed} />
    </Stack>
  )
}
