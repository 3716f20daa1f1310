import type { Reader } from '../installation.ts'

/** Whether the payment provider is the simulated one, whose books lie in payment's database and can be read. */
export async function hasProvider(payment: Reader): Promise<boolean> {
  const [row] = await payment.rows<{ there: boolean }>(
    `select to_regclass('simulated_provider.charge') is not null
       and has_schema_privilege('simulated_provider', 'usage') as there`,
  )
  return row?.there === true
}
