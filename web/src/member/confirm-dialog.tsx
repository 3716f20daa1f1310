import { Button, Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Choice, Dialog } from '../layout/dialog.tsx'
import type { RentalRow } from '../live/my-rentals.ts'
import { actionsOf, type Action } from './rental-actions.ts'
import { useLoan } from './use-loan.ts'
import type { Result } from './use-rental-actions.ts'

export interface Asked {
  readonly action: Action
  readonly rentalId: string
  /** Of what was confirmed; the dialog then says how it went. */
  readonly result?: Result
}

type Asking = Pick<RentalRow, 'rentalId' | 'title' | 'status' | 'paymentState' | 'rentalFee' | 'dueAt'>

interface Props {
  readonly asked: Asked | undefined
  /** As the rental stands now, which may have changed since the question. */
  readonly row: Asking | undefined
  readonly isBusy: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export function ConfirmDialog({ asked, row, isBusy, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const isOpen = asked !== undefined && row !== undefined
  const title = asked === undefined ? '' : titleOf(asked, t)
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      {isOpen &&
        (asked.result === undefined ? (
          <Question action={asked.action} row={row} isBusy={isBusy} onConfirm={onConfirm} onClose={onClose} />
        ) : (
          <Answer result={asked.result} isFree={row.rentalFee === 0} onClose={onClose} />
        ))}
    </Dialog>
  )
}

function titleOf({ action, result }: Asked, t: TFunction): string {
  const isQuestion = result === undefined && (action === 'cancel' || action === 'return')
  return isQuestion ? t(`rentals.${action}Title`) : t(`rentals.${action}`)
}

type QuestionProps = Pick<Props, 'isBusy' | 'onConfirm' | 'onClose'> & { action: Asked['action']; row: Asking }

function Question({ action, row, isBusy, onConfirm, onClose }: QuestionProps) {
  const { t } = useTranslation()
  const isPossible = actionsOf(row, useLoan(row)).includes(action)
  if (action !== 'cancel' && action !== 'return') return null
  return (
    <>
      <Text>
        {t(action === 'cancel' && row.rentalFee === 0 ? 'rentals.cancelAskFree' : `rentals.${action}Ask`, {
          title: row.title,
        })}
      </Text>
      <Text role="status" size="sm" c="orange.9" mih="1.5rem">
        {!isPossible && !isBusy && t('rentals.changed', { status: t(`status.${row.status}`) })}
      </Text>
      <Choice
        label={t(`rentals.${action}Do`)}
        isBusy={isBusy}
        isPossible={isPossible}
        onConfirm={onConfirm}
        onClose={onClose}
      />
    </>
  )
}

function Answer({ result, isFree, onClose }: { result: Result; isFree: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const words =
    result.kind === 'done'
      ? result.outcome === null
        ? t('outcome.declinedAgain')
        : t(isFree ? `outcomeOfFree.${result.outcome}` : `outcome.${result.outcome}`)
      : result.kind === 'refused'
        ? t(`userError.${result.code}`)
        : t(`failure.${result.failure}`)
  return (
    <>
      <Text role="status">{words}</Text>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t('site.close')}
        </Button>
      </Group>
    </>
  )
}
