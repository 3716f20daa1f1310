import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../words/language.ts'

export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <NativeSelect
      aria-label={t('site.language')}
      value={i18n.language}
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value as Language)}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      w={104}
    />
  )
}
