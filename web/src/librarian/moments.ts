import { useTranslation } from 'react-i18next'

/** How the beginning of a point is written: short, since there are many. */
export function useMoments(byHour: boolean): (instant: string) => string {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(
    i18n.language,
    byHour ? { hour: 'numeric', minute: '2-digit' } : { month: 'short', day: 'numeric' },
  )
  return (instant) => format.format(new Date(instant))
}
