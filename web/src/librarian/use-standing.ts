import { useTranslation } from 'react-i18next'
import type { FindMembersQuery } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'

type Member = FindMembersQuery['members']['edges'][number]['node']

const KINDS = ['BORROW', 'HOLD', 'RENEW'] as const

/** What a member may just now, in sentences; first what keeps them from anything. */
export function useStanding(): (member: Member) => readonly string[] {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  return ({ blocks, limits, openLoans, membershipUntil }) => {
    const kept = KINDS.filter((kind) => blocks.some(({ kinds }) => kinds.includes(kind)))
    const isOver = membershipUntil !== null && Date.parse(membershipUntil) <= Date.now()
    const sentences = [
      kept.length > 0 && t('standing.blocked', { kinds: formats.list(kept.map((kind) => t(`blockKind.${kind}`))) }),
      isOver && t('standing.over', { time: formats.date(membershipUntil) }),
      openLoans >= limits.loans && t('standing.atLimit'),
    ].filter((sentence) => sentence !== false)
    return sentences.length > 0 ? sentences : [t('standing.good')]
  }
}
