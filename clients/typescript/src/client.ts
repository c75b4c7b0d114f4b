import { DEFAULT_BACKOFF, type BackoffOptions } from './backoff.js'
import { CommandHandle } from './command-handle.js'
import { Connection, type ConnectionListener, type ConnectionStatus } from './connection.js'
import type { Position, StartingPoint } from './cursor.js'
import { Deferred } from './deferred.js'
import { Emitter } from './emitter.js'
import { AgentBridgeError, ConnectionClosedError, errorOf, ProtocolError, ValidationError } from './errors.js'
import type { Agent, Approval, Filter, PromptResult, SystemStatusResult } from './generated/protocol.js'
import { Handles } from './handles.js'
import { newId } from './identifier.js'
import type { Acknowledgement, Ending } from './link.js'
import {
  isError,
  type ClientMessageType,
  type CommandResultPayload,
  type FrameOf,
  type HistoryPage,
  type HistoryQuery,
  type LifecycleResult,
  type PayloadOf,
  type ServerFrame,
  type StreamFrameType,
  type PastState,
} from './protocol.js'
import { Requests } from './requests.js'
import type { SocketConstructor } from './socket.js'
import { StateParts } from './state-parts.js'
import { Subscriptions, type Subscribed } from './subscriptions.js'
import { TaskHandle } from './task-handle.js'

export interface ClientOptions {
  /** Where the gateway is, `ws://localhost:8765` unless said otherwise. */
  readonly url?: string
  /** The access token, where the server wants one. */
  readonly token?: string
  /** The WebSocket class, where the runtime has none: in Node 20 that of npm's `ws`. */
  readonly WebSocket?: SocketConstructor
  /** Where the stream of events begins; `now` unless said otherwise. */
  readonly from?: StartingPoint
  /** Which events are wanted; all, unless said otherwise. */
  readonly filter?: Filter
  /**
   * How long the server may have events wait for others, to send them together: at most 1,000 ms. For whom many events come and each
   * message costs, as in a browser. Nothing waits unless said otherwise.
   */
  readonly bundleMillis?: number
  /** How long a request waits for its answer, 30 s unless said otherwise. A command's result has no limit of its own. */
  readonly requestTimeoutMillis?: number
  /** Requests without an answer, 10,000 unless said otherwise; more are refused with {@link TooManyRequestsError}. */
  readonly maxPendingRequests?: number
  readonly backoff?: BackoffOptions
  readonly openTimeoutMillis?: number
  readonly pingAfterMillis?: number
  readonly pongTimeoutMillis?: number
  readonly stableAfterMillis?: number
}

/** How a request is made. */
export interface RequestOptions {
  /** How long to wait for the answer, reconnections included; 0 for as long as it takes. */
  readonly timeoutMillis?: number
  /** The request's id, a UUID: the same id with the same content has its effect once. A fresh one unless given. */
  readonly id?: string
}

/** What can be listened to: the frames of the stream by their type, and these. */
export type Topics = { [T in StreamFrameType]: FrameOf<T> } & {
  /** Every frame of the stream, in order: events once each, whole, without a gap; deltas; signs of life; parts of snapshots. */
  frame: ServerFrame
  /** Each change of the connection. */
  connection: ConnectionStatus
  /** Each (re)subscription that the server took. Where `recovered` is false, a snapshot follows that replaces what was known. */
  subscribed: Subscribed
  /** Errors of the server that answer no request of this client. */
  error: AgentBridgeError
}

const DEFAULT_URL = 'ws://localhost:8765'
const DEFAULT_REQUEST_TIMEOUT_MILLIS = 30_000
const DEFAULT_MAX_PENDING = 10_000
const TOO_BIG = 1009

/**
 * A client of agent-bridge: one connection that is made again whenever it is lost, requests that are answered once however often
 * that happens, and the log's events in order, without a gap or a duplicate.
 */
export class AgentBridgeClient {
  readonly #connection: Connection
  readonly #subscriptions: Subscriptions
  readonly #requests: Requests
  readonly #handles = new Handles()
  readonly #states = new StateParts()
  readonly #topics = new Emitter<Topics>()
  readonly #requestTimeoutMillis: number
  #acknowledgement: Acknowledgement | undefined
  #ready = new Deferred<Acknowledgement>()

