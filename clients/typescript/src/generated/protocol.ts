// Generated from src/protocol/schemas by "npm run generate". Do not edit.

/**
 * An instant as the server writes it, in envelopes and payloads alike: UTC, three fraction digits, +00:00.
 */
export type Timestamp = string
/**
 * Any message that a client may send.
 */
export type ClientMessage =
  | ClientConnectionPing
  | ClientConnectionPong
  | ClientConnectionSubscribe
  | ClientAgentCreate
  | ClientAgentStop
  | ClientAgentMessage
  | ClientAgentCoordination
  | ClientAgentHandoff
  | ClientCommandExecute
  | ClientCommandCancel
  | ClientTaskAssign
  | ClientTaskCancel
  | ClientSystemStatus
  | ClientSystemMetric
  | ClientSystemHistory
  | ClientSystemState
  | ClientApprovalRespond
  | ClientAgentHeartbeat
  | ClientLegacyRequest
/**
 * Any message that the server may send.
 */
export type ServerMessage =
  | ServerConnectionAck
  | ServerConnectionPing
  | ServerConnectionPong
  | ServerConnectionSubscribed
  | ServerConnectionSnapshot
  | ServerConnectionBundle
  | ServerSystemHistory
  | ServerSystemState
  | ServerAgentCreated
  | ServerAgentStatus
  | ServerAgentStopped
  | ServerAgentHeartbeat
  | ServerAgentError
  | ServerAgentMessage
  | ServerAgentCoordination
  | ServerAgentHandoff
  | ServerCommandProgress
  | ServerCommandResult
  | ServerCommandError
  | ServerCommandResponse
  | ServerTaskUpdate
  | ServerTaskComplete
  | ServerTaskFailed
  | ServerSystemError
  | ServerSystemMetric
  | ServerApprovalRequested
  | ServerApprovalResolved
  | ServerServerStarted
  | ServerLegacyResponse

/**
 * Bounds on what one agent may use.
 */
export interface AgentLimits {
  max_turns?: number | null
  max_cost_usd?: number | null
  timeout_ms?: number | null
}
/**
 * A message about one agent.
 */
export interface AgentPayload {
  agent: Agent
}
/**
 * A coding agent as clients see it. An old client needs current_task null or a string, metrics an object, model a string and capabilities an array.
 */
export interface Agent {
  /**
   * <type>-<unix seconds>-<8 hex digits>
   */
  id: string
  type: 'manager' | 'worker' | 'coordinator'
  status: 'initializing' | 'idle' | 'busy' | 'error' | 'stopping' | 'stopped'
  created_at: Timestamp
  last_activity: Timestamp
  /**
   * Id of the task in flight.
   */
  current_task: string | null
  model: string
  capabilities: string[]
  metrics: {
    tasks_completed?: number
    tasks_failed?: number
    avg_response_time?: number
    tokens_used?: number
    uptime?: number
    success_rate?: number
  }
  last_heartbeat?: Timestamp | null
  name?: string
  backend?: string
  session_id?: string | null
  workspace?: string | null
  pid?: number | null
  host?: string | null
  /**
   * Commands that wait behind the one in flight.
   */
  queue_length?: number
  usage?: Usage | null
  error?: string | null
  metadata?: Record<string, unknown> | null
  permission_mode?: string | null
  limits?: AgentLimits | null
}
/**
 * Tokens and money.
 */
export interface Usage {
  input_tokens: number
  output_tokens: number
  cache_read_tokens: number
  cache_write_tokens: number
  cost_usd: number
}
/**
 * A permission that an agent asks for.
 */
export interface Approval {
  id: string
  agent_id: string
  command_id: string | null
  tool_name: string
  input: unknown
  description?: string | null
  suggestions?: unknown[] | null
  requested_at: Timestamp
  expires_at: Timestamp | null
  /**
   * null or pending while it is open; expired is never a person's no.
   */
  outcome?: 'pending' | 'allowed' | 'denied' | 'expired' | 'cancelled' | null
  resolved_by?: string | null
}
/**
 * The task, flat and nested.
 */
