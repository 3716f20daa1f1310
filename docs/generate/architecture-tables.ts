import { posix } from 'node:path'
import { buildASTSchema, parse } from 'graphql'
import { SUBGRAPHS, type Subgraph } from '../../subgraphs/subgraphs.ts'
import { aggregateLanguages, tellersOf, type AggregateLanguage } from './language.ts'
import { filesOf, read } from './sources.ts'

/** What is published and who reacts to it: schema/events.json. */
export interface Catalogue {
  readonly events: readonly { readonly type: string; readonly owner: string; readonly aggregate: string }[]
  readonly expectations: readonly { readonly consumer: string; readonly type: string; readonly file: string }[]
}

const shortOf = (type: string): string => type.split('.')[2] ?? type
const nameOf = (file: string): string => posix.basename(file, '.ts')
const linkTo = (file: string, text = nameOf(file)): string => `[${text}](../${file})`
const camel = (kebab: string): string => kebab.replace(/-./g, (part) => part.slice(1).toUpperCase())

/** What comes in to a subgraph and what goes out, each by where it stands. */
export interface Doors {
  readonly mutations: readonly string[]
  readonly queries: readonly string[]
  readonly policies: readonly string[]
  readonly timers: readonly string[]
  readonly services: readonly string[]
  readonly events: readonly string[]
  readonly clients: readonly string[]
}

export function doorsOf(subgraph: Subgraph, { events, expectations }: Catalogue): Doors {
  const folder = `subgraphs/${subgraph}`
  const schema = buildASTSchema(parse(read(`${folder}/schema.graphql`)), { assumeValid: true, assumeValidSDL: true })
  const fieldsOf = (type: 'Mutation' | 'Query' | 'Subscription') => {
    const found = schema.getType(type)
    return found && 'getFields' in found ? Object.keys(found.getFields()) : []
  }
  const read_ = (kind: string) => filesOf(`${folder}/${kind}/*.ts`).filter((file) => !file.endsWith('.test.ts'))
  const endpoints = read_('services').flatMap((file) =>
    [...read(file).matchAll(/endpoint: '([\w-]+)'/g)].map(([, endpoint = '']) => endpoint),
  )
  const imported = read_('timers').flatMap((file) => [...read(file).matchAll(/from '\.\/([\w-]+)\.ts'/g)])
  const helping = new Set(imported.map(([, name]) => name))
  return {
    mutations: fieldsOf('Mutation'),
    queries: [...fieldsOf('Query'), ...fieldsOf('Subscription')],
    policies: expectations.filter(({ consumer }) => consumer === subgraph).map(({ type }) => shortOf(type)),
    timers: read_('timers')
      .map(nameOf)
      .filter((name) => !helping.has(name)),
    services: endpoints,
    events: events.filter(({ owner }) => owner === subgraph).map(({ type }) => shortOf(type)),
    clients: [
      ...filesOf(`${folder}/*-client.ts`).map((file) => `${nameOf(file).replace('-client', '')} (waits)`),
      ...filesOf(`${folder}/provider/provider.ts`).map(() => 'payment provider (a port)'),
    ],
  }
}

const list = (names: readonly string[]): string => names.join('<br/>')

/** A hexagon for each subgraph: what comes in on the left, what goes out on the right. */
export function hexagons(catalogue: Catalogue): string {
  return SUBGRAPHS.map((subgraph) => {
    const doors = doorsOf(subgraph, catalogue)
    const sides: readonly [kind: keyof Doors, words: string, isOut: boolean][] = [
      ['mutations', 'mutations', false],
      ['queries', 'queries', false],
      ['services', 'services', false],
      ['policies', subgraph === 'dashboard' ? 'events it folds' : 'policies, when', false],
      ['timers', 'timers', false],
      ['events', 'events', true],
      ['clients', 'clients', true],
    ]
    const arrows = sides
      .filter(([kind]) => doors[kind].length > 0)
      .map(([kind, words, isOut]) => {
        const box = `${kind}["<b>${words}</b><br/>${list(doors[kind])}"]`
        return isOut ? `  ${subgraph} --> ${box}` : `  ${box} --> ${subgraph}`
      })
    return ['```mermaid', 'flowchart LR', `  ${subgraph}{{${subgraph}}}`, ...arrows, '```'].join('\n')
  }).join('\n\n')
}

