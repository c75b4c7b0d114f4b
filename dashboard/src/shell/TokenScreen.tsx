import { useState } from 'react'
import { Button } from '../components/Button'
import { Icon } from '../components/Icon'
import { connectWith } from '../store/connection'

/** The first thing a reader sees where the server wants a token. */
export function TokenScreen({ reason }: { readonly reason: string }) {
  const [token, setToken] = useState('')
  const [keep, setKeep] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit() {
    setBusy(true)
    setProblem(await connectWith(token.trim(), keep))
    setBusy(false)
  }

  return (
    <main className="token">
      <form
        className="token__card"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <span className="topbar__mark">
          <Icon name="bridge" size={22} />
        </span>
        <h1>This server wants a token</h1>
        <p className="muted">{reason.split(' Send ')[0]}</p>
        <div className="field">
          <label htmlFor="token">Access token</label>
          <input
            id="token"
            className="input mono"
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-describedby="token-hint"
            aria-invalid={problem !== null}
            autoFocus
          />
          <p id="token-hint" className="hint">
            Print it on the server’s machine: <code>agent-bridge token</code>
          </p>
        </div>
        <label className="row">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          Keep it on this device
        </label>
        {problem && (
          <p className="hint hint--bad" role="alert">
            {problem.split(' Send ')[0]}
          </p>
        )}
        <Button type="submit" look="primary" reason={token.trim() === '' ? 'Paste the token first.' : busy ? 'One moment.' : null}>
          Connect
        </Button>
      </form>
    </main>
  )
}
