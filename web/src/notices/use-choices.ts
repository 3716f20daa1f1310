import type { ApolloCache } from '@apollo/client'
import { useMutation, useQuery } from '@apollo/client/react'
import {
  ChooseNoticesDocument,
  ConfirmContactDocument,
  ForgetBrowserDocument,
  NameContactDocument,
  NoticeChoicesDocument,
  TellThisBrowserDocument,
  TryNoticesDocument,
  type HowIAmToldFragment,
} from '../generated/member.ts'

export type Choices = HowIAmToldFragment

/** As the API has it, and all that can be changed of it: every answer is what is shown from then on. */
export function useChoices() {
  const { data, error, refetch } = useQuery(NoticeChoicesDocument, { fetchPolicy: 'cache-and-network' })
  return { choices: data?.noticePreferences, error, refetch }
}

const keep = (cache: ApolloCache, noticePreferences: Choices | undefined) => {
  if (noticePreferences)
    cache.writeQuery({
      query: NoticeChoicesDocument,
      data: { noticePreferences },
    })
}

export const useChoose = () =>
  useMutation(ChooseNoticesDocument, {
    update: (cache, { data }) => keep(cache, data?.setNoticePreferences.preferences),
  })

export const useNameContact = () =>
  useMutation(NameContactDocument, { update: (cache, { data }) => keep(cache, data?.setContact.preferences) })

export const useConfirmContact = () =>
  useMutation(ConfirmContactDocument, { update: (cache, { data }) => keep(cache, data?.verifyContact.preferences) })

export const useForgetBrowser = () =>
  useMutation(ForgetBrowserDocument, { update: (cache, { data }) => keep(cache, data?.removePushDevice.preferences) })

export const useTellThisBrowser = () =>
  useMutation(TellThisBrowserDocument, { refetchQueries: [NoticeChoicesDocument], awaitRefetchQueries: true })

export const useTryNotices = () => useMutation(TryNoticesDocument)
