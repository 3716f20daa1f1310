import { useApolloClient } from '@apollo/client/react'
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { WithdrawTitleDocument } from '../generated/librarian.ts'
import { Choice, Dialog } from '../layout/dialog.tsx'
import { PressedLine } from './pressed-line.tsx'
import { usePress } from './use-press.ts'
import './words/add.ts'

interface Props {
  readonly book: { readonly id: string; readonly title: string; readonly isWithdrawn: boolean }
  readonly onChanged: () => void
}

/** What a librarian can do on a title's page. */
export function TitleDesk({ book, onChanged }: Props) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isAsked, question] = useDisclosure()
  const { pressed, press } = usePress(async () => {
    const { data } = await client.mutate({ mutation: WithdrawTitleDocument, variables: { input: { bookId: book.id } } })
    onChanged()
    return data?.withdrawBook.userErrors ?? [{ code: 'BOOK_NOT_FOUND' }]
  })
  const isOver = book.isWithdrawn || pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Stack gap="xs" component="section" aria-label={t('title.label')}>
      <Title order={2} size="h4">
        {t('title.label')}
      </Title>
      <Anchor renderRoot={(props) => <Link to="/all-rentals" search={{ find: book.title }} {...props} />}>
        {t('title.rentals')}
      </Anchor>
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
      </Group>
      <Dialog isOpen={isAsked} title={t('title.withdrawTitle')} onClose={question.close}>
        <Text style={{ overflowWrap: 'anywhere' }}>{t('title.withdrawAsk', { title: book.title })}</Text>
        <Choice
          label={t('title.withdrawDo')}
          onClose={question.close}
          onConfirm={() => {
            question.close()
            void press()
          }}
        />
      </Dialog>
    </Stack>
  )
}
