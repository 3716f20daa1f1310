import { Alert, Button, FileInput, Group, NumberInput, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportState } from '../import/import-desk.ts'
import { useImport } from '../import/use-import.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { useFormats } from '../words/format.ts'
import { RefusedRows } from './refused-rows.tsx'
import './words/add.ts'

export function ImportPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('import.title')}>
      <ForRole role="ADMIN">
        <Import />
      </ForRole>
    </Page>
  )
}

function Import() {
  const { t } = useTranslation('librarian')
  const { desk, choose, register, stop } = useImport()
  const { file, state } = desk
  const isRunning = state.kind === 'running'
  return (
    <Stack>
      <Text c="gray.7">{t('import.what')}</Text>
      <Group align="flex-end" grow preventGrowOverflow={false}>
        <NumberInput
          label={t('import.fee')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          disabled={isRunning}
          value={desk.fee}
          onChange={(fee) => void choose({ fee: Number(fee) })}
        />
        <NumberInput
          label={t('import.seats')}
          min={1}
          max={1_000}
          allowDecimal={false}
          disabled={isRunning}
          value={desk.seats}
          onChange={(seats) => void choose({ seats: Math.max(1, Number(seats)) })}
        />
      </Group>
      <FileInput
        label={t('import.file')}
        placeholder={t('import.choose')}
        accept=".csv,text/csv"
        clearable={false}
        disabled={isRunning}
        value={file}
        onChange={(chosen) => void choose({ file: chosen })}
      />
      {state.kind === 'read' && state.catalogue.titles.length > 0 && (
        <Button style={{ alignSelf: 'flex-start' }} onClick={() => void register(state.catalogue)}>
          {t('import.do', { count: state.catalogue.titles.length })}
        </Button>
      )}
      {state.kind === 'running' && <Running state={state} onStop={stop} />}
      <div role="status">
        <Summary state={state} />
      </div>
      <RefusedRows rows={refusedIn(state)} />
    </Stack>
  )
}

function Running({ state, onStop }: { state: ImportState & { kind: 'running' }; onStop: () => void }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const total = state.catalogue.titles.length
  const words = t('import.running', { done: formats.number(state.done), total: formats.number(total) })
  return (
    <Stack gap={4}>
      <Group wrap="nowrap">
        <Progress.Root size="xl" flex={1}>
          <Progress.Section value={(100 * state.done) / total} aria-label={words} />
        </Progress.Root>
        <Text size="sm" miw={120}>
          {words}
        </Text>
        <Button variant="default" onClick={onStop}>
          {t('import.stop')}
        </Button>
      </Group>
      <Text size="sm" c="gray.7">
        {t('import.goesOn')}
      </Text>
    </Stack>
  )
}

function Summary({ state }: { state: ImportState }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  switch (state.kind) {
    case 'nothing':
    case 'running':
      return null
    case 'unusable':
      return (
        <Alert color="red">
          <Text c="red.9">{t(`import.unusable.${state.code}`)}</Text>
        </Alert>
      )
    case 'read': {
      const { titles, refused } = state.catalogue
      const numbers = { titles: formats.number(titles.length), refused: formats.number(refused.length) }
      return <Text>{t('import.found', numbers)}</Text>
    }
    case 'ended': {
      const { registered, failure } = state.outcome
      const sum = {
        registered: formats.number(registered.length),
        refused: formats.number(refusedIn(state).length),
      }
      const cut = state.wasStopped ? t('import.stopped') : failure === undefined ? '' : t('import.failed')
      return (
        <Alert color={cut === '' ? 'green' : 'orange'}>
          <Text c={cut === '' ? 'green.9' : 'orange.9'}>
            {t('import.done', sum)} {cut}
          </Text>
        </Alert>
      )
    }
  }
}

/** In the order of the file, whoever refused them. */
function refusedIn(state: ImportState) {
  if (state.kind === 'nothing' || state.kind === 'unusable') return []
  const byApi = state.kind === 'ended' ? state.outcome.refused : []
  return [...state.catalogue.refused, ...byApi].toSorted((a, b) => a.line - b.line)
}
