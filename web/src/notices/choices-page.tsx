import { Anchor, Skeleton, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { ChoicesForm } from './choices-form.tsx'
import { ContactCard } from './contact-card.tsx'
import { PushCard } from './push-card.tsx'
import { useChoices } from './use-choices.ts'
import './words/add.ts'

/** Where somebody chooses how they are told, and where. */
export function ChoicesPage() {
  const { t } = useTranslation('choices')
  return (
    <Page
      title={t('title')}
      before={
        <Anchor component={Link} to="/notices" c="cyan.9" underline="always">
          {t('back')}
        </Anchor>
      }
    >
      <ForRole role="anybody">
        <MyChoices />
      </ForRole>
    </Page>
  )
}

function MyChoices() {
  const { t: site } = useTranslation()
  const { choices, error, refetch } = useChoices()
  if (error && !choices) return <Problem error={error} onRetry={() => void refetch()} />
  if (!choices) return <Skeleton height={400} role="status" aria-label={site('site.loading')} />
  return (
    <Stack gap="xl">
      <ContactCard channel="EMAIL" choices={choices} />
      <ContactCard channel="KAKAO" choices={choices} />
      <PushCard choices={choices} />
      <ChoicesForm choices={choices} />
    </Stack>
  )
}
