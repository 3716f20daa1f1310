import { Button, Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice, Dialog } from '../layout/dialog.tsx'
import type { RentalRow } from '../live/my-rentals.ts'
import { useFormats } from '../words/format.ts'
import { amountOf, isPayable } from './amount.ts'
import { PointsField, usePointsToSpend } from './points-field.tsx'
import { actionsOf, type Action } from './rental-actions.ts'
import { useLoan } from './use-loan.ts'
import type { Result } from './use-rental-actions.ts'

export interface Asked {
  readonly action: Action
  readonly rentalId: string
  /** Of what was confirmed; the dialog then says how it went. */
  readonly result?: Result
}

type Asking = Pick<RentalRow, 'rentalId' | 'title' | 'status' | 'paymentState' | 'rentalFee' | 'dueAt' | 'rental'>

interface Props {
  readonly asked: Asked | undefined
  /** As the rental stands now, which may have changed since the question. */
  readonly row: Asking | undefined
  readonly isBusy: boolean
  /** With other points than before, when they were asked for. */
  readonly onConfirm: (points?: number) => void
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
  if (result !== undefined || action === 'renew') return t(`rentals.${action}`)
  return action === 'pay' ? t('checkout.payTitle') : t(`rentals.${action}Title`)
}

type QuestionProps = Pick<Props, 'isBusy' | 'onConfirm' | 'onClose'> & { action: Asked['action']; row: Asking }

function Question({ action, row, isBusy, onConfirm, onClose }: QuestionProps) {
  const { t } = useTranslation()
  const isPossible = actionsOf(row, useLoan(row)).includes(action)
  if (action === 'pay') return <Payment row={row} isPossible={isPossible} isBusy={isBusy} {...{ onConfirm, onClose }} />
  if (action === 'renew') return null
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
        onConfirm={() => onConfirm()}
        onClose={onClose}
      />
    </>
  )
}

type PaymentProps = Omit<QuestionProps, 'action'> & { readonly isPossible: boolean }

function Payment({ row, isPossible, isBusy, onConfirm, onClose }: PaymentProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [points, setPoints] = useState(row.rental?.pointsToUse ?? 0)
  const isGood = isPayable(row.rentalFee, points, usePointsToSpend(true) ?? 0)
  return (
    <>
      <Text>{t('checkout.payAsk', { title: row.title })}</Text>
      <PointsField fee={row.rentalFee} points={points} onChange={setPoints} />
      <Choice
        label={t('checkout.pay', { fee: amountOf(row.rentalFee, isGood ? points : 0, t, formats) })}
        isBusy={isBusy}
        isPossible={isPossible && isGood}
        onConfirm={() => onConfirm(points)}
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
        {/* It takes the question's place, and the focus of the button that was pressed there. */}
        <Button onClick={onClose} autoFocus>
          {t('site.close')}
        </Button>
      </Group>
    </>
  )
}
