import type { Position } from './cursor.js'
import {
  AgentBridgeError,
  MessageTooLargeError,
  OutcomeUnknownError,
  RequestTimeoutError,
  TooManyRequestsError,
} from './errors.js'
import { isUuid } from './identifier.js'
import type { ServerFrame } from './protocol.js'

/** A message that is to be answered. */
export interface Request {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly payload: object
  readonly correlation_id: string
}

/** Where requests go. */
export interface Outlet {
  send(text: string): void
  /** The newest event that the client knows of. */
  readonly newest: Position | undefined
  readonly maxMessageBytes: number | undefined
}

interface Pending {
  readonly request: Request
  /** What the client knew when it sent the request for the first time; undefined before. */
  firstSentAt: Position | 'unknown' | undefined
  bytes: number
  readonly timer: ReturnType<typeof setTimeout> | undefined
  readonly resolve: (answer: ServerFrame) => void
  readonly reject: (error: AgentBridgeError) => void
}

/** What changes nothing may be asked again of any history. */
const QUERIES: ReadonlySet<string> = new Set(['system:status', 'system:history', 'system:state'])

/**
 * The requests that have no answer yet, by correlation id, in the order in which they were made. They survive disconnections:
 * whatever is unanswered is sent again under its id, which has no second effect.
 */
export class Requests {
  readonly #pending = new Map<string, Pending>()
  #outlet: Outlet | undefined

  constructor(private readonly maxPending: number) {}

  get size(): number {
    return this.#pending.size
  }

  /**
   * Sends a request, now or when there is a connection. Resolves with the frame that bears its correlation id, be that an error.
   *
   * @param timeoutMillis how long to wait, reconnections included; 0 for as long as it takes
   */
  make(request: Request, timeoutMillis: number): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      if (this.#pending.size >= this.maxPending) {
        reject(new TooManyRequestsError(this.maxPending))
        return
      }
      const key = request.correlation_id
      if (this.#pending.has(key)) {
        reject(new AgentBridgeError(`A request with the correlation id ${key} is unanswered; give each one its own.`))
        return
      }
      const timeout = () => this.#fail(key, new RequestTimeoutError(request.type, timeoutMillis))
      const timer = timeoutMillis > 0 ? setTimeout(timeout, timeoutMillis) : undefined
      const pending: Pending = { request, firstSentAt: undefined, bytes: 0, timer, resolve, reject }
      this.#pending.set(key, pending)
      this.#send(pending)
    })
  }

  /** Sends what has no answer, again or for the first time, and from now on everything at once. */
  connected(outlet: Outlet): void {
    if (this.#outlet !== undefined) return
    this.#outlet = outlet
    for (const pending of [...this.#pending.values()]) {
      if (isOfAnotherHistory(pending, outlet)) {
        const { type, correlation_id: key } = pending.request
        this.#fail(key, new OutcomeUnknownError(type, 'the server came back with another history'))
      } else this.#send(pending)
    }
  }

  /** Keeps what can be sent again without a second effect. */
  disconnected(): void {
    this.#outlet = undefined
    for (const [key, { request, firstSentAt }] of [...this.#pending]) {
      if (firstSentAt !== undefined && !isUuid(request.id)) this.#fail(key, new OutcomeUnknownError(request.type, 'its id is no UUID'))
    }
  }

  /** Takes the answer to a request; false if the frame answers none. */
  settle(frame: ServerFrame): boolean {
    const pending = typeof frame.correlation_id === 'string' ? this.#remove(frame.correlation_id) : undefined
    pending?.resolve(frame)
    return pending !== undefined
  }

  failAll(error: AgentBridgeError): void {
    for (const key of [...this.#pending.keys()]) this.#fail(key, error)
  }

  /** The server closed the connection over the size of a message: it was the largest of those unanswered, and goes no further. */
  failLargest(): void {
    let largest: Pending | undefined
    for (const pending of this.#pending.values()) {
      if (pending.firstSentAt !== undefined && pending.bytes > (largest?.bytes ?? 0)) largest = pending
    }
    if (largest !== undefined) this.#fail(largest.request.correlation_id, new MessageTooLargeError(largest.bytes, undefined))
  }

  #send(pending: Pending): void {
    if (this.#outlet === undefined) return
    const { newest, maxMessageBytes } = this.#outlet
    const { request, firstSentAt } = pending
    const isSameHistory = typeof firstSentAt === 'object' && firstSentAt.epoch === newest?.epoch
    const text = JSON.stringify(isSameHistory ? { ...request, first_sent_at: firstSentAt.sequence } : request)
    pending.bytes = new TextEncoder().encode(text).length
    if (maxMessageBytes !== undefined && pending.bytes > maxMessageBytes) {
      this.#fail(request.correlation_id, new MessageTooLargeError(pending.bytes, maxMessageBytes))
      return
    }
    pending.firstSentAt ??= newest ?? 'unknown'
    this.#outlet.send(text)
  }

  #fail(key: string, error: AgentBridgeError): void {
    this.#remove(key)?.reject(error)
  }

  #remove(key: string): Pending | undefined {
    const pending = this.#pending.get(key)
    if (pending !== undefined) {
      this.#pending.delete(key)
      clearTimeout(pending.timer)
    }
    return pending
  }
}

/** What was sent to another history must not be sent to this one: its effect may or may not be part of it. */
function isOfAnotherHistory({ request, firstSentAt }: Pending, { newest }: Outlet): boolean {
  return typeof firstSentAt === 'object' && firstSentAt.epoch !== newest?.epoch && !QUERIES.has(request.type)
}
