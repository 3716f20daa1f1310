import { hkdfSync } from 'node:crypto'

/**
 * A key for one purpose, derived from a root (HKDF-SHA-256): who holds it can find neither the root nor the key of
 * another purpose.
 */
export function derivedKey(root: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, '', `ebook ${purpose}`, 32))
}

/** What the router sends to one subgraph, and what that subgraph is given as SUBGRAPH_SECRET. */
export function subgraphSecret(root: string, subgraph: string): string {
  return derivedKey(root, `subgraph ${subgraph}`).toString('base64url')
}
