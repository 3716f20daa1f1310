/** Why a row of a catalogue file is not registered: for programs, and for whoever says it in another language. */
export type Reason =
  | { readonly code: 'NO_TITLE' | 'NO_AUTHOR' | 'OPEN_QUOTE' | 'WRONG_QUOTES' | 'IN_CATALOGUE' }
  | { readonly code: 'WRONG_CHECK_DIGIT' | 'NO_ISBN'; readonly isbn: string }
  /** What stands where a digit of the ISBN should. */
  | { readonly code: 'WRONG_SIGN'; readonly isbn: string; readonly sign: string }
  /** `byte` as 0xE9; `column` in bytes, from 1. */
  | { readonly code: 'NOT_UTF8'; readonly byte: string; readonly column: number }
  | { readonly code: 'WRONG_FEE' | 'WRONG_SEATS'; readonly given: string }
  | { readonly code: 'REPEATED_ISBN'; readonly isbn: string; readonly line: number }
  | { readonly code: 'REPEATED_TITLE'; readonly line: number }
  | { readonly code: 'TOO_FEW_CELLS' | 'TOO_MANY_CELLS'; readonly cells: number; readonly columns: number }
  /** The API would not have it. */
  | { readonly code: 'REFUSED'; readonly by: string; readonly message: string }

/** In English, to be put behind the row it is about. */
export function sentenceOf(reason: Reason): string {
  switch (reason.code) {
    case 'NO_TITLE':
      return 'it has no title'
    case 'NO_AUTHOR':
      return 'it has no author'
    case 'OPEN_QUOTE':
      return 'a quote is opened and never closed'
    case 'WRONG_QUOTES':
      return 'its quotes do not match'
    case 'IN_CATALOGUE':
      return 'it is in the catalogue already'
    case 'WRONG_CHECK_DIGIT':
      return `the check digit of ISBN ${reason.isbn} is wrong`
    case 'NO_ISBN':
      return `${reason.isbn} is no ISBN`
    case 'WRONG_SIGN':
      return `${reason.isbn} is no ISBN: it has “${reason.sign}” where a digit should be`
    case 'NOT_UTF8':
      return `byte ${reason.column} of the line, ${reason.byte}, is not UTF-8: save the file as "CSV UTF-8", as Excel calls it`
    case 'WRONG_FEE':
      return `the fee "${reason.given}" is no whole number of won, 0 or more`
    case 'WRONG_SEATS':
      return `"${reason.given}" is no number of seats, 1 or more`
    case 'REPEATED_ISBN':
      return `ISBN ${reason.isbn} is on line ${reason.line} already`
    case 'REPEATED_TITLE':
      return `the same title by the same authors is on line ${reason.line} already`
    case 'TOO_FEW_CELLS':
      return `it has ${reason.cells} of ${reason.columns} columns`
    case 'TOO_MANY_CELLS':
      return `it has ${reason.cells} columns instead of ${reason.columns}: a cell that holds a separator needs quotes`
    case 'REFUSED':
      return lowerFirst(reason.message)
  }
}

function lowerFirst(sentence: string): string {
  return sentence.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())
}
