import { print } from 'graphql'
import type { Lint } from './lint-family.ts'
import { tell } from './tell.ts'
import { shapeOf, type Named } from './walk.ts'

/** Every mutation takes one `input` and answers a payload of its own, in which expected refusals have their place. */
export const lintPayloads: Lint = (parts, { payload }) =>
  parts
    .filter(({ kind, parent }) => kind === 'field' && parent === 'Mutation')
    .flatMap((mutation) => {
      const wrong = whatIsWrong(mutation, parts, payload)
      return wrong.length === 0
        ? []
        : [tell('lint-payload-shape', mutation, `${mutation.coordinate}: ${wrong.join('; ')}`)]
    })

function whatIsWrong(
  mutation: Named,
  parts: readonly Named[],
  payload: { errorsField: string; errorType: string },
): string[] {
  const base = mutation.name.charAt(0).toUpperCase() + mutation.name.slice(1)
  const [input, ...more] = mutation.args ?? []
  const wrong: string[] = []
  const wanted = `${base}Input!`
  if (more.length > 0 || (input !== undefined && (input.name.value !== 'input' || print(input.type) !== wanted))) {
    wrong.push(`takes something else than one input: ${wanted}`)
  }
  const answer = mutation.type === undefined ? undefined : shapeOf(mutation.type)
  if (answer?.name !== `${base}Payload` || !answer.nonNull || answer.list) wrong.push(`does not answer ${base}Payload!`)
  const errors = parts.find(({ coordinate }) => coordinate === `${answer?.name}.${payload.errorsField}`)?.type
  const shape = errors && shapeOf(errors)
  if (!shape?.list || !shape.nonNull || !shape.itemNonNull || shape.name !== payload.errorType) {
    wrong.push(`its answer has no ${payload.errorsField}: [${payload.errorType}!]!`)
  }
  return wrong
}
