import { Anchor, Badge, Button, Card, Group, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { HoldOnShelfFragment } from '../generated/member.ts'
import { HoldActions } from './hold-actions.tsx'
import { HoldWords } from './hold-words.tsx'
import classes from './rentals-page.module.css'
import { useMyOpenHolds } from './use-my-holds.ts'

/** What is kept for the reader, and what they wait for. */
export function ShelfHolds() {
  const { holds = [], refetch } = useMyOpenHolds()
  // What cannot be asked now is asked for again by and by.
  const look = () => void refetch().catch(() => undefined)
  const ready = holds.filter(({ status }) => status === 'READY')
  const waiting = holds.filter(({ status }) => status === 'WAITING')
  return (
    <>
      <Holds name="ready" holds={ready} onDone={look} />
      <Holds name="waiting" holds={waiting} onDone={look} />
    </>
  )
}

interface Props {
  readonly name: 'ready' | 'waiting'
  readonly holds: readonly HoldOnShelfFragment[]
  readonly onDone: () => void
}

function Holds({ name, holds, onDone }: Props) {
  const { t } = useTranslation()
  // There while it is empty: so that a reader of the screen is told what comes.
  return (
    <section aria-labelledby={`${name}-holds`} hidden={holds.length === 0}>
      <Title order={2} size="h4" id={`${name}-holds`} mb="xs">
        {t(`shelf.${name}`)}
      </Title>
      <ul className={classes['list']}>
        {holds.map((hold) => (
          <li key={hold.id}>
            <HoldCard hold={hold} onDone={onDone} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function HoldCard({ hold, onDone }: { hold: HoldOnShelfFragment; onDone: () => void }) {
  const { t } = useTranslation()
  const { id, status, book } = hold
  return (
    <Card withBorder component="article" aria-labelledby={`hold-${id}`} data-hold={status}>
      <Stack gap="sm">
        <Stack gap={6} align="flex-start">
          <Title order={3} size="h5" id={`hold-${id}`} lang={book?.language ?? undefined}>
            {book && (
              <Anchor renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}>
                {book.title}
              </Anchor>
            )}
          </Title>
          <Badge color={status === 'READY' ? 'green.9' : 'cyan.9'} variant="filled" tt="none">
            {t(`holdStatus.${status}`)}
          </Badge>
        </Stack>
        <HoldWords hold={hold} />
        <Group gap="xs">
          {status === 'READY' && book && (
            <Button renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}>
              {t('hold.borrow')}
            </Button>
          )}
          <HoldActions hold={hold} onDone={onDone} />
        </Group>
      </Stack>
    </Card>
  )
}
