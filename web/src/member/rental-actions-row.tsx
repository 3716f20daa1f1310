import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RentalRow } from '../live/my-rentals.ts'
import { ConfirmDialog, type Asked } from './confirm-dialog.tsx'
import { actionsOf, isUrgent, type Action } from './rental-actions.ts'
import { isTold, useRentalActions } from './use-rental-actions.ts'

interface Props {
  readonly row: Pick<RentalRow, 'rentalId' | 'title' | 'status' | 'paymentState' | 'rentalFee'>
  /** What was done may have changed what the page shows besides. */
  readonly onDone: () => void
}

/** What its member can do with one rental, where it stands alone. */
export function RentalActionsRow({ row, onDone }: Props) {
  const { t } = useTranslation()
  const { busy, act } = useRentalActions()
  const [asked, setAsked] = useState<Asked>()
  const { rentalId } = row
  const run = async (action: Action) => {
    const result = await act(action, rentalId)
    if (result === undefined) return
    // What was done shows where the question stood; an answer would go with the rental when that is over.
    const isShown = action === 'pay' ? !isTold(action, result) : result.kind === 'done'
    setAsked(isShown ? undefined : { action, rentalId, result })
    onDone()
  }
  return (
    <>
      <Group gap="xs">
        {actionsOf(row).map((action) => (
          <Button
            key={action}
            variant={isUrgent(action, row) ? 'filled' : 'default'}
            loading={busy.has(rentalId)}
            onClick={() => (action === 'pay' ? void run(action) : setAsked({ action, rentalId }))}
          >
            {t(`rentals.${action}`)}
          </Button>
        ))}
      </Group>
      <ConfirmDialog
        asked={asked}
        row={row}
        isBusy={busy.has(rentalId)}
        onConfirm={() => asked && void run(asked.action)}
        onClose={() => setAsked(undefined)}
      />
    </>
  )
}
