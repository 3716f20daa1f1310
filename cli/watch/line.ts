import type { Payload } from './document.ts'

/** One change as a person reads it; `at` is when it came in. */
export function lineOf({ data, errors = [] }: Payload, at: Date): string {
  const missing = errors.map(({ message, path }) => `${path?.slice(1).join('.') || 'the row'}: ${message}`)
  const lacks = missing.length > 0 ? `  (without ${missing.join('; ')})` : ''
  const row = data?.dashboardChanged
  if (!row) return `${clock(at)}  a change that cannot be shown${lacks}`
  const { rentalId, title, status, paymentState, points, version } = row
  const cells = [
    clock(at),
    rentalId,
    status.padEnd(9),
    paymentState.padEnd(9),
    `${points ?? '-'} points`.padEnd(11),
    `version ${version}`.padEnd(11),
    `${title} (${row.userId})`,
  ]
  return withoutControls(cells.join('  ') + lacks)
}

function clock(at: Date): string {
  return at.toTimeString().slice(0, 8)
}

/** Titles are what somebody typed: none may move the cursor of a terminal. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
