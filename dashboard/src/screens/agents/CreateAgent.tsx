import { useState } from 'react'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { navigate } from '../../routing/location'
import { createAgent, type NewAgent } from '../../store/actions'
import { useBlocked, useStore } from '../../store/hooks'

const TYPES = [
  ['worker', 'Worker', 'takes prompts and tasks'],
  ['manager', 'Manager', 'hands out tasks'],
  ['coordinator', 'Coordinator', 'keeps agents in step'],
] as const
const MODELS = ['sonnet', 'opus', 'haiku'] as const
const MODES = [
  ['', 'As the server is configured'],
  ['default', 'Ask for everything'],
  ['acceptEdits', 'Edit files without asking'],
  ['plan', 'Plan only, change nothing'],
] as const

interface Draft {
  readonly type: 'worker' | 'manager' | 'coordinator'
  readonly backend: string
  readonly model: string
  readonly name: string
  readonly capabilities: string
  readonly workspace: string
  readonly mode: string
  readonly instructions: string
}

const EMPTY: Draft = { type: 'worker', backend: '', model: 'sonnet', name: '', capabilities: '', workspace: '', mode: '', instructions: '' }

/** Makes an agent. What is left empty is the server's choice. */
export default function CreateAgent({ onClose }: { readonly onClose: () => void }) {
  const backends = useStore(({ server }) => server?.backends ?? [])
  const blocked = useBlocked()
  const [draft, setDraft] = useState(EMPTY)
  const [busy, setBusy] = useState(false)
  const reason = blocked ?? (busy ? 'The agent is being created.' : null)

  function set<Field extends keyof Draft>(field: Field, value: Draft[Field]) {
    setDraft({ ...draft, [field]: value })
  }

  async function submit() {
    if (reason) return
    setBusy(true)
    const id = await createAgent(requestOf(draft))
    setBusy(false)
    if (id === null) return
    onClose()
    navigate({ screen: 'agents', id })
  }

  return (
    <Dialog
      title="New agent"
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" reason={reason}>
            Create the agent
          </Button>
        </>
      }
    >
      <div className="field">
        <label htmlFor="agent-name">Name</label>
        <input
          id="agent-name"
          className="input"
          data-autofocus
          maxLength={120}
          placeholder="What people call it, for example reviewer"
          value={draft.name}
          onChange={(event) => set('name', event.target.value)}
        />
      </div>
      <fieldset className="choices">
        <legend className="label">Type</legend>
        {TYPES.map(([type, word, does]) => (
          <label key={type} className="choice">
            <input type="radio" name="agent-type" checked={draft.type === type} onChange={() => set('type', type)} />
            <span>
              <strong>{word}</strong>
              <span className="muted small"> {does}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="columns">
        <div className="field">
          <label htmlFor="agent-backend">Backend</label>
          <select id="agent-backend" className="select" value={draft.backend} onChange={(event) => set('backend', event.target.value)}>
            <option value="">The server’s default</option>
            {backends.map((backend) => (
              <option key={backend}>{backend}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="agent-model">Model</label>
          <input
            id="agent-model"
            className="input"
            list="agent-models"
            value={draft.model}
            onChange={(event) => set('model', event.target.value)}
          />
          <datalist id="agent-models">
            {MODELS.map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
        </div>
        <div className="field">
          <label htmlFor="agent-mode">Permissions</label>
          <select id="agent-mode" className="select" value={draft.mode} onChange={(event) => set('mode', event.target.value)}>
            {MODES.map(([mode, word]) => (
              <option key={mode} value={mode}>
                {word}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="field">
        <label htmlFor="agent-capabilities">Capabilities</label>
        <input
          id="agent-capabilities"
          className="input"
          placeholder="coding, review"
          value={draft.capabilities}
          onChange={(event) => set('capabilities', event.target.value)}
          aria-describedby="agent-capabilities-hint"
        />
        <p id="agent-capabilities-hint" className="hint">
          Words, with commas between them. A task that requires some goes only to agents that have them.
        </p>
      </div>
      <div className="field">
        <label htmlFor="agent-workspace">Workspace</label>
        <input
          id="agent-workspace"
          className="input mono"
          placeholder="A folder of its own, made by the server"
          value={draft.workspace}
          onChange={(event) => set('workspace', event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="agent-instructions">Instructions beyond its own</label>
        <textarea
          id="agent-instructions"
          className="textarea"
          rows={2}
          placeholder="Added to the system prompt"
          value={draft.instructions}
          onChange={(event) => set('instructions', event.target.value)}
        />
      </div>
    </Dialog>
  )
}

function requestOf({ type, backend, model, name, capabilities, workspace, mode, instructions }: Draft): NewAgent {
  const words = wordsOf(capabilities)
  return {
    agent_type: type,
    ...(model.trim() && { model: model.trim() }),
    ...(backend && { backend }),
    ...(name.trim() && { name: name.trim() }),
    ...(words.length > 0 && { capabilities: words }),
    ...(workspace.trim() && { workspace: workspace.trim() }),
    ...(mode && { permission_mode: mode }),
    ...(instructions.trim() && { append_system_prompt: instructions.trim() }),
  }
}

/** The words of a list with commas. */
export function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
}
