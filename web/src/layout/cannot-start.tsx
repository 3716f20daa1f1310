import { useTranslation } from 'react-i18next'

/** Before there is anything of the application to show; it needs no style sheet. */
export function CannotStart({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <main role="alert">
      <h1>{t('site.cannotStart')}</h1>
      <p>{t('site.cannotStartHint')}</p>
      <button type="button" onClick={onRetry}>
        {t('site.retry')}
      </button>
    </main>
  )
}
