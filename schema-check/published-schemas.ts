import { z } from 'zod'
import { ApprovalsFile } from './approvals.ts'
import { Config } from './config.ts'
import { ReportJson } from './outputs/json.ts'

/** JSON Schemas for editors and for programs that read the report, by their file here. */
export function publishedSchemas(): Record<string, string> {
  const text = (title: string, schema: z.ZodType, io: 'input' | 'output') =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io }) }, null, 2)}\n`
  return {
    // What is read may have fields more, in a later version of the report.
    'report.schema.json': text('supergraph-check --format json', ReportJson, 'input'),
    'approvals.schema.json': text('approvals of supergraph-check', ApprovalsFile, 'input'),
    'config.schema.json': text('supergraph-check.json', Config, 'input'),
  }
}
