import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import classes from './queue.module.css'
import { RequestCard } from './request-card.tsx'
import { useWaitingRequests } from './waiting-requests.ts'
import './words/add.ts'

export function QueuePage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('queue.title')} wide>
      <ForRole role="ADMIN">
        <Queue />
      </ForRole>
    </Page>
  )
}

function Queue() {
  const { t } = useTranslation('librarian')
  const { rows, waiting, decided, isConnecting, isFilling, tidy } = useWaitingRequests()
  const words =
    waiting > 0 ? t('queue.waiting', { count: waiting }) : isConnecting ? t('queue.loading') : t('queue.none')
  return (
    <Stack>
      <Group justify="space-between" mih={36}>
        <Text role="status" c="gray.7">
          {words}
        </Text>
        {decided > 0 && (
          <Button size="xs" variant="default" onClick={tidy}>
            {t('queue.tidy', { count: decided })}
          </Button>
        )}
      </Group>
      <ol className={classes['list']} aria-busy={isFilling}>
        {rows.map((row) => (
          <li key={row.rentalId}>
            <RequestCard row={row} />
          </li>
        ))}
      </ol>
    </Stack>
  )
}
