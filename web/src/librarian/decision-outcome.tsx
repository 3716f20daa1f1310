import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isCertain } from '../api/client.ts'
import type { DecisionFragment } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import type { QueueRow } from './queue-order.ts'
import type { DecisionState } from './use-decisions.ts'

/** What became of a request, and of what the librarian wanted. */
export function DecisionOutcome({ row, state: given }: { row: QueueRow; state: DecisionState }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const decided = useDecidedWords()
  // What a lost answer left open, the live feed tells.
  const state: DecisionState = given.kind === 'unknown' && row.status !== 'PAID' ? { kind: 'open' } : given
  switch (state.kind) {
    case 'sending':
      return null
    case 'held':
      return <Text c="gray.7">{t('queue.held')}</Text>
    case 'unknown':
      return (
        <Text c="orange.9">
          {site(`failure.${state.failure}`)} {t(isCertain(state.failure) ? 'queue.notSent' : 'queue.lost')}
        </Text>
      )
    case 'refused':
      return (
        <Text c="orange.9" fw={500}>
          {t('queue.faster')} {decided(state.request) ?? site(`userError.${state.code}`)}
        </Text>
      )
    case 'decided':
      return (
        <Text c="gray.7">
          {state.isRepeated
            ? t('queue.same')
            : state.decision === 'refused' && row.rentalFee === 0
              ? t('queue.refusedByMeFree')
              : t(`queue.${state.decision}ByMe`)}
        </Text>
      )
    case 'open': {
      if (row.status === 'PAID') return null
      return <Text c="gray.7">{decided(row.rental?.request ?? undefined) ?? site(`status.${row.status}`)}</Text>
    }
  }
}

/** Who decided what and when; undefined for what is not decided. */
function useDecidedWords(): (request: DecisionFragment | undefined) => string | undefined {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  return (request) => {
    if (request?.status === 'WITHDRAWN') return t('queue.gone')
    const key = request?.status === 'REFUSED' ? 'queue.refusedBy' : 'queue.approvedBy'
    if (request?.decidedDate == null) return undefined
    const by = request.decidedBy === 'SYSTEM' ? t('queue.system') : (request.decidedBy ?? t('queue.somebody'))
    return t(key, { by, time: formats.moment(request.decidedDate) })
  }
}
