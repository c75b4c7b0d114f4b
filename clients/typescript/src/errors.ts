import type { Error as ErrorPayload, Task } from './generated/protocol.js'

/** Every error of this package. */
export class AgentBridgeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The client was closed, or its connection is refused for good, so that no answer will come. */
export class ConnectionClosedError extends AgentBridgeError {}

/** The server does not let this client in: no token, a wrong one, or not any more. */
export class AccessDeniedError extends ConnectionClosedError {}

/**
 * No connection can even be tried, for a reason that stays until somebody puts it right (`cause`): the URL is malformed, the page may not
 * open it (`ws:` from `https:`), or the runtime has no WebSocket.
 */
export class CannotConnectError extends ConnectionClosedError {}

/** No answer came within the request's time; whether it had an effect is not known. */
export class RequestTimeoutError extends AgentBridgeError {
  constructor(
    readonly requestType: string,
    readonly timeoutMillis: number,
  ) {
    super(`No answer to ${requestType} within ${timeoutMillis} ms.`)
  }
}

/** The connection was lost before the answer came, and to send the request again could have its effect twice. Look before you repeat it. */
export class OutcomeUnknownError extends AgentBridgeError {
  constructor(
    readonly requestType: string,
    why: string,
  ) {
    super(`The connection was lost before ${requestType} was answered, and ${why}: whether it had an effect is not known.`)
  }
}

/** Another subscription was wanted before the server took this one, which will not be asked for any more. */
export class SupersededError extends AgentBridgeError {
  constructor() {
    super('Another subscription was wanted before the server took this one.')
  }
}

/** More requests are unanswered than the client's limit. */
export class TooManyRequestsError extends AgentBridgeError {
  constructor(readonly maxPendingRequests: number) {
    super(`${maxPendingRequests} requests are unanswered; wait for some of them, or raise maxPendingRequests.`)
  }
}

/** A message is larger than the server takes; it was not sent, or the server closed the connection over it. */
export class MessageTooLargeError extends AgentBridgeError {
  constructor(
    readonly bytes: number,
    readonly maxBytes: number | undefined,
  ) {
    super(`A message of ${bytes} bytes is too large${maxBytes === undefined ? '' : `; the server takes ${maxBytes}`}.`)
  }
}

/** Nobody read the progress of a command for so long that it was not kept any longer. */
export class ConsumerTooSlowError extends AgentBridgeError {}

/** The server said something that the protocol does not allow. */
export class ProtocolError extends AgentBridgeError {}

/** The server's error in answer to a request: what happened, why, and what to do next. */
export class RequestError extends AgentBridgeError {
  constructor(readonly payload: ErrorPayload) {
    super(payload.error_message)
  }

  get type(): ErrorPayload['error_type'] {
    return this.payload.error_type
  }

  get metadata(): Record<string, unknown> {
    return this.payload.metadata
  }

  get agentId(): string | undefined {
    return this.payload.agent_id ?? undefined
  }
}

export class ValidationError extends RequestError {}
export class JsonError extends RequestError {}
export class ProcessingError extends RequestError {}
export class AgentError extends RequestError {}
export class TaskError extends RequestError {}
export class SystemError extends RequestError {}
export class UnauthorizedError extends RequestError {}
export class ForbiddenError extends RequestError {}
/** The id was used before with other content, or the object's state does not allow it. */
export class ConflictError extends RequestError {}
/** A re-send from before the time that the server remembers. */
export class TooOldError extends RequestError {}

/** A command that failed, was cancelled, or of which a crash left it unknown whether it ran. */
export class CommandError extends RequestError {
  get status(): 'failed' | 'cancelled' | 'unknown' {
    const status = this.metadata['status']
    return status === 'cancelled' || status === 'unknown' ? status : 'failed'
  }

  /** The class of the failure, as far as the agent told: rate_limit, authentication, … */
  get failure(): string | undefined {
    const failure = this.metadata['failure']
    return typeof failure === 'string' ? failure : undefined
  }
}

/** The server wants fewer requests; the same request may be made again after a while. */
export class RetryLaterError extends RequestError {
  get retryAfterMillis(): number {
    return Number(this.metadata['retry_after_ms'] ?? 0)
  }
}

export class RateLimitedError extends RetryLaterError {}
export class OverloadedError extends RetryLaterError {}

/** The sequence asked for is older than what the server keeps. */
export class NotRetainedError extends RequestError {
  get oldest(): number | undefined {
    const oldest = this.metadata['oldest']
    return typeof oldest === 'number' ? oldest : undefined
  }
}

/** A task that ended without being completed. */
export class TaskEndedError extends AgentBridgeError {
  constructor(readonly task: Task) {
    super(`Task ${task.id} ${task.status}${task.error ? `: ${task.error}` : ''}.`)
  }
}

const CLASSES: Record<ErrorPayload['error_type'], new (payload: ErrorPayload) => RequestError> = {
  validation_error: ValidationError,
  json_error: JsonError,
  processing_error: ProcessingError,
  agent_error: AgentError,
  command_error: CommandError,
  task_error: TaskError,
  system_error: SystemError,
  rate_limited: RateLimitedError,
  overloaded: OverloadedError,
  unauthorized: UnauthorizedError,
  forbidden: ForbiddenError,
  conflict: ConflictError,
  too_old: TooOldError,
  not_retained: NotRetainedError,
}

/** The error that a payload of the server describes; of a type unknown to this version, a plain {@link RequestError}. */
export function errorOf(payload: ErrorPayload): RequestError {
  return new (CLASSES[payload.error_type] ?? RequestError)(payload)
}
