import { useApolloClient } from '@apollo/client/react'
import { Alert, Anchor, Button, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf, isCertain } from '../api/client.ts'
import { RegisterTitleDocument, type RegisterTitleMutation } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { namesIn } from './names-in.ts'
import './words/add.ts'

export function RegisterPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('register.title')}>
      <ForRole role="ADMIN">
        <Register />
      </ForRole>
    </Page>
  )
}

type Registered = RegisterTitleMutation['registerBook']
type State =
  | { readonly kind: 'open' | 'sending' }
  | { readonly kind: 'registered'; readonly book: NonNullable<Registered['book']> }
  | { readonly kind: 'refused'; readonly errors: Registered['userErrors'] }
  | { readonly kind: 'failed'; readonly words: string }

const EMPTY = { title: '', authors: '', isbn13: '', language: '', rentalFee: 3000, seats: 1, days: 14, renewals: 1 }
type Form = typeof EMPTY

/** In this tab, until it is registered: whoever has to sign in again finds what was typed. */
const KEPT = 'ebook.register'

function kept(): Form {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Record<string, unknown>
    const known = Object.entries(EMPTY).filter(([name, value]) => typeof found[name] === typeof value)
    return { ...EMPTY, ...Object.fromEntries(known.map(([name]) => [name, found[name]])) }
  } catch {
    return EMPTY
  }
}

function keep(form: Form): void {
  if (form === EMPTY) sessionStorage.removeItem(KEPT)
  else sessionStorage.setItem(KEPT, JSON.stringify(form))
}

function Register() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const { state, register } = useRegister()
  const [form, setForm] = useState(kept)
  useEffect(() => keep(form), [form])
  const problemWith = (field: string) => {
    const found = state.kind === 'refused' && state.errors.find((error) => error.field?.includes(field))
    return found
      ? `${site(`userError.${found.code}`)} ${found.code === 'INVALID_INPUT' ? found.message : ''}`.trim()
      : ''
  }
  const text = (
    name: 'title' | 'authors' | 'isbn13' | 'language',
    label: string,
    description = '',
    required = false,
  ) => (
    <TextInput
      label={label}
      description={description}
      required={required}
      value={form[name]}
      error={problemWith(name)}
      onChange={({ currentTarget: { value } }) => setForm((before) => ({ ...before, [name]: value }))}
    />
  )
  const number = (name: 'rentalFee' | 'seats' | 'days' | 'renewals', label: string, min: number, max: number) => (
    <NumberInput
      label={label}
      required
      min={min}
      max={max}
      allowDecimal={false}
      value={form[name]}
      error={problemWith(
        { rentalFee: 'rentalFee', seats: 'seats', days: 'loanPeriodDays', renewals: 'maxRenewals' }[name],
      )}
      onChange={(value) => setForm((before) => ({ ...before, [name]: Number(value) }))}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void register(form).then((isRegistered) => isRegistered && setForm(EMPTY))
      }}
    >
      <Stack maw={560}>
        {text('title', t('register.name'), '', true)}
        {text('authors', t('register.authors'), t('register.authorsHint'), true)}
        {text('isbn13', t('register.isbn'))}
        {text('language', t('register.language'), t('register.languageHint'))}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {number('rentalFee', t('register.fee'), 0, 1_000_000)}
          {number('seats', t('register.seats'), 1, 1_000)}
          {number('days', t('register.days'), 1, 365)}
          {number('renewals', t('register.renewals'), 0, 10)}
        </SimpleGrid>
        <Button type="submit" loading={state.kind === 'sending'} style={{ alignSelf: 'flex-start' }}>
          {t('register.do')}
        </Button>
        <div role="status">
          <Outcome state={state} />
        </div>
      </Stack>
    </form>
  )
}

function Outcome({ state }: { state: State }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  if (state.kind === 'registered') {
    return (
      <Alert color="green">
        <Text c="green.9">{t('register.done', { title: state.book.title })}</Text>
        <Anchor
          c="green.9"
          underline="always"
          renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: state.book.id }} {...props} />}
        >
          {t('register.show')}
        </Anchor>
      </Alert>
    )
  }
  const [first] = state.kind === 'refused' ? state.errors : []
  const words = state.kind === 'failed' ? state.words : first && site(`userError.${first.code}`)
  if (words === undefined) return null
  return (
    <Alert color="orange">
      <Text c="orange.9">{words}</Text>
    </Alert>
  )
}

function useRegister() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const client = useApolloClient()
  const [state, setState] = useState<State>({ kind: 'open' })
  async function register(form: Form): Promise<boolean> {
    if (state.kind === 'sending') return false
    setState({ kind: 'sending' })
    try {
      const { data } = await client.mutate({
        mutation: RegisterTitleDocument,
        variables: { input: inputOf(form) },
        update: (cache) => cache.evict({ fieldName: 'books' }),
      })
      const { book = null, userErrors = [] } = data?.registerBook ?? {}
      setState(book === null ? { kind: 'refused', errors: userErrors } : { kind: 'registered', book })
      return book !== null
    } catch (error) {
      const failure = failureOf(error)
      const after = t(isCertain(failure) ? 'register.notSent' : 'register.lost')
      setState({ kind: 'failed', words: `${site(`failure.${failure}`)} ${after}` })
      return false
    }
  }
  return { state, register }
}

function inputOf({ title, authors, isbn13, language, rentalFee, seats, days, renewals }: Form) {
  return {
    title: title.trim(),
    authors: namesIn(authors),
    isbn13: isbn13.trim() || null,
    language: language.trim() || null,
    rentalFee,
    seats,
    loanPeriodDays: days,
    maxRenewals: renewals,
  }
}
