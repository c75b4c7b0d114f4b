export { AgentBridgeClient, type ClientOptions, type RequestOptions, type Topics } from './client.js'
export type { BackoffOptions } from './backoff.js'
export type { CommandHandle, CommandProgress, OutputKind } from './command-handle.js'
export type { ConnectionStatus } from './connection.js'
export type { Position, StartingPoint } from './cursor.js'
export * from './errors.js'
export type { Acknowledgement, Ending } from './link.js'
export { LogFold, DEFAULT_FOLD_LIMITS, type Change, type FoldLimits } from './log-fold.js'
export type * from './protocol.js'
export type {
  Agent,
  AgentLimits,
  Approval,
  AssignTaskResult,
  Cause,
  Command,
  Connections,
  CreateAgentResult,
  Error as ErrorPayload,
  Filter,
  PromptResult,
  Retry,
  Snapshot,
  SystemStatusResult,
  SystemSummary,
  Task,
  Timestamp,
  Usage,
} from './generated/protocol.js'
export type { Socket, SocketConstructor } from './socket.js'
export type { Subscribed } from './subscriptions.js'
export type { TaskHandle } from './task-handle.js'
export type { LiveOutput, Transcript, TranscriptPiece } from './transcript.js'
export {
  AgentType,
  MessageType,
  TaskStatus,
  type AgentInfo,
  type CommandRequest,
  type CommandResult,
  type ConnectionHandler,
  type EventHandler,
  type PythonMessage,
  type ServiceStats,
  type SystemStatus,
  type TaskInfo,
} from './legacy/messages.js'
export { PythonAgentWebSocketService, pythonAgentWebSocket, type ServiceOptions } from './legacy/service.js'
