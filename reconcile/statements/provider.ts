import type { Reader } from '../installation.ts'

/** Whether the payment provider is the simulated one, whose books lie in payment's database and can be read. */
export async function hasProvider(payment: Reader): Promise<boolean> {
  const [row] = await payment.rows<{ there: boolean }>(
    `select exists (
       select from pg_namespace where nspname = 'simulated_provider' and has_schema_privilege(oid, 'usage')) as there`,
  )
  return row?.there === true
}
