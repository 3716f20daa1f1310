import ts from 'typescript'
import { filesOf, parsed, read } from './sources.ts'

/** One aggregate as its folder says it: subgraphs/<subgraph>/<aggregate>, where decide.ts is the entrance. */
export interface AggregateLanguage {
  readonly subgraph: string
  /** The folder: `rental`. */
  readonly name: string
  readonly folder: string
  readonly commands: readonly { readonly name: string; readonly events: readonly string[] }[]
  readonly events: readonly string[]
}

export function aggregateLanguages(): AggregateLanguage[] {
  return filesOf('subgraphs/*/*/decide.ts').map((file) => {
    const [, subgraph = '', name = ''] = file.split('/')
    const folder = `subgraphs/${subgraph}/${name}`
    const language = parsed(`${folder}/language.ts`)
    const commands = membersOf(language, /Command$/)
    const events = membersOf(language, /Event$/)
    const functions = functionsOf(filesOf(`${folder}/*.ts`).filter((file) => !file.endsWith('.test.ts')))
    const leadsTo = (command: string) => {
      const walk = new Walk(command, new Set(commands), new Set(events), functions)
      walk.into('decide')
      return events.filter((event) => walk.found.has(event))
    }
    return { subgraph, name, folder, events, commands: commands.map((name) => ({ name, events: leadsTo(name) })) }
  })
}

/** The `type`s of a union of object types. */
function membersOf(source: ts.SourceFile, union: RegExp): string[] {
  const names: string[] = []
  const collect = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.name.getText(source) === 'type' && node.type !== undefined) {
      if (ts.isLiteralTypeNode(node.type) && ts.isStringLiteral(node.type.literal)) names.push(node.type.literal.text)
    }
    ts.forEachChild(node, collect)
  }
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement) && union.test(statement.name.text)) collect(statement)
  }
  return names
}

/** By name: what a function does, be it declared or an arrow. */
function functionsOf(files: readonly string[]): ReadonlyMap<string, ts.Node> {
  const functions = new Map<string, ts.Node>()
  for (const statement of files.flatMap((file) => [...parsed(file).statements])) {
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body) {
      functions.set(statement.name.text, statement.body)
    }
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isArrowFunction(initializer) && ts.isIdentifier(name)) {
        functions.set(name.text, initializer.body)
      }
    }
  }
  return functions
}

/**
 * Reads what a command leads to: through `decide` and whatever it calls, past what is only for other commands. It reads the
 * branches of the command's type and no other condition, so it finds what may happen.
 */
class Walk {
  readonly found = new Set<string>()
  readonly #been = new Set<string>(['evolve'])
  readonly #command: string
  readonly #commands: ReadonlySet<string>
  readonly #events: ReadonlySet<string>
  readonly #functions: ReadonlyMap<string, ts.Node>

  constructor(
    command: string,
    commands: ReadonlySet<string>,
    events: ReadonlySet<string>,
    functions: ReadonlyMap<string, ts.Node>,
  ) {
    this.#command = command
    this.#commands = commands
    this.#events = events
    this.#functions = functions
  }

  into(name: string): void {
    const body = this.#functions.get(name)
    if (body === undefined || this.#been.has(name)) return
    this.#been.add(name)
    this.#visit(body)
  }

  /** True when nothing behind it is reached. */
  #visit(node: ts.Node): boolean {
    if (ts.isBlock(node)) return node.statements.some((statement) => this.#visit(statement))
    if (ts.isIfStatement(node)) return this.#branch(node.expression, node.thenStatement, node.elseStatement)
    if (ts.isConditionalExpression(node)) {
      this.#branch(node.condition, node.whenTrue, node.whenFalse)
      return false
    }
    if (ts.isSwitchStatement(node) && this.#decidesByCommand(node)) return true
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) this.into(node.expression.text)
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'type') {
      if (ts.isStringLiteral(node.initializer) && this.#events.has(node.initializer.text)) {
        this.found.add(node.initializer.text)
      }
    }
    ts.forEachChild(node, (child) => void this.#visit(child))
    return ts.isReturnStatement(node)
  }

  #branch(condition: ts.Expression, then: ts.Node, otherwise: ts.Node | undefined): boolean {
    const asked = this.#commandsIn(condition)
    if (asked.length === 0) {
      this.#visit(condition)
      this.#visit(then)
      if (otherwise) this.#visit(otherwise)
      return false
    }
    if (asked.includes(this.#command)) return this.#visit(then)
    return otherwise === undefined ? false : this.#visit(otherwise)
  }

  /** `command.type === 'approve'`, one or several of them. */
  #commandsIn(condition: ts.Expression): string[] {
    if (!ts.isBinaryExpression(condition)) return []
    if (ts.isStringLiteral(condition.right)) {
      return this.#commands.has(condition.right.text) ? [condition.right.text] : []
    }
    return [...this.#commandsIn(condition.left), ...this.#commandsIn(condition.right)]
  }

  #decidesByCommand({ caseBlock: { clauses } }: ts.SwitchStatement): boolean {
    const at = clauses.findIndex(
      (clause) =>
        ts.isCaseClause(clause) &&
        ts.isStringLiteral(clause.expression) &&
        clause.expression.text === this.#command &&
        this.#commands.has(clause.expression.text),
    )
    if (at < 0) return false
    const clause = clauses.slice(at).find(({ statements }) => statements.length > 0)
    for (const statement of clause?.statements ?? []) this.#visit(statement)
    return true
  }
}

/**
 * Files of a subgraph that say `{ type: '<command>', … }`: whoever tells the aggregate. Where two aggregates know a command
 * of that name, the one that is told by name (`tellTitle(…)`) has those lines alone, and the other one the rest.
 */
export function tellersOf({ subgraph, name, folder }: AggregateLanguage, command: string, isShared: boolean): string[] {
  const said = `type: '${command}'`
  const byName = `tell${name.charAt(0).toUpperCase()}${name.slice(1)}(`
  const lines = filesOf(`subgraphs/${subgraph}/**/*.ts`)
    .filter((file) => !file.startsWith(folder) && !/\.test\.ts$|\/testing\/|-aggregate\.ts$/.test(file))
    .flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => line.includes(said) && !line.includes('Extract<'))
        .filter((line) => line.includes(byName) || !/tell[A-Z]\w{1,30}\(/.test(line))
        .map((line) => ({ file, isByName: line.includes(byName) })),
    )
  const named = lines.filter(({ isByName }) => isByName)
  const meant = isShared && named.length > 0 ? named : lines
  return [...new Set(meant.map(({ file }) => file))]
}
