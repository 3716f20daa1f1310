import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RentalRow } from '../live/my-rentals.ts'
import { ConfirmDialog, type Asked } from './confirm-dialog.tsx'
import { actionsOf, isUrgent, labelOf, type Action } from './rental-actions.ts'
import { useLoan } from './use-loan.ts'
import { isAskedFirst, isTold, useRentalActions } from './use-rental-actions.ts'

interface Props {
  readonly row: Pick<RentalRow, 'rentalId' | 'title' | 'status' | 'paymentState' | 'rentalFee' | 'dueAt' | 'rental'>
  /** What was done may have changed what the page shows besides. */
  readonly onDone: () => void
}

/** What its member can do with one rental, where it stands alone. */
export function RentalActionsRow({ row, onDone }: Props) {
  const { t } = useTranslation()
  const { busy, act } = useRentalActions()
  const [asked, setAsked] = useState<Asked>()
  const { rentalId } = row
  const loan = useLoan(row)
  const run = async (action: Action, points?: number) => {
    const result = await act(action, row, points)
    if (result === undefined) return
    // What was done shows where the question stood; an answer would go with the rental when that is over.
    const isShown = isTold(action, result)
      ? result.kind === 'done' && isAskedFirst(action, row) && action !== 'pay'
      : true
    setAsked(isShown ? undefined : { action, rentalId, result })
    onDone()
  }
  return (
    <>
      <Group gap="xs">
        {actionsOf(row, loan).map((action) => (
          <Button
            key={action}
            variant={isUrgent(action, row) ? 'filled' : 'default'}
            loading={busy.has(rentalId)}
            onClick={() => (isAskedFirst(action, row) ? setAsked({ action, rentalId }) : void run(action))}
          >
            {t(labelOf(action, row))}
          </Button>
        ))}
      </Group>
      <ConfirmDialog
        asked={asked}
        row={row}
        isBusy={busy.has(rentalId)}
        onConfirm={(points) => asked && void run(asked.action, points)}
        onClose={() => setAsked(undefined)}
      />
    </>
  )
}
