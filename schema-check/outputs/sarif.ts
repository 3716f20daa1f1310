import type { Anchored } from '../finding.ts'
import type { Report } from '../report.ts'
import { rules, type RuleId } from '../rules.ts'
import type { Severity } from '../rules/rule.ts'
import { affectedText } from './text.ts'
import { jsonText, visible } from './visible.ts'

const level: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note' }

/**
 * SARIF 2.1.0, as code scanning takes it: every result has a file and a line, or GitHub refuses all of them. An approved
 * finding is a suppressed result, and a note, because GitHub looks at the level alone.
 */
export function sarifOf({ findings, prefix, project, base, head, rules: ids }: Report): string {
  const run = {
    tool: {
      driver: {
        name: 'supergraph-check',
        rules: ids.map((id) => ({
          id,
          shortDescription: { text: rules[id].about },
          help: { text: rules[id].fix },
          defaultConfiguration: { level: level[rules[id].severity] },
          properties: { tags: [rules[id].area] },
        })),
      },
    },
    // By it code scanning tells one check of a repository from another.
    automationDetails: { id: `supergraph-check/${project === '' ? '' : `${pathOf(project)}/`}` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    properties: { base: base ?? null, head },
    results: findings.map((one) => result(one, prefix, ids)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${jsonText(log)}\n`
}

function result(finding: Anchored, prefix: string, ids: readonly RuleId[]) {
  const { rule, severity, message, coordinate, subgraph, variant, affected = [], approvedBy } = finding
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: approvedBy === undefined ? level[severity] : 'note',
    message: { text: plainText([message, ...affected.map(affectedText)].join('\n')) },
    locations: [place(finding, prefix)],
    // What names the finding however the lines move.
    partialFingerprints: {
      'ruleAndCoordinate/v1': [rule, subgraph, coordinate, variant].filter((part) => part).join(' '),
    },
    ...(approvedBy !== undefined && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: plainText(`${approvedBy.reason} (${approvedBy.author}, until ${approvedBy.expires})`),
        },
      ],
    }),
  }
}

function place({ anchor, location, coordinate }: Anchored, prefix: string) {
  const { file, line, column } = anchor
  const gone = location?.rev === 'base' && {
    text: plainText(`It stood at ${location.file}:${location.line} in the base.`),
  }
  return {
    physicalLocation: {
      artifactLocation: {
        uri: pathOf(`${prefix}${file}`),
        uriBaseId: '%SRCROOT%',
      },
      region: { startLine: line, startColumn: column },
    },
    ...(coordinate !== undefined && { logicalLocations: [{ fullyQualifiedName: coordinate }] }),
    ...(gone && { message: gone }),
  }
}

function pathOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/')
}

/** A message may hold links, `[text](where)`, and ours holds none. */
function plainText(text: string): string {
  return visible(text).replaceAll('](', '] (')
}
