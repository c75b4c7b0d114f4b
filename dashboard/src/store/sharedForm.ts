import type { EventFrame, World } from './model'

/**
 * An event in the form that everybody sees. The one who asked gets the answer instead; the log shows the event to all alike, whoever
 * caused it.
 *
 * @param world the state after the event
 */
export function sharedForm(frame: EventFrame, world: World): EventFrame {
  if (typeof frame.correlation_id !== 'string') return frame
  const { payload } = frame
  const shared = { ...frame, correlation_id: null }
  if (frame.type !== 'command:result' || typeof payload.result === 'string') return shared
  switch (payload.command) {
    case 'create_agent':
      return { ...shared, type: 'agent:created', payload: { agent: payload.agent } }
    case 'assign_task':
      return { ...shared, type: 'task:update', payload: { task: payload.task } }
    case 'stop_agent':
      return { ...shared, type: 'agent:status', payload: { agent: world.agents.get(String(payload.agent_id)) ?? payload.result } }
    case 'cancel_task':
      return { ...shared, type: 'task:update', payload: { task: world.tasks.get(String(payload.task_id)) ?? payload.result } }
    case 'cancel_command':
      return {
        ...shared,
        type: 'command:progress',
        payload: {
          command: world.commands.get(String(payload.command_id))?.command ?? '',
          agent_id: payload.agent_id,
          status: 'cancelling',
          progress: 0,
          command_id: payload.command_id,
        },
      }
    default:
      return shared
  }
}
