import { useQuery } from '@apollo/client/react'
import { Button, List, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { WhoLookedAtMeDocument, type WhoLookedAtMeQuery } from '../generated/member.ts'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'

const PAGE = 20

type Look = WhoLookedAtMeQuery['looksAtMe']['edges'][number]['node']

/** Who of the library looked at what is kept of whoever is signed in. */
export function WhoLooked() {
  const { t } = useTranslation()
  const { data, error, loading, refetch, fetchMore } = useQuery(WhoLookedAtMeDocument, {
    variables: { first: PAGE },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const looks = data?.looksAtMe
  return (
    <section aria-labelledby="looks">
      <Title order={2} size="h4" id="looks" mb="xs">
        {t('looks.title')}
      </Title>
      <Text mb="sm">{t('looks.is')}</Text>
      {error && !looks && <Problem error={error} onRetry={() => void refetch()} />}
      {looks?.edges.length === 0 && <Text c="gray.7">{t('looks.none')}</Text>}
      {looks && looks.edges.length > 0 && (
        <List>
          {looks.edges.map(({ node }) => (
            <List.Item key={node.id}>
              <OneLook look={node} />
            </List.Item>
          ))}
        </List>
      )}
      {looks?.pageInfo.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          loading={loading}
          onClick={() => void fetchMore({ variables: { after: looks.pageInfo.endCursor } })}
        >
          {t('site.more')}
        </Button>
      )}
    </section>
  )
}

function OneLook({ look: { kind, lookedBy, reason, lookedDate } }: { look: Look }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {formats.dateTime(lookedDate)}, {lookedBy}: {t(`lookKind.${kind}`)}{' '}
      {reason !== null && t('looks.why', { reason })}
    </span>
  )
}
