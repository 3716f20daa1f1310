import { checkStatements } from '@ebook/reconcile/check-statements'
import type { ClientLog } from '@ebook/reconcile/client-log'
import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { statements } from '@ebook/reconcile/statements'
import type { Stack } from '@ebook/stack/stack'

/** Of what clients were told, of money, and of the road that events take. */
const CHECKED = new Set([1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 23])
const WITHIN_MS = 120_000

/**
 * The statements of `npm run reconcile` about money and events, and about what clients were told, once a load is over.
 * Throws when one does not hold within two minutes. Returns which were checked.
 */
export async function booksBalance(
  stack: Stack,
  clientLog: ClientLog,
): Promise<{ readonly statements: readonly number[] }> {
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}), clientLog)
  try {
    const chosen = statements.filter(({ number }) => CHECKED.has(number))
    const outcomes = await checkStatements(installation, chosen, { withinMs: WITHIN_MS, graceMs: 0 })
    const failing = outcomes.filter(({ verdict }) => verdict === 'fails')
    if (failing.length > 0) {
      const told = failing.map(
        ({ number, title, offending }) => `${number} ${title}: ${JSON.stringify(offending.slice(0, 3))}`,
      )
      throw new Error(`the books do not balance: ${told.join('; ')}`)
    }
    return { statements: outcomes.filter(({ verdict }) => verdict === 'holds').map(({ number }) => number) }
  } finally {
    await installation.close()
  }
}

/** That a client was told of its rental. */
export function acknowledged(
  operation: 'RequestRental' | 'CancelRental',
  member: string,
  rentalId: string,
  key: string | null = null,
): ClientLog[number] {
  const at = new Date().toISOString()
  const answer = { outcome: 'ok' as const, codes: [], status: 200, bookId: null }
  return { kind: 'call', at, member, operation, key, rentalId, ...answer }
}
