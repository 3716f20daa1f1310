import { useTranslation } from 'react-i18next'
import { Page } from '../layout/page.tsx'

export function CataloguePage() {
  const { t } = useTranslation()
  return <Page title={t('catalogue.title')}>x</Page>
}
