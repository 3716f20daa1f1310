import type { RelayConnection } from '@ebook/nats/relay-pass'
import type { Database } from './database.ts'
import { never, type Life } from './life.ts'
import { statementOfText } from './statements.ts'

/** The connection that the relay has to itself: statements as text, and a transaction between `begin` and `commit`. */
export function relayConnection(database: Database, life: Life): RelayConnection {
  let open = false
  return {
    async query(text, values = []) {
      if (!life.act()) return never
      if (text === 'commit') {
        open = false
        database.commit()
        return { rows: [] }
      }
      if (!open) await database.acquire(life)
      if (text === 'begin') {
        open = true
        return { rows: [] }
      }
      try {
        const rows = [...statementOfText(text)(database, values)]
        if (!open) database.commit()
        return { rows }
      } catch (error) {
        open = false
        database.rollback()
        throw error
      }
    },
  }
}
