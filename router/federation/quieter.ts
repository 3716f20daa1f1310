import type { Logger } from '@ebook/chassis/log'

/** The gateway's and the server's notes about themselves are for debugging. */
export function quieter(log: Logger) {
  return {
    debug: (message: unknown) => log.trace(String(message)),
    info: (message: unknown) => log.debug(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    error: (message: unknown) => log.error(String(message)),
  }
}
