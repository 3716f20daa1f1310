import { plural } from './report.ts'
import { findRule, rules, type RuleId } from './rules.ts'
import type { Rule } from './rules/rule.ts'

export const usage = `Usage: supergraph-check [--base REV] [--format NAME[=FILE]]
       supergraph-check init
       supergraph-check --help RULE

Tells before a merge whether a change would break a client, a stored operation, a consumer of events or a rolling
deployment. It compares the files as they are with a revision that it reads from git. It needs no network.

  init                writes a configuration for this folder, and a workflow for pull requests
  --base REV          a branch, tag or commit to compare with (default: where the head left main, or origin/main)
  --head REV          compare this revision instead of the files as they are
  --format NAME       text (default), json, sarif, github, junit or markdown; given several times, each but one needs
                      a file: --format github --format sarif=check.sarif
  --config FILE       the configuration (default: supergraph-check.json here or above)
  --root DIR          the folder that is checked (default: this one)
  --help [RULE]       this, or what a rule means and what to do; --help rules lists them, --help approvals explains those

Exit code: 0 fine, 1 the check failed, 2 it could not run, 3 the arguments cannot be used.`

const approvals = `A deliberate break is approved in the file that "approvals" of the configuration names, with the rule and the coordinate that the check prints:

{
  "approvals": [
    {
      "rule": "event-field-removed",
      "coordinate": "shop.orders.Placed.v1#pointsUsed",
      "reason": "Nobody has read it since 2026-09; the last consumer was deployed without it.",
      "author": "libby@example.com",
      "expires": "2026-12-31"
    }
  ]
}

It holds until the end of that day (UTC), for that rule at that coordinate alone (and with "subgraph" or "variant" for
that alone), and is shown in every report. The reason has at least 10 characters. What has expired, matches nothing or is
for a rule that cannot be approved is told. A file that cannot be used, as one with a shorter reason or a rule that there
is not, fails the check with exit code 2: what is not understood must not look as if it counted.`

const initUsage = `Usage: supergraph-check init [--root DIR]

Looks where the schemas, the operations and the events of this folder are, writes supergraph-check.json with what it
found, and a workflow of GitHub Actions that checks pull requests. Files that are there are kept.

  --root DIR          the folder (default: this one)`

/** What --help says about a word; undefined when there is nothing of that name. `applying` are the rules to be listed. */
export function helpOn(word: string | undefined, applying: () => readonly RuleId[]): string | undefined {
  if (word === undefined) return usage
  if (word === 'approvals') return approvals
  if (word === 'init') return initUsage
  if (word === 'rules') return listOfRules(applying())
  const rule = findRule(word)
  return rule && explain(word, rule)
}

function explain(id: string, { severity, area, about, fix, final }: Rule): string {
  const consequence = {
    error: 'fails the check',
    warning: 'is shown and does not fail the check',
    notice: 'is told for completeness',
  }[severity]
  return [
    `${id} (${area}): ${severity}, ${consequence}`,
    '',
    about,
    '',
    `What to do: ${fix}`,
    ...(final ? ['', 'It cannot be approved.'] : []),
  ].join('\n')
}

function listOfRules(applying: readonly RuleId[]): string {
  const entries = applying.map((id): [RuleId, Rule] => [id, rules[id]])
  const width = Math.max(...entries.map(([id]) => id.length))
  const byArea = Map.groupBy(entries, ([, { area }]) => area)
  const others = Object.keys(rules).length - applying.length
  return [
    ...[...byArea].map(([area, own]) =>
      [area, ...own.map(([id, { severity }]) => `  ${id.padEnd(width)}  ${severity}`)].join('\n'),
    ),
    ...(others > 0
      ? [
          `${plural(others, 'rule')} more cannot tell anything here: of events or contracts that there are none of, or switched off.`,
        ]
      : []),
  ].join('\n\n')
}

/** The rules whose names are nearest to what was typed: by the pairs of letters that they share. */
export function similarRules(word: string): string[] {
  const typed = pairsOf(word.toLowerCase())
  return Object.keys(rules)
    .map((id) => ({ id, near: (2 * pairsOf(id).intersection(typed).size) / (pairsOf(id).size + typed.size) }))
    .filter(({ near }) => near > 0.4)
    .sort((a, b) => b.near - a.near)
    .slice(0, 3)
    .map(({ id }) => id)
}

function pairsOf(word: string): Set<string> {
  return new Set([...word].slice(1).map((letter, index) => `${word[index]}${letter}`))
}
