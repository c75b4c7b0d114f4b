import { Connection, type ConnectionStatus } from '../connection.js'
import { ConnectionClosedError, errorOf, RequestTimeoutError } from '../errors.js'
import { newId } from '../identifier.js'
import type { Acknowledgement, Ending } from '../link.js'
import { isError, type ServerFrame } from '../protocol.js'
import { Requests, type Request } from '../requests.js'
import type { SocketConstructor } from '../socket.js'
import { Subscriptions } from '../subscriptions.js'
import {
  MessageType,
  TaskStatus,
  type AgentInfo,
  type AgentType,
  type ConnectionHandler,
  type EventHandler,
  type PythonMessage,
  type ServiceStats,
  type SystemStatus,
  type TaskInfo,
} from './messages.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

/** What old programs never said, because their server did not ask. */
export interface ServiceOptions {
  /** The access token, where the server wants one. */
  readonly token?: string
  /** The WebSocket class, where the runtime has none. */
  readonly WebSocket?: SocketConstructor
}

const DEFAULT_URL = 'ws://localhost:8765'
const REQUEST_TIMEOUT_MILLIS = 30_000
const CONNECT_TIMEOUT_MILLIS = 5_000
const MAX_PENDING = 10_000
const TOO_BIG = 1009

/**
 * The service of dashboards written for the Python server: the same methods, answers and time-outs. Beneath, it reconnects for as long
 * as it takes, misses no event over that, and gets the answers to what it had asked.
 */
export class PythonAgentWebSocketService {
  readonly #connection: Connection
  readonly #subscriptions = new Subscriptions('now', undefined)
  readonly #requests = new Requests(MAX_PENDING)
  readonly #handlers = new Map<string, EventHandler[]>()
  readonly #connectionHandlers = new Set<ConnectionHandler>()
  #acknowledgement: Acknowledgement | undefined
  #isConnected = false
  /** Those who wait for the outcome of the attempt under way. */
  #attempt: ((succeeded: boolean) => void)[] = []
  #sent = 0
  #received = 0
  #attempts = 0
  #lastConnected: Date | null = null

