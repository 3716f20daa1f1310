import type { LibrarianWords } from './librarian/words/en.ts'
import type { ChoiceWords } from './notices/words/en.ts'
import type { Words } from './words/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    returnNull: false
    /** The librarian's words come with the librarian's pages (librarian/words/add.ts). */
    resources: { words: Words; librarian: LibrarianWords; choices: ChoiceWords }
  }
}
