import { Stack } from '@mantine/core'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../layout/page.tsx'
import { CatalogueResults } from './catalogue-results.tsx'
import { changed, type CatalogueSearch } from './catalogue-search.ts'
import { CatalogueWishes } from './catalogue-wishes.tsx'
import { SearchBox } from './search-box.tsx'

export function CataloguePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('catalogue.title')} wide>
      <Catalogue />
    </Page>
  )
}

function Catalogue() {
  const search = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const router = useRouter()
  const change = (wish: Parameters<typeof changed>[1]) => {
    // Who has opened a title while the typing was waited for is on the way there, and is not fetched back.
    if (router.latestLocation.pathname !== '/') return
    void navigate({ search: changed(search, wish), replace: true, resetScroll: false })
  }
  const searchFor = (text: string) => {
    const q = text === '' ? undefined : text
    if (q !== search.q) change({ q })
  }
  return (
    <Stack>
      <SearchBox value={search.q ?? ''} onSearch={searchFor} />
      <CatalogueWishes search={search} onChange={change} />
      <CatalogueResults search={search} />
    </Stack>
  )
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Of a title's page: the list that it was opened from. */
    readonly catalogue?: CatalogueSearch
    /** Of a page of the catalogue: where those before it begin. */
    readonly passed?: (string | null)[]
  }
}
