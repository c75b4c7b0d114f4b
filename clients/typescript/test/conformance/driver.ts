// Drives this client for the conformance kit: see clients/conformance/README.md.
import { createInterface } from 'node:readline'
import WebSocket from 'ws'
import {
  AccessDeniedError,
  AgentBridgeClient,
  AgentBridgeError,
  AgentError,
  CommandError,
  ConflictError,
  ConnectionClosedError,
  ForbiddenError,
  JsonError,
  LogFold,
  MessageTooLargeError,
  NotRetainedError,
  OutcomeUnknownError,
  OverloadedError,
  ProcessingError,
  RateLimitedError,
  RequestError,
  RequestTimeoutError,
  RetryLaterError,
  SystemError,
  TaskError,
  TooManyRequestsError,
  TooOldError,
  UnauthorizedError,
  ValidationError,
  type CommandHandle,
  type HistoryPage,
  type ServerFrame,
} from '@agent-bridge/client'

/** What a conversation says; whether it fits is for the client and the gateway to find out. */
type Given = any

interface Line {
  readonly id: number
  readonly client: string
  readonly do: string
  readonly with: Given
}

const KINDS = new Map<unknown, string>([
  [ConnectionClosedError, 'not_connected'],
  [AccessDeniedError, 'access_denied'],
  [RequestTimeoutError, 'request_timeout'],
  [OutcomeUnknownError, 'outcome_unknown'],
  [TooManyRequestsError, 'too_many_requests'],
  [MessageTooLargeError, 'message_too_large'],
  [RequestError, 'request_error'],
  [ValidationError, 'validation_error'],
  [JsonError, 'json_error'],
  [ProcessingError, 'processing_error'],
  [AgentError, 'agent_error'],
  [CommandError, 'command_error'],
  [TaskError, 'task_error'],
  [SystemError, 'system_error'],
  [RateLimitedError, 'rate_limited'],
  [OverloadedError, 'overloaded'],
  [UnauthorizedError, 'unauthorized'],
  [ForbiddenError, 'forbidden'],
  [ConflictError, 'conflict'],
  [TooOldError, 'too_old'],
  [NotRetainedError, 'not_retained'],
])

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function failure(error: unknown): object {
  if (!(error instanceof AgentBridgeError)) return { kind: 'unexpected', message: String(error) }
  return {
    kind: KINDS.get(error.constructor) ?? error.constructor.name,
    message: error.message,
    ...(error instanceof RequestError && { agent_id: error.agentId, metadata: error.metadata }),
    ...(error instanceof CommandError && { status: error.status }),
    ...(error instanceof RetryLaterError && { retry_after_ms: error.retryAfterMillis }),
    ...(error instanceof NotRetainedError && { oldest: error.oldest }),
  }
}

function objects(fold: LogFold): object {
  const { agents, tasks, commands, approvals } = fold
  return { agents: [...agents.values()], tasks: [...tasks.values()], commands: [...commands.values()], approvals: [...approvals.values()] }
}

function event({ type, sequence, more = false, payload }: ServerFrame): object {
  return { type, sequence, more, payload }
}

/** One client of a conversation. */
class DrivenClient {
  #client: AgentBridgeClient | undefined
  readonly #commands = new Map<number, CommandHandle>()

  constructor(private readonly name: string) {}

