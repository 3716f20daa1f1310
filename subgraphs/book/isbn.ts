/** An ISBN-13 without hyphens and blanks; undefined when it has another form or a wrong check digit. */
export function parseIsbn13(given: string): string | undefined {
  const digits = given.replaceAll(/[\s-]/g, '')
  return /^97[89]\d{10}$/.test(digits) && digits.endsWith(isbn13CheckDigit(digits)) ? digits : undefined
}

/**
 * The ISBN-13 of an ISBN-10, whose leading zeros a spreadsheet may have eaten; undefined when its check digit is wrong.
 */
export function isbn13Of(isbn10: string): string | undefined {
  const digits = isbn10.replaceAll(/[\s-]/g, '').toUpperCase().padStart(10, '0')
  if (!/^\d{9}[\dX]$/.test(digits)) return undefined
  const sum = [...digits].reduce(
    (total, digit, index) => total + (10 - index) * (digit === 'X' ? 10 : Number(digit)),
    0,
  )
  if (sum % 11 !== 0) return undefined
  const stem = `978${digits.slice(0, 9)}`
  return stem + isbn13CheckDigit(stem)
}

function isbn13CheckDigit(digits: string): string {
  const sum = [...digits.slice(0, 12)].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return String((10 - (sum % 10)) % 10)
}
