import { ALERTS, runbookOf, type Alert } from '../../deploy/prometheus/rules.ts'
import { filledIn } from './filled-in.ts'

export const operatingPage = (): string => filledIn('docs/operating.md', { alerts: alertTable() })

const alertTable = (): string =>
  ['| alert | when | | what it means, what to do |', '| --- | --- | --- | --- |', ...ALERTS.map(rowOf)].join('\n')

function rowOf(alert: Alert): string {
  const { expr, for: lasting, labels, annotations } = alert
  const when = `\`${expr.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')}\`${lasting === '0s' ? '' : ` for ${lasting}`}`
  const paragraph = runbookOf(alert)
  const more = paragraph === alert.alert ? '' : `: [more](#${paragraph})`
  return `| <a id="${alert.alert}"></a>${alert.alert} | ${when} | ${labels.severity} | ${annotations.description}${more} |`
}