  get client(): AgentBridgeClient {
    if (this.#client === undefined) throw new ConnectionClosedError('connect first')
    return this.#client
  }

  async carryOut(call: number, verb: string, given: Given): Promise<unknown> {
    const { request_id: id, ...rest } = given
    const options = id === undefined ? {} : { id }
    switch (verb) {
      case 'connect':
        return this.#connect(given)
      case 'close':
        return this.#client?.close()
      case 'is_connected':
        return { connected: this.client.status.state === 'connected' }
      case 'position':
        return this.client.position
      case 'create_agent':
        return this.client.createAgent(rest, options)
      case 'stop_agent':
        return this.client.stopAgent(given['agent_id'], rest)
      case 'execute':
        return this.#execute(call, given, options)
      case 'cancel':
        return this.#commands.get(given['of'])?.cancel()
      case 'cancel_command':
        return this.client.cancelCommand(given['command_id'])
      case 'assign_task':
        return (await this.client.assignTask(given['task'], given['agent_id'], options).accepted).task
      case 'cancel_task':
        return this.client.cancelTask(given['task_id'])
      case 'respond_approval': {
        const { approval_id, decision, ...more } = rest
        return this.client.respondApproval(approval_id, decision, more)
      }
      case 'message':
        return (await this.client.sendMessage(rest)).payload
      case 'coordinate':
        return (await this.client.coordinate(rest)).payload
      case 'hand_off':
        return (await this.client.handoff(rest)).payload
      case 'metric':
        return this.client.metric(rest)
      case 'status': {
        const { system, ring, journal } = await this.client.systemStatus()
        return { ...system, ring, journal }
      }
      case 'subscribe':
        return this.client.subscribe(given['from'], given['filter'])
      case 'history': {
        const pages: HistoryPage[] = []
        for await (const page of this.client.history(rest)) pages.push(page)
        return { pages: pages.length, events: pages.flatMap((page) => page.events.map(event)) }
      }
      case 'state_at': {
        const fold = LogFold.of(await this.client.stateAt(given['sequence']))
        return { sequence: fold.sequence, ...objects(fold) }
      }
      default:
        throw new Error(`This client does not know how to ${verb}.`)
    }
  }

  async #connect(given: Given): Promise<object> {
    const { url, token, request_timeout_ms = 20_000, open_timeout_ms = 10_000, ping_ms = 20_000, max_pending = 1024, consume_ms = 0 } = given
    this.#client = new AgentBridgeClient({
      url,
      ...(token !== undefined && { token }),
      WebSocket,
      requestTimeoutMillis: request_timeout_ms,
      openTimeoutMillis: open_timeout_ms,
      pingAfterMillis: ping_ms,
      pongTimeoutMillis: ping_ms,
      maxPendingRequests: max_pending,
      backoff: { baseMillis: 20, maxMillis: 200 },
    })
    const parts: ServerFrame[] = []
    this.#client.on('frame', (frame) => {
      if (frame.type === 'connection:snapshot') this.#snapshot(parts, frame)
      else if (frame.sequence !== undefined) tell({ client: this.name, event: event(frame) })
      // A listener that takes its time keeps the whole program waiting: that is what slow means here.
      const end = performance.now() + consume_ms
      while (performance.now() < end);
    })
    const { epoch, sequence } = await this.#client.connect()
    return { epoch, sequence }
  }

  /** Snapshots come in parts; they are told whole. */
  #snapshot(parts: ServerFrame[], frame: ServerFrame & { type: 'connection:snapshot' }): void {
    if (frame.payload.part === 0) parts.length = 0
    parts.push(frame)
    if (!frame.payload.last) return
    const fold = new LogFold()
    for (const part of parts) fold.apply(part)
    tell({ client: this.name, event: { type: frame.type, sequence: fold.sequence, more: false, payload: objects(fold) } })
  }

  async #execute(call: number, given: Given, options: { id?: string }): Promise<object> {
    const { agent_id, command, request_id: _, ...rest } = given
    const handle = this.client.execute(agent_id, command, { ...rest, ...options })
    this.#commands.set(call, handle)
    const progress = (async () => {
      for await (const step of handle) {
        if (step.type === 'status') tell({ id: call, progress: { status: step.status } })
        else if (step.type === 'delta') tell({ id: call, progress: { kind: step.kind, delta: step.text } })
        else tell({ id: call, progress: { kind: step.kind, content: step.content } })
      }
    })()
    // It ends with the error of the command, which the result has too.
    await progress.catch(() => undefined)
    return handle.result
  }
}

const clients = new Map<string, DrivenClient>()
const input = createInterface({ input: process.stdin })
input.on('line', (text) => {
  const { id, client, do: verb, with: given } = JSON.parse(text) as Line
  const driven = clients.get(client) ?? new DrivenClient(client)
  clients.set(client, driven)
  driven.carryOut(id, verb, given).then(
    (answer) => tell({ id, answer: answer ?? {} }),
    (error: unknown) => tell({ id, error: failure(error) }),
  )
})
input.on('close', () => process.exit())
