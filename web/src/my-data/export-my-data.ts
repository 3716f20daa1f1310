import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client'
import {
  ExportAboutMeDocument,
  ExportMyHoldsDocument,
  ExportMyNoticesDocument,
  ExportMyPointsDocument,
  ExportMyReceiptsDocument,
  ExportMyRentalsDocument,
  WhoLookedAtMeDocument,
} from '../generated/member.ts'

interface Pages<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined }
}

/** All that the library keeps about whoever is signed in, as each part of it answers them; every list to its end. */
export async function exportMyData(client: ApolloClient): Promise<object> {
  const ask = async <Data, Variables extends OperationVariables>(
    query: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => {
    const { data } = await client.query<Data, Variables>({ query, variables, fetchPolicy: 'no-cache' } as never)
    if (data === undefined) throw new Error('there was no answer')
    return data as Data
  }
  const { me, myPoints, noticePreferences } = await ask(ExportAboutMeDocument, {})
  return {
    exportedDate: new Date().toISOString(),
    member: me,
    rentals: await all(async (after) => (await ask(ExportMyRentalsDocument, { after })).myDashboard),
    waitingList: await all(async (after) => (await ask(ExportMyHoldsDocument, { after })).myHolds),
    points: {
      ...myPoints,
      entries: await all(async (after) => (await ask(ExportMyPointsDocument, { after })).myPoints.entries),
    },
    receipts: await all(async (after) => (await ask(ExportMyReceiptsDocument, { after })).myReceipts),
    notices: await all(async (after) => (await ask(ExportMyNoticesDocument, { after })).myNotices),
    noticePreferences,
    looks: await all(async (after) => (await ask(WhoLookedAtMeDocument, { first: 100, after })).looksAtMe),
  }
}

async function all<Node>(page: (after: string | null) => Promise<Pages<Node>>): Promise<Node[]> {
  const nodes: Node[] = []
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await page(after)
    nodes.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage || pageInfo.endCursor == null) return nodes
    after = pageInfo.endCursor
  }
}
