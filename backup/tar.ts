const BLOCK = 512

export interface TarEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
  readonly bytes: number
  /** To be read before the next entry; what is left of it is passed over. */
  content(): AsyncIterable<Buffer>
}

/** It is no tar archive, or it ends before its time. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive'
}

/** The entries of a tar archive as PostgreSQL writes it (ustar, names of at most 255 bytes), in bounded memory. */
export async function* readTar(bytes: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const source = new Source(bytes)
  for (;;) {
    const header = await source.exactly(BLOCK)
    // The archive ends with blocks of zeros.
    if (header === undefined || header.every((byte) => byte === 0)) return
    const size = octal(header, 124, 12)
    let left = size
    const content = async function* () {
      while (left > 0) {
        const chunk = await source.atMost(left)
        if (chunk === undefined) throw new BadArchive('the archive ends in the middle of a file')
        left -= chunk.length
        yield chunk
      }
    }
    yield { name: nameOf(header), kind: kindOf(text(header, 156, 1)), bytes: size, content }
    for await (const _ of content());
    await source.exactly((BLOCK - (size % BLOCK)) % BLOCK)
  }
}

const kindOf = (flag: string): TarEntry['kind'] =>
  flag === '' || flag === '0' ? 'file' : flag === '5' ? 'folder' : 'other'

function nameOf(header: Buffer): string {
  const [name, prefix] = [text(header, 0, 100), text(header, 345, 155)]
  return (prefix === '' ? name : `${prefix}/${name}`).replace(/^\.\//, '').replace(/\/$/, '')
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end)
}

function octal(header: Buffer, from: number, length: number): number {
  const value = Number.parseInt(text(header, from, length).trim(), 8)
  if (!Number.isSafeInteger(value)) throw new BadArchive('it is no tar archive of PostgreSQL')
  return value
}

/** Bytes in the portions that are asked for. */
class Source {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(bytes: AsyncIterable<Buffer>) {
    this.#chunks = bytes[Symbol.asyncIterator]()
  }

  /** Undefined at the end. */
  async atMost(length: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next()
      if (next.done === true) return undefined
      this.#rest = next.value
    }
    const portion = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(portion.length)
    return portion
  }

  /** Undefined when it ends before the first of them. */
  async exactly(length: number): Promise<Buffer | undefined> {
    const portions: Buffer[] = []
    for (let left = length; left > 0;) {
      const portion = await this.atMost(left)
      if (portion === undefined && left === length) return undefined
      if (portion === undefined) throw new BadArchive('the archive ends in the middle of a block')
      portions.push(portion)
      left -= portion.length
    }
    return Buffer.concat(portions)
  }
}
