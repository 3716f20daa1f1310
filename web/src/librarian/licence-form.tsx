import { useApolloClient } from '@apollo/client/react'
import { Button, Checkbox, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  AddOneLicenceDocument,
  EndOneLicenceDocument,
  ReviseOneLicenceDocument,
  type AddLicenceInput,
  type DownloadPolicy,
  type LicenceKind,
  type ReviseLicenceInput,
} from '../generated/librarian.ts'
import { Dialog } from '../layout/dialog.tsx'
import { dayOf, endOfDay } from './days.ts'
import type { Licence } from './licence.ts'
import { PressedLine } from './pressed-line.tsx'
import { useInvalid } from './use-invalid.ts'
import { usePress, type Pressed } from './use-press.ts'

const KINDS = [
  'ONE_COPY',
  'CONCURRENT',
  'TIME_LIMITED',
  'LOAN_LIMITED',
  'TIME_AND_LOAN_LIMITED',
  'UNLIMITED',
] as const satisfies readonly LicenceKind[]
const DOWNLOADS = ['NONE', 'DRM_FREE', 'LCP'] as const satisfies readonly DownloadPolicy[]
const LONGEST = 200

/** What each kind is limited by; an unlimited one may end. */
const hasSeats = (kind: LicenceKind) => kind !== 'ONE_COPY' && kind !== 'UNLIMITED'
const mayEnd = (kind: LicenceKind) => kind.startsWith('TIME') || kind === 'UNLIMITED'
const hasLoans = (kind: LicenceKind) => kind === 'LOAN_LIMITED' || kind === 'TIME_AND_LOAN_LIMITED'

type Terms = Pick<
  AddLicenceInput,
  | 'seats'
  | 'expiresAt'
  | 'loansTotal'
  | 'vendor'
  | 'orderNumber'
  | 'price'
  | 'renewalCountsAsLoan'
  | 'download'
  | 'preview'
>

/** Buys one more: whoever waits is served by it at once. */
export function AddLicence({ bookId }: { bookId: string }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isOpen, form] = useDisclosure()
  const [kind, setKind] = useState<LicenceKind>('ONE_COPY')
  const [terms, setTerms] = useState<Terms>({})
  const { pressed, press } = usePress(async () => {
    const { seats, expiresAt, loansTotal, ...bought } = terms
    const limits = {
      ...(hasSeats(kind) && { seats: seats ?? 1 }),
      ...(mayEnd(kind) && { expiresAt }),
      ...(hasLoans(kind) && { loansTotal }),
    }
    const input: AddLicenceInput = { bookId, kind, ...limits, ...bought }
    const { data } = await client.mutate({ mutation: AddOneLicenceDocument, variables: { input } })
    const { userErrors } = data?.addLicence ?? { userErrors: [{ code: 'BOOK_NOT_FOUND' as const, field: null }] }
    if (userErrors.length === 0) {
      setTerms({})
      form.close()
    }
    return userErrors
  })
  return (
    <>
      <Group gap="sm">
        <Button variant="default" onClick={form.open}>
          {t('licences.add')}
        </Button>
        {!isOpen && <PressedLine pressed={pressed} done={t('licences.added')} />}
      </Group>
      <Dialog isOpen={isOpen} title={t('licences.add')} onClose={form.close}>
        <LicenceFields
          kind={kind}
          terms={terms}
          pressed={pressed}
          onTouch={setTerms}
          onSubmit={() => void press()}
          submit={t('licences.doAdd')}
        >
          <NativeSelect
            data-autofocus
            label={t('licences.kind')}
            value={kind}
            onChange={({ currentTarget: { value } }) => setKind(KINDS.find((one) => one === value) ?? kind)}
            data={KINDS.map((value) => ({ value, label: t(`licenceKind.${value}`) }))}
          />
        </LicenceFields>
      </Dialog>
    </>
  )
}

