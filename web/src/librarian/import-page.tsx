import { useTranslation } from 'react-i18next'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import './words/add.ts'

export function ImportPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('import.title')}>
      <ForRole role="ADMIN">{t('import.what')}</ForRole>
    </Page>
  )
}
