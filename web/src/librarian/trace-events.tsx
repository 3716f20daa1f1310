import { Anchor, Text, Timeline } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RentalTraceQuery } from '../generated/librarian.ts'
import { en, type LibrarianWords } from './words/en.ts'

type Entry = NonNullable<RentalTraceQuery['rental']>['trace'][number]
type EventName = keyof LibrarianWords['event']

/** Every event of a rental with who did it, when to the millisecond, and what it came from. */
export function TraceEvents({ entries, isFree = false }: { entries: readonly Entry[]; isFree?: boolean }) {
  const { t, i18n } = useTranslation('librarian')
  const nameOf = useEventName(isFree)
  const time = new Intl.DateTimeFormat(i18n.language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  const known = new Map(entries.map((entry) => [entry.eventId, entry]))
  if (entries.length === 0) return <Text>{t('trace.empty')}</Text>
  return (
    <Timeline bulletSize={14} lineWidth={2} color="cyan.9" active={entries.length}>
      {entries.map((entry) => {
        const cause = known.get(entry.causationId)
        return (
          <Timeline.Item
            key={entry.eventId}
            id={entry.eventId}
            data-event={entry.eventType}
            title={nameOf(entry.eventType)}
          >
            <Text size="sm">
              <time dateTime={entry.time}>{time.format(new Date(entry.time))}</time>
              {' · '}
              {actorWords(entry.actor, t)}
              {' · '}
              {cause ? (
                <Anchor size="sm" href={`#${cause.eventId}`}>
                  {t('trace.causedBy', { what: nameOf(cause.eventType) })}
                </Anchor>
              ) : (
                t('trace.causedByCommand', { id: entry.causationId })
              )}
            </Text>
            <Text size="xs" c="gray.7" component="details">
              <summary>{t('trace.event')}</summary>
              {entry.eventType} · {t('trace.copy', { id: entry.eventId })}
            </Text>
          </Timeline.Item>
        )
      })}
    </Timeline>
  )
}

/** `ebook.rent.Rented.v1` in words; an event that this page does not know yet keeps its own name. */
export function useEventName(isFree = false): (eventType: string) => string {
  const { t } = useTranslation('librarian')
  return (eventType) => {
    const name = eventType.split('.')[2] ?? eventType
    if (isFree && isOfMoney(name)) return t(`eventOfFree.${name}`)
    return isKnown(name) ? t(`event.${name}`) : name
  }
}

/** Of a title that is free of charge, what is told of its payment is no word of money. */
function isOfMoney(name: string): name is keyof LibrarianWords['eventOfFree'] {
  return Object.hasOwn(en.eventOfFree, name)
}

function isKnown(name: string): name is EventName {
  return Object.hasOwn(en.event, name)
}

function actorWords(actor: string, t: ReturnType<typeof useTranslation<'librarian'>>['t']): string {
  const [role, ...sub] = actor.split(':')
  if (role === 'MEMBER') return t('trace.member', { sub: sub.join(':') })
  return role === 'ADMIN' ? t('trace.admin', { sub: sub.join(':') }) : t('trace.SYSTEM')
}
