import { Button, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForRole, StillToCome } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { useMyRentals, type RentalRow } from '../live/my-rentals.ts'
import { ConfirmDialog, type Asked } from './confirm-dialog.tsx'
import type { Action } from './rental-actions.ts'
import { RentalCard } from './rental-card.tsx'
import classes from './rentals-page.module.css'
import { ShelfHolds } from './shelf-holds.tsx'
import { Standing } from './standing.tsx'
import type { Section } from './steady-order.ts'
import { isAskedFirst, isTold, useRentalActions } from './use-rental-actions.ts'
import { useSteadyOrder } from './use-steady-order.ts'

export function RentalsPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('rentals.title')}>
      <ForRole role="MEMBER">
        <MyRentals />
      </ForRole>
    </Page>
  )
}

function MyRentals() {
  const { t } = useTranslation()
  const following = useMyRentals()
  const { rows } = following
  const { order, isFilling, fresh, moved, refresh } = useSteadyOrder(following)
  const { busy, act } = useRentalActions()
  const [asked, setAsked] = useState<Asked>()
  const isWaiting = rows.size === 0 && following.standing === 'connecting'
  const hasSettled = useHasSettled(following.standing === 'live')

  const run = async (action: Action, rentalId: string, points?: number) => {
    const result = await act(action, { rentalId, dueAt: rows.get(rentalId)?.dueAt ?? null }, points)
    if (result === undefined) return
    setAsked(isTold(action, result) ? { action, rentalId, result } : undefined)
  }
  const press = (action: Action, rentalId: string) => {
    const row = rows.get(rentalId)
    if (row !== undefined && isAskedFirst(action, row)) setAsked({ action, rentalId })
    else void run(action, rentalId)
  }
  const cards = (ids: readonly string[]) =>
    ids.map((id) => {
      const row = rows.get(id)
      return row === undefined ? null : (
        <li key={id}>
          <RentalCard row={row} isBusy={busy.has(id)} onAct={(action) => press(action, id)} />
        </li>
      )
    })

  const section = (name: Section) =>
    order[name].length > 0 && (
      <section aria-labelledby={`${name}-rentals`}>
        <Title order={2} size="h4" id={`${name}-rentals`} mb="xs">
          {t(`rentals.${name}`)}
        </Title>
        <ul className={classes['list']}>{cards(order[name])}</ul>
      </section>
    )

  if (isWaiting) {
    return (
      <StillToCome>
        <Skeleton height={260} role="status" aria-label={t('rentals.waiting')} />
      </StillToCome>
    )
  }
  return (
    <Stack aria-busy={isFilling && rows.size > 0}>
      <Announcer rows={rows} />
      <Standing />
      <div className={classes['news']}>
        {(fresh > 0 || moved > 0) && (
          <Button variant="light" fullWidth onClick={refresh}>
            {fresh > 0 ? t('rentals.fresh', { count: fresh }) : t('rentals.moved', { count: moved })}
          </Button>
        )}
      </div>
      {section('reading')}
      <ShelfHolds />
      {rows.size === 0 && hasSettled && <Text>{t('rentals.none')}</Text>}
      {section('open')}
      {section('ended')}
      <ConfirmDialog
        asked={asked}
        row={asked && rows.get(asked.rentalId)}
        isBusy={asked !== undefined && busy.has(asked.rentalId)}
        onConfirm={(points) => asked && void run(asked.action, asked.rentalId, points)}
        onClose={() => setAsked(undefined)}
      />
    </Stack>
  )
}

const SNAPSHOT_MS = 1_000

/** Without a rental there is no snapshot to wait for: that there is none is said when it would have come. */
function useHasSettled(isLive: boolean): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!isLive) return undefined
    const timer = setTimeout(() => setSettled(true), SNAPSHOT_MS)
    return () => clearTimeout(timer)
  }, [isLive])
  return settled
}

/** Says to those who cannot see it what has changed; never what was there when they came. */
function Announcer({ rows }: { rows: ReadonlyMap<string, RentalRow> }) {
  const { t } = useTranslation()
  const known = useRef(new Map<string, RentalRow['status']>())
  const [words, setWords] = useState('')
  useEffect(() => {
    const changed = [...rows.values()].filter(({ rentalId, status }) => {
      const before = known.current.get(rentalId)
      return before !== undefined && before !== status
    })
    known.current = new Map([...rows.values()].map(({ rentalId, status }) => [rentalId, status]))
    if (changed.length === 0) return
    setWords(
      changed.map(({ title, status }) => t('rentals.updated', { title, status: t(`status.${status}`) })).join('. '),
    )
  }, [rows, t])
  return <VisuallyHidden role="status">{words}</VisuallyHidden>
}