  constructor(options: ClientOptions = {}) {
    this.#requestTimeoutMillis = options.requestTimeoutMillis ?? DEFAULT_REQUEST_TIMEOUT_MILLIS
    this.#requests = new Requests(options.maxPendingRequests ?? DEFAULT_MAX_PENDING)
    this.#subscriptions = new Subscriptions(options.from ?? 'now', options.filter, options.bundleMillis ?? 0)
    const listener: ConnectionListener = {
      acknowledged: (acknowledgement) => this.#acknowledged(acknowledgement),
      frame: (frame) => this.#understand(frame, () => this.#received(frame)),
      lost: (ending) => this.#lost(ending),
      status: (status) => this.#topics.emit('connection', status),
      closed: (error) => this.#closed(error),
    }
    this.#connection = new Connection(
      {
        url: options.url ?? DEFAULT_URL,
        token: options.token,
        WebSocket: options.WebSocket,
        openTimeoutMillis: options.openTimeoutMillis ?? 10_000,
        pingAfterMillis: options.pingAfterMillis ?? 20_000,
        pongTimeoutMillis: options.pongTimeoutMillis ?? 10_000,
        stableAfterMillis: options.stableAfterMillis ?? 5_000,
        backoff: options.backoff ?? DEFAULT_BACKOFF,
      },
      listener,
    )
  }

  /**
   * Connects, and stays connected until {@link close}. Resolves when the server follows the first subscription; tries for as long as
   * it takes.
   *
   * @throws AccessDeniedError if the server refuses this client, CannotConnectError if no WebSocket can be opened, ConnectionClosedError
   * if it is closed before
   */
  async connect(): Promise<Acknowledgement> {
    if (this.#connection.status.state === 'closed') this.#ready = new Deferred()
    this.#connection.open()
    return this.#ready.promise
  }

  /** Ends the connection and everything that waits for it. */
  close(): void {
    this.#connection.close()
  }

  /** Tries to connect now, where it waits to try again. */
  retryNow(): void {
    this.#connection.retryNow()
  }

  get status(): ConnectionStatus {
    return this.#connection.status
  }

  /** What the server said of itself when it was connected last. */
  get acknowledgement(): Acknowledgement | undefined {
    return this.#acknowledgement
  }

  /** How far the stream has come. */
  get position(): Position | undefined {
    return this.#subscriptions.position
  }

  /** Requests that have no answer yet. */
  get pendingRequests(): number {
    return this.#requests.size
  }

  /** Listens; returns what ends it. */
  on<T extends keyof Topics>(topic: T, listener: (told: Topics[T]) => void): () => void {
    return this.#topics.on(topic, listener)
  }

  /**
   * Replaces the stream: from where, and which events. The one before goes on until the server has taken this one.
   *
   * @throws SupersededError if another is wanted before, and this one will not be asked for any more; RequestTimeoutError if the server
   * has not taken it within a request's time, but the client goes on to want it; ConnectionClosedError if the client is closed
   */
  subscribe(from: StartingPoint, filter?: Filter): Promise<Subscribed> {
    const { status } = this.#connection
    if (status.state === 'closed') return Promise.reject(status.error)
    return this.#subscriptions.subscribe(from, filter, this.#requestTimeoutMillis)
  }

  /** Creates an agent; it starts in the background. */
  async createAgent(agent: PayloadOf<'agent:create'> = {}, options?: RequestOptions): Promise<Agent> {
    const result = await this.#result('agent:create', agent, options)
    if ('agent' in result) return result.agent
    throw unexpected('agent:create')
  }

  /** Ends an agent for good. Resolves when that has begun; `agent:stopped` tells its end. */
  async stopAgent(agentId: string, stop: Omit<PayloadOf<'agent:stop'>, 'agent_id'> = {}, options?: RequestOptions): Promise<LifecycleResult> {
    return (await this.#result('agent:stop', { ...stop, agent_id: agentId }, options)) as LifecycleResult
  }

  /** Gives an agent a prompt. The handle has its progress and its result; without `timeoutMillis` it waits as long as it takes. */
  execute(
    agentId: string,
    command: string,
    { parameters, timeout_ms, ...options }: Pick<PayloadOf<'command:execute'>, 'parameters' | 'timeout_ms'> & RequestOptions = {},
  ): CommandHandle {
    const handle = new CommandHandle(options.id ?? newId(), (commandId) => this.cancelCommand(commandId), this.#requestTimeoutMillis)
    const payload: PayloadOf<'command:execute'> = { command, agent_id: agentId }
    if (parameters !== undefined) payload.parameters = parameters
    if (timeout_ms !== undefined) payload.timeout_ms = timeout_ms
    this.#handles.addCommand(handle)
    const end = (): void => {
      this.#handles.removeCommand(handle)
      handle.ended()
    }
    this.#request('command:execute', payload, { timeoutMillis: 0, ...options, id: handle.requestId }).then(
      (answer) => {
        if (isError(answer)) handle.failed(errorOf(answer.payload))
        else handle.completed((answer as FrameOf<'command:result'>).payload as PromptResult)
        const epoch = this.#acknowledgement?.epoch
        // What is no event has no place in the stream to wait for.
        if (answer.sequence === undefined || epoch === undefined) end()
        else this.#subscriptions.whenReached({ epoch, sequence: answer.sequence }, end)
      },
      (error: unknown) => {
        handle.failed(error)
        end()
      },
    )
    return handle
  }

  async cancelCommand(commandId: string, options?: RequestOptions): Promise<LifecycleResult> {
    return (await this.#result('command:cancel', { command_id: commandId }, options)) as LifecycleResult
  }

  /**
   * Assigns a task, to an agent or to whichever can take it first. The handle has its changes and its result. Where the request has an
   * id and the task none, the task gets that of the request.
   */
  assignTask(task: PayloadOf<'task:assign'>['task'] = {}, agentId?: string, options?: RequestOptions): TaskHandle {
    // A repetition must have the same content, the task's id included.
    const handle = new TaskHandle(task.id ?? options?.id ?? newId(), (taskId) => this.cancelTask(taskId))
    const payload: PayloadOf<'task:assign'> = { task: { ...task, id: handle.id } }
    if (agentId !== undefined) payload.agent_id = agentId
    this.#handles.addTask(handle)
    this.#ask('task:assign', payload, options).catch((error: AgentBridgeError) => this.#handles.taskFailed(handle, error))
    return handle
  }

  async cancelTask(taskId: string, options?: RequestOptions): Promise<LifecycleResult> {
    return (await this.#result('task:cancel', { task_id: taskId }, options)) as LifecycleResult
  }

  /** Decides an open approval. The first answer wins; a later one is a {@link ConflictError}. */
  async respondApproval(
    approvalId: string,
    decision: PayloadOf<'approval:respond'>['decision'],
    more: Pick<PayloadOf<'approval:respond'>, 'message' | 'updated_input'> = {},
    options?: RequestOptions,
  ): Promise<Approval> {
    const answer = await this.#ask('approval:respond', { ...more, approval_id: approvalId, decision }, options)
    return (answer as FrameOf<'approval:resolved'>).payload.approval
  }

  /** Says something from one agent to another. */
  async sendMessage(message: PayloadOf<'agent:message'>, options?: RequestOptions): Promise<FrameOf<'agent:message'>> {
    return (await this.#ask('agent:message', message, options)) as FrameOf<'agent:message'>
  }

  async coordinate(message: PayloadOf<'agent:coordination'>, options?: RequestOptions): Promise<FrameOf<'agent:coordination'>> {
    return (await this.#ask('agent:coordination', message, options)) as FrameOf<'agent:coordination'>
  }

  async handoff(message: PayloadOf<'agent:handoff'>, options?: RequestOptions): Promise<FrameOf<'agent:handoff'>> {
    return (await this.#ask('agent:handoff', message, options)) as FrameOf<'agent:handoff'>
  }

  /** Says that an agent is alive, for everybody to see. It is not answered, and lost while there is no connection. */
  heartbeat(agentId: string): void {
    const payload: PayloadOf<'agent:heartbeat'> = { agent_id: agentId }
    this.#connection.send(JSON.stringify({ id: newId(), type: 'agent:heartbeat', timestamp: new Date().toISOString(), payload }))
  }

  /** Reports a measurement for everybody to see. */
  async metric(metric: PayloadOf<'system:metric'>, options?: RequestOptions): Promise<void> {
    await this.#ask('system:metric', metric, options)
  }

  /** Counts of agents and tasks, statistics, connections. */
  async systemStatus(options?: RequestOptions): Promise<SystemStatusResult['result']> {
    const result = await this.#result('system:status', {}, options)
    if (result.command === 'get_system_status' && 'system' in result) return result.result
    throw unexpected('system:status')
  }

  /** Past events, page after page, up to what is the newest when it is asked. A page may be empty before the last. */
  async *history(query: HistoryQuery = {}, options?: Omit<RequestOptions, 'id'>): AsyncGenerator<HistoryPage, void, void> {
    let range = query
    for (;;) {
      const { payload } = (await this.#ask('system:history', range, options)) as FrameOf<'system:history'>
      yield payload
      const { next, at } = payload
      if (next === null) return
      range = query.direction === 'backward' ? { ...query, to: next } : { ...query, from: next, to: range.to ?? at }
    }
  }

  /**
   * The whole state as it was when everything up to a sequence had happened.
   *
   * @throws NotRetainedError if that is too long ago
   */
  async stateAt(sequence: number, options: Omit<RequestOptions, 'id'> = {}): Promise<PastState> {
    const id = newId()
    try {
      this.#states.expect(id)
      const last = (await this.#ask('system:state', { at: sequence }, { ...options, id })) as FrameOf<'system:state'>
      return this.#states.complete(id, last.payload)
    } finally {
      this.#states.forget(id)
    }
  }

  async #result<T extends ClientMessageType>(type: T, payload: PayloadOf<T>, options?: RequestOptions): Promise<CommandResultPayload> {
    const answer = await this.#ask(type, payload, options)
    if (answer.type === 'command:result') return answer.payload
    throw unexpected(type)
  }

  /** The frame that answers a request; an error of the server is thrown. */
  async #ask<T extends ClientMessageType>(type: T, payload: PayloadOf<T>, options?: RequestOptions): Promise<ServerFrame> {
    const answer = await this.#request(type, payload, options)
    if (isError(answer)) throw errorOf(answer.payload)
    return answer
  }

  /** The frame that answers a request, be that an error. */
  async #request<T extends ClientMessageType>(type: T, payload: PayloadOf<T>, options: RequestOptions = {}): Promise<ServerFrame> {
    const { status } = this.#connection
    if (status.state === 'closed') throw status.error
    const { id = newId(), timeoutMillis = this.#requestTimeoutMillis } = options
    const request = { id, type, timestamp: new Date().toISOString(), payload, correlation_id: options.id === undefined ? id : newId() }
    return this.#requests.make(request, timeoutMillis)
  }

  #acknowledged(acknowledgement: Acknowledgement): void {
    this.#acknowledgement = acknowledgement
    this.#subscriptions.connected((text) => this.#connection.send(text))
  }

  #received(frame: ServerFrame): void {
    if (this.#subscriptions.settle(frame)) {
      if (frame.type === 'connection:subscribed') this.#topics.emit('subscribed', frame.payload)
      else if (isError(frame)) this.#refused(errorOf(frame.payload))
      if (this.#subscriptions.isFollowing) this.#following()
      return
    }
    if (frame.type === 'system:state') this.#states.take(frame.payload)
    const isAnswer = this.#requests.settle(frame)
    if (isAnswer) this.#handles.answered(frame)
    for (const delivered of this.#subscriptions.take(frame)) this.#deliver(delivered)
    this.#subscriptions.delivered()
    if (!isAnswer && frame.sequence === undefined && isError(frame)) this.#topics.emit('error', errorOf(frame.payload))
  }

  /** The stream is in place: now what was asked while there was none can be asked, and asked again. */
  #following(): void {
    const acknowledgement = this.#acknowledgement
    if (acknowledgement === undefined) return
    const subscriptions = this.#subscriptions
    const limit = acknowledgement.limits['max_message_bytes']
    this.#requests.connected({
      send: (text) => this.#connection.send(text),
      get newest() {
        const { epoch, sequence } = acknowledgement
        return { epoch, sequence: Math.max(sequence, subscriptions.position?.sequence ?? 0) }
      },
      maxMessageBytes: typeof limit === 'number' ? limit : undefined,
    })
    this.#ready.resolve(acknowledgement)
  }

  /** A subscription was refused. Without any stream there is nothing to go on with: a wrong filter stays wrong, the rest may pass. */
  #refused(error: AgentBridgeError): void {
    this.#topics.emit('error', error)
    if (!this.#subscriptions.isRefused) return
    if (error instanceof ValidationError) this.#connection.close(new ConnectionClosedError(error.message))
    else this.#connection.restart(error)
  }

  #deliver(frame: ServerFrame): void {
    this.#understand(frame, () => this.#handles.take(frame))
    this.#topics.emit('frame', frame)
    this.#topics.emit(frame.type as StreamFrameType, frame as never)
  }

  /** What lacks something that its type promises is passed over, and told: a fault of the server's is to end no program. */
  #understand(frame: ServerFrame, take: () => void): void {
    try {
      take()
    } catch (fault) {
      this.#topics.emit('error', new ProtocolError(`A ${frame.type} of the server could not be understood and was passed over.`, { cause: fault }))
    }
  }

  #lost(ending: Ending): void {
    this.#subscriptions.disconnected()
    this.#requests.disconnected()
    this.#states.clear()
    if (ending.code === TOO_BIG) this.#requests.failLargest()
  }

  #closed(error: ConnectionClosedError): void {
    this.#subscriptions.close(error)
    this.#requests.disconnected()
    this.#requests.failAll(error)
    this.#handles.close(error)
    this.#ready.reject(error)
  }
}

function unexpected(type: ClientMessageType): ProtocolError {
  return new ProtocolError(`The server answered ${type} with something else than its result.`)
}
