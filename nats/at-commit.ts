/** Under this key a transaction that pipelines its statements takes what its COMMIT need not wait for. */
export const holds: unique symbol = Symbol('holds')

export interface Holds {
  [holds](written: Promise<unknown>): void
}

/**
 * For the last that a transaction writes. On one that pipelines, COMMIT follows without waiting for the answer, and the
 * transaction fails with what this fails with. On any other it is waited for here.
 */
export async function atCommit(tx: object, written: Promise<unknown>): Promise<void> {
  const { [holds]: hold } = tx as Partial<Holds>
  if (hold === undefined) await written
  else hold(written)
}
