import { stringify } from 'yaml'
import { markerOf } from '../outputs/markdown.ts'

/** How a repository installs what it needs, by the lock file that it has. */
const INSTALLS = {
  'pnpm-lock.yaml': { install: 'corepack enable && pnpm install --frozen-lockfile', run: 'pnpm exec' },
  'yarn.lock': { install: 'corepack enable && yarn install --immutable', run: 'yarn run' },
  'package-lock.json': { install: 'npm ci', run: 'npx --no-install' },
} as const

/** By the digests of their commits: a tag may be moved to other code. */
const ACTIONS = {
  checkout: 'actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1',
  node: 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0',
  upload: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
  download: 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0',
  sarif: 'github/codeql-action/upload-sarif@8272c299f21ca24af15dfe9ac0971ba969e5e0d5 # v3.36.2',
} as const

/** How a workflow says the folder that it is for. */
export function placeOf(folder: string): string {
  return entry('working-directory', folder)
}

function entry(key: string, value: string): string {
  return stringify({ [key]: value }, { lineWidth: 0 }).trim()
}

/**
 * A pull-request check for GitHub: annotations, one comment that is replaced, SARIF for code scanning. What runs the pull
 * request's code may write nothing, and what writes runs none of it. `folder` is where the configuration is, from the
 * repository's root; empty when it is there.
 */
export function workflowFor(folder: string, hasFile: (file: string) => boolean): string {
  const [, { install, run }] = Object.entries(INSTALLS).find(([file]) => hasFile(file)) ?? [
    '',
    { install: 'npm install', run: 'npx --no-install' },
  ]
  const where = folder === '' ? '' : `\n    defaults:\n      run:\n        ${placeOf(folder)}`
  const name = `supergraph check${folder === '' ? '' : ` of ${folder}`}`
  return `# Tells on a pull request whether it would break a client, a stored operation, a consumer of events or a deployment.
${entry('name', name)}

on:
  pull_request:

concurrency:
  group: \${{ github.workflow }}-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

permissions: {}

jobs:
  # It runs the pull request's own code, so it may read the repository and nothing else.
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read${where}
    steps:
      - uses: ${ACTIONS.checkout}
        with:
          # The base is read from git.
          fetch-depth: 0
          persist-credentials: false
      - uses: ${ACTIONS.node}
        with:
          node-version: 24
      - run: ${install}
      - run: >
          ${run} supergraph-check
          --base HEAD^1
          --format github
          --format markdown=\${RUNNER_TEMP}/report/comment.md
          --format sarif=\${RUNNER_TEMP}/report/check.sarif
          --format junit=\${RUNNER_TEMP}/report/junit.xml
      - uses: ${ACTIONS.upload}
        if: \${{ !cancelled() }}
        with:
          name: supergraph-check
          path: \${{ runner.temp }}/report
          if-no-files-found: ignore

  # It may write, and runs nothing of the pull request. A fork's token may not write: there the annotations must do.
  tell:
    needs: check
    if: \${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      pull-requests: write
      security-events: write
      actions: read
    env:
      GH_TOKEN: \${{ github.token }}
      GH_REPO: \${{ github.repository }}
      NUMBER: \${{ github.event.pull_request.number }}
      # With what the comment of this check begins, and with what it began before each check had its own.
      ${entry('MARKER', markerOf(folder))}
    steps:
      - uses: ${ACTIONS.download}
        id: report
        # Without a report the check could not run; its own job says why.
        continue-on-error: true
        with:
          name: supergraph-check
      - if: \${{ steps.report.outcome == 'success' }}
        run: |
          id=$(gh api --paginate "repos/$GH_REPO/issues/$NUMBER/comments" \\
            --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARKER) or startswith("<!-- schema-check -->"))) | .id' | head -n 1)
          if [ -n "$id" ]; then
            gh api --silent --method PATCH "repos/$GH_REPO/issues/comments/$id" --field body=@comment.md
          else
            gh api --silent --method POST "repos/$GH_REPO/issues/$NUMBER/comments" --field body=@comment.md
          fi
      - uses: ${ACTIONS.sarif}
        if: \${{ steps.report.outcome == 'success' }}
        # A private repository may have no code scanning.
        continue-on-error: true
        with:
          sarif_file: check.sarif
`
}
