#!/usr/bin/env node
import { styleText } from 'node:util'
import { runCommand } from './command.ts'

// Whoever read the lines has gone, as `head` does.
process.stdout.on('error', () => process.exit())
process.exitCode = await runCommand(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  paint: (style, text) => styleText(style, text, { stream: process.stdout }),
})
