import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Screen } from './screen.ts'

/** Runs the importer as a librarian would. A row that was in the catalogue before is refused: that is no failure. */
export async function importFile(file: string, url: string, token: string, screen: Screen): Promise<void> {
  const command = fileURLToPath(new URL('../import.ts', import.meta.url))
  const child = spawn(process.execPath, [command, file, '--url', url], {
    env: { ...process.env, EBOOK_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  let rest = ''
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) screen.line(line)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (rest) screen.line(rest)
  if (code !== 0) throw new Error(`the importer ended with ${code}; run \`npm run import -- ${file}\` to see why`)
}
