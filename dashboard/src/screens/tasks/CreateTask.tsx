import { Choice, FormDialog, TextArea, TextField, useDraft, wordsOf } from '../../components/Form'
import { assignTask, type NewTask } from '../../store/actions'
import { useStore } from '../../store/hooks'
import type { Agent, Task } from '../../store/model'
import { agentsInOrder, tasksInOrder } from '../../store/selectors'

interface Draft {
  readonly title: string
  readonly description: string
  readonly agentId: string
  readonly priority: string
  readonly attempts: string
  readonly capabilities: string
  readonly after: string
}

const EMPTY: Draft = { title: '', description: '', agentId: '', priority: '0', attempts: '1', capabilities: '', after: '' }

interface Props {
  /** A task that is to be done again: its words, for a start. */
  readonly again?: Task
  readonly onClose: () => void
}

/** Makes a task, for one agent or for whichever can take it first. */
export function CreateTask({ again, onClose }: Props) {
  const agents = useStore(({ moment }) => agentsInOrder(moment.world, moment.revision).filter((agent) => agent.status !== 'stopped'))
  const tasks = useStore(({ moment }) =>
    tasksInOrder(moment.world, moment.revision).filter((task) => task.status === 'pending' || task.status === 'in_progress'),
  )
  const [draft, set] = useDraft(again ? draftOf(again, agents) : EMPTY)

  return (
    <FormDialog
      title={again ? 'Do it again' : 'New task'}
      action="Create the task"
      doing="The task is being created."
      reason={draft.title.trim() === '' ? 'Give it a title first.' : null}
      submit={() => assignTask(requestOf(draft), draft.agentId || undefined)}
      onClose={onClose}
    >
      {again && <p className="hint">The task that has ended stays as it is; this is another one, with its words.</p>}
      <TextField label="Title" data-autofocus required maxLength={500} value={draft.title} onEdit={(title) => set('title', title)} />
      <TextArea
        label="Description"
        rows={4}
        placeholder="What is to be done, and how one sees that it is done"
        value={draft.description}
        onEdit={(description) => set('description', description)}
      />
      <div className="columns">
        <Choice
          label="Agent"
          value={draft.agentId}
          onEdit={(agentId) => set('agentId', agentId)}
          options={[['', 'Whichever is free first'], ...agents.map(({ id, name }) => [id, name || id] as const)]}
        />
        <Choice
          label="After"
          value={draft.after}
          onEdit={(after) => set('after', after)}
          options={[['', 'Nothing; it can begin at once'], ...tasks.map(({ id, title }) => [id, title] as const)]}
        />
        <TextField label="Priority" type="number" min={-100} max={100} value={draft.priority} onEdit={(priority) => set('priority', priority)} />
        <TextField label="Attempts" type="number" min={1} max={10} value={draft.attempts} onEdit={(attempts) => set('attempts', attempts)} />
      </div>
      {draft.agentId === '' && (
        <TextField
          label="Required capabilities"
          placeholder="coding, review"
          value={draft.capabilities}
          onEdit={(capabilities) => set('capabilities', capabilities)}
        />
      )}
    </FormDialog>
  )
}

/** Its agent only if that one still takes tasks and it was not merely the first that could. */
function draftOf(task: Task, agents: readonly Agent[]): Draft {
  const capabilities = task.required_capabilities?.join(', ') ?? ''
  const agentId = capabilities === '' && agents.some(({ id }) => id === task.assigned_agent) ? (task.assigned_agent ?? '') : ''
  return {
    title: task.title,
    description: task.description,
    agentId,
    priority: String(task.priority ?? 0),
    attempts: String(task.retry?.max_attempts ?? 1),
    capabilities,
    after: '',
  }
}

function requestOf({ title, description, agentId, priority, attempts, capabilities, after }: Draft): NewTask {
  const words = agentId === '' ? wordsOf(capabilities) : []
  return {
    title: title.trim(),
    description: description.trim(),
    ...(Number(priority) !== 0 && { priority: Number(priority) }),
    ...(Number(attempts) > 1 && { retry: { max_attempts: Number(attempts) } }),
    ...(words.length > 0 && { required_capabilities: words }),
    ...(after && { depends_on: [after] }),
  }
}
