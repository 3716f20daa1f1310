import { Anchor, Button, Checkbox, CloseButton, Group, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import type { QueueRow } from './queue-order.ts'
import type { ManyAtOnce as Many } from './use-many-at-once.ts'

interface Props {
  readonly search: string
  readonly onSearch: (search: string) => void
  readonly shown: { readonly count: number; readonly total: number }
  /** What is shown and can be decided. */
  readonly open: readonly QueueRow[]
  readonly many: Many
  /** How many are approved in a moment, if that is not taken back. */
  readonly held: number
  readonly onApprove: () => void
  readonly onRefuse: () => void
  readonly onUndo: () => void
  readonly onHelp: () => void
}

/** Finds requests, and decides on several of them. Its buttons keep their places and the keyboard's focus. */
export function ManyAtOnce({ search, onSearch, shown, open, many, held, ...on }: Props) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const { selected, isRunning } = many
  const isIdle = selected.length === 0 || isRunning
  const count = { count: selected.length, formatted: formats.number(selected.length) }
  const whenSelected = (act: () => void) => ({
    'aria-disabled': isIdle,
    'data-disabled': isIdle || undefined,
    onClick: () => !isIdle && act(),
  })
  return (
    <Group gap="sm">
      <TextInput
        type="search"
        aria-label={t('queue.find')}
        placeholder={t('queue.find')}
        value={search}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        rightSection={
          search !== '' && <CloseButton size="sm" aria-label={t('queue.findAll')} onClick={() => onSearch('')} />
        }
        flex="1 1 14rem"
      />
      <Checkbox
        label={t('queue.selectAll', { count: open.length, formatted: formats.number(open.length) })}
        checked={open.length > 0 && selected.length === open.length}
        indeterminate={selected.length > 0 && selected.length < open.length}
        disabled={open.length === 0 || isRunning}
        onChange={() => many.selectAll(selected.length < open.length)}
      />
      <Button color="red.9" variant="outline" size="sm" {...whenSelected(on.onRefuse)}>
        {t('queue.refuseMany', count)}
      </Button>
      <Button color="green.9" size="sm" {...whenSelected(on.onApprove)}>
        {t('queue.approveMany', count)}
      </Button>
      <Button variant="subtle" size="sm" onClick={on.onHelp}>
        {t('keys.open')}
      </Button>
      <Text size="sm" role="status" aria-live={isRunning ? 'off' : 'polite'} w="100%" c="gray.7">
        {search !== '' && site('catalogue.shown', { shown: formats.number(shown.count), count: shown.total })}{' '}
        {held > 0 ? (
          <>
            {t('queue.holding', { count: held, formatted: formats.number(held) })}{' '}
            <Anchor component="button" type="button" underline="always" onClick={on.onUndo}>
              {t('queue.undo')}
            </Anchor>
          </>
        ) : (
          <Progress many={many} />
        )}
      </Text>
    </Group>
  )
}

function Progress({ many: { progress, isRunning } }: Pick<Props, 'many'>) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  if (progress === undefined) return null
  const { done, total, left } = progress
  if (isRunning) return t('queue.deciding', { done: formats.number(done), total: formats.number(total) })
  return (
    <>
      {t('queue.decidedMany', { count: total - left, formatted: formats.number(total - left) })}{' '}
      {left > 0 && t('queue.leftMany', { count: left, formatted: formats.number(left) })}
    </>
  )
}
