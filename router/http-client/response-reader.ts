/** Of HTTP/1.1, read whole. */
export interface Response {
  readonly status: number
  readonly body: Buffer
  /** Whether the connection can be used for another request. */
  readonly keepsOpen: boolean
}

/** What came is no HTTP response. */
export class BadResponse extends Error {
  override readonly name = 'BadResponse'
}

/** The answer is larger than we take. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** Larger than any page of 100 rows by far; a subgraph that never ends its answer must not fill our memory. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024
const LARGEST_HEAD_BYTES = 16 * 1024
const NOTHING = Buffer.alloc(0)
const END_OF_HEAD = '\r\n\r\n'
const END_OF_CHUNK = '\r\n'
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/
const COLON = 0x3a
/** By character code: what a header's name is made of. */
const isOfName = Array.from({ length: 128 }, (_, code) => /[!#$%&'*+.^_`|~0-9a-z-]/i.test(String.fromCharCode(code)))
const read = ['content-length', 'transfer-encoding', 'content-encoding', 'connection', 'keep-alive']
const lengthsOfNames: ReadonlySet<number> = new Set(read.map(({ length }) => length))

interface Head {
  readonly status: number
  readonly keepsOpen: boolean
  /** How many bytes follow; or how their end is told. */
  readonly length: number | 'chunked' | 'until it closes'
}

/** Reads one response out of what a connection receives, in whatever pieces that comes (RFC 9112). */
export class ResponseReader {
  #received: Buffer = NOTHING
  #head: Head | undefined
  readonly #body: Buffer[] = []
  /** With what ends it. */
  #leftOfChunk = 0
  #size = 0

  /** The response, once it is whole. Throws BadResponse or AnswerTooLarge; then nothing of the connection can be trusted. */
  take(chunk: Buffer): Response | undefined {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    while (this.#head === undefined) {
      const end = this.#received.indexOf(END_OF_HEAD)
      if (end > LARGEST_HEAD_BYTES || (end < 0 && this.#received.length > LARGEST_HEAD_BYTES))
        throw new BadResponse('the headers are too large')
      if (end < 0) return undefined
      const head = headOf(this.#received.toString('latin1', 0, end))
      this.#received = this.#received.subarray(end + END_OF_HEAD.length)
      // 100 and its kin come before the response.
      if (head.status >= 200) this.#head = head
    }
    return this.#head.length === 'chunked' ? this.#takeChunks(this.#head) : this.#takeBytes(this.#head)
  }

  /** The connection has been closed from the other side. Throws BadResponse when something is missing. */
  end(): Response {
    if (this.#head?.length !== 'until it closes') throw new BadResponse('the other side closed the connection')
    return this.#whole(this.#head)
  }

  #takeBytes(head: Head): Response | undefined {
    this.#keep(this.#received)
    this.#received = this.#received.subarray(this.#received.length)
    if (typeof head.length !== 'number' || this.#size < head.length) return undefined
    // More than one response to one request: who sends that is not asked again here.
    if (this.#size > head.length) throw new BadResponse('more came than was announced')
    return this.#whole(head)
  }

  #takeChunks(head: Head): Response | undefined {
    for (;;) {
      if (this.#leftOfChunk > 0 && !this.#takeOfChunk()) return undefined
      const lineEnd = this.#received.indexOf('\r\n')
      if (lineEnd < 0) {
        if (this.#received.length > LARGEST_HEAD_BYTES) throw new BadResponse('a chunk has no size')
        return undefined
      }
      const line = this.#received.toString('latin1', 0, lineEnd)
      const [, digits = ''] = /^([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?$/i.exec(line) ?? []
      if (digits === '') throw new BadResponse('a chunk has no size')
      const size = Number.parseInt(digits, 16)
      if (size === 0) return this.#takeTrailers(head, lineEnd + 2)
      if (size > LARGEST_BODY_BYTES) throw new AnswerTooLarge(`more than ${LARGEST_BODY_BYTES} bytes`)
      this.#received = this.#received.subarray(lineEnd + 2)
      this.#leftOfChunk = size + END_OF_CHUNK.length
    }
  }

  /** Whether the chunk has come to its end. */
  #takeOfChunk(): boolean {
    const ofBody = this.#received.subarray(0, Math.max(0, this.#leftOfChunk - END_OF_CHUNK.length))
    this.#keep(ofBody)
    this.#received = this.#received.subarray(ofBody.length)
    this.#leftOfChunk -= ofBody.length
    if (this.#leftOfChunk > END_OF_CHUNK.length || this.#received.length < END_OF_CHUNK.length) return false
    if (this.#received.toString('latin1', 0, END_OF_CHUNK.length) !== END_OF_CHUNK)
      throw new BadResponse('a chunk is longer than it says')
    this.#received = this.#received.subarray(END_OF_CHUNK.length)
    this.#leftOfChunk = 0
    return true
  }

  /** What follows the last chunk, up to an empty line. */
  #takeTrailers(head: Head, from: number): Response | undefined {
    const isEmpty = this.#received.toString('latin1', from, from + 2) === '\r\n'
    const end = isEmpty ? from - 2 : this.#received.indexOf(END_OF_HEAD, from)
    if (end < 0) {
      if (this.#received.length > from + LARGEST_HEAD_BYTES) throw new BadResponse('the trailers are too large')
      return undefined
    }
    if (this.#received.length > end + END_OF_HEAD.length) throw new BadResponse('more came than was announced')
    return this.#whole(head)
  }

  #keep(bytes: Buffer): void {
    this.#size += bytes.length
    if (this.#size > LARGEST_BODY_BYTES) throw new AnswerTooLarge(`more than ${LARGEST_BODY_BYTES} bytes`)
    if (bytes.length > 0) this.#body.push(bytes)
  }

  #whole({ status, keepsOpen }: Head): Response {
    const [first] = this.#body
    const body = this.#body.length === 1 && first !== undefined ? first : Buffer.concat(this.#body, this.#size)
    return { status, body, keepsOpen }
  }
}

function headOf(text: string): Head {
  const endOfFirst = lineEnd(text, 0)
  const [, minor = '', digits = ''] = statusLine.exec(text.slice(0, endOfFirst)) ?? []
  if (digits === '') throw new BadResponse('this is no HTTP response')
  const status = Number(digits)
  if (status === 101) throw new BadResponse('nobody asked for another protocol')
  let length: Head['length'] | undefined
  let keepsOpen = minor === '1'
  for (let from = endOfFirst + 2, end = from; from <= text.length; from = end + 2) {
    end = lineEnd(text, from)
    const colon = endOfName(text, from)
    // Most lines say nothing to us: they are looked at, and not taken apart.
    if (!lengthsOfNames.has(colon - from)) continue
    const name = text.slice(from, colon).toLowerCase()
    const value = text.slice(colon + 1, end).trim()
    if (name === 'content-length') {
      // Told twice, by whatever means, one of them is wrong, and what follows is somebody else's.
      if (length !== undefined || !/^\d{1,15}$/.test(value)) throw new BadResponse('the length is unclear')
      length = Number(value)
    } else if (name === 'transfer-encoding') {
      if (length !== undefined || value.toLowerCase() !== 'chunked') throw new BadResponse('the length is unclear')
      length = 'chunked'
    } else if (name === 'content-encoding' && value.toLowerCase() !== 'identity') {
      throw new BadResponse('nobody asked for another encoding')
    } else if (name === 'connection') {
      if (/(^|,)\s*close\s*(,|$)/i.test(value)) keepsOpen = false
    } else if (name === 'keep-alive') {
      keepsOpen &&= Number(/timeout=(\d+)/i.exec(value)?.[1] ?? SHORTEST_KEPT_S) >= SHORTEST_KEPT_S
    }
  }
  const isEmpty = status === 204 || status === 304 || status < 200
  if (isEmpty) return { status, keepsOpen, length: 0 }
  if (length === undefined) return { status, keepsOpen: false, length: 'until it closes' }
  if (typeof length === 'number' && length > LARGEST_BODY_BYTES)
    throw new AnswerTooLarge(`more than ${LARGEST_BODY_BYTES} bytes`)
  return { status, keepsOpen, length }
}

/** A connection that the other side closes sooner is not used again: what is sent as it closes is lost. */
const SHORTEST_KEPT_S = 3

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\r\n', from)
  return end < 0 ? text.length : end
}

/** Where its colon is. Throws BadResponse when a line does not begin with a name. */
function endOfName(text: string, from: number): number {
  let at = from
  while (isOfName[text.charCodeAt(at)] === true) at += 1
  if (at === from || text.charCodeAt(at) !== COLON) throw new BadResponse('a header has no name')
  return at
}