/** Who tells an aggregate what, and what may happen then. */
export interface Storm {
  readonly actors: readonly string[]
  readonly command: string
  readonly aggregate: AggregateLanguage
  readonly events: readonly string[]
  readonly tellers: readonly string[]
}

export function storms(): Storm[] {
  const languages = aggregateLanguages()
  return languages.flatMap((aggregate) =>
    aggregate.commands.map(({ name, events }) => {
      const isShared = languages.some(
        (other) =>
          other !== aggregate &&
          other.subgraph === aggregate.subgraph &&
          other.commands.some((command) => command.name === name),
      )
      const tellers = tellersOf(aggregate, name, isShared)
      return { actors: tellers.map(actorOf), command: name, aggregate, events, tellers }
    }),
  )
}

function actorOf(file: string): string {
  const [, , kind = ''] = file.split('/')
  const source = read(file)
  switch (kind) {
    case 'mutations':
      return `${rolesOf(file).join(' or ')}: ${linkTo(file, camel(nameOf(file)))}`
    case 'policies':
      return `policy ${linkTo(file)}`
    case 'timers':
      return `timer ${linkTo(file)}`
    case 'services':
      return `${/callers: \['(\w+)'\]/.exec(source)?.[1] ?? 'another subgraph'}, waiting: ${linkTo(file)}`
    default:
      return linkTo(file)
  }
}

/** Whom a mutation lets in: itself, or what it hands on to beside it. */
function rolesOf(file: string): string[] {
  const beside = [...read(file).matchAll(/from '\.\/([\w-]+)\.ts'/g)].map(
    ([, name = '']) => `${posix.dirname(file)}/${name}.ts`,
  )
  const asked = [file, ...beside].flatMap((each) => read(each).split('requireRole(').slice(1))
  const roles = Object.entries({ MEMBER: 'member', ADMIN: 'librarian' })
  return roles
    .filter(([role]) => asked.some((given) => given.slice(0, given.indexOf(')')).includes(`'${role}'`)))
    .map(([, word]) => word)
}

/** `commands`: actor, command, aggregate, event. */
export function commandTable({ events }: Catalogue): string {
  const published = new Set(events.map(({ type }) => shortOf(type)))
  const rows = storms().map(({ actors, command, aggregate, events: happens }) => {
    const said = happens.map((event) => (published.has(event) ? `**${event}**` : event))
    const where = `[${aggregate.name}](../${aggregate.folder}/decide.ts)`
    return `| ${actors.join('; ')} | ${command} | ${where} | ${said.join(', ')} |`
  })
  return ['| Actor | Command | Aggregate | Event |', '|---|---|---|---|', ...rows].join('\n')
}

/** `events`: event, by whom it is said, which policies it sets off, and the view. */
export function eventTable({ events, expectations }: Catalogue): string {
  const rows = events.map(({ type, owner, aggregate }) => {
    const readers = expectations.filter((expected) => expected.type === type)
    const policies = readers
      .filter(({ consumer }) => consumer !== 'dashboard')
      .map(({ consumer, file }) => `${consumer}: ${linkTo(file)}`)
    const view = readers.some(({ consumer }) => consumer === 'dashboard') ? 'dashboard' : ''
    return `| ${shortOf(type)} | ${owner}, ${aggregate} | ${policies.join('; ')} | ${view} |`
  })
  return ['| Event | Said by | Policies | View |', '|---|---|---|---|', ...rows].join('\n')
}
