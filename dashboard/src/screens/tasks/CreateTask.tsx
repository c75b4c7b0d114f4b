import { useState } from 'react'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { assignTask, type NewTask } from '../../store/actions'
import { useBlocked, useStore } from '../../store/hooks'
import { agentsInOrder, tasksInOrder } from '../../store/selectors'
import { wordsOf } from '../agents/CreateAgent'

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

/** Makes a task, for one agent or for whichever can take it first. */
export default function CreateTask({ onClose }: { readonly onClose: () => void }) {
  const agents = useStore(({ moment }) => agentsInOrder(moment.world, moment.revision).filter((agent) => agent.status !== 'stopped'))
  const tasks = useStore(({ moment }) =>
    tasksInOrder(moment.world, moment.revision).filter((task) => task.status === 'pending' || task.status === 'in_progress'),
  )
  const blocked = useBlocked()
  const [draft, setDraft] = useState(EMPTY)
  const [busy, setBusy] = useState(false)
  const reason = blocked ?? (busy ? 'The task is being created.' : draft.title.trim() === '' ? 'Give it a title first.' : null)

  function set<Field extends keyof Draft>(field: Field, value: Draft[Field]) {
    setDraft({ ...draft, [field]: value })
  }

  async function submit() {
    if (reason) return
    setBusy(true)
    const taken = await assignTask(requestOf(draft), draft.agentId || undefined)
    setBusy(false)
    if (taken) onClose()
  }

  return (
    <Dialog
      title="New task"
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" reason={reason}>
            Create the task
          </Button>
        </>
      }
    >
      <div className="field">
        <label htmlFor="task-title">Title</label>
        <input
          id="task-title"
          className="input"
          data-autofocus
          required
          maxLength={500}
          value={draft.title}
          onChange={(event) => set('title', event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="task-description">Description</label>
        <textarea
          id="task-description"
          className="textarea"
          rows={4}
          placeholder="What is to be done, and how one sees that it is done"
          value={draft.description}
          onChange={(event) => set('description', event.target.value)}
        />
      </div>
      <div className="columns">
        <div className="field">
          <label htmlFor="task-agent">Agent</label>
          <select id="task-agent" className="select" value={draft.agentId} onChange={(event) => set('agentId', event.target.value)}>
            <option value="">Whichever is free first</option>
            {agents.map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.name || agent.id}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="task-after">After</label>
          <select id="task-after" className="select" value={draft.after} onChange={(event) => set('after', event.target.value)}>
            <option value="">Nothing; it can begin at once</option>
            {tasks.map((task) => (
              <option key={task.id} value={task.id}>
                {task.title}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="task-priority">Priority</label>
          <input
            id="task-priority"
            className="input"
            type="number"
            min={-100}
            max={100}
            value={draft.priority}
            onChange={(event) => set('priority', event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="task-attempts">Attempts</label>
          <input
            id="task-attempts"
            className="input"
            type="number"
            min={1}
            max={10}
            value={draft.attempts}
            onChange={(event) => set('attempts', event.target.value)}
          />
        </div>
      </div>
      {draft.agentId === '' && (
        <div className="field">
          <label htmlFor="task-capabilities">Required capabilities</label>
          <input
            id="task-capabilities"
            className="input"
            placeholder="coding, review"
            value={draft.capabilities}
            onChange={(event) => set('capabilities', event.target.value)}
          />
        </div>
      )}
    </Dialog>
  )
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
