const decoder = new TextDecoder()

/** What a message holds; undefined when it is not JSON, which every schema refuses. */
export function readJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(data))
  } catch {
    return undefined
  }
}
