// Asks the process in this container whether it is ready: node:24-slim has neither curl nor wget.
const answer = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).catch((error) => ({
  ok: false,
  status: String(error),
}))
if (!answer.ok) {
  console.error(`not ready: ${answer.status}`)
  process.exit(1)
}