/** Other terms for one that is there, or its end. Only what was touched is sent. */
export function ReviseLicence({ bookId, licence }: { bookId: string; licence: Licence }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isOpen, form] = useDisclosure()
  const [touched, setTouched] = useState<Terms>({})
  const revision = usePress(async () => {
    const input: ReviseLicenceInput = { bookId, licenceId: licence.id, ...touched }
    const { data } = await client.mutate({ mutation: ReviseOneLicenceDocument, variables: { input } })
    const { userErrors } = data?.reviseLicence ?? { userErrors: [{ code: 'LICENCE_NOT_FOUND' as const, field: null }] }
    if (userErrors.length === 0) {
      setTouched({})
      form.close()
    }
    return userErrors
  })
  const ending = usePress(async () => {
    const input = { bookId, licenceId: licence.id }
    const { data } = await client.mutate({ mutation: EndOneLicenceDocument, variables: { input } })
    return data?.endLicence.userErrors ?? [{ code: 'LICENCE_NOT_FOUND' }]
  })
  const name = t(`licenceKind.${licence.kind}`)
  const { seats, expiresAt, loansTotal, vendor, orderNumber, price, renewalCountsAsLoan, download, preview } = licence
  const before = { seats, expiresAt, loansTotal, vendor, orderNumber, price, renewalCountsAsLoan, download, preview }
  const now = { ...before, ...touched }
  return (
    <>
      <Button size="xs" variant="default" aria-label={t('licences.reviseWhat', { name })} onClick={form.open}>
        {t('licences.revise')}
      </Button>
      <Dialog isOpen={isOpen} title={t('licences.reviseWhat', { name })} onClose={form.close}>
        <LicenceFields
          kind={licence.kind}
          terms={now}
          pressed={revision.pressed}
          onTouch={(next) => setTouched((before) => ({ ...before, ...changesOf(now, next) }))}
          onSubmit={() => void revision.press()}
          submit={t('licences.doRevise')}
        />
        <Text size="sm">{t('licences.endHint')}</Text>
        <Group gap="sm">
          <Button color="red.9" variant="outline" onClick={() => void ending.press()}>
            {t('licences.end')}
          </Button>
          <PressedLine pressed={ending.pressed} done={t('licences.endedNow')} />
        </Group>
      </Dialog>
    </>
  )
}

const changesOf = (before: Terms, after: Terms): Terms =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name as keyof Terms] !== value))

interface FieldProps {
  readonly kind: LicenceKind
  readonly terms: Terms
  readonly pressed: Pressed
  readonly onTouch: (terms: Terms) => void
  readonly onSubmit: () => void
  readonly submit: string
  readonly children?: ReactNode
}

function LicenceFields({ kind, terms, pressed, onTouch, onSubmit, submit, children }: FieldProps) {
  const { t } = useTranslation('librarian')
  const invalid = useInvalid(pressed)
  const number = (
    name: 'seats' | 'loansTotal' | 'price' | 'preview',
    [min, max]: readonly [number, number],
    required = true,
  ) => (
    <NumberInput
      label={t(`licences.${name}`)}
      required={required}
      min={min}
      max={max}
      allowDecimal={false}
      value={terms[name] ?? ''}
      error={invalid(name)}
      onChange={(value) => onTouch({ ...terms, [name]: value === '' ? null : Number(value) })}
    />
  )
  const text = (name: 'vendor' | 'orderNumber') => (
    <TextInput
      label={t(`licences.${name}`)}
      maxLength={LONGEST}
      value={terms[name] ?? ''}
      error={invalid(name)}
      onChange={({ currentTarget: { value } }) => onTouch({ ...terms, [name]: value })}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Stack gap="sm">
        {children}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {hasSeats(kind) && number('seats', [1, 1_000])}
          {hasLoans(kind) && number('loansTotal', [1, 1_000_000])}
          {mayEnd(kind) && (
            <TextInput
              type="date"
              label={t('licences.expiresAt')}
              required={kind !== 'UNLIMITED'}
              value={dayOf(terms.expiresAt)}
              error={invalid('expiresAt')}
              onChange={({ currentTarget: { value } }) => onTouch({ ...terms, expiresAt: endOfDay(value) })}
            />
          )}
          {text('vendor')}
          {text('orderNumber')}
          {number('price', [0, 1_000_000_000], false)}
          <NativeSelect
            label={t('licences.download')}
            value={terms.download ?? 'NONE'}
            onChange={({ currentTarget: { value } }) =>
              onTouch({ ...terms, download: DOWNLOADS.find((one) => one === value) ?? 'NONE' })
            }
            data={DOWNLOADS.map((value) => ({ value, label: t(`download.${value}`) }))}
          />
          {number('preview', [0, 100], false)}
        </SimpleGrid>
        {hasLoans(kind) && (
          <Checkbox
            label={t('licences.renewalCountsAsLoan')}
            checked={terms.renewalCountsAsLoan ?? false}
            onChange={({ currentTarget }) => onTouch({ ...terms, renewalCountsAsLoan: currentTarget.checked })}
          />
        )}
        <Group gap="sm">
          <Button type="submit" loading={pressed.kind === 'sending'}>
            {submit}
          </Button>
          <PressedLine pressed={pressed} done="" />
        </Group>
      </Stack>
    </form>
  )
}
