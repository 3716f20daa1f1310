import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import './layout/everywhere.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readConfiguration } from './api/configuration.ts'
import { App } from './app.tsx'
import { CannotStart } from './layout/cannot-start.tsx'
import { issuerOf } from './sign-in/issuer.ts'
import { Session } from './sign-in/session.ts'
import { startLanguage } from './words/language.ts'

startLanguage()
const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no #root')
const root = createRoot(container)

async function start(): Promise<void> {
  try {
    const configuration = await readConfiguration()
    const session = new Session(issuerOf(configuration), configuration.roles)
    if (!(await session.begin())) return
    root.render(
      <StrictMode>
        <App session={session} />
      </StrictMode>,
    )
  } catch {
    root.render(<CannotStart onRetry={() => void start()} />)
  }
}

void start()
