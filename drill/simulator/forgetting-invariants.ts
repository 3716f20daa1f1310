import { CONTEXTS } from './context.ts'
import { aliasOf } from './names.ts'
import { isMember, MEMBERS } from './opening.ts'
import type { Row, Table } from './store/table.ts'
import type { World } from './world.ts'

/** Every row of every store, as it would be found by who looks for something in it. */
function* everything({ databases }: World): Iterable<{ readonly where: string; readonly text: string }> {
  for (const context of CONTEXTS)
    for (const { name, rows } of Object.values<Table>(databases[context].tables))
      for (const row of rows) yield { where: `a row of ${name} at ${context}`, text: textOf(row) }
}

/** Rows are replaced and never changed. */
const texts = new WeakMap<Row, string>()
function textOf(row: Row): string {
  const known = texts.get(row) ?? JSON.stringify(row)
  texts.set(row, known)
  return known
}

const somebody = new RegExp(`\\b(?:${MEMBERS.join('|')})\\b`)

/** What is nobody's any more stands beside nobody, in whatever is kept (R25, W15). */
function* nobodyIsNamed(world: World): Iterable<string> {
  const { rent, book, payment, promotion } = world.databases
  const nobodys = [
    ...[...rent.tables.rental.rows, ...payment.tables.payment.rows, ...promotion.tables.promotion.rows],
    ...book.tables.hold.rows.map(({ hold_id: id, user_id }) => ({ id, user_id })),
  ].filter(({ user_id }) => !isMember(user_id))
  if (nobodys.length === 0) return
  const named = [...everything(world)].filter(({ text }) => somebody.test(text))
  for (const { id } of nobodys)
    for (const { where, text } of named)
      if (text.includes(id)) yield `30, R25: ${aliasOf(world, id)} is nobody's, and ${where} names ${whoIn(text)}`
}

const whoIn = (text: string) => somebody.exec(text)?.[0] ?? ''

/** Of who was erased, and did not come again, only the books tell (M8). */
function* theErasedAreGone(world: World): Iterable<string> {
  const { outbox } = world.databases.rent.tables
  for (const member of world.told.gone) {
    const key = Buffer.from(member).toString('base64url')
    const said = outbox.rows.filter(
      ({ aggregate_type, aggregate_id }) => aggregate_type === 'Member' && aggregate_id === key,
    )
    // Whose process died before it was done is still a member.
    if (said.at(-1)?.event.type !== 'ebook.rent.MemberErased.v1') continue
    const found = [...everything(world)].find(
      ({ where, text }) => new RegExp(`\\b${member}\\b`).test(text) && where !== 'a row of receipt at payment',
    )
    if (found) yield `30, M8: ${member} is erased, and ${found.where} names them`
  }
}

export const ofForgetting = [nobodyIsNamed, theErasedAreGone]
