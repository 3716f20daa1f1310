interface Element {
  readonly name: string
  readonly attributes: ReadonlySet<string>
  readonly children: Element[]
}

/** What the schema of Ant's JUnit task (github.com/windyroad/JUnit-Schema) demands of an element, in its order. */
const demands: Readonly<
  Record<string, { readonly has?: readonly string[]; readonly may?: readonly string[]; readonly holds: RegExp }>
> = {
  testsuites: { holds: /^(testsuite )*$/ },
  testsuite: {
    has: ['id', 'package', 'name', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time'],
    may: ['skipped'],
    holds: /^properties (testcase )*system-out system-err $/,
  },
  properties: { holds: /^(property )*$/ },
  testcase: { has: ['name', 'classname', 'time'], holds: /^((skipped|error|failure) )?$/ },
  failure: { has: ['type'], may: ['message'], holds: /^$/ },
  skipped: { may: ['message'], holds: /^$/ },
  'system-out': { holds: /^$/ },
  'system-err': { holds: /^$/ },
}

/** In what a report is not valid; empty when it is. */
export function junitProblems(xml: string): string[] {
  const times = [...xml.matchAll(/timestamp="([^"]*)"/g)].map(([, time = '']) => time)
  return [
    ...times.filter((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(time)).map((time) => `timestamp ${time}`),
    ...problemsIn(elementsOf(xml)),
  ]
}

function problemsIn({ name, attributes, children }: Element): string[] {
  const demand = demands[name]
  if (demand === undefined) return [`there is no <${name}>`]
  const { has = [], may = [], holds } = demand
  const order = children.map((child) => `${child.name} `).join('')
  return [
    ...has.filter((one) => !attributes.has(one)).map((one) => `<${name}> has no ${one}`),
    ...[...attributes].filter((one) => ![...has, ...may].includes(one)).map((one) => `<${name}> has ${one}`),
    ...(holds.test(order) ? [] : [`<${name}> holds ${order}`]),
    ...children.flatMap(problemsIn),
  ]
}

/** Throws for what is not well-formed: an element that is closed by another, or a sign that has to be escaped. */
function elementsOf(xml: string): Element {
  const top: Element = { name: '', attributes: new Set(), children: [] }
  const open = [top]
  const rest = xml.replace(/^<\?xml [^?]*\?>\n/, '').replaceAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, tag)
  function tag(_: string, end: string, name: string, given: string, self: string): string {
    if (end === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another`)
      return ''
    }
    const attributes = new Set([...given.matchAll(/ ([a-z]+)="/g)].map(([, one = '']) => one))
    const element: Element = { name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    if (self === '') open.push(element)
    return ''
  }
  if (open.length !== 1 || /[<]|&(?!amp;|lt;|gt;|quot;)/.test(rest)) throw new Error('this is no XML')
  const [root] = top.children
  if (root === undefined || top.children.length > 1) throw new Error('there is not one root')
  return root
}