export interface AssignTaskResult {
  id: string
  title: string
  description: string
  assigned_agent: string | null
  status: 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled'
  created_at: Timestamp
  started_at: Timestamp | null
  completed_at: Timestamp | null
  progress: number
  result: {
    task_id: string
    assigned: boolean
    agent_id: string | null
  }
  error: string | null
  metadata: Record<string, unknown>
  priority?: number
  depends_on?: string[]
  required_capabilities?: string[]
  timeout_ms?: number | null
  retry?: Retry | null
  attempts?: number
  blocked_reason?: string | null
  command: 'assign_task'
  success: true
  /**
   * False only where no agent can take the task yet; it is queued nevertheless.
   */
  assigned: boolean
  agent_id: string | null
  task_id: string
  task: Task
}
/**
 * How often a failed task is tried again.
 */
export interface Retry {
  max_attempts?: number
  backoff_ms?: number
}
/**
 * A piece of work, from its acceptance to its one terminal status.
 */
export interface Task {
  id: string
  title: string
  description: string
  assigned_agent: string | null
  status: 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled'
  created_at: Timestamp
  started_at: Timestamp | null
  completed_at: Timestamp | null
  progress: number
  result: unknown
  error: string | null
  metadata: Record<string, unknown>
  priority?: number
  depends_on?: string[]
  required_capabilities?: string[]
  timeout_ms?: number | null
  retry?: Retry | null
  attempts?: number
  blocked_reason?: string | null
}
/**
 * The request that led to an event.
 */
export interface Cause {
  /**
   * Who asked.
   */
  principal: string
  /**
   * The request's message id.
   */
  request_id: string | null
  /**
   * The request's correlation id.
   */
  correlation_id: string | null
}
/**
 * Relayed to the target agent and shown to all clients.
 */
