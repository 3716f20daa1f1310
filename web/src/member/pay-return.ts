/** What the address says to which the payment provider sends its members; nothing of it is believed. */
export interface PayReturn {
  readonly rental: string
  readonly proof?: string
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined

export function readPayReturn({ rental, proof }: Record<string, unknown>): PayReturn {
  const given = text(proof)
  return { rental: text(rental) ?? '', ...(given !== undefined && { proof: given }) }
}
