import type { ApolloClient } from '@apollo/client'
import { WhereToPayDocument } from '../generated/member.ts'

/** Takes the member to the page of the payment provider, if a payment of the rental waits for them there. */
export async function goToPay(client: ApolloClient, rentalId: string): Promise<void> {
  const { data } = await client.query({
    query: WhereToPayDocument,
    variables: { id: rentalId },
    fetchPolicy: 'network-only',
  })
  const url = data?.rental?.payment?.action?.url
  if (url && /^https?:\/\//.test(url)) window.location.assign(url)
}
