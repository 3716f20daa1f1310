import { useMutation, useQuery } from '@apollo/client/react'
import { Anchor, Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import {
  MarkMyNoticesReadDocument,
  NoticesPageDocument,
  UnreadNoticesDocument,
  type NoticesPageQuery,
} from '../generated/member.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useUnreadHeard } from '../layout/use-unread.ts'
import { useViewer } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'
import classes from './notices.module.css'

const PAGE = 20

type Told = NoticesPageQuery['myNotices']['edges'][number]['node']

export function NoticesPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('notices.title')}>
      <ForRole role="anybody">
        <MyNotices />
      </ForRole>
    </Page>
  )
}

function MyNotices() {
  const { t, i18n } = useTranslation()
  const unread = useUnreadHeard()
  const isLibrarian = useViewer()?.roles.includes('ADMIN') ?? false
  const { data, error, loading, refetch, fetchMore } = useQuery(NoticesPageDocument, {
    variables: { first: PAGE, locale: i18n.language === 'ko' ? 'KO' : 'EN' },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const [mark, marking] = useMutation(MarkMyNoticesReadDocument, {
    refetchQueries: [UnreadNoticesDocument, NoticesPageDocument],
  })
  const known = data?.myNotices.unreadCount
  // The bell has heard of something that is not in the list.
  useEffect(() => {
    if (unread !== undefined && known !== undefined && unread > known) void refetch().catch(() => undefined)
  }, [unread, known, refetch])
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={200} role="status" aria-label={t('site.loading')} />
  const { edges, pageInfo, unreadCount } = data.myNotices
  const read = (ids?: string[]) =>
    mark({ variables: { input: ids === undefined ? {} : { ids } } }).catch(() => undefined)
  return (
    <Stack>
      <Group>
        <Anchor component={Link} to="/notices/choices" c="cyan.9" underline="always">
          {t('notices.choose')}
        </Anchor>
        {isLibrarian && (
          <Anchor component={Link} to="/deliveries" c="cyan.9" underline="always">
            {t('notices.deliveries')}
          </Anchor>
        )}
      </Group>
      <Group justify="space-between" mih={36}>
        <Text role="status">{unreadCount > 0 ? t('notices.unread', { count: unreadCount }) : ''}</Text>
        {unreadCount > 0 && (
          <Button variant="default" loading={marking.loading} onClick={() => void read()}>
            {t('notices.markAll')}
          </Button>
        )}
      </Group>
      {marking.error && <Problem error={marking.error} />}
      {edges.length === 0 && <Text>{t('notices.none')}</Text>}
      <ul className={classes['list']}>
        {edges.map(({ node }) => (
          <li key={node.id}>
            <NoticeCard notice={node} onRead={() => void read([node.id])} />
          </li>
        ))}
      </ul>
      {error && <Problem error={error} />}
      {pageInfo.hasNextPage && (
        <Button
          variant="default"
          loading={loading}
          onClick={() => void fetchMore({ variables: { after: pageInfo.endCursor } }).catch(() => undefined)}
        >
          {t('site.more')}
        </Button>
      )}
    </Stack>
  )
}

/** Whoever follows its link has read it. */
function NoticeCard({ notice, onRead }: { notice: Told; onRead: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id, title, body, link, time, readAt } = notice
  const isNew = readAt === null
  return (
    <Card withBorder component="article" aria-labelledby={`notice-${id}`} data-notice={notice.kind} data-unread={isNew}>
      <Group justify="space-between" wrap="nowrap" align="baseline">
        <Title order={2} size="h5" fw={isNew ? 700 : 400} id={`notice-${id}`}>
          {title}
        </Title>
        <Text size="sm" c="gray.7" style={{ whiteSpace: 'nowrap' }}>
          <time dateTime={time}>{formats.moment(time)}</time>
        </Text>
      </Group>
      <Text size="sm">{body}</Text>
      <Group gap="md" mt="xs">
        {link !== null && (
          <Anchor component={Link} to={link} c="cyan.9" underline="always" onClick={() => isNew && onRead()}>
            {t('notices.look')}
          </Anchor>
        )}
        {isNew && (
          <Button variant="subtle" size="compact-sm" aria-label={`${t('notices.markOne')}: ${title}`} onClick={onRead}>
            {t('notices.markOne')}
          </Button>
        )}
      </Group>
    </Card>
  )
}
