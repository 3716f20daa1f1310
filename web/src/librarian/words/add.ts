import i18next from 'i18next'
import { en } from './en.ts'
import { ko } from './ko.ts'

// Loaded with the first of the librarian's pages: a member's browser never reads them.
function add(): void {
  i18next.addResourceBundle('en', 'librarian', en)
  i18next.addResourceBundle('ko', 'librarian', ko)
}

if (i18next.isInitialized) add()
i18next.on('initialized', add)
