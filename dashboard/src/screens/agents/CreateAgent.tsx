import { useId } from 'react'
import { Choice, FormDialog, TextArea, TextField, useDraft, wordsOf } from '../../components/Form'
import { navigate } from '../../routing/location'
import { createAgent, type NewAgent } from '../../store/actions'
import { useStore } from '../../store/hooks'

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
export function CreateAgent({ onClose }: { readonly onClose: () => void }) {
  const backends = useStore(({ server }) => server?.backends ?? [])
  const [draft, set] = useDraft(EMPTY)
  const models = useId()

  return (
    <FormDialog
      title="New agent"
      action="Create the agent"
      doing="The agent is being created."
      submit={() => createAgent(requestOf(draft))}
      onMade={(id) => navigate({ screen: 'agents', id })}
      onClose={onClose}
    >
      <TextField
        label="Name"
        data-autofocus
        maxLength={120}
        placeholder="What people call it, for example reviewer"
        value={draft.name}
        onEdit={(name) => set('name', name)}
      />
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
        <Choice
          label="Backend"
          value={draft.backend}
          onEdit={(backend) => set('backend', backend)}
          options={[['', 'The server’s default'], ...backends.map((backend) => [backend, backend] as const)]}
        />
        <TextField label="Model" list={models} value={draft.model} onEdit={(model) => set('model', model)} />
        <datalist id={models}>
          {MODELS.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <Choice label="Permissions" value={draft.mode} onEdit={(mode) => set('mode', mode)} options={MODES} />
        <TextField
          label="Workspace"
          className="mono"
          placeholder="A folder made by the server"
          value={draft.workspace}
          onEdit={(workspace) => set('workspace', workspace)}
        />
      </div>
      <TextField
        label="Capabilities"
        hint="Words, with commas between them. A task that requires some goes only to agents that have them."
        placeholder="coding, review"
        value={draft.capabilities}
        onEdit={(capabilities) => set('capabilities', capabilities)}
      />
      <TextArea
        label="Instructions beyond its own"
        rows={2}
        placeholder="Added to the system prompt"
        value={draft.instructions}
        onEdit={(instructions) => set('instructions', instructions)}
      />
    </FormDialog>
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
