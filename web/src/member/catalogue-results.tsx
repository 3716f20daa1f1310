import { useQuery } from '@apollo/client/react'
import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../api/client.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { SearchCatalogueDocument, type SearchCatalogueQuery } from '../generated/member.ts'
import { Problem } from '../layout/problem.tsx'
import { BookCard } from './book-card.tsx'
import { CataloguePager } from './catalogue-pager.tsx'
import { changed, variablesOf, type CatalogueSearch } from './catalogue-search.ts'
import classes from './catalogue.module.css'
import { useFocusInList } from './use-focus-in-list.ts'
import { useFreshSeats } from './use-fresh-seats.ts'

type Found = SearchCatalogueQuery['books']

/** What was found for these words and wishes; while that is not known, the last answer, dimmed and without a word of theirs. */
export function CatalogueResults({ search }: { search: CatalogueSearch }) {
  const { t } = useTranslation()
  const variables = useMemo(() => variablesOf(search), [search])
  const { data, previousData, error, refetch } = useQuery(SearchCatalogueDocument, {
    variables,
    // What a reader comes back to is there at once, and brought up to date.
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  })
  const hasFailed = error !== undefined && data === undefined
  useAskAgain(hasFailed, () => void refetch())
  const found = (data ?? previousData)?.books
  const ids = useMemo(() => (data?.books.edges ?? []).map(({ node }) => node.id), [data])
  useFreshSeats(ids)
  const { list, expect } = useFocusInList(data !== undefined, search)
  return (
    <Stack>
      <div className={classes['summary']}>
        {/* Said aloud once, when it is known. */}
        <Text role="status" size="sm" c="gray.7">
          {data && <Summary found={data.books} search={search} />}
        </Text>
        {data === undefined && !hasFailed && (
          <Text size="sm" c="gray.7" aria-hidden>
            {t('catalogue.searching')}
          </Text>
        )}
      </div>
      {hasFailed && (
        <Failed error={error} search={search}>
          <Problem error={error} onRetry={() => void refetch()} />
        </Failed>
      )}
      {found === undefined ? (
        !hasFailed && <Waiting />
      ) : (
        <div aria-busy={data === undefined} inert={data === undefined} className={classes['found']}>
          <ul ref={list} className={classes['list']}>
            {found.edges.map(({ node }) => (
              <li key={node.id} className={classes['item']}>
                <BookCard book={node} from={search} />
              </li>
            ))}
          </ul>
          <CataloguePager search={search} pageInfo={found.pageInfo} total={found.totalCount} onTurn={expect} />
        </div>
      )}
    </Stack>
  )
}

/** A place in a list that is no longer so, as in an old bookmark, leads to the list's first page. */
function Failed({ error, search, children }: { error: unknown; search: CatalogueSearch; children: ReactNode }) {
  const { t } = useTranslation()
  if (search.after === undefined || failureOf(error) !== 'BAD_USER_INPUT') return children
  return (
    <Text role="alert">
      {t('catalogue.noSuchPage')}{' '}
      <Anchor renderRoot={(props) => <Link to="/" search={changed(search, {})} {...props} />} underline="always">
        {t('catalogue.firstPage')}
      </Anchor>
    </Text>
  )
}

function Summary({ found, search }: { found: Found; search: CatalogueSearch }) {
  const { t } = useTranslation()
  const { totalCount: count, didYouMean } = found
  const { q } = search
  if (q !== undefined && didYouMean !== null) {
    return (
      <>
        {t('catalogue.didYouMean', { search: q, count })}{' '}
        <Anchor
          renderRoot={(props) => <Link to="/" search={changed(search, { q: didYouMean })} {...props} />}
          underline="always"
          inherit
        >
          {didYouMean}
        </Anchor>
      </>
    )
  }
  if (count === 0) return q !== undefined ? t('catalogue.none', { search: q }) : t(nothingOf(search))
  if (!found.totalCountIsExact) return t('catalogue.more', { count })
  return q === undefined ? t('catalogue.count', { count }) : t('catalogue.found', { count, search: q })
}

function nothingOf({ available, free, language, author }: CatalogueSearch) {
  return (available ?? free ?? language ?? author) === undefined ? 'catalogue.empty' : 'catalogue.noneOfThese'
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div className={classes['list']} role="status" aria-label={t('site.loading')}>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={132} radius="md" />
      ))}
    </div>
  )
}
