import { useQuery } from '@apollo/client/react'
import { Button, CloseButton, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchCatalogueDocument } from '../generated/member.ts'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { BookCard } from './book-card.tsx'
import classes from './catalogue.module.css'

const PAGE = 24

export function CataloguePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('catalogue.title')} wide>
      <Catalogue />
    </Page>
  )
}

function Catalogue() {
  const { q = '' } = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const router = useRouter()
  const search = (text: string) => {
    // Who has opened a title while the typing was waited for is on the way there, and is not fetched back.
    if (router.latestLocation.pathname !== '/') return
    void navigate({ search: text === '' ? {} : { q: text }, replace: true })
  }
  return (
    <Stack>
      <SearchBox value={q} onSearch={search} />
      <Results search={q} />
    </Stack>
  )
}

const TYPED_MS = 300

/** Searches when the typing pauses. What is in the address wins, so that going back does. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState({ address: value, searched: value })
  const box = useRef<HTMLInputElement>(null)
  if (value !== known.address) {
    setKnown({ ...known, address: value })
    if (value !== known.searched) setTyped(value)
  }
  const search = useDebouncedCallback((text: string) => {
    setKnown({ ...known, searched: text.trim() })
    onSearch(text.trim())
  }, TYPED_MS)
  const type = (text: string) => {
    setTyped(text)
    search(text)
  }
  return (
    <TextInput
      ref={box}
      type="search"
      label={t('catalogue.search')}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        typed !== '' && (
          <CloseButton
            aria-label={t('catalogue.clear')}
            onClick={() => {
              type('')
              box.current?.focus()
            }}
          />
        )
      }
    />
  )
}

function Results({ search }: { search: string }) {
  const { t } = useTranslation()
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(SearchCatalogueDocument, {
    variables: { first: PAGE, search: search === '' ? null : search },
    notifyOnNetworkStatusChange: true,
  })
  const [more, setMore] = useState<{ busy: boolean; error?: unknown }>({ busy: false })
  const books = (data ?? previousData)?.books
  const shown = books?.edges.length ?? 0
  const { list, expectMore } = useFocusOnFirstNew(shown)
  if (error && !books) return <Problem error={error} onRetry={() => void refetch()} />
  if (!books) return <Waiting />

  const showMore = async () => {
    setMore({ busy: true })
    expectMore()
    try {
      await fetchMore({ variables: { after: books.pageInfo.endCursor } })
      setMore({ busy: false })
    } catch (problem) {
      setMore({ busy: false, error: problem })
    }
  }

  return (
    <Stack aria-busy={loading}>
      <Text role="status" size="sm" c="gray.7">
        {summaryOf(books.totalCount, search, t)}
      </Text>
      <ul ref={list} className={classes['list']}>
        {books.edges.map(({ node }) => (
          <li key={node.id} className={classes['item']}>
            <BookCard book={node} />
          </li>
        ))}
      </ul>
      {more.error !== undefined && <Problem error={more.error} />}
      {books.pageInfo.hasNextPage && (
        <Stack align="center" gap="xs">
          <Text size="sm" c="gray.7">
            {t('catalogue.shown', { shown, count: books.totalCount })}
          </Text>
          <Button variant="default" loading={more.busy} onClick={() => void showMore()}>
            {t('site.more')}
          </Button>
        </Stack>
      )}
    </Stack>
  )
}

function summaryOf(count: number, search: string, t: ReturnType<typeof useTranslation>['t']): string {
  if (search === '') return count === 0 ? t('catalogue.empty') : t('catalogue.count', { count })
  return count === 0 ? t('catalogue.none', { search }) : t('catalogue.found', { count, search })
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

/** Who pressed "more" by keyboard reads on at the first title that came. */
function useFocusOnFirstNew(shown: number) {
  const list = useRef<HTMLUListElement>(null)
  const expected = useRef<number>(undefined)
  useEffect(() => {
    if (expected.current === undefined || shown <= expected.current) return
    list.current?.children[expected.current]?.querySelector('a')?.focus({ preventScroll: true })
    expected.current = undefined
  }, [shown])
  const expectMore = () => {
    expected.current = shown
  }
  return { list, expectMore }
}
