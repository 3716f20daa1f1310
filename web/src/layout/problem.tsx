import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../api/client.ts'

/** What went wrong in words, and another try if there can be one. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} role="alert">
      <Group justify="space-between">
        <Text c="red.9">{t(`failure.${failureOf(error)}`)}</Text>
        {onRetry && (
          <Button size="xs" color="red.9" variant="outline" onClick={onRetry}>
            {t('site.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