export interface ClientAgentCoordination {
  id: string
  type: 'agent:coordination'
  timestamp: string
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
    phase?: string | null
    requires_response?: boolean | null
    task_id?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Answered at once by command:result; the agent starts in the background.
 */
export interface ClientAgentCreate {
  id: string
  type: 'agent:create'
  timestamp: string
  payload: {
    agent_type?: 'manager' | 'worker' | 'coordinator'
    model?: string | null
    capabilities?: string[] | null
    name?: string | null
    backend?: string | null
    workspace?: string | null
    permission_mode?: string | null
    append_system_prompt?: string | null
    limits?: AgentLimits | null
    metadata?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Relayed to the target agent and shown to all clients.
 */
export interface ClientAgentHandoff {
  id: string
  type: 'agent:handoff'
  timestamp: string
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
    task_id?: string | null
    reason?: string | null
    /**
     * Whatever the other agent should know.
     */
    context?: unknown
    stage: 'initiate' | 'complete'
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * A client says that an agent is alive; shown to everybody, and not answered unless there is no such agent.
 */
export interface ClientAgentHeartbeat {
  id: string
  type: 'agent:heartbeat'
  timestamp: string
  payload: {
    agent_id: string
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Relayed to the target agent and shown to all clients.
 */
export interface ClientAgentMessage {
  id: string
  type: 'agent:message'
  timestamp: string
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Ends an agent for good; answered by command:result.
 */
export interface ClientAgentStop {
  id: string
  type: 'agent:stop'
  timestamp: string
  payload: {
    agent_id: string
    mode?: 'graceful' | 'kill'
    reason?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Decides an open approval; the first answer wins.
 */
export interface ClientApprovalRespond {
  id: string
  type: 'approval:respond'
  timestamp: string
  payload: {
    approval_id: string
    decision: 'allow' | 'allow_session' | 'deny'
    message?: string | null
    /**
     * What the tool is to be called with instead.
     */
    updated_input?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Ends a queued or running command; answered by command:result.
 */
export interface ClientCommandCancel {
  id: string
  type: 'command:cancel'
  timestamp: string
  payload: {
    command_id: string
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Gives an agent a prompt: the command and its parameters. In its second dialect it creates an agent.
 */
export interface ClientCommandExecute {
  id: string
  type: 'command:execute'
  timestamp: string
  payload: {
    command: string
    agent_id?: string | null
    parameters?: Record<string, unknown> | null
    timeout_ms?: number | null
    data?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Asks for a sign of life; answered at once by connection:pong, never behind a command.
 */
export interface ClientConnectionPing {
  id: string
  type: 'connection:ping'
  timestamp: string
  payload: {
    client_id?: string | null
    /**
     * Echoed verbatim.
     */
    timestamp?: unknown
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * A sign of life, as any frame is.
 */
export interface ClientConnectionPong {
  id: string
  type: 'connection:pong'
  timestamp: string
  payload: Record<string, unknown>
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Replaces the session's cursor; answered by connection:subscribed.
 */
export interface ClientConnectionSubscribe {
  id: string
  type: 'connection:subscribe'
  timestamp: string
  payload: {
    /**
     * The history that the client knows.
     */
    epoch?: string | null
    from: ('now' | 'snapshot') | number
    filter?: Filter | null
    /**
     * How long events may wait for others, to come together as one connection:bundle; each comes on its own where this is 0 or absent.
     */
    bundle_millis?: number | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Selects events, never single frames of an event. Absent keys select everything.
 */
export interface Filter {
  /**
   * Agent ids.
   */
  agents?: string[] | null
  /**
   * Task ids.
   */
  tasks?: string[] | null
  /**
   * Command ids.
   */
  commands?: string[] | null
  /**
   * Message types, as everybody sees them.
   */
  types?: string[] | null
  /**
   * Who caused the event.
   */
  principals?: string[] | null
}
/**
 * What every message to the server has. Keys in any order; unknown keys are ignored.
 */
export interface ClientEnvelope {
  /**
   * A UUID makes the request idempotent for its principal.
   */
  id: string
  type: string
  /**
   * ISO 8601: naive, Z or with an offset.
   */
  timestamp: string
  payload: Record<string, unknown>
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  /**
   * With a re-send: the newest sequence the client knew when it first sent the request.
   */
  first_sent_at?: number | null
}
/**
 * The third dialect: no type, a command.
 */
export interface ClientLegacyRequest {
  command: string
  data?: Record<string, unknown> | null
  message_id: string
}
/**
 * Answered by command:result; the task waits until an agent can take it.
 */
export interface ClientTaskAssign {
  id: string
  type: 'task:assign'
  timestamp: string
  payload: {
    task: {
      id?: string | null
      title?: string | null
      description?: string | null
      metadata?: Record<string, unknown> | null
      priority?: number | null
      depends_on?: string[] | null
      required_capabilities?: string[] | null
      timeout_ms?: number | null
      retry?: Retry | null
    }
    agent_id?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Withdraws a task; answered by command:result.
 */
export interface ClientTaskCancel {
  id: string
  type: 'task:cancel'
  timestamp: string
  payload: {
    task_id: string
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * Answered by command:result.
 */
export interface ClientSystemStatus {
  id: string
  type: 'system:status'
  timestamp: string
  payload: Record<string, unknown>
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * A measurement for everybody to see.
 */
export interface ClientSystemMetric {
  id: string
  type: 'system:metric'
  timestamp: string
  payload: {
    metric_name: string
    metric_value: number
    agent_id?: string | null
    metadata?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * A page of past events, answered by system:history.
 */
export interface ClientSystemHistory {
  id: string
  type: 'system:history'
  timestamp: string
  payload: {
    /**
     * First sequence wanted; from the oldest that is kept if absent.
     */
    from?: number | null
    /**
     * Last sequence wanted; to the newest if absent.
     */
    to?: number | null
    /**
     * Most events wanted, 100 if absent.
     */
    limit?: number | null
    filter?: Filter | null
    /**
     * Earliest time wanted, an ISO 8601 date and time.
     */
    since?: string | null
    /**
     * Latest time wanted, an ISO 8601 date and time.
     */
    until?: string | null
    /**
     * What one of the event's texts must contain, whatever its case.
     */
    text?: string | null
    /**
     * Which end of the range is wanted first; forward if absent.
     */
    direction?: 'forward' | 'backward' | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * The state as it was after a sequence, answered by system:state in parts.
 */
export interface ClientSystemState {
  id: string
  type: 'system:state'
  timestamp: string
  payload: {
    at: number
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  first_sent_at?: number | null
}
/**
 * A prompt for an agent, from its acceptance to its one terminal status.
 */
export interface Command {
  id: string
  agent_id: string
  command: string
  parameters?: Record<string, unknown> | null
  /**
   * unknown is what a crash leaves where it cannot be told whether the agent consumed the prompt.
   */
  status: 'queued' | 'executing' | 'waiting_approval' | 'completed' | 'failed' | 'cancelled' | 'unknown'
  client_id?: string | null
  request_id?: string | null
  queued_at: Timestamp
  started_at?: Timestamp | null
  completed_at?: Timestamp | null
  result?: string | null
  error?: string | null
  error_type?: string | null
  /**
   * Seconds.
   */
  execution_time?: number | null
  usage?: Usage | null
}
/**
 * Counters of the gateway's connections.
 */
export interface Connections {
  total_connections: number
  active_connections: number
  messages_sent: number
  messages_received: number
  errors: number
  clients_by_type: Record<string, unknown>
  /**
   * Milliseconds.
   */
  average_latency: number
  uptime: number
}
/**
 * The agent, flat and nested, because clients look in either place.
 */
export interface CreateAgentResult {
  /**
   * <type>-<unix seconds>-<8 hex digits>
   */
  id: string
  type: 'manager' | 'worker' | 'coordinator'
  status: 'initializing' | 'idle' | 'busy' | 'error' | 'stopping' | 'stopped'
  created_at: Timestamp
  last_activity: Timestamp
  /**
   * Id of the task in flight.
   */
  current_task: string | null
  model: string
  capabilities: string[]
  metrics: {
    tasks_completed?: number
    tasks_failed?: number
    avg_response_time?: number
    tokens_used?: number
    uptime?: number
    success_rate?: number
  }
  last_heartbeat?: Timestamp | null
  name?: string
  backend?: string
  session_id?: string | null
  workspace?: string | null
  pid?: number | null
  host?: string | null
  /**
   * Commands that wait behind the one in flight.
   */
  queue_length?: number
  usage?: Usage | null
  error?: string | null
  metadata?: Record<string, unknown> | null
  permission_mode?: string | null
  limits?: AgentLimits | null
  command: 'create_agent'
  success: true
  execution_time: number
  agent_id: string
  agent_info: Agent
  agent: Agent
  result: {
    success: true
    agent_id: string
    agent_info: Agent
  }
}
/**
 * What went wrong, why, and what to do next. The text stands in error_message, message and error alike, because clients read any of the three.
 */
export interface Error {
  error_type:
    | 'validation_error'
    | 'json_error'
    | 'processing_error'
    | 'agent_error'
    | 'command_error'
    | 'task_error'
    | 'system_error'
    | 'rate_limited'
    | 'overloaded'
    | 'unauthorized'
    | 'forbidden'
    | 'conflict'
    | 'too_old'
    | 'not_retained'
  error_message: string
  metadata: Record<string, unknown>
  /**
   * The same as error_type.
   */
  error_code:
    | 'validation_error'
    | 'json_error'
    | 'processing_error'
    | 'agent_error'
    | 'command_error'
    | 'task_error'
    | 'system_error'
    | 'rate_limited'
    | 'overloaded'
    | 'unauthorized'
    | 'forbidden'
    | 'conflict'
    | 'too_old'
    | 'not_retained'
  /**
   * The same as error_message.
   */
  message: string
  /**
   * The same as error_message.
   */
  error: string
  agent_id?: string | null
  command?: string | null
}
/**
 * How much is written down, and how much more can be.
 */
export interface Journal {
  /**
   * The oldest event that is kept.
   */
  first_sequence: number
  /**
   * The newest event.
   */
  last_sequence: number
  /**
   * Bytes of all segments that are kept.
   */
  retained_bytes: number
  /**
   * Bytes of the records since this server started.
   */
  appended_bytes: number
  /**
   * What the disk has left.
   */
  free_bytes: number
}
/**
 * What an agent answered.
 */
export interface PromptResult {
  command: string
  agent_id: string
  result: string
  execution_time: number
  success: true
  command_id?: string
  usage?: Usage | null
}
/**
 * How many inputs wait for their turn.
 */
export interface Ring {
  /**
   * For how many there is room; when it is full, requests wait in their clients' sockets.
   */
  slots: number
  /**
   * Now.
   */
  used: number
  /**
   * At most at once since this server started.
   */
  most_used: number
}
/**
 * Shown to all.
 */
export interface ServerAgentCoordination {
  id: string
  type: 'agent:coordination'
  timestamp: Timestamp
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
    phase?: string | null
    requires_response?: boolean | null
    task_id?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * To every client but the creator.
 */
export interface ServerAgentCreated {
  id: string
  type: 'agent:created'
  timestamp: Timestamp
  payload: AgentPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * A creation failed or an agent died.
 */
export interface ServerAgentError {
  id: string
  type: 'agent:error'
  timestamp: Timestamp
  /**
   * What went wrong, why, and what to do next. The text stands in error_message, message and error alike, because clients read any of the three.
   */
  payload: {
    error_type:
      | 'agent_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
      | 'processing_error'
    error_message: string
    metadata: Record<string, unknown>
    /**
     * The same as error_type.
     */
    error_code:
      | 'validation_error'
      | 'json_error'
      | 'processing_error'
      | 'agent_error'
      | 'command_error'
      | 'task_error'
      | 'system_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
    /**
     * The same as error_message.
     */
    message: string
    /**
     * The same as error_message.
     */
    error: string
    agent_id?: string | null
    command?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * Shown to all.
 */
export interface ServerAgentHandoff {
  id: string
  type: 'agent:handoff'
  timestamp: Timestamp
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
    task_id?: string | null
    reason?: string | null
    /**
     * Whatever the other agent should know.
     */
    context?: unknown
    stage?: 'initiate' | 'complete'
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * To all, when a client said that an agent is alive. No event: it has no sequence.
 */
export interface ServerAgentHeartbeat {
  id: string
  type: 'agent:heartbeat'
  timestamp: Timestamp
  payload: {
    agent_id: string
    timestamp: Timestamp
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * Shown to all.
 */
export interface ServerAgentMessage {
  id: string
  type: 'agent:message'
  timestamp: Timestamp
  payload: {
    from_agent: string
    to_agent: string
    content: string
    message_type?: string | null
    metadata?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * To all, on each change.
 */
export interface ServerAgentStatus {
  id: string
  type: 'agent:status'
  timestamp: Timestamp
  payload: AgentPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * To all, when an agent has ended.
 */
export interface ServerAgentStopped {
  id: string
  type: 'agent:stopped'
  timestamp: Timestamp
  payload: AgentPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * An agent asks for a permission.
 */
export interface ServerApprovalRequested {
  id: string
  type: 'approval:requested'
  timestamp: Timestamp
  payload: {
    /**
     * A permission that an agent asks for.
     */
    approval: {
      id: string
      agent_id: string
      command_id: string | null
      tool_name: string
      input: unknown
      description?: string | null
      suggestions?: unknown[] | null
      requested_at: Timestamp
      expires_at: Timestamp | null
      outcome?: 'pending' | null
      resolved_by?: string | null
    }
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * A permission was given, refused, expired or is not wanted any more.
 */
export interface ServerApprovalResolved {
  id: string
  type: 'approval:resolved'
  timestamp: Timestamp
  payload: {
    /**
     * A permission that an agent asks for.
     */
    approval: {
      id: string
      agent_id: string
      command_id: string | null
      tool_name: string
      input: unknown
      description?: string | null
      suggestions?: unknown[] | null
      requested_at: Timestamp
      expires_at: Timestamp | null
      outcome: 'allowed' | 'denied' | 'expired' | 'cancelled'
      resolved_by: string | null
    }
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * The one final answer to a command that failed.
 */
export interface ServerCommandError {
  id: string
  type: 'command:error'
  timestamp: Timestamp
  /**
   * What went wrong, why, and what to do next. The text stands in error_message, message and error alike, because clients read any of the three.
   */
  payload: {
    error_type:
      | 'command_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
      | 'processing_error'
    error_message: string
    metadata: Record<string, unknown>
    /**
     * The same as error_type.
     */
    error_code:
      | 'validation_error'
      | 'json_error'
      | 'processing_error'
      | 'agent_error'
      | 'command_error'
      | 'task_error'
      | 'system_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
    /**
     * The same as error_message.
     */
    message: string
    /**
     * The same as error_message.
     */
    error: string
    agent_id?: string | null
    command?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * That it started, a complete piece of output, or a delta. Never bears the request's correlation id.
 */
export interface ServerCommandProgress {
  id: string
  type: 'command:progress'
  timestamp: Timestamp
  payload: {
    command?: string
    agent_id?: string
    status?: string
    progress?: number
    request_id?: string | null
    request_correlation_id?: string | null
    command_id?: string
    kind?: 'text' | 'thinking' | 'tool_use' | 'tool_result' | 'status'
    delta?: string
    content?: unknown
    usage?: Usage | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * The one final answer to a request that succeeded. A result that is a string is an agent's; an object is the server's.
 */
export interface ServerCommandResult {
  id: string
  type: 'command:result'
  timestamp: Timestamp
  payload: PromptResult | CreateAgentResult | AssignTaskResult | SystemStatusResult
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * The summary, flat and nested.
 */
export interface SystemStatusResult {
  agents: {
    total: number
    by_status: {
      [k: string]: number | undefined
    }
    by_type: {
      [k: string]: number | undefined
    }
  }
  tasks: {
    total: number
    queued: number
    by_status: {
      [k: string]: number | undefined
    }
  }
  statistics: {
    agents_created: number
    tasks_completed: number
    tasks_failed: number
    messages_processed: number
    uptime_start: unknown
    uptime: number
  }
  running: true
  command: 'get_system_status'
  agent_id: 'system'
  system: SystemSummary
  connections: Connections
  ring?: Ring
  journal?: Journal
  timestamp: Timestamp
  result: {
    system: SystemSummary
    connections: Connections
    ring?: Ring
    journal?: Journal
    timestamp: Timestamp
  }
}
/**
 * Agents, tasks and counters.
 */
export interface SystemSummary {
  agents: {
    total: number
    by_status: {
      [k: string]: number | undefined
    }
    by_type: {
      [k: string]: number | undefined
    }
  }
  tasks: {
    total: number
    queued: number
    by_status: {
      [k: string]: number | undefined
    }
  }
  statistics: {
    agents_created: number
    tasks_completed: number
    tasks_failed: number
    messages_processed: number
    uptime_start: unknown
    uptime: number
  }
  running: true
}
/**
 * Answers command:execute with create_agent in its second dialect.
 */
export interface ServerCommandResponse {
  id: string
  type: 'command_response'
  timestamp: Timestamp
  payload: {
    success: true
    result: {
      agent_id: string
      agent_info: Agent
      status: 'created'
      config: {
        role: string
        name: string
        model: string
      }
    }
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * The server's first frame.
 */
export interface ServerConnectionAck {
  id: string
  type: 'connection:ack'
  timestamp: Timestamp
  payload: {
    client_id: string
    status: 'connected'
    protocol: 2
    server: {
      name: string
      version: string
    }
    /**
     * Names the history; where it differs, remembered sequences mean nothing.
     */
    epoch: string
    /**
     * The newest event.
     */
    sequence: number
    role: string
    limits: Record<string, unknown>
    durability: 'os' | 'disk' | 'quorum'
    backends: (
      | string
      | {
          name: string
        }
    )[]
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * Messages that came together, for a client that asked for bundles; each is to be taken as if it had come on its own.
 */
export interface ServerConnectionBundle {
  id: string
  type: 'connection:bundle'
  timestamp: Timestamp
  payload: {
    /**
     * In order; none is a bundle itself.
     *
     * @minItems 2
     *
     * Items: What every message of the server has.
     */
    messages: [
      {
        id: string
        type: unknown
        timestamp: Timestamp
        payload: Record<string, unknown>
        source?: string | null
        target?: string | null
        correlation_id?: string | null
        sequence?: number
        more?: boolean
        cause?: Cause
      },
      {
        id: string
        type: unknown
        timestamp: Timestamp
        payload: Record<string, unknown>
        source?: string | null
        target?: string | null
        correlation_id?: string | null
        sequence?: number
        more?: boolean
        cause?: Cause
      },
      ...{
        id: string
        type: unknown
        timestamp: Timestamp
        payload: Record<string, unknown>
        source?: string | null
        target?: string | null
        correlation_id?: string | null
        sequence?: number
        more?: boolean
        cause?: Cause
      }[]
    ]
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * Asks the client for a sign of life.
 */
export interface ServerConnectionPing {
  id: string
  type: 'connection:ping'
  timestamp: Timestamp
  payload: {
    timestamp: Timestamp
    client_id?: string | null
    /**
     * The newest event, so that a filtered client knows how far it has come.
     */
    sequence?: number
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * Answers a client's ping.
 */
export interface ServerConnectionPong {
  id: string
  type: 'connection:pong'
  timestamp: Timestamp
  payload: {
    client_id: string
    /**
     * The ping's timestamp verbatim, or an empty string.
     */
    original_timestamp: unknown
    response_timestamp: Timestamp
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * The state that a resumed stream starts from, in parts of at most 1 MiB.
 */
export interface ServerConnectionSnapshot {
  id: string
  type: 'connection:snapshot'
  timestamp: Timestamp
  payload: Snapshot
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * One part of a whole state, all parts at one sequence.
 */
export interface Snapshot {
  sequence: number
  part: number
  /**
   * Whether it is the last part.
   */
  last: boolean
  agents: Agent[]
  tasks: Task[]
  commands: Command[]
  approvals: Approval[]
}
/**
 * Answers connection:subscribe.
 */
export interface ServerConnectionSubscribed {
  id: string
  type: 'connection:subscribed'
  timestamp: Timestamp
  payload: {
    /**
     * Whether the stream goes on exactly where the client left it.
     */
    recovered: boolean
    epoch: string
    from: ('now' | 'snapshot') | number
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * What every message of the server has.
 */
export interface ServerEnvelope {
  id: string
  type: string
  timestamp: Timestamp
  payload: Record<string, unknown>
  source?: string | null
  target?: string | null
  /**
   * The request's, on the one final frame that answers it; absent or null on every other frame.
   */
  correlation_id?: string | null
  /**
   * The event that this frame belongs to: gap-free, in one total order.
   */
  sequence?: number
  /**
   * Another frame of the same event follows.
   */
  more?: boolean
  cause?: Cause
}
/**
 * The third dialect's answer.
 */
export interface ServerLegacyResponse {
  type: 'command_response' | 'error'
  data: {
    command: string
    success: boolean
    original_message_id: string | null
    error?: string
    result?: unknown
  }
  /**
   * Seconds of the Unix epoch.
   */
  timestamp: number
  message_id: string
}
/**
 * A page of past events.
 */
export interface ServerSystemHistory {
  id: string
  type: 'system:history'
  timestamp: Timestamp
  payload: {
    /**
     * The frames of the events as everybody was shown them, in the order of sequences.
     *
     * Items: What every message of the server has.
     */
    events: {
      id: string
      type: string
      timestamp: Timestamp
      payload: Record<string, unknown>
      source?: string | null
      target?: string | null
      correlation_id?: string | null
      sequence: number
      more?: boolean
      cause?: Cause
    }[]
    /**
     * The first sequence that was looked at.
     */
    from: number
    /**
     * The last sequence that was looked at; before `from` if there was nothing to look at.
     */
    to: number
    /**
     * Where to go on, with `from` forward and with `to` backward; null if nothing is left.
     */
    next: number | null
    /**
     * The newest sequence when the page was read.
     */
    at: number
  }
  source?: string | null
  target?: string | null
  correlation_id: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * The state as it was, in parts of at most 1 MiB; the last one answers the request.
 */
export interface ServerSystemState {
  id: string
  type: 'system:state'
  timestamp: Timestamp
  /**
   * One part of a whole state, all parts at one sequence.
   */
  payload: {
    sequence: number
    part: number
    /**
     * Whether it is the last part.
     */
    last: boolean
    agents: Agent[]
    tasks: Task[]
    commands: Command[]
    approvals: Approval[]
    /**
     * The message that asked.
     */
    request_id: string
    timestamp: Timestamp
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * To all, on each change of a task.
 */
export interface ServerTaskUpdate {
  id: string
  type: 'task:update'
  timestamp: Timestamp
  payload: TaskPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * A message about one task.
 */
export interface TaskPayload {
  task: Task
}
/**
 * To all, after the task:update that says so.
 */
export interface ServerTaskComplete {
  id: string
  type: 'task:complete'
  timestamp: Timestamp
  payload: TaskPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * To all, after the task:update that says so.
 */
export interface ServerTaskFailed {
  id: string
  type: 'task:failed'
  timestamp: Timestamp
  payload: TaskPayload
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * A message could not be understood, or a request not be met. With a null correlation_id, to everybody: the disk fills up, or the server cannot go on.
 */
export interface ServerSystemError {
  id: string
  type: 'system:error'
  timestamp: Timestamp
  /**
   * What went wrong, why, and what to do next. The text stands in error_message, message and error alike, because clients read any of the three.
   */
  payload: {
    error_type:
      | 'validation_error'
      | 'json_error'
      | 'task_error'
      | 'system_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
      | 'processing_error'
    error_message: string
    metadata: Record<string, unknown>
    /**
     * The same as error_type.
     */
    error_code:
      | 'validation_error'
      | 'json_error'
      | 'processing_error'
      | 'agent_error'
      | 'command_error'
      | 'task_error'
      | 'system_error'
      | 'rate_limited'
      | 'overloaded'
      | 'unauthorized'
      | 'forbidden'
      | 'conflict'
      | 'too_old'
      | 'not_retained'
    /**
     * The same as error_message.
     */
    message: string
    /**
     * The same as error_message.
     */
    error: string
    agent_id?: string | null
    command?: string | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence?: number
  more?: boolean
  cause?: Cause
}
/**
 * A measurement that a client reported.
 */
export interface ServerSystemMetric {
  id: string
  type: 'system:metric'
  timestamp: Timestamp
  payload: {
    metric_name: string
    metric_value: number
    agent_id?: string | null
    metadata?: Record<string, unknown> | null
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
/**
 * A server took over; what was decided before was decided under the earlier settings.
 */
export interface ServerServerStarted {
  id: string
  type: 'server:started'
  timestamp: Timestamp
  payload: {
    version: string
    settings?: Record<string, unknown>
  }
  source?: string | null
  target?: string | null
  correlation_id?: string | null
  sequence: number
  more?: boolean
  cause?: Cause
}
