// What programs written for the Python server import: names, spellings and shapes are theirs.

export enum MessageType {
  AGENT_CREATE = 'agent:create',
  AGENT_STATUS = 'agent:status',
  AGENT_CREATED = 'agent:created',
  AGENT_STOPPED = 'agent:stopped',
  AGENT_ERROR = 'agent:error',
  AGENT_HEARTBEAT = 'agent:heartbeat',
  COMMAND_EXECUTE = 'command:execute',
  COMMAND_RESULT = 'command:result',
  COMMAND_ERROR = 'command:error',
  COMMAND_PROGRESS = 'command:progress',
  TASK_ASSIGN = 'task:assign',
  TASK_UPDATE = 'task:update',
  TASK_COMPLETE = 'task:complete',
  TASK_FAILED = 'task:failed',
  AGENT_MESSAGE = 'agent:message',
  AGENT_COORDINATION = 'agent:coordination',
  AGENT_HANDOFF = 'agent:handoff',
  SYSTEM_STATUS = 'system:status',
  SYSTEM_ERROR = 'system:error',
  SYSTEM_METRIC = 'system:metric',
  CONNECTION_ACK = 'connection:ack',
  CONNECTION_PING = 'connection:ping',
  CONNECTION_PONG = 'connection:pong',
  CONNECTION_ERROR = 'connection:error',
}

export enum AgentType {
  MANAGER = 'manager',
  WORKER = 'worker',
  COORDINATOR = 'coordinator',
}

export enum TaskStatus {
  PENDING = 'pending',
  IN_PROGRESS = 'in_progress',
  COMPLETED = 'completed',
  FAILED = 'failed',
  CANCELLED = 'cancelled',
}

// Old programs read payloads and metadata without narrowing.
/* eslint-disable @typescript-eslint/no-explicit-any */

export interface PythonMessage {
  id: string
  type: MessageType
  timestamp: string
  payload: Record<string, any>
  source?: string
  target?: string
  correlation_id?: string
}

export interface AgentInfo {
  id: string
  type: AgentType
  status: string
  created_at: string
  last_activity: string
  current_task?: string
  model: string
  capabilities: string[]
  metrics: Record<string, any>
}

export interface TaskInfo {
  id: string
  title: string
  description: string
  assigned_agent?: string
  status: TaskStatus
  created_at: string
  started_at?: string
  completed_at?: string
  progress: number
  result?: any
  error?: string
  metadata: Record<string, any>
}

export interface CommandRequest {
  command: string
  agent_id: string
  parameters?: Record<string, any>
}

export interface CommandResult {
  command: string
  result: any
  agent_id: string
  execution_time?: number
}

export interface SystemStatus {
  agents: { total: number; by_status: Record<string, number>; by_type: Record<string, number> }
  tasks: { total: number; queued: number; by_status: Record<string, number> }
  statistics: Record<string, any>
  running: boolean
}

export type EventHandler = (message: PythonMessage) => void | Promise<void>
export type ConnectionHandler = (connected: boolean) => void

export interface ServiceStats {
  messagesSent: number
  messagesReceived: number
  connectionAttempts: number
  lastConnected: Date | null
  totalUptime: number
  connected: boolean
  uptime: number
}
