import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFile, type DashboardFile } from '../file/dashboard-file.ts'

/** A path in a folder of its own, which is removed with everything in it. */
export function temporaryPath(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'dashboard-'))
  return {
    path: join(folder, 'dashboard.sqlite'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A fresh file for as long as `use` takes. */
export async function withFile<Result>(use: (file: DashboardFile) => Promise<Result>): Promise<Result> {
  const { path, remove } = temporaryPath()
  const file = await openFile(path)
  try {
    return await use(file)
  } finally {
    await file.close()
    remove()
  }
}
