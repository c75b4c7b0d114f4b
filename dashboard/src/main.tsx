import './styles/tokens.css'
import './styles/base.css'
import './styles/components.css'
import './styles/shell.css'
import './styles/timebar.css'
import './styles/content.css'
import './styles/overview.css'
import './styles/agents.css'
import './styles/approvals.css'
import './styles/tasks.css'
import './styles/system.css'
import './styles/events.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { Guard } from './components/Panel'
import { connect } from './store/connection'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <Guard name="The dashboard">
      <App />
    </Guard>
  </StrictMode>,
)
void connect()
