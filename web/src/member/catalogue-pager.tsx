import { Button, Group, Text } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { changed, PAGE, type CatalogueSearch } from './catalogue-search.ts'

interface Props {
  readonly search: CatalogueSearch
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  readonly total: number
  /** Whoever turns the page reads on at its first title. */
  readonly onTurn: () => void
}

/**
 * The place is in the address, so that going back, a reload and a bookmark keep it. A list is read forwards: the page
 * before is the one that the reader came from, and a bookmark's reader has come from none.
 */
export function CataloguePager({ search, pageInfo: { hasNextPage, endCursor }, total, onTurn }: Props) {
  const { t } = useTranslation()
  const passed = useLocation({ select: ({ state }) => state.passed ?? [] })
  const { page = 1, after } = search
  if (page === 1 && !hasNextPage) return null
  const to = (place: CatalogueSearch, before: readonly (string | null)[]) => ({
    renderRoot: (props: object) => (
      <Link to="/" search={place} state={(state) => ({ ...state, passed: [...before] })} {...props} />
    ),
    onClick: onTurn,
  })
  const at = (number: number, cursor: string | null | undefined): CatalogueSearch =>
    number > 1 && cursor ? { ...search, page: number, after: cursor } : changed(search, {})
  return (
    <Group component="nav" aria-label={t('catalogue.pages')} justify="center" mt="md">
      {page > 2 && (
        <Button variant="default" {...to(at(1, null), [])}>
          {t('catalogue.firstPage')}
        </Button>
      )}
      {page > 1 && (page === 2 || passed.length > 0) && (
        <Button variant="default" {...to(at(page - 1, passed.at(-1)), passed.slice(0, -1))}>
          {t('catalogue.previousPage')}
        </Button>
      )}
      <Text size="sm" c="gray.7">
        {t('catalogue.page', { page, pages: Math.max(page, Math.ceil(total / PAGE)) })}
      </Text>
      {hasNextPage && (
        <Button variant="default" {...to(at(page + 1, endCursor), [...passed, after ?? null])}>
          {t('catalogue.nextPage')}
        </Button>
      )}
    </Group>
  )
}
