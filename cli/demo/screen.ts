const colour = process.stdout.isTTY === true && !process.env.NO_COLOR
const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)

/** What the demo shows, a line at a time. */
export class Screen {
  #steps = 0
  readonly #began = performance.now()

  step(text: string): void {
    this.#steps += 1
    console.log(`\n${paint(1, `${this.#steps}. ${text}`)}`)
  }

  line(text: string): void {
    console.log(`   ${text}`)
  }

  fact(text: string, afterMs: number): void {
    this.line(`${paint(32, '✓')} ${text} ${paint(2, `(${Math.round(afterMs)} ms)`)}`)
  }

  event(time: string, type: string, actor: string): void {
    this.line(`  ${paint(2, time.slice(11, 23))} ${type.padEnd(36)} ${paint(2, actor)}`)
  }

  done(text: string): void {
    console.log(`\n${paint(32, text)} ${Math.round((performance.now() - this.#began) / 100) / 10} s`)
  }
}
