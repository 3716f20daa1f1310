import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForRole, StillToCome } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { useFormats } from '../words/format.ts'
import { ManyAtOnce } from './many-at-once.tsx'
import { QueueHelp } from './queue-help.tsx'
import type { QueueRow } from './queue-order.ts'
import classes from './queue.module.css'
import { RefuseDialog } from './refuse-dialog.tsx'
import { RequestCard } from './request-card.tsx'
import { RequestList, type Place } from './request-list.tsx'
import { isUndecided, useDecisions, type DecisionState } from './use-decisions.ts'
import { useHeld } from './use-held.ts'
import { useManyAtOnce } from './use-many-at-once.ts'
import { useQueueKeys, type QueueKey } from './use-queue-keys.ts'
import { useWaitingRequests } from './waiting-requests.ts'
import './words/add.ts'

/** For so long what was approved with a single key, or together with others, can be taken back. */
const UNDO_MS = 5_000
const HELD: DecisionState = { kind: 'held' }

export function QueuePage() {
  return <QueueWithUndo undoMs={UNDO_MS} />
}

export function QueueWithUndo({ undoMs }: { undoMs: number }) {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('queue.title')} wide>
      <ForRole role="ADMIN">
        <Queue undoMs={undoMs} />
      </ForRole>
    </Page>
  )
}

function Queue({ undoMs }: { undoMs: number }) {
  const { t } = useTranslation('librarian')
  const { rows, decided, isFilling, tidy, ...queue } = useWaitingRequests()
  const { stateOf: stateAfter, decide, decideAll } = useDecisions()
  const { held, hold, undo } = useHeld<QueueRow>(undoMs)
  const stateOf = useCallback(
    (rentalId: string) => (held.some((row) => row.rentalId === rentalId) ? HELD : stateAfter(rentalId)),
    [held, stateAfter],
  )
  const [search, setSearch] = useState('')
  const shown = useMemo(() => rows.filter((row) => isFound(row, search)), [rows, search])
  const open = useMemo(() => shown.filter((row) => isUndecided(row, stateOf(row.rentalId))), [shown, stateOf])
  const many = useManyAtOnce(open, decideAll)
  const [refusing, setRefusing] = useState<readonly QueueRow[]>([])
  const status = useRef<HTMLParagraphElement>(null)
  const approve = useCallback((row: QueueRow) => decide(row, { decision: 'approved' }), [decide])
  const refuse = useCallback((row: QueueRow) => setRefusing([row]), [])
  const approveMany = () => {
    const rows = many.selected
    hold(rows, () => void many.decide(rows, { decision: 'approved' }))
  }
  const [at, setAt] = useState<Place>()
  const [isHelpOpen, help] = useDisclosure()
  const [isKeyed, setKeyed] = useLocalStorage({ key: 'ebook.queue-keys', defaultValue: true })
  const navigate = useNavigate()
  useQueueKeys(isKeyed, (key, focused, upTo) => {
    const row = open.find(({ rentalId }) => rentalId === focused)
    const acts: Readonly<Record<QueueKey, () => void>> = {
      j: () => setAt(beside(shown, focused ?? at?.rentalId, 1)),
      k: () => setAt(beside(shown, focused ?? at?.rentalId, -1)),
      a: () => row && hold([row], () => approve(row)),
      r: () => row && refuse(row),
      x: () => row && many.select(row.rentalId, upTo || !many.isSelected(row.rentalId), upTo),
      u: undo,
      enter: () => focused && void navigate({ to: '/all-rentals/$rentalId', params: { rentalId: focused } }),
      '?': help.open,
    }
    acts[key]()
  })
  if (rows.length === 0 && queue.isConnecting) {
    return (
      <StillToCome>
        <Text role="status" c="gray.7">
          {t('queue.loading')}
        </Text>
      </StillToCome>
    )
  }
  return (
    <Stack>
      <Group justify="space-between" mih={36}>
        <Text ref={status} tabIndex={-1} role="status" aria-live={isFilling ? 'off' : 'polite'} c="gray.7">
          <Standing {...queue} isFilling={isFilling} />
        </Text>
        {decided > 0 && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              tidy()
              // The button goes away with what it puts away.
              status.current?.focus({ preventScroll: true })
            }}
          >
            {t('queue.tidy', { count: decided })}
          </Button>
        )}
      </Group>
      <div className={classes['bar']}>
        <ManyAtOnce
          search={search}
          onSearch={setSearch}
          shown={{ count: shown.length, total: rows.length }}
          open={open}
          many={many}
          held={held.length}
          onApprove={approveMany}
          onRefuse={() => setRefusing(many.selected)}
          onUndo={undo}
          onHelp={help.open}
        />
      </div>
      <RequestList rows={shown} isFilling={isFilling} at={at}>
        {(row) => (
          <RequestCard
            row={row}
            state={stateOf(row.rentalId)}
            isSelected={many.isSelected(row.rentalId)}
            onSelect={many.select}
            onApprove={approve}
            onRefuse={refuse}
          />
        )}
      </RequestList>
      <RefuseDialog
        rows={refusing}
        onClose={() => setRefusing([])}
        onRefuse={(words) => {
          const [first, ...others] = refusing
          setRefusing([])
          const wish = { decision: 'refused' as const, ...words }
          if (first && others.length === 0) decide(first, wish)
          else void many.decide(refusing, wish)
        }}
      />
      <QueueHelp isOpen={isHelpOpen} isOn={isKeyed} onSwitch={setKeyed} onClose={help.close} />
    </Stack>
  )
}

type Waiting = Pick<ReturnType<typeof useWaitingRequests>, 'waiting' | 'come' | 'isConnecting' | 'isFilling'>

/** How many wait; while they still come in, how many of how many have come. */
function Standing({ waiting, come, isConnecting, isFilling }: Waiting) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  if (isFilling && come?.total !== undefined) {
    return t('queue.filling', { shown: formats.number(come.shown), total: formats.number(come.total) })
  }
  if (waiting > 0 && !(isFilling && come))
    return t('queue.waiting', { count: waiting, formatted: formats.number(waiting) })
  return isConnecting || isFilling ? t('queue.loading') : t('queue.none')
}

/** The next request from there, or the one before; the first if there is none. */
function beside(rows: readonly QueueRow[], rentalId: string | undefined, step: 1 | -1): Place | undefined {
  const index = rows.findIndex((row) => row.rentalId === rentalId)
  const row = rows[index < 0 ? 0 : Math.min(Math.max(index + step, 0), rows.length - 1)]
  return row && { rentalId: row.rentalId }
}

function isFound({ title, userId, book }: QueueRow, search: string): boolean {
  const words = search.trim().toLowerCase().normalize('NFC')
  if (words === '') return true
  return [title, userId, ...(book?.authors ?? [])].some((text) => text.toLowerCase().normalize('NFC').includes(words))
}
