import { useTranslation } from 'react-i18next'
import type { Pressed } from './use-press.ts'
import type { LibrarianWords } from './words/en.ts'

/** What is wrong with a field of a form, once the library has said so; undefined for the others. */
export function useInvalid(pressed: Pressed): (field: keyof LibrarianWords['invalid']) => string | undefined {
  const { t } = useTranslation('librarian')
  return (field) => (pressed.kind === 'refused' && pressed.field === field ? t(`invalid.${field}`) : undefined)
}
