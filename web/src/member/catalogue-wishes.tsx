import { Checkbox, Group, NativeSelect, Pill } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { LANGUAGES } from '../words/language.ts'
import { ORDERS, SORTS, type CatalogueSearch, type Sort } from './catalogue-search.ts'

interface Props {
  readonly search: CatalogueSearch
  readonly onChange: (wish: { [Name in keyof CatalogueSearch]?: CatalogueSearch[Name] | undefined }) => void
}

/** In which order, and which titles only. */
export function CatalogueWishes({ search, onChange }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { sort, language, author } = search
  const first = { value: '', label: t(search.q === undefined ? 'bookSort.NEWEST' : 'bookSort.RELEVANCE') }
  // Without a search the newest come first anyway.
  const orders = SORTS.filter((one) => one !== 'newest' || search.q !== undefined)
  // An address may ask for a language that is not offered.
  const languages = [...new Set([...LANGUAGES, ...(language === undefined ? [] : [language])])]
  return (
    <Group gap="md" align="flex-end">
      <NativeSelect
        label={t('catalogue.order')}
        value={sort ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ sort: value === '' ? undefined : (value as Sort) })}
        data={[first, ...orders.map((value) => ({ value, label: t(`bookSort.${ORDERS[value]}`) }))]}
      />
      <NativeSelect
        label={t('book.language')}
        value={language ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ language: value === '' ? undefined : value })}
        data={[
          { value: '', label: t('catalogue.anyLanguage') },
          ...languages.map((value) => ({ value, label: formats.languageName(value) })),
        ]}
      />
      <Checkbox
        mb={9}
        label={t('catalogue.onlyAvailable')}
        checked={search.available ?? false}
        onChange={({ currentTarget: { checked } }) => onChange({ available: checked || undefined })}
      />
      <Checkbox
        mb={9}
        label={t('catalogue.onlyFree')}
        checked={search.free ?? false}
        onChange={({ currentTarget: { checked } }) => onChange({ free: checked || undefined })}
      />
      {author !== undefined && (
        <Pill
          size="lg"
          mb={5}
          withRemoveButton
          removeButtonProps={{
            'aria-label': t('catalogue.anyAuthor', { author }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
          onRemove={() => onChange({ author: undefined })}
        >
          {t('catalogue.by', { authors: author })}
        </Pill>
      )}
    </Group>
  )
}
