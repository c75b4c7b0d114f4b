import type {
  AssignTaskResult,
  ClientLegacyRequest,
  ClientMessage as AnyClientMessage,
  CreateAgentResult,
  PromptResult,
  ServerCommandResponse,
  ServerCommandResult,
  ServerLegacyResponse,
  ServerMessage,
  ServerSystemHistory,
  Snapshot,
  SystemStatusResult,
} from './generated/protocol.js'

/** What this client sends: everything but the dialect of old programs. */
export type ClientMessage = Exclude<AnyClientMessage, ClientLegacyRequest>

export type ClientMessageType = ClientMessage['type']

/** The payload of a message of the client. */
export type PayloadOf<T extends ClientMessageType> = Extract<ClientMessage, { type: T }>['payload']

/** The answer to agent:stop, command:cancel and task:cancel. */
export interface LifecycleResult {
  command: 'stop_agent' | 'cancel_command' | 'cancel_task'
  success: true
  execution_time: number
  agent_id?: string | null
  command_id?: string
  task_id?: string
  status: string
  result: Record<string, unknown>
}

/** What a command:result says: an agent's answer has a result that is a string, the server's own an object. */
export type CommandResultPayload =
  | (PromptResult & { status?: string; origin?: string; request_id?: string | null })
  | CreateAgentResult
  | AssignTaskResult
  | SystemStatusResult
  | LifecycleResult

export interface CommandResultFrame extends Omit<ServerCommandResult, 'payload'> {
  payload: CommandResultPayload
}

/** A page of past events: the frames as the live stream has them, ascending, and where to go on. */
export interface HistoryPage extends Omit<ServerSystemHistory['payload'], 'events'> {
  events: ServerFrame[]
}

export interface HistoryFrame extends Omit<ServerSystemHistory, 'payload'> {
  payload: HistoryPage
}

/** Everything the server says to this client, told apart by type. */
export type ServerFrame =
  | Exclude<ServerMessage, ServerLegacyResponse | ServerCommandResponse | ServerCommandResult | ServerSystemHistory>
  | CommandResultFrame
  | HistoryFrame

export type ServerFrameType = ServerFrame['type']

/** The frames that are shown to whoever follows the log, as against those that answer a request or keep the connection alive. */
export type StreamFrameType = Exclude<
  ServerFrameType,
  | 'connection:ack'
  | 'connection:bundle'
  | 'connection:ping'
  | 'connection:pong'
  | 'connection:subscribed'
  | 'system:error'
  | 'system:history'
  | 'system:state'
>

/** The frames of a type. */
export type FrameOf<T extends ServerFrameType> = Extract<ServerFrame, { type: T }>

/** What {@link AgentBridgeClient.history} looks for: a range of sequences or of time, a filter, a text; and how large the pages are. */
export type HistoryQuery = PayloadOf<'system:history'>

/** The whole state, as it is or was at a sequence. */
export type WholeState = Pick<Snapshot, 'sequence' | 'agents' | 'tasks' | 'commands' | 'approvals'>

/** The whole state as it was, and when that was. */
export interface PastState extends WholeState {
  timestamp: string
}

/** Whether a frame says that a request failed. */
export function isError(frame: ServerFrame): frame is FrameOf<'agent:error' | 'command:error' | 'system:error'> {
  return frame.type === 'agent:error' || frame.type === 'command:error' || frame.type === 'system:error'
}
