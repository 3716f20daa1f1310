import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HoldOnShelfFragment } from '../generated/member.ts'
import type { RentedBook } from './checkout.tsx'
import { HoldActions } from './hold-actions.tsx'
import { HoldWords } from './hold-words.tsx'
import { useHoldActions, type HoldResult } from './use-hold-actions.ts'
import { holdOffer } from './wait-words.ts'

interface Props {
  readonly book: RentedBook
  readonly onChanged: () => void
}

/** The reader's hold of a title, on its page. */
export function TitleHold({ hold, onChanged }: { hold: HoldOnShelfFragment; onChanged: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert color="cyan" title={t(`holdStatus.${hold.status}`)} data-hold={hold.status}>
      <Stack gap="sm">
        <HoldWords hold={hold} />
        <HoldActions hold={hold} onDone={onChanged} />
        <Anchor component={Link} to="/rentals" c="cyan.9" underline="always">
          {t('book.watch')}
        </Anchor>
      </Stack>
    </Alert>
  )
}

/** Of a title that is out: to wait for it. */
export function PlaceHold({ book, onChanged }: Props) {
  const { t } = useTranslation()
  const { isBusy, place } = useHoldActions()
  const [result, setResult] = useState<HoldResult>()
  const press = async () => {
    const next = await place(book.id)
    if (next === undefined) return
    setResult(next)
    onChanged()
  }
  return (
    <Stack gap="sm" align="flex-start">
      <Text c="gray.7">{t('hold.full')}</Text>
      <Button size="md" loading={isBusy} onClick={() => void press()} aria-describedby="hold-outcome">
        {holdOffer(book, t)}
      </Button>
      <div id="hold-outcome" role="status">
        {result === undefined ? (
          <Text size="sm" c="gray.7">
            {t('hold.costsNothing')}
          </Text>
        ) : result.kind === 'done' ? (
          <Text>{t('hold.placed')}</Text>
        ) : (
          <Alert color="orange">
            <Text c="orange.9">
              {result.kind === 'refused' ? t(`userError.${result.code}`) : t(`failure.${result.failure}`)}
            </Text>
          </Alert>
        )}
      </div>
    </Stack>
  )
}
