import { Button, Group, Stack, Text } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForRole, StillToCome } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { useFormats } from '../words/format.ts'
import { ManyAtOnce } from './many-at-once.tsx'
import type { QueueRow } from './queue-order.ts'
import classes from './queue.module.css'
import { RefuseDialog } from './refuse-dialog.tsx'
import { RequestCard } from './request-card.tsx'
import { RequestList } from './request-list.tsx'
import { isUndecided, useDecisions } from './use-decisions.ts'
import { useManyAtOnce } from './use-many-at-once.ts'
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
  const { rows, decided, isFilling, tidy, ...queue } = useWaitingRequests()
  const { stateOf, decide, decideAll } = useDecisions()
  const [search, setSearch] = useState('')
  const shown = useMemo(() => rows.filter((row) => isFound(row, search)), [rows, search])
  const open = useMemo(() => shown.filter((row) => isUndecided(row, stateOf(row.rentalId))), [shown, stateOf])
  const many = useManyAtOnce(open, decideAll)
  const [refusing, setRefusing] = useState<readonly QueueRow[]>([])
  const status = useRef<HTMLParagraphElement>(null)
  const approve = useCallback((row: QueueRow) => void decide(row, { decision: 'approved' }), [decide])
  const refuse = useCallback((row: QueueRow) => setRefusing([row]), [])
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
          onRefuse={() => setRefusing(many.selected)}
        />
      </div>
      <RequestList rows={shown} isFilling={isFilling}>
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
          if (first && others.length === 0) void decide(first, wish)
          else void many.decide(wish)
        }}
      />
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

function isFound({ title, userId, book }: QueueRow, search: string): boolean {
  const words = search.trim().toLowerCase().normalize('NFC')
  if (words === '') return true
  return [title, userId, ...(book?.authors ?? [])].some((text) => text.toLowerCase().normalize('NFC').includes(words))
}
