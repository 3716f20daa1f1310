import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'

const TYPED_MS = 300
/** A syllable that is still being put together is searched for only when its writer stops at it. */
const COMPOSED_MS = 1_000

/** Searches when the typing pauses, at once with Enter. What is in the address wins, so that going back does. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState({ address: value, searched: value })
  const box = useRef<HTMLInputElement>(null)
  const isComposing = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  if (value !== known.address) {
    setKnown({ ...known, address: value })
    if (value !== known.searched) setTyped(value)
  }
  const search = (text: string) => {
    clearTimeout(timer.current)
    setKnown((now) => ({ ...now, searched: text.trim() }))
    onSearch(text.trim())
  }
  const searchSoon = (text: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => search(text), isComposing.current ? COMPOSED_MS : TYPED_MS)
  }
  const clear = () => {
    setTyped('')
    search('')
    box.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    // Both keys belong to the composition while there is one.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') search(typed)
    if (event.key !== 'Escape' || typed === '') return
    event.preventDefault()
    clear()
  }
  return (
    <TextInput
      ref={box}
      type="search"
      label={t('catalogue.search')}
      value={typed}
      maxLength={200}
      onCompositionStart={() => {
        isComposing.current = true
        clearTimeout(timer.current)
      }}
      onCompositionEnd={({ currentTarget }) => {
        isComposing.current = false
        searchSoon(currentTarget.value)
      }}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        searchSoon(currentTarget.value)
      }}
      onKeyDown={press}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={typed !== '' && <CloseButton aria-label={t('catalogue.clear')} onClick={clear} />}
    />
  )
}