  constructor(url: string = DEFAULT_URL, options: ServiceOptions = {}) {
    this.#connection = new Connection(
      {
        url,
        token: options.token,
        WebSocket: options.WebSocket,
        openTimeoutMillis: CONNECT_TIMEOUT_MILLIS,
        pingAfterMillis: 30_000,
        pongTimeoutMillis: 10_000,
        stableAfterMillis: 5_000,
        backoff: { baseMillis: 2_000, maxMillis: 30_000 },
      },
      {
        acknowledged: (acknowledgement) => this.#acknowledged(acknowledgement),
        frame: (frame) => this.#take(frame),
        lost: (ending) => this.#lost(ending),
        status: (status) => this.#status(status),
        closed: () => this.#requests.failAll(new ConnectionClosedError('Connection closed')),
      },
    )
  }

  /** True once connected; false if that fails or takes more than 5 s, and then it goes on trying, unless no WebSocket can be opened. */
  connect(): Promise<boolean> {
    if (this.isConnected()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), CONNECT_TIMEOUT_MILLIS)
      this.#attempt.push((succeeded) => {
        clearTimeout(timer)
        resolve(succeeded)
      })
      this.#connection.open()
      this.#connection.retryNow()
    })
  }

  disconnect(): void {
    this.#connection.close()
    this.#subscriptions.disconnected()
    this.#requests.disconnected()
    this.#change(false)
  }

  isConnected(): boolean {
    return this.#isConnected
  }

  /** Hears every message of a type that answers no request of this service. */
  on(messageType: MessageType | (string & {}), handler: EventHandler): void {
    const handlers = this.#handlers.get(messageType)
    if (handlers === undefined) this.#handlers.set(messageType, [handler])
    else handlers.push(handler)
  }

  off(messageType: MessageType | (string & {}), handler: EventHandler): void {
    const handlers = this.#handlers.get(messageType)
    const index = handlers?.indexOf(handler) ?? -1
    if (index >= 0) handlers?.splice(index, 1)
  }

  /** Hears of each change of the connection; returns what ends that. */
  onConnectionChange(handler: ConnectionHandler): () => void {
    this.#connectionHandlers.add(handler)
    return () => this.#connectionHandlers.delete(handler)
  }

  /** Whether the message could be sent. */
  async sendMessage(message: PythonMessage): Promise<boolean> {
    if (!this.isConnected()) {
      console.warn('Cannot send message: not connected')
      return false
    }
    this.#connection.send(JSON.stringify(message))
    this.#sent++
    return true
  }

  /** The first message that bears the request's correlation id, which may be an error. */
  async sendAndWaitResponse(message: PythonMessage, timeoutMs: number = REQUEST_TIMEOUT_MILLIS): Promise<PythonMessage> {
    message.correlation_id ??= newId()
    if (!this.isConnected()) {
      console.warn('Cannot send message: not connected')
      throw new Error('Failed to send message')
    }
    this.#sent++
    try {
      return asMessage(await this.#requests.make(message as Request, timeoutMs))
    } catch (error) {
      throw error instanceof RequestTimeoutError ? new Error(`Request timeout after ${timeoutMs}ms`) : error
    }
  }

  async createAgent(agentType: AgentType, model: string = 'sonnet', capabilities: string[] = []): Promise<AgentInfo> {
    const { type, payload } = await this.#ask(MessageType.AGENT_CREATE, { agent_type: agentType, model, capabilities })
    if (type === MessageType.COMMAND_RESULT && payload['success']) return payload['agent_info'] as AgentInfo
    throw new Error(payload['error_message'] || 'Failed to create agent')
  }

  async executeCommand(agentId: string, command: string, parameters: Record<string, any> = {}): Promise<any> {
    const { type, payload } = await this.#ask(MessageType.COMMAND_EXECUTE, { command, agent_id: agentId, parameters })
    if (type === MessageType.COMMAND_RESULT) return payload['result']
    throw new Error(payload['error_message'] || 'Command execution failed')
  }

  async assignTask(taskData: Partial<TaskInfo>, agentId?: string): Promise<TaskInfo> {
    const task: TaskInfo = {
      status: TaskStatus.PENDING,
      created_at: new Date().toISOString(),
      progress: 0,
      ...taskData,
      id: taskData.id || `task-${newId()}`,
      title: taskData.title || 'Untitled Task',
      description: taskData.description || '',
      metadata: taskData.metadata || {},
    }
    const { type, payload } = await this.#ask(MessageType.TASK_ASSIGN, { task, agent_id: agentId })
    if (type === MessageType.COMMAND_RESULT && payload['assigned']) return { ...task, assigned_agent: payload['agent_id'] }
    throw new Error(payload['error_message'] || 'Failed to assign task')
  }

  async getSystemStatus(): Promise<SystemStatus> {
    const { type, payload } = await this.#ask(MessageType.SYSTEM_STATUS, {})
    if (type === MessageType.COMMAND_RESULT) return payload['system'] as SystemStatus
    throw new Error(payload['error_message'] || 'Failed to get system status')
  }

  getStats(): ServiceStats {
    const connected = this.isConnected()
    return {
      messagesSent: this.#sent,
      messagesReceived: this.#received,
      connectionAttempts: this.#attempts,
      lastConnected: this.#lastConnected,
      totalUptime: 0,
      connected,
      uptime: connected && this.#lastConnected !== null ? Date.now() - this.#lastConnected.getTime() : 0,
    }
  }

  #ask(type: MessageType, payload: Record<string, any>): Promise<PythonMessage> {
    return this.sendAndWaitResponse({ id: newId(), type, timestamp: new Date().toISOString(), payload })
  }

  #acknowledged(acknowledgement: Acknowledgement): void {
    this.#acknowledgement = acknowledgement
    this.#subscriptions.connected((text) => this.#connection.send(text))
    this.#tell({ id: newId(), type: MessageType.CONNECTION_ACK, timestamp: new Date().toISOString(), payload: { ...acknowledgement } })
  }

  #take(frame: ServerFrame): void {
    this.#received++
    if (this.#subscriptions.settle(frame)) {
      if (this.#subscriptions.isFollowing) this.#following()
      else if (isError(frame) && this.#subscriptions.isRefused) this.#connection.restart(errorOf(frame.payload))
      return
    }
    const isAnswer = this.#requests.settle(frame)
    const delivered = this.#subscriptions.take(frame)
    const isEvent = frame.sequence !== undefined || delivered.length > 0
    for (const event of delivered) if (!isAnswer || event !== frame) this.#tell(asMessage(event))
    if (!isEvent && !isAnswer && frame.type !== 'connection:ping') this.#tell(asMessage(frame))
  }

  #following(): void {
    if (this.#isConnected) return
    const limit = this.#acknowledgement?.limits['max_message_bytes']
    const subscriptions = this.#subscriptions
    this.#requests.connected({
      send: (text) => this.#connection.send(text),
      get newest() {
        return subscriptions.position
      },
      maxMessageBytes: typeof limit === 'number' ? limit : undefined,
    })
    this.#lastConnected = new Date()
    this.#change(true)
    this.#attempted(true)
  }

  #lost(ending: Ending): void {
    this.#subscriptions.disconnected()
    this.#requests.disconnected()
    if (ending.code === TOO_BIG) this.#requests.failLargest()
    this.#change(false)
  }

  #status(status: ConnectionStatus): void {
    if (status.state === 'connecting') this.#attempts++
    if (status.state === 'waiting' || status.state === 'closed') this.#attempted(false)
  }

  #attempted(succeeded: boolean): void {
    const waiting = this.#attempt
    this.#attempt = []
    for (const tell of waiting) tell(succeeded)
  }

  #change(connected: boolean): void {
    if (connected === this.#isConnected) return
    this.#isConnected = connected
    for (const handler of [...this.#connectionHandlers]) guarded(() => handler(connected))
  }

  #tell(message: PythonMessage): void {
    for (const handler of [...(this.#handlers.get(message.type) ?? [])]) guarded(() => handler(message))
  }
}

/** The same frame, as old programs type it. */
function asMessage(frame: ServerFrame): PythonMessage {
  return frame as unknown as PythonMessage
}

/** A handler that fails, at once or later, keeps nobody else from hearing. */
function guarded(handler: () => void | Promise<void>): void {
  try {
    Promise.resolve(handler()).catch((error: unknown) => console.error('A handler failed:', error))
  } catch (error) {
    console.error('A handler failed:', error)
  }
}

/** The service that a whole page shares. */
export const pythonAgentWebSocket = /* @__PURE__ */ new PythonAgentWebSocketService()
