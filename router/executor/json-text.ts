/** From so many bytes on it pays to spare a text a copy. */
export const LONG_TEXT = 32_768

const texts = new WeakMap<object, Buffer>()

/** `value` is what JSON.parse makes of `text`, and is not changed from here on. */
export function keepText(value: object, text: Buffer): void {
  texts.set(value, text)
}

/** The text that says this very value; undefined when none was kept. */
export function textOf(value: object): Buffer | undefined {
  return texts.get(value)
}
