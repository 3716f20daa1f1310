import { useApolloClient } from '@apollo/client/react'
import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  ReviseTitleDocument,
  type Approval,
  type OnDeskFragment,
  type ReviseBookInput,
} from '../generated/librarian.ts'
import { namesIn } from './names-in.ts'
import { PressedLine } from './pressed-line.tsx'
import { useInvalid } from './use-invalid.ts'
import { usePress } from './use-press.ts'

const APPROVALS = ['LIBRARIAN', 'AUTOMATIC'] as const satisfies readonly Approval[]

/** Describes a title anew, and says who decides on its rentals. Only what was touched is sent. */
export function TitleForm({ book }: { book: OnDeskFragment }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [touched, setTouched] = useState<Omit<ReviseBookInput, 'bookId'>>({})
  const [authors, setAuthors] = useState<string>()
  const { pressed, press } = usePress(async () => {
    const input = { bookId: book.id, ...touched, ...(authors !== undefined && { authors: namesIn(authors) }) }
    const { data } = await client.mutate({ mutation: ReviseTitleDocument, variables: { input } })
    const { userErrors } = data?.reviseBook ?? { userErrors: [{ code: 'BOOK_NOT_FOUND' as const, field: null }] }
    if (userErrors.length === 0) {
      setTouched({})
      setAuthors(undefined)
    }
    return userErrors
  })
  const invalid = useInvalid(pressed)
  const now = { ...book, automaticAfterLoans: book.automaticAfterLoans ?? 0, ...touched }
  const touch = (more: Omit<ReviseBookInput, 'bookId'>) => setTouched((before) => ({ ...before, ...more }))
  const text = (name: 'title' | 'isbn13' | 'language', label: string) => (
    <TextInput
      label={label}
      required={name === 'title'}
      value={now[name] ?? ''}
      error={invalid(name)}
      onChange={({ currentTarget: { value } }) => touch({ [name]: name !== 'title' && value === '' ? null : value })}
    />
  )
  const number = (
    name: 'rentalFee' | 'loanPeriodDays' | 'maxRenewals' | 'automaticAfterLoans',
    label: string,
    [min, max]: readonly [number, number],
  ) => (
    <NumberInput
      label={label}
      required
      min={min}
      max={max}
      allowDecimal={false}
      value={now[name] ?? 0}
      error={invalid(name)}
      onChange={(value) => touch({ [name]: Number(value) })}
    />
  )
  return (
    <form
      aria-label={t('revise.title')}
      onSubmit={(event) => {
        event.preventDefault()
        void press()
      }}
    >
      <Stack gap="sm" maw={560}>
        <Title order={3} size="h5">
          {t('revise.title')}
        </Title>
        <Text size="sm" c="gray.7">
          {t('revise.what')}
        </Text>
        {text('title', t('register.name'))}
        <TextInput
          label={t('register.authors')}
          description={t('register.authorsHint')}
          required
          value={authors ?? book.authors.join('; ')}
          error={invalid('authors')}
          onChange={({ currentTarget: { value } }) => setAuthors(value)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {text('isbn13', t('register.isbn'))}
          {text('language', t('register.language'))}
          {number('rentalFee', t('register.fee'), [0, 1_000_000])}
          {number('loanPeriodDays', t('register.days'), [1, 365])}
          {number('maxRenewals', t('register.renewals'), [0, 10])}
          <NativeSelect
            label={t('revise.approval')}
            value={now.approval ?? 'LIBRARIAN'}
            onChange={({ currentTarget: { value } }) =>
              touch({ approval: APPROVALS.find((approval) => approval === value) ?? 'LIBRARIAN' })
            }
            data={APPROVALS.map((value) => ({ value, label: t(`approval.${value}`) }))}
          />
          {now.approval === 'AUTOMATIC' && number('automaticAfterLoans', t('revise.afterLoans'), [0, 100])}
        </SimpleGrid>
        <Group gap="sm">
          <Button type="submit" variant="default" loading={pressed.kind === 'sending'}>
            {t('revise.do')}
          </Button>
          <PressedLine pressed={pressed} done={t('revise.done')} />
        </Group>
      </Stack>
    </form>
  )
}
