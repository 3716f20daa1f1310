/**
 * The bytes of a text, made once for everybody who is sent it: a group's clients get the very same string, one after
 * another, so remembering the last one is enough.
 */
export class EncodedOnce {
  #text: string | undefined
  #bytes: Buffer = Buffer.alloc(0)

  of(text: string, write: (text: string) => string = (same) => same): Buffer {
    if (text !== this.#text) {
      this.#text = text
      this.#bytes = Buffer.from(write(text))
    }
    return this.#bytes
  }
}
