import { useApolloClient } from '@apollo/client/react'
import { Button, Group, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TakeBookBackDocument } from '../generated/librarian.ts'
import { Choice, Dialog } from '../layout/dialog.tsx'
import { PressedLine } from './pressed-line.tsx'
import { usePress } from './use-press.ts'

const LONGEST_NOTE = 500

interface Props {
  readonly rental: { readonly id: string; readonly userId: string; readonly book: { readonly title: string } }
  readonly onDone: () => void
}

/** Takes back a book that is on loan, with a word to the member. It cannot be undone, so it is asked for once more. */
export function RevokeRental({ rental, onDone }: Props) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isAsked, question] = useDisclosure()
  const [note, setNote] = useState('')
  const { pressed, press } = usePress(async () => {
    const input = { rentalId: rental.id, note: note.trim() === '' ? null : note.trim() }
    const { data } = await client.mutate({ mutation: TakeBookBackDocument, variables: { input } })
    onDone()
    return data?.revokeRental.userErrors ?? [{ code: 'RENTAL_NOT_FOUND' }]
  })
  const isOver = pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Group gap="sm">
      <Button
        color="red.9"
        variant="outline"
        aria-disabled={isOver}
        data-disabled={isOver || undefined}
        onClick={() => !isOver && question.open()}
      >
        {t('revoking.do')}
      </Button>
      <PressedLine pressed={pressed} done={t('revoking.done')} />
      <Dialog isOpen={isAsked} title={t('revoking.title')} onClose={question.close}>
        <Text style={{ overflowWrap: 'anywhere' }}>
          {t('revoking.ask', { title: rental.book.title, member: rental.userId })}
        </Text>
        <Textarea
          label={t('revoking.note')}
          maxLength={LONGEST_NOTE}
          rows={2}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Choice
          label={t('revoking.confirm')}
          onClose={question.close}
          onConfirm={() => {
            question.close()
            void press()
          }}
        />
      </Dialog>
    </Group>
  )
}
