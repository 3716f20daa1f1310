interface Frame {
  readonly payload: Buffer
  readonly opcode: number
  readonly fin: boolean
  readonly reserved: number
  readonly masked: boolean
  readonly lies: number
}

/** A frame as RFC 6455 5.2 draws it, or nearly. The mask is zero: it changes no byte. */
export function clientFrame({ payload, opcode, fin, reserved, masked, lies }: Frame): Buffer {
  const length = Math.max(0, payload.length + lies)
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode
  const mask = masked ? 0x80 : 0
  const head =
    length < 126
      ? Buffer.from([first, mask | length])
      : length < 65_536
        ? Buffer.from([first, mask | 126, length >> 8, length & 255])
        : Buffer.from([first, mask | 127, 0, 0, 0, 0, (length >> 24) & 255, (length >> 16) & 255, (length >> 8) & 255, length & 255]) // prettier-ignore
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload])
}

/** The code with which a server closed a WebSocket, of the bytes that it sent; undefined when it did not say. */
export function closeCodeIn(bytes: Buffer): number | undefined {
  let at = bytes.indexOf('\r\n\r\n') + 4
  while (at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 15
    let length = (bytes[at + 1] ?? 0) & 127
    at += 2
    if (length === 126) {
      length = bytes.readUInt16BE(at)
      at += 2
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at))
      at += 8
    }
    if (opcode === 8) return length >= 2 ? bytes.readUInt16BE(at) : undefined
    at += length
  }
  return undefined
}
