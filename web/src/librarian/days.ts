/** What a date field says, as the last moment of that day where the reader is; null for an empty one. */
export function endOfDay(day: string): string | null {
  return day === '' ? null : new Date(`${day}T23:59:59.999`).toISOString()
}

/** The day of an instant where the reader is, as a date field has it. */
export function dayOf(instant: string | null | undefined): string {
  if (instant == null) return ''
  const at = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
