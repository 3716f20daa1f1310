import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HoldOnShelfFragment } from '../generated/member.ts'
import { Choice, Dialog } from '../layout/dialog.tsx'
import { useHoldActions, type HoldAction, type HoldResult } from './use-hold-actions.ts'

interface Props {
  readonly hold: HoldOnShelfFragment
  readonly onDone: () => void
}

/** What its member can do with a hold besides borrowing. */
export function HoldActions({ hold, onDone }: Props) {
  const { t } = useTranslation()
  const { isBusy, act } = useHoldActions()
  const [asked, setAsked] = useState<'suspend' | 'cancel'>()
  const [result, setResult] = useState<HoldResult>()
  const title = hold.book?.title ?? ''
  const run = async (action: HoldAction, until: string | null = null) => {
    const next = await act(action, hold.id, until)
    if (next === undefined) return
    setAsked(undefined)
    setResult(next)
    onDone()
  }
  const button = (action: HoldAction, onPress: () => void) => (
    <Button variant="default" aria-label={`${t(`hold.${action}`)}: ${title}`} onClick={onPress}>
      {t(`hold.${action}`)}
    </Button>
  )
  return (
    <>
      <Group gap="xs">
        {hold.suspended ? button('resume', () => void run('resume')) : button('suspend', () => setAsked('suspend'))}
        {button('cancel', () => setAsked('cancel'))}
      </Group>
      {result !== undefined && result.kind !== 'done' && (
        <Text role="alert" size="sm" c="orange.9">
          {result.kind === 'refused' ? t(`userError.${result.code}`) : t(`failure.${result.failure}`)}
        </Text>
      )}
      <Dialog isOpen={asked === 'cancel'} title={t('hold.cancelTitle')} onClose={() => setAsked(undefined)}>
        <Text>{t('hold.cancelAsk', { title })}</Text>
        <Choice
          label={t('hold.cancelDo')}
          isBusy={isBusy}
          onConfirm={() => void run('cancel')}
          onClose={() => setAsked(undefined)}
        />
      </Dialog>
      <Dialog isOpen={asked === 'suspend'} title={t('hold.suspendTitle')} onClose={() => setAsked(undefined)}>
        <Suspension
          hold={hold}
          isBusy={isBusy}
          onConfirm={(until) => void run('suspend', until)}
          onClose={() => setAsked(undefined)}
        />
      </Dialog>
    </>
  )
}

interface SuspensionProps {
  readonly hold: HoldOnShelfFragment
  readonly isBusy: boolean
  readonly onConfirm: (until: string | null) => void
  readonly onClose: () => void
}

function Suspension({ hold, isBusy, onConfirm, onClose }: SuspensionProps) {
  const { t } = useTranslation()
  const [day, setDay] = useState('')
  const [earliest, latest] = [dayAfter(1), dayAfter(LONGEST_DAYS)]
  const isDay = day === '' || (day >= earliest && day <= latest)
  return (
    <>
      <Text>{t('hold.suspendAsk', { title: hold.book?.title ?? '' })}</Text>
      {hold.status === 'READY' && <Text>{t('hold.suspendReady')}</Text>}
      <TextInput
        type="date"
        label={t('hold.suspendDay')}
        value={day}
        min={earliest}
        max={latest}
        error={!isDay}
        onChange={({ currentTarget: { value } }) => setDay(value)}
      />
      <Choice
        label={t('hold.suspendDo')}
        isBusy={isBusy}
        isPossible={isDay}
        // Until the day begins where the reader is.
        onConfirm={() => onConfirm(day === '' ? null : new Date(`${day}T00:00`).toISOString())}
        onClose={onClose}
      />
    </>
  )
}

/** A day less than the API allows, wherever the reader is. */
const LONGEST_DAYS = 364

/** As a field for dates has it, so many days from today where the reader is. */
function dayAfter(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
