import i18next from 'i18next'
import { en } from './en.ts'
import { ko } from './ko.ts'

// Loaded with the page: who only reads notices never loads them.
function add(): void {
  i18next.addResourceBundle('en', 'choices', en)
  i18next.addResourceBundle('ko', 'choices', ko)
}

if (i18next.isInitialized) add()
i18next.on('initialized', add)
