import type { AgentBridgeError, PayloadOf } from '@agent-bridge/client'
import { toast } from '../components/toasts'
import { connected } from './connection'
import { messageOf } from './failure'
import type { Task } from './model'
import { store } from './store'

export type NewAgent = PayloadOf<'agent:create'>
export type NewTask = PayloadOf<'task:assign'>['task']
export type Decision = PayloadOf<'approval:respond'>['decision']

/** For as long as it takes: what is sent while the server is away is kept until it is back, as the page says. */
const PATIENTLY = { timeoutMillis: 0 }

/** Does something, keeps count of what is unanswered, and tells what went wrong. */
async function attempt<T>(what: string, action: () => Promise<T>): Promise<T | null> {
  try {
    const doing = action()
    store.setUnanswered(connected().pendingRequests)
    return await doing
  } catch (failure) {
    toast({ tone: 'bad', text: `${what} did not work.`, detail: messageOf(failure) })
    return null
  } finally {
    store.setUnanswered(connected().pendingRequests)
  }
}

export async function createAgent(agent: NewAgent): Promise<string | null> {
  const created = await attempt('Creating the agent', () => connected().createAgent(agent, PATIENTLY))
  return created?.id ?? null
}

/** Sends a prompt. Its result comes as events; only a refusal is told here. */
export function prompt(agentId: string, text: string): void {
  const handle = connected().execute(agentId, text)
  store.setUnanswered(connected().pendingRequests)
  handle.result
    .catch((failure: AgentBridgeError & { payload?: { command_id?: unknown } }) => {
      // A command that was taken and failed is in the transcript already.
      if (failure.payload?.command_id === undefined) toast({ tone: 'bad', text: 'The prompt was not taken.', detail: failure.message })
    })
    .finally(() => store.setUnanswered(connected().pendingRequests))
}

export function cancelCommand(commandId: string): void {
  void attempt('Cancelling', () => connected().cancelCommand(commandId, PATIENTLY))
}

export function stopAgent(agentId: string, mode: 'graceful' | 'kill'): void {
  void attempt('Stopping the agent', () => connected().stopAgent(agentId, { mode }, PATIENTLY))
}

export function assignTask(task: NewTask, agentId?: string): Promise<Task | null> {
  return attempt('Creating the task', () => connected().assignTask(task, agentId, PATIENTLY).accepted)
}

export function cancelTask(taskId: string): Promise<boolean> {
  return attempt('Cancelling the task', () => connected().cancelTask(taskId, PATIENTLY)).then((done) => done !== null)
}

export function decide(approvalId: string, decision: Decision, message?: string): Promise<boolean> {
  return attempt('Answering', () => connected().respondApproval(approvalId, decision, message ? { message } : {}, PATIENTLY)).then((done) => done !== null)
}
