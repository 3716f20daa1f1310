import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalReason } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import type { Refusing } from './use-decision.ts'
import type { QueueRow } from './waiting-requests.ts'

/** What a librarian may say; the other reasons are the system's. */
const REASONS: readonly RefusalReason[] = ['POLICY', 'MEMBER_BLOCKED', 'NO_COPY']
const LONGEST_NOTE = 500

interface Props {
  readonly row: Pick<QueueRow, 'title' | 'userId' | 'rentalFee'>
  readonly opened: boolean
  readonly onClose: () => void
  readonly onRefuse: (refusing: Refusing) => void
}

export function RefuseDialog({ row, opened, onClose, onRefuse }: Props) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [reasonCode, setReason] = useState<RefusalReason>('POLICY')
  const [note, setNote] = useState('')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('refuse.title')}
      closeButtonProps={{ 'aria-label': site('site.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onRefuse({ reasonCode, note })
        }}
      >
        <Stack>
          <Text size="sm">
            {t('refuse.what', { title: row.title, member: row.userId, fee: formats.money(row.rentalFee) })}
          </Text>
          <NativeSelect
            data-autofocus
            label={t('refuse.reason')}
            value={reasonCode}
            onChange={({ currentTarget }) => setReason(currentTarget.value as RefusalReason)}
            data={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
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
    </Modal>
  )
}
