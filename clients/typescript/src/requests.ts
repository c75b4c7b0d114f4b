import {
  errorOf,
  MessageTooLargeError,
  RequestTimeoutError,
  TooManyRequestsError,
  type AgentBridgeError,
} from './errors.js'
import { newId } from './identifier.js'
import type { Position } from './cursor.js'
import { isError, type ClientMessageType, type PayloadOf, type ServerFrame } from './protocol.js'

/** How a request is made. */
export interface RequestOptions {
  /** How long to wait for the answer, reconnections included; 0 for as long as it takes. */
  readonly timeoutMillis?: number
  /** The request's id: the same id with the same content has its effect once. A fresh UUID unless given. */
  readonly id?: string
}

interface Pending {
  readonly id: string
  readonly type: ClientMessageType
  readonly timestamp: string
  readonly payload: object
  /** What the client knew when it sent the request for the first time; undefined before. */
  firstSentAt: Position | 'unknown' | undefined
  bytes: number
  readonly timer: ReturnType<typeof setTimeout> | undefined
  readonly resolve: (answer: ServerFrame) => void
  readonly reject: (error: AgentBridgeError) => void
}

/** Where requests go. */
export interface Outlet {
  send(text: string): void
  /** The newest event that the client knows of. */
  readonly newest: Position | undefined
  readonly maxMessageBytes: number | undefined
}

/**
 * The requests that have no answer yet, in the order in which they were made. They survive disconnections: whatever is unanswered is
 * sent again under its id, which has no second effect.
 */
export class Requests {
  readonly #pending = new Map<string, Pending>()
  #outlet: Outlet | undefined

  constructor(private readonly maxPending: number) {}

  get size(): number {
    return this.#pending.size
  }

  /** Resolves with the frame that bears the request's correlation id, or rejects with the error it tells. */
  request<T extends ClientMessageType>(type: T, payload: PayloadOf<T>, options: RequestOptions = {}): Promise<ServerFrame> {
    const { id = newId(), timeoutMillis = 0 } = options
    return new Promise((resolve, reject) => {
      if (this.#pending.size >= this.maxPending) {
        reject(new TooManyRequestsError(this.maxPending))
        return
      }
      const timer = timeoutMillis > 0 ? setTimeout(() => this.fail(id, new RequestTimeoutError(type, timeoutMillis)), timeoutMillis) : undefined
      const timestamp = new Date().toISOString()
      const pending: Pending = { id, type, timestamp, payload, firstSentAt: undefined, bytes: 0, timer, resolve, reject }
      this.#pending.set(id, pending)
      this.#send(pending)
    })
  }

  /** Sends what has no answer, again or for the first time, and from now on everything at once. */
  connected(outlet: Outlet): void {
    if (this.#outlet !== undefined) return
    this.#outlet = outlet
    for (const pending of [...this.#pending.values()]) this.#send(pending)
  }

  disconnected(): void {
    this.#outlet = undefined
  }

  /** Takes the answer to a request; false if the frame answers none. */
  settle(frame: ServerFrame): boolean {
    const pending = typeof frame.correlation_id === 'string' ? this.#remove(frame.correlation_id) : undefined
    if (pending === undefined) return false
    if (isError(frame)) pending.reject(errorOf(frame.payload))
    else pending.resolve(frame)
    return true
  }

  fail(id: string, error: AgentBridgeError): void {
    this.#remove(id)?.reject(error)
  }

  failAll(error: AgentBridgeError): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, error)
  }

  /** The server closed the connection over the size of a message: it was the largest of those unanswered, and goes no further. */
  failLargest(): void {
    const sent = [...this.#pending.values()].filter((pending) => pending.firstSentAt !== undefined)
    const largest = sent.reduce<Pending | undefined>((most, next) => (most === undefined || next.bytes > most.bytes ? next : most), undefined)
    if (largest !== undefined) this.fail(largest.id, new MessageTooLargeError(largest.bytes, undefined))
  }

  #send(pending: Pending): void {
    if (this.#outlet === undefined) return
    const { newest, maxMessageBytes } = this.#outlet
    const { id, type, timestamp, payload, firstSentAt } = pending
    const known = typeof firstSentAt === 'object' && firstSentAt.epoch === newest?.epoch ? { first_sent_at: firstSentAt.sequence } : {}
    const text = JSON.stringify({ id, type, timestamp, payload, correlation_id: id, ...known })
    pending.bytes = utf8Length(text)
    if (maxMessageBytes !== undefined && pending.bytes > maxMessageBytes) {
      this.fail(id, new MessageTooLargeError(pending.bytes, maxMessageBytes))
      return
    }
    pending.firstSentAt ??= newest ?? 'unknown'
    this.#outlet.send(text)
  }

  #remove(id: string): Pending | undefined {
    const pending = this.#pending.get(id)
    if (pending !== undefined) {
      this.#pending.delete(id)
      clearTimeout(pending.timer)
    }
    return pending
  }
}

/** The bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}
