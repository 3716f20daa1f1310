import { useApolloClient, useMutation, useQuery } from '@apollo/client/react'
import { Button, Skeleton, Stack, Switch, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeepMyHistoryDocument, MyDataDocument } from '../generated/member.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { EraseMe } from './erase-me.tsx'
import { exportMyData } from './export-my-data.ts'
import { WhoLooked } from './who-looked.tsx'

export function MyDataPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('myData.title')}>
      <ForRole role="MEMBER">
        <Stack gap="xl">
          <History />
          <Export />
          <WhoLooked />
          <EraseMe />
        </Stack>
      </ForRole>
    </Page>
  )
}

function History() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(MyDataDocument, { fetchPolicy: 'cache-and-network' })
  const [keep, keeping] = useMutation(KeepMyHistoryDocument)
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={100} role="status" aria-label={t('site.loading')} />
  const choose = (kept: boolean) => keep({ variables: { input: { keep: kept } } }).catch(() => undefined)
  return (
    <section aria-labelledby="history">
      <Title order={2} size="h4" id="history" mb="xs">
        {t('myData.history')}
      </Title>
      <Text mb="sm">{t('myData.historyIs')}</Text>
      <Switch
        label={t('myData.keep')}
        checked={data.me.keepsHistory}
        disabled={keeping.loading}
        onChange={({ currentTarget }) => void choose(currentTarget.checked)}
      />
      {keeping.error && <Problem error={keeping.error} />}
    </section>
  )
}

function Export() {
  const { t } = useTranslation()
  const client = useApolloClient()
  const [state, setState] = useState<{ busy: boolean; done?: true; error?: unknown }>({ busy: false })
  const download = async () => {
    setState({ busy: true })
    try {
      save(await exportMyData(client))
      setState({ busy: false, done: true })
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <section aria-labelledby="export">
      <Title order={2} size="h4" id="export" mb="xs">
        {t('myData.export')}
      </Title>
      <Text mb="sm">{t('myData.exportIs')}</Text>
      <Button variant="default" loading={state.busy} onClick={() => void download()}>
        {t('myData.download')}
      </Button>
      <Text role="status">{state.done ? t('myData.downloaded') : ''}</Text>
      {state.error !== undefined && <Problem error={state.error} />}
    </section>
  )
}

/** The browser keeps it as a file. */
function save(data: object): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `my-data-${new Date().toISOString().slice(0, 'yyyy-mm-dd'.length)}.json`
  link.click()
  URL.revokeObjectURL(url)
}
