import { useApolloClient } from '@apollo/client/react'
import { Button, Group, NumberInput, Stack, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReviseOneMemberDocument, type ReviseMemberInput, type StandingFragment } from '../generated/librarian.ts'
import { dayOf, endOfDay } from './days.ts'
import { PressedLine } from './pressed-line.tsx'
import { useInvalid } from './use-invalid.ts'
import { usePress } from './use-press.ts'

const HIGHEST = 1_000

/** How much a member may have at once, and how long they are one. What was not touched is not sent. */
export function MemberLimits({ member }: { member: StandingFragment }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const { limits, membershipUntil } = member
  const [form, setForm] = useState({ ...limits, until: dayOf(membershipUntil) })
  const [input, setInput] = useState<ReviseMemberInput>({ userId: member.id })
  const { pressed, press } = usePress(async () => {
    const { data } = await client.mutate({ mutation: ReviseOneMemberDocument, variables: { input } })
    const { userErrors } = data?.reviseMember ?? { userErrors: [{ code: 'INVALID_INPUT' as const, field: null }] }
    if (userErrors.length === 0) setInput({ userId: member.id })
    return userErrors
  })
  const invalid = useInvalid(pressed)
  const limit = (name: 'loans' | 'holds') => {
    const field = name === 'loans' ? 'loanLimit' : 'holdLimit'
    return (
      <NumberInput
        label={t(`limits.${name}`)}
        description={t('limits.hint')}
        min={0}
        max={HIGHEST}
        allowDecimal={false}
        value={form[name]}
        error={invalid(field)}
        onChange={(value) => {
          setForm((before) => ({ ...before, [name]: value }))
          setInput((before) => ({ ...before, [field]: value === '' ? null : Number(value) }))
        }}
      />
    )
  }
  return (
    <form
      aria-label={t('limits.title')}
      onSubmit={(event) => {
        event.preventDefault()
        void press()
      }}
    >
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('limits.title')}
        </Title>
        {limit('loans')}
        {limit('holds')}
        <TextInput
          type="date"
          label={t('limits.until')}
          description={t('limits.untilHint')}
          value={form.until}
          error={invalid('membershipUntil')}
          onChange={({ currentTarget: { value } }) => {
            setForm((before) => ({ ...before, until: value }))
            setInput((before) => ({ ...before, membershipUntil: endOfDay(value) }))
          }}
        />
        <Group gap="sm">
          <Button type="submit" variant="default" loading={pressed.kind === 'sending'}>
            {t('limits.do')}
          </Button>
          <PressedLine pressed={pressed} done={t('limits.done')} />
        </Group>
      </Stack>
    </form>
  )
}
