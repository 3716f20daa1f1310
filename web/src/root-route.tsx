import { Anchor } from '@mantine/core'
import { createRootRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Broken } from './layout/broken.tsx'
import { Page } from './layout/page.tsx'
import { Shell } from './layout/shell.tsx'

export const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NothingHere, errorComponent: Broken })

function NothingHere() {
  const { t } = useTranslation()
  return (
    <Page title={t('site.nothingHere')}>
      <Anchor component={Link} to="/">
        {t('site.home')}
      </Anchor>
    </Page>
  )
}
