import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalReason } from '../generated/librarian.ts'
import { Dialog } from '../layout/dialog.tsx'
import { useFormats } from '../words/format.ts'
import type { QueueRow } from './queue-order.ts'
import type { Refusing } from './use-decisions.ts'

/** What a librarian may say; the other reasons are the system's. A paid request has its seat: that none is free is never one. */
const REASONS = ['POLICY', 'MEMBER_BLOCKED'] as const satisfies readonly RefusalReason[]
const LONGEST_NOTE = 500

interface Props {
  /** What is about to be refused, for one reason; nothing while nobody is asked. */
  readonly rows: readonly Pick<QueueRow, 'rentalId' | 'title' | 'userId' | 'rentalFee'>[]
  readonly onClose: () => void
  readonly onRefuse: (refusing: Refusing) => void
}

/** The page's one question: why. */
export function RefuseDialog({ rows, onClose, onRefuse }: Props) {
  const { t } = useTranslation('librarian')
  return (
    <Dialog isOpen={rows.length > 0} title={t('refuse.title', { count: rows.length })} onClose={onClose}>
      <Reason rows={rows} onClose={onClose} onRefuse={onRefuse} />
    </Dialog>
  )
}

function Reason({ rows, onClose, onRefuse }: Props) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [reason, setReason] = useState<(typeof REASONS)[number]>()
  const [note, setNote] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (reason !== undefined) onRefuse({ reasonCode: reason, note })
      }}
    >
      <Stack>
        <Text size="sm">
          <What rows={rows} />
        </Text>
        <NativeSelect
          data-autofocus
          required
          label={t('refuse.reason')}
          value={reason ?? ''}
          onChange={({ currentTarget: { value } }) => setReason(REASONS.find((one) => one === value))}
          data={[
            { value: '', label: t('refuse.choose'), disabled: true },
            ...REASONS.map((value) => ({ value, label: t(`reason.${value}`) })),
          ]}
        />
        <Textarea
          label={t('refuse.note')}
          description={t('refuse.noteHint', { left: formats.number(LONGEST_NOTE - note.length) })}
          value={note}
          maxLength={LONGEST_NOTE}
          rows={3}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {site('site.cancel')}
          </Button>
          <Button type="submit" color="red.9">
            {t('refuse.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function What({ rows }: Pick<Props, 'rows'>) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const [row] = rows
  if (row === undefined) return null
  const sum = rows.reduce((won, { rentalFee }) => won + rentalFee, 0)
  const fee = formats.money(sum)
  return (
    <>
      {rows.length === 1
        ? t('refuse.what', { title: row.title, member: row.userId })
        : t('refuse.whatMany', { count: rows.length, formatted: formats.number(rows.length) })}
      {sum > 0 && ` ${t('refuse.back', { fee })}`}
    </>
  )
}
