import { Kind, parse, type FieldNode, type SelectionSetNode } from 'graphql'

/** What an answer is made from: a value, or an object of such. */
export type Source = string | number | null | readonly string[] | { readonly [field: string]: Source }

/** Writes what was selected of a source, as JSON. */
export type Writer = (source: Source) => string

/** Compiles the selection of an operation's first field, so that an answer costs little more than its text. */
export function writerOf(query: string): Writer {
  const [operation] = parse(query).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no operation: ${query}`)
  const [field] = fieldsOf(operation.selectionSet)
  if (field === undefined) throw new Error(`nothing is selected: ${query}`)
  return writerOfField(field)
}

function writerOfField({ selectionSet }: FieldNode): Writer {
  if (selectionSet === undefined) return (source) => JSON.stringify(source)
  const fields = fieldsOf(selectionSet).map((field, index) => ({
    name: field.name.value,
    before: `${index === 0 ? '{' : ','}${JSON.stringify((field.alias ?? field.name).value)}:`,
    write: writerOfField(field),
  }))
  return (source) => {
    let json = ''
    for (const { name, before, write } of fields) json += before + write(valueOf(source, name))
    return `${json}}`
  }
}

/** Inline fragments are on the type that the source has: the planner writes them around entities. */
function fieldsOf({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection]
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet)
    throw new Error('the fakes of this measurement know no named fragments')
  })
}

function valueOf(source: Source, name: string): Source {
  const value = (source as { readonly [field: string]: Source } | null)?.[name]
  if (value === undefined) throw new Error(`the fakes of this measurement have no ${name}`)
  return value
}
