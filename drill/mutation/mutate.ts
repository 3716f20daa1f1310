import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { applyMutation, mutationFromEnvironment } from './source-change.ts'

// For `node --import`: this process runs with the bug that EBOOK_MUTATION describes. The product's own code knows
// nothing of bugs that can be switched on, and nothing of this can reach an installation by accident.
const changes = mutationFromEnvironment(process.env)
const root = new URL('../../', import.meta.url)

registerHooks({
  load(url, context, next) {
    const mine = changes.filter(({ file }) => url.split('?')[0] === new URL(file, root).href)
    if (mine.length === 0) return next(url, context)
    const source = mine.reduce(applyMutation, readFileSync(fileURLToPath(url), 'utf8'))
    // Types are stripped by Node itself, as in every other file.
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
