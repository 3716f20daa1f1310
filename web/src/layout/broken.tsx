import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { comeBackByItself } from './coming-back.ts'
import { PartMissing } from './lazy-page.ts'
import { Page } from './page.tsx'

/** In the place of a page that cannot be shown; header and menu stay. */
export function Broken({ error }: Pick<ErrorComponentProps, 'error'>) {
  const { t } = useTranslation()
  const isMissing = error instanceof PartMissing
  useEffect(() => (isMissing ? comeBackByItself() : undefined), [isMissing])
  return (
    <Page title={t(isMissing ? 'site.missing' : 'site.broken')}>
      <Alert color="orange" mb="md" role="alert">
        <Text c="orange.9">{t(isMissing ? 'site.missingHint' : 'site.brokenHint')}</Text>
      </Alert>
      <Group>
        <Button onClick={() => location.reload()}>{t('site.loadAgain')}</Button>
        <Anchor component={Link} to="/">
          {t('site.home')}
        </Anchor>
      </Group>
    </Page>
  )
}
