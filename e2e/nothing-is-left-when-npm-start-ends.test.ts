import { nothingIsLeft } from './testing/npm-start.ts'

// Every member of the chain with every signal: nothing-is-left-when-npm-start-ends.nightly.test.ts; and with a small script
// at its end, stack/bootstrap.integration.test.ts.
nothingIsLeft('npm', 'SIGTERM')
