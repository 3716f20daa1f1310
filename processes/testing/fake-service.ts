import { createServer } from 'node:http'

/** A process as the supervisor sees one of ours, with faults on demand. */
const { env } = process
console.log('last words')
if (env['EXIT_WITH']) process.exit(Number(env['EXIT_WITH']))
if (env['IGNORE_SIGTERM']) process.on('SIGTERM', () => undefined)
if (env['EBOOK_PARENT_WATCH'] === '1') process.stdin.on('end', () => process.exit()).resume()

createServer((request, response) => {
  if (request.url === '/wedge') wedge()
  response.end(request.url === '/greeting' ? env['GREETING'] : '{}')
}).listen(Number(env['PORT']), env['HOST'])

function wedge(): never {
  // Into a pipe this is written before the call returns.
  console.log('wedged')
  for (;;);
}
