import i18next from 'i18next'
import { en } from './en.ts'
import { ko } from './ko.ts'

// Loaded with the first of the librarian's pages: a member's browser never reads them.
i18next.addResourceBundle('en', 'librarian', en)
i18next.addResourceBundle('ko', 'librarian', ko)
