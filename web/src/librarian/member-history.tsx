import { useApolloClient } from '@apollo/client/react'
import { Anchor, Button, Group, Stack, Table, TextInput, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewHistoryDocument, type ViewHistoryMutation } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { PressedLine } from './pressed-line.tsx'
import { useInvalid } from './use-invalid.ts'
import { usePress } from './use-press.ts'

const LONGEST = 500
const PAGE = 50

type History = NonNullable<ViewHistoryMutation['viewMemberHistory']['rentals']>

/** What a member had borrowed: for a reason, which they read. It is not kept in the browser. */
export function MemberHistory({ userId }: { userId: string }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const client = useApolloClient()
  const [reason, setReason] = useState('')
  const [seen, setSeen] = useState<{ readonly reason: string; readonly history: History }>()
  const look = async (why: string, before?: History) => {
    const input = { userId, reason: why, first: PAGE, after: before?.pageInfo.endCursor ?? null }
    const { data } = await client.mutate({
      mutation: ViewHistoryDocument,
      variables: { input },
      fetchPolicy: 'no-cache',
    })
    const { rentals, userErrors } = data?.viewMemberHistory ?? { rentals: null, userErrors: [] }
    if (rentals) setSeen({ reason: why, history: { ...rentals, edges: [...(before?.edges ?? []), ...rentals.edges] } })
    return userErrors
  }
  const { pressed, press } = usePress(() => look(reason))
  const more = usePress(async () => (seen ? look(seen.reason, seen.history) : []))
  const invalid = useInvalid(pressed)
  return (
    <Stack component="section" gap="xs" aria-label={t('history.title')}>
      <Title order={2} size="h4">
        {t('history.title')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void press()
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('history.reason')}
            description={t('history.reasonHint')}
            required
            maxLength={LONGEST}
            value={reason}
            error={invalid('reason')}
            style={{ flexGrow: 1 }}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <Button type="submit" variant="default" loading={pressed.kind === 'sending'}>
            {t('history.look')}
          </Button>
        </Group>
      </form>
      <PressedLine pressed={pressed} done={seen ? t('history.seen', { count: seen.history.totalCount }) : ''} />
      {seen && seen.history.edges.length > 0 && <Over history={seen.history} />}
      {seen?.history.pageInfo.hasNextPage && (
        <Group gap="sm">
          <Button variant="default" loading={more.pressed.kind === 'sending'} onClick={() => void more.press()}>
            {site('site.more')}
          </Button>
          <PressedLine pressed={more.pressed} done="" />
        </Group>
      )}
    </Stack>
  )
}

function Over({ history }: { history: History }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} role="region" aria-label={t('history.title')}>
      <Table striped verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {(['bookTitle', 'status', 'money', 'fee', 'requested', 'ended'] as const).map((name) => (
              <Table.Th key={name}>{t(`all.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {history.edges.map(({ node: { id, book, status, paymentState, rentalFee, rentedDate, ...ends } }) => {
            const ended = ends.returnedDate ?? ends.expiredDate ?? ends.canceledDate
            return (
              <Table.Tr key={id} data-rental={id}>
                <Table.Td>
                  <Anchor
                    renderRoot={(props) => <Link to="/all-rentals/$rentalId" params={{ rentalId: id }} {...props} />}
                  >
                    {book.title}
                  </Anchor>
                </Table.Td>
                <Table.Td>{site(`status.${status}`)}</Table.Td>
                <Table.Td>{rentalFee === 0 ? '' : t(`money.${paymentState}`)}</Table.Td>
                <Table.Td>{rentalFee === 0 ? site('catalogue.free') : formats.money(rentalFee)}</Table.Td>
                <Table.Td>{formats.moment(rentedDate)}</Table.Td>
                <Table.Td>{ended === null ? '' : formats.moment(ended)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
