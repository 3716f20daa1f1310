import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCommand } from '../command.ts'
import { printCatalogue } from '../events/catalogue.ts'
import { plain } from '../outputs/text.ts'
import type { World } from './small-world.ts'

/** A git repository of its own in a temporary folder, or a project in a folder of another, and the command that runs on it. */
export class SmallRepository implements Disposable {
  readonly root: string

  constructor(folderOfAnother?: string) {
    this.root = folderOfAnother ?? mkdtempSync(join(tmpdir(), 'schema-check-'))
    if (folderOfAnother === undefined) this.git('init', '--quiet', '--initial-branch=main')
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true })
    writeFileSync(join(this.root, file), text)
  }

  remove(file: string): void {
    rmSync(join(this.root, file))
  }

  put({ files, events }: World): void {
    for (const [file, text] of Object.entries(files)) this.write(file, text)
    this.write('schema/events.json', printCatalogue(events))
  }

  /** `at` as 2020-01-31T00:00:00Z; now, when it is not said. */
  commit(message: string, at = new Date().toISOString()): void {
    this.git('add', '--all')
    const author = ['-c', 'user.name=libby', '-c', 'user.email=libby@example.com']
    this.#git([...author, 'commit', '--quiet', '-m', message], { GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at })
  }

  git(...args: readonly string[]): string {
    return this.#git(args)
  }

  #git(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    return execFileSync('git', ['-C', this.root, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...ownConfig, ...env },
    })
  }

  /** The command in this process. */
  async check(...args: readonly string[]) {
    const said = { stdout: '', stderr: '' }
    const status = await runCommand(['--root', this.root, ...args], {
      out: (text) => (said.stdout += text),
      error: (text) => (said.stderr += text),
      paint: plain,
    })
    return { status, ...said }
  }

  /** The command as a program of its own, where code of the repository is run or the program itself is tested. */
  run(...args: readonly string[]) {
    return this.runIn('.', '--root', this.root, ...args)
  }

  /** The same, called in a folder of it. */
  runIn(folder: string, ...args: readonly string[]) {
    const main = join(import.meta.dirname, '..', 'main.ts')
    return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd: join(this.root, folder) })
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

// Whoever runs the tests may sign commits or have hooks.
const ownConfig = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
