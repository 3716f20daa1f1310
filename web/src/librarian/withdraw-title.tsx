import { useApolloClient } from '@apollo/client/react'
import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WithdrawTitleDocument } from '../generated/librarian.ts'
import { Choice, Dialog } from '../layout/dialog.tsx'
import { PressedLine } from './pressed-line.tsx'
import { usePress } from './use-press.ts'

const LONGEST_NOTE = 500

interface Props {
  readonly book: { readonly id: string; readonly title: string; readonly isWithdrawn: boolean }
  readonly onChanged: () => void
}

/** Takes a title out of the catalogue, and its loans back if so wished: what that leads to is said before. */
export function WithdrawTitle({ book, onChanged }: Props) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isAsked, question] = useDisclosure()
  const [revoke, setRevoke] = useState(false)
  const [note, setNote] = useState('')
  const { pressed, press } = usePress(async () => {
    const words = note.trim() === '' ? {} : { note: note.trim() }
    const input = { bookId: book.id, ...(revoke && { revoke, ...words }) }
    const { data } = await client.mutate({ mutation: WithdrawTitleDocument, variables: { input } })
    onChanged()
    return data?.withdrawBook.userErrors ?? [{ code: 'BOOK_NOT_FOUND' }]
  })
  const isOver = book.isWithdrawn || pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Group gap="sm">
      <Button
        color="red.9"
        variant="outline"
        aria-disabled={isOver}
        data-disabled={isOver || undefined}
        onClick={() => !isOver && question.open()}
      >
        {t('title.withdraw')}
      </Button>
      <PressedLine
        pressed={book.isWithdrawn && pressed.kind !== 'refused' ? { kind: 'done' } : pressed}
        done={t('title.withdrawn')}
      />
      <Dialog isOpen={isAsked} title={t('title.withdrawTitle')} onClose={question.close}>
        <Text style={{ overflowWrap: 'anywhere' }}>
          {t(revoke ? 'withdrawing.askAll' : 'title.withdrawAsk', { title: book.title })}
        </Text>
        <Checkbox
          label={t('withdrawing.revoke')}
          checked={revoke}
          onChange={({ currentTarget }) => setRevoke(currentTarget.checked)}
        />
        {revoke && (
          <Textarea
            label={t('withdrawing.note')}
            maxLength={LONGEST_NOTE}
            rows={2}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
        )}
        <Choice
          label={t(revoke ? 'withdrawing.doAll' : 'title.withdrawDo')}
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
