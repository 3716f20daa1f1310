import type { Socket } from 'node:net'

const SUFFIX = Buffer.from('}')
/** Below it one copy costs less than one more piece to write. */
const COPIED_BYTES = 16_384

/**
 * Writes `<prefix><body>}` as one text frame of RFC 6455 (unmasked, as servers write). Through `ws` every frame would
 * be encoded again and written in two pieces; here the bytes of the body are those of all other clients.
 */
export function writeTextFrame(socket: Socket, prefix: Buffer, body: Buffer): void {
  const length = prefix.length + body.length + SUFFIX.length
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const copied = body.length <= COPIED_BYTES
  const frame = Buffer.allocUnsafe(headerLength + (copied ? length : prefix.length))
  frame[0] = 0x81
  if (headerLength === 2) {
    frame[1] = length
  } else if (headerLength === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
  prefix.copy(frame, headerLength)
  if (copied) {
    body.copy(frame, headerLength + prefix.length)
    frame[frame.length - 1] = 0x7d
    socket.write(frame)
    return
  }
  socket.cork()
  socket.write(frame)
  socket.write(body)
  socket.write(SUFFIX)
  socket.uncork()
}
