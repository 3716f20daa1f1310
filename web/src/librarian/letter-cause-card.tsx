import { Anchor, Button, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { LetterFragment } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import type { Cause } from './letter-causes.ts'
import classes from './letters.module.css'
import { PressedLine } from './pressed-line.tsx'
import { useEventName } from './trace-events.tsx'
import type { useReplays } from './use-replays.ts'

interface Props {
  readonly cause: Cause
  readonly replays: ReturnType<typeof useReplays>
}

/** What failed for one reason: the reason once, and below it what it struck. */
export function LetterCauseCard({ cause, replays }: Props) {
  const { t } = useTranslation('librarian')
  const nameOf = useEventName()
  const { consumer, eventType, error, letters } = cause
  const event = eventType === null ? t('dead.noEvent') : nameOf(eventType)
  const waiting = letters.filter(({ status }) => status === 'DEAD').map(({ id }) => id)
  const isRunning = letters.some(({ id }) => replays.stateOf(id).kind === 'sending')
  const isIdle = isRunning || waiting.length === 0
  return (
    <Card withBorder component="article">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h5">
            {event} → {consumer}
          </Title>
          {letters.length > 1 && (
            <Button
              aria-disabled={isIdle}
              data-disabled={isIdle || undefined}
              onClick={() => !isIdle && void replays.replayAll(waiting)}
            >
              {t('dead.replayCause', { count: waiting.length })}
            </Button>
          )}
        </Group>
        <Code block>{error}</Code>
        <ul className={classes['letters']}>
          {letters.map((letter) => (
            <Letter key={letter.id} letter={letter} event={event} replays={replays} />
          ))}
        </ul>
      </Stack>
    </Card>
  )
}

type LetterProps = Pick<Props, 'replays'> & { readonly letter: LetterFragment; readonly event: string }

function Letter({ letter, event, replays }: LetterProps) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const state = replays.stateOf(letter.id)
  const isOver = letter.status === 'REPLAYED' || state.kind === 'sending'
  const what = letter.rental?.title ?? letter.book?.title
  return (
    <li data-letter={letter.id} data-status={letter.status}>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Subject letter={letter} />
          <Text size="sm" c="gray.7">
            {[
              t('dead.attempts', { count: letter.attempts }),
              t('dead.failedAt', { time: formats.moment(letter.firstFailedAt) }),
              letter.replayedAt && t('dead.replayedAt', { time: formats.moment(letter.replayedAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          flex="none"
          aria-disabled={isOver}
          data-disabled={isOver || undefined}
          onClick={() => !isOver && void replays.replay(letter.id)}
          aria-label={
            what === undefined
              ? t('dead.replayWhat', { event, consumer: letter.consumer })
              : t('dead.replayOf', { event, consumer: letter.consumer, title: what })
          }
        >
          {t('dead.replay')}
        </Button>
      </Group>
      <PressedLine pressed={state} done={t('dead.done')} />
    </li>
  )
}

/** Whose rental of what it is, or which title; of what cannot be known, the event's id. */
function Subject({ letter: { rental, book, eventId } }: { letter: LetterFragment }) {
  const { t } = useTranslation('librarian')
  if (rental) {
    return (
      <Text>
        <Anchor
          renderRoot={(props) => <Link to="/all-rentals/$rentalId" params={{ rentalId: rental.rentalId }} {...props} />}
        >
          {rental.title}
        </Anchor>
        {' · '}
        {rental.userId}
      </Text>
    )
  }
  if (book) {
    return (
      <Anchor renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}>
        {book.title ?? t('dead.aTitle')}
      </Anchor>
    )
  }
  return <Text>{eventId === null ? t('dead.noEvent') : t('dead.eventId', { id: eventId })}</Text>
}
