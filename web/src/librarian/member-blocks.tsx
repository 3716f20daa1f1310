import { useApolloClient } from '@apollo/client/react'
import { Button, Card, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  BlockOneMemberDocument,
  UnblockOneMemberDocument,
  type BlockKind,
  type StandingFragment,
} from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { dayOf, endOfDay } from './days.ts'
import { PressedLine } from './pressed-line.tsx'
import { useInvalid } from './use-invalid.ts'
import { usePress } from './use-press.ts'

const KINDS = ['BORROW', 'HOLD', 'RENEW'] as const satisfies readonly BlockKind[]
const LONGEST = 500

type Block = StandingFragment['blocks'][number]

/** What keeps the member from something now, and who said so; each can be lifted. */
export function Blocks({ userId, blocks }: { userId: string; blocks: readonly Block[] }) {
  const { t } = useTranslation('librarian')
  if (blocks.length === 0) return <Text c="gray.7">{t('block.none')}</Text>
  return blocks.map((block) => <OneBlock key={block.id} userId={userId} block={block} />)
}

function OneBlock({ userId, block }: { userId: string; block: Block }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const client = useApolloClient()
  const { pressed, press } = usePress(async () => {
    const { data } = await client.mutate({
      mutation: UnblockOneMemberDocument,
      variables: { input: { userId, blockId: block.id } },
    })
    return data?.unblockMember.userErrors ?? [{ code: 'BLOCK_NOT_FOUND' }]
  })
  const kinds = formats.list(block.kinds.map((kind) => t(`blockKind.${kind}`)))
  const isOver = pressed.kind === 'sending'
  return (
    <Card withBorder component="article" aria-label={kinds}>
      <Stack gap={4} style={{ overflowWrap: 'anywhere' }}>
        <Text fw={500}>{t('standing.blocked', { kinds })}</Text>
        <Text size="sm">{t(`blockCause.${block.cause}`)}</Text>
        <Text size="sm">{t('block.because', { reason: block.reason })}</Text>
        {block.message !== null && <Text size="sm">{t('block.toldMember', { message: block.message })}</Text>}
        <Text size="sm" c="gray.7">
          {t('block.since', { by: block.blockedBy, time: formats.dateTime(block.blockedDate) })}{' '}
          {block.until === null ? t('block.forever') : t('block.until', { time: formats.dateTime(block.until) })}
        </Text>
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            aria-label={t('block.liftWhat', { kinds })}
            aria-disabled={isOver}
            data-disabled={isOver || undefined}
            onClick={() => !isOver && void press()}
          >
            {t('block.lift')}
          </Button>
          <PressedLine pressed={pressed} done={t('block.lifted')} />
        </Group>
      </Stack>
    </Card>
  )
}

const NOTHING = { kinds: [...KINDS] as readonly BlockKind[], reason: '', message: '', until: '' }

/** A block is told to the member when they are refused; what they have on loan stays theirs. */
export function BlockForm({ userId }: { userId: string }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [form, setForm] = useState(NOTHING)
  const { pressed, press } = usePress(async () => {
    const { kinds, reason, message, until } = form
    const input = { userId, kinds, reason, message: message.trim() === '' ? null : message, until: endOfDay(until) }
    const { data } = await client.mutate({ mutation: BlockOneMemberDocument, variables: { input } })
    const { userErrors } = data?.blockMember ?? { userErrors: [{ code: 'INVALID_INPUT' as const, field: null }] }
    if (userErrors.length === 0) setForm(NOTHING)
    return userErrors
  })
  const invalid = useInvalid(pressed)
  const text = (name: 'reason' | 'message', isRequired: boolean) => (
    <Textarea
      label={t(`block.${name}`)}
      description={t(`block.${name}Hint`)}
      required={isRequired}
      maxLength={LONGEST}
      rows={2}
      value={form[name]}
      error={invalid(name)}
      onChange={({ currentTarget: { value } }) => setForm((before) => ({ ...before, [name]: value }))}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void press()
      }}
    >
      <Stack gap="sm">
        <Checkbox.Group
          label={t('block.kinds')}
          value={[...form.kinds]}
          error={invalid('kinds')}
          onChange={(kinds) =>
            setForm((before) => ({ ...before, kinds: KINDS.filter((kind) => kinds.includes(kind)) }))
          }
        >
          <Group mt={4}>
            {KINDS.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`blockKind.${kind}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        {text('reason', true)}
        {text('message', false)}
        <TextInput
          type="date"
          label={t('block.untilDay')}
          description={t('block.untilHint')}
          min={dayOf(new Date().toISOString())}
          value={form.until}
          error={invalid('until')}
          onChange={({ currentTarget: { value } }) => setForm((before) => ({ ...before, until: value }))}
        />
        <Group gap="sm">
          <Button type="submit" color="red.9" variant="outline" loading={pressed.kind === 'sending'}>
            {t('block.do')}
          </Button>
          <PressedLine pressed={pressed} done={t('block.done')} />
        </Group>
      </Stack>
    </form>
  )
}
