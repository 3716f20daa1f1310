import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { ChoicesPage } from './choices-page.tsx'
import { destinationOf, readPush } from './push-message.ts'
import { browserName } from './push.ts'

const begun = {
  __typename: 'NoticePreferences',
  locale: 'KO',
  timeZone: 'Asia/Seoul',
  quietFrom: '21:00',
  quietTo: '08:00',
  digest: 'OFF',
  discreet: false,
  channels: [
    { __typename: 'ChannelPreference', channel: 'EMAIL', configured: true, kinds: ['LOAN_STARTED', 'HOLD_READY'] },
    { __typename: 'ChannelPreference', channel: 'PUSH', configured: true, kinds: ['HOLD_READY'] },
    { __typename: 'ChannelPreference', channel: 'KAKAO', configured: false, kinds: ['LOAN_STARTED'] },
  ],
  email: null as object | null,
  kakao: null,
  pushDevices: [] as object[],
  pushPublicKey: 'key',
}
const refused = (code: string, field: string) => [
  { __typename: 'UserError', code, message: 'no', field: ['input', field] },
]
const section = (name: string) => screen.findByRole('region', { name })

test('what is chosen is sent as it is shown, for the ways that the library has; what is refused stands at its field', async () => {
  const sent: unknown[] = []
  let userErrors: unknown[] = refused('INVALID_INPUT', 'quietTo')
  const { user } = await show(<ChoicesPage />, {
    roles: ['MEMBER'],
    answers: {
      NoticeChoices: () => ({ noticePreferences: begun }),
      ChooseNotices: (variables: unknown) => {
        sent.push(variables)
        return { setNoticePreferences: { __typename: 'P', preferences: begun, userErrors } }
      },
    },
  })
  await user.click(await screen.findByRole('checkbox', { name: 'I can read a title: E-mail' }))
  await user.click(screen.getByRole('checkbox', { name: 'Money came back: This and other browsers' }))
  await user.click(screen.getByRole('switch', { name: /^Private/ }))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language of the notices' }), 'EN')
  expect(screen.queryByRole('columnheader', { name: 'Kakao' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Save' }))
  const chosen = {
    ...{ locale: 'EN', timeZone: 'Asia/Seoul', quietFrom: '21:00', quietTo: '08:00', digest: 'OFF', discreet: true },
    channels: [
      { channel: 'EMAIL', kinds: ['HOLD_READY'] },
      { channel: 'PUSH', kinds: ['HOLD_READY', 'REFUNDED'] },
    ],
  }
  await waitFor(() => expect(sent).toEqual([{ input: chosen }]))
  await waitFor(() => expect(screen.getByLabelText(/^Until/).getAttribute('aria-invalid')).toBe('true'))
  expect(screen.queryByText('Saved.')).toBeNull()
  userErrors = []
  await user.click(screen.getByRole('switch', { name: /^Quiet hours/ }))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Saved.')
  expect(sent.at(-1)).toEqual({ input: { ...chosen, quietFrom: null, quietTo: null } })
})

test('an address is theirs when its code comes back, a wrong one is said so, and it can be taken away', async () => {
  const known = { ...begun, locale: 'EN', email: { __typename: 'NoticeContact', address: 'kim@mail.example' } }
  const { user, asked } = await show(<ChoicesPage />, {
    roles: ['MEMBER'],
    answers: {
      NoticeChoices: () => ({ noticePreferences: begun }),
      NameContact: ({ input }: { input: { address: string | null } }) => ({
        setContact: {
          __typename: 'P',
          codeUntil: input.address === null ? null : '2026-11-29T12:00:00.000Z',
          preferences: begun,
          userErrors: [],
        },
      }),
      ConfirmContact: ({ input }: { input: { code: string } }) => {
        const isRight = input.code === '123456'
        const userErrors = isRight ? [] : refused('CODE_WRONG', 'code')
        return { verifyContact: { __typename: 'P', preferences: isRight ? known : begun, userErrors } }
      },
    },
  })
  const mail = within(await section('E-mail'))
  await user.type(mail.getByRole('textbox', { name: 'Address' }), 'kim@mail.example')
  await user.click(mail.getByRole('button', { name: 'Send a code' }))
  const code = await mail.findByRole('textbox', { name: 'The six digits' })
  await user.type(code, '000000')
  await user.click(mail.getByRole('button', { name: 'Confirm' }))
  await waitFor(() => expect(code.getAttribute('aria-invalid')).toBe('true'))
  await user.clear(code)
  await user.type(code, '123456')
  await user.click(mail.getByRole('button', { name: 'Confirm' }))
  await mail.findByText('Goes to kim@mail.example.')
  // What has changed meanwhile, as by the link in a mail, is what the form goes by.
  const language = screen.getByRole('combobox', { name: 'Language of the notices' })
  expect((language as HTMLSelectElement).value).toBe('EN')
  await user.click(mail.getByRole('button', { name: 'Take it away' }))
  await mail.findByText('Nothing is sent this way yet.')
  expect(asked.findLast(({ operationName }) => operationName === 'NameContact')?.variables).toEqual({
    input: { channel: 'EMAIL', address: null },
  })
  const kakao = within(await section('Kakao'))
  kakao.getByText('The library does not send this way.')
})

test('a browser that cannot be told says so, and those that are told can be removed', async () => {
  const told = {
    ...begun,
    pushDevices: [{ __typename: 'PushDevice', id: 'd1', label: 'Firefox, Linux', addedAt: '2026-11-29T12:00:00.000Z' }],
  }
  const { user, asked } = await show(<ChoicesPage />, {
    roles: ['MEMBER'],
    answers: {
      NoticeChoices: () => ({ noticePreferences: told }),
      ForgetBrowser: () => ({ removePushDevice: { __typename: 'P', preferences: begun, userErrors: [] } }),
    },
  })
  const push = within(await section('This and other browsers'))
  push.getByText('This browser cannot be told.')
  await user.click(push.getByRole('button', { name: 'Remove Firefox, Linux' }))
  await waitFor(() => expect(push.queryByText(/^Firefox/)).toBeNull())
  expect(asked.at(-1)?.variables).toEqual({ input: { id: 'd1' } })
})

describe('a push', () => {
  test('is read as it was sent, and what is none of ours is not shown', () => {
    const sent = { title: 'It is your turn', body: 'Until Friday.', link: 'https://library.example/rentals', tag: 't' }
    expect(readPush(JSON.stringify(sent))).toEqual(sent)
    for (const nonsense of [undefined, '', 'hello', 'null', '7', '{}', '{"title":7}', '{"title":""}'])
      expect(readPush(nonsense), nonsense).toBeUndefined()
  })

  test.each([
    ['https://library.example/rentals', 'https://library.example/rentals'],
    ['/points', 'https://library.example/points'],
    ['https://evil.example/rentals', 'https://library.example/notices'],
    ['javascript:alert(1)', 'https://library.example/notices'],
    ['//evil.example', 'https://library.example/notices'],
  ])('leads from %s to %s, and nowhere but to the library', (link, destination) => {
    expect(destinationOf(link, 'https://library.example')).toBe(destination)
  })

  test('a browser is called so that its owner knows it again', () => {
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox, Linux')
    expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537 Edg/140')).toBe('Edge, Windows')
    expect(browserName('curl')).toBe('Browser')
  })
})
