import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { ko } from './ko.ts'

export const LANGUAGES = ['en', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each in its own words: whoever looks for it does not read the other one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' }

const REMEMBERED = 'ebook.language'

/** What was chosen before; otherwise the first of the browser's languages that there is. */
export function preferredLanguage(
  remembered: string | null = localStorage.getItem(REMEMBERED),
  browser: readonly string[] = navigator.languages,
): Language {
  const wishes = [remembered, ...browser].map((wish) => wish?.toLowerCase().split('-')[0])
  return LANGUAGES.find((language) => language === wishes.find((wish) => isLanguage(wish))) ?? 'en'
}

function isLanguage(wish: string | undefined): boolean {
  return (LANGUAGES as readonly (string | undefined)[]).includes(wish)
}

export function startLanguage(language: Language = preferredLanguage()): i18n {
  void i18next.use(initReactI18next).init({
    resources: { en: { words: en }, ko: { words: ko } },
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'words',
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
  return i18next
}

/** From now on, and remembered for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
