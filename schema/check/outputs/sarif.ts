import type { Finding, Location, Severity } from '../finding.ts'
import type { Report } from '../report.ts'
import { rules, type RuleId } from '../rules.ts'
import { affectedText } from './text.ts'

const level: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note' }

/** SARIF 2.1.0, as code scanning takes it: an approved finding is a suppressed result, not a missing one. */
export function sarifOf({ findings, base, head }: Report): string {
  const ids = Object.keys(rules) as RuleId[]
  const run = {
    tool: {
      driver: {
        name: 'schema:check',
        rules: ids.map((id) => ({
          id,
          shortDescription: { text: rules[id].about },
          help: { text: rules[id].fix },
          defaultConfiguration: { level: level[rules[id].severity] },
          properties: { tags: [rules[id].area] },
        })),
      },
    },
    automationDetails: { id: 'schema-check/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    properties: { base: base ?? null, head },
    results: findings.map((one) => result(one, ids)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

function result(finding: Finding, ids: readonly RuleId[]) {
  const { rule, severity, message, coordinate, subgraph, location, affected = [], approvedBy } = finding
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: level[severity],
    message: { text: [message, ...affected.map(affectedText)].join('\n') },
    ...(location !== undefined && { locations: [place(location, coordinate)] }),
    // What names the finding however the lines move.
    partialFingerprints: { 'ruleAndCoordinate/v1': [rule, subgraph, coordinate].filter((part) => part).join(' ') },
    ...(approvedBy !== undefined && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: `${approvedBy.reason} (${approvedBy.author}, until ${approvedBy.expires})`,
        },
      ],
    }),
  }
}

// A line of the base says nothing about the file of the head: there only the file is named.
function place({ file, line, column, rev }: Location, coordinate: string | undefined) {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
      ...(rev !== 'base' && { region: { startLine: line, startColumn: column } }),
    },
    ...(coordinate !== undefined && { logicalLocations: [{ fullyQualifiedName: coordinate }] }),
    ...(rev === 'base' && { message: { text: `It stood at line ${line} in the base.` } }),
  }
}
