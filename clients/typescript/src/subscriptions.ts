import { Cursor, type Position, type StartingPoint, type Taken } from './cursor.js'
import { Deferred } from './deferred.js'
import { errorOf, ProtocolError, RequestTimeoutError, SupersededError, type AgentBridgeError } from './errors.js'
import type { Filter } from './generated/protocol.js'
import { newId } from './identifier.js'
import { isError, type FrameOf, type ServerFrame } from './protocol.js'

/** The server's answer to a subscription. */
export type Subscribed = FrameOf<'connection:subscribed'>['payload']

interface Subscription {
  readonly cursor: Cursor
  readonly answer: Deferred<Subscribed>
}

const NOTHING: Taken = []

/**
 * The client's one place in the log: which subscription the server follows, and which it was asked to follow instead. Subscribes
 * again on each new connection, and where a gap shows.
 */
export class Subscriptions {
  /** What is wanted; on a connection also what the server was asked for last. */
  #wanted: Subscription
  /** What the server follows. */
  #followed: Subscription | undefined
  /** Asked for on this connection and not answered. */
  readonly #asked = new Map<string, Subscription>()
  /** What is to be done when the stream has come so far. */
  #awaited: { readonly place: Position; readonly then: () => void }[] = []
  #send: ((text: string) => void) | undefined
  #isClosed = false

  constructor(
    start: StartingPoint,
    filter: Filter | undefined,
    /** How long the server may have events wait for others, to send them as one message. */
    private readonly bundleMillis = 0,
  ) {
    this.#wanted = { cursor: new Cursor(start, filter), answer: new Deferred() }
  }

  get position(): Position | undefined {
    return this.#wanted.cursor.position ?? this.#followed?.cursor.position
  }

  /** Whether the server follows what is wanted. */
  get isFollowing(): boolean {
    return this.#followed === this.#wanted
  }

  /** Whether the server follows nothing and was asked for nothing: it refused what is wanted. */
  get isRefused(): boolean {
    return this.#followed === undefined && this.#asked.size === 0
  }

  /**
   * Wants another stream from now on; the one before goes on until the server has taken this one.
   *
   * @param timeoutMillis how long to wait for that, 0 for as long as it takes; the stream is wanted all the same when that is over
   */
  subscribe(start: StartingPoint, filter: Filter | undefined, timeoutMillis: number): Promise<Subscribed> {
    const answer = new Deferred<Subscribed>()
    const superseded = this.#wanted
    this.#wanted = { cursor: new Cursor(start, filter), answer }
    if (timeoutMillis > 0) {
      const timer = setTimeout(() => answer.reject(new RequestTimeoutError('connection:subscribe', timeoutMillis)), timeoutMillis)
      const stop = (): void => clearTimeout(timer)
      answer.promise.then(stop, stop)
    }
    // On a connection it was asked for, and the server will answer it first.
    if (this.#send === undefined) superseded.answer.reject(new SupersededError())
    this.#ask(this.#wanted)
    return answer.promise
  }

  connected(send: (text: string) => void): void {
    this.#isClosed = false
    this.#send = send
    this.#ask(this.#wanted)
  }

  disconnected(): void {
    this.#send = undefined
    this.#followed = undefined
    for (const asked of this.#asked.values()) if (asked !== this.#wanted) asked.answer.reject(new SupersededError())
    this.#asked.clear()
  }

  close(error: AgentBridgeError): void {
    this.disconnected()
    this.#wanted.answer.reject(error)
    this.#isClosed = true
    this.#tellReached()
  }

  /**
   * Calls back when the stream has come to a place: an answer that is repeated comes before the events that led to it. At once where it
   * has, where a filter leaves unknown how far it is, and where nothing will come any more, of that history or at all.
   */
  whenReached(place: Position, then: () => void): void {
    this.#awaited.push({ place, then })
    this.#tellReached()
  }

  /** Takes the answer to a subscription: the stream changes with this frame. False if it is none. */
  settle(frame: ServerFrame): boolean {
    const subscription = typeof frame.correlation_id === 'string' ? this.#asked.get(frame.correlation_id) : undefined
    if (subscription === undefined) return false
    this.#asked.delete(frame.correlation_id as string)
    if (frame.type === 'connection:subscribed') {
      this.#followed = subscription
      subscription.cursor.subscribed(frame.payload)
      subscription.answer.resolve(frame.payload)
      this.delivered()
    } else {
      const error = isError(frame) ? errorOf(frame.payload) : new ProtocolError(`${frame.type} answered a subscription.`)
      subscription.answer.reject(error)
      // What was followed before, if anything, goes on.
      if (subscription === this.#wanted && this.#followed !== undefined) this.#wanted = this.#followed
    }
    return true
  }

  /** Which frames a frame lets be delivered. */
  take(frame: ServerFrame): readonly ServerFrame[] {
    const taken = this.#followed?.cursor.take(frame) ?? NOTHING
    if (taken !== 'gap') return taken
    const torn = this.#followed
    if (torn !== undefined && torn === this.#wanted) {
      this.#followed = undefined
      this.#ask(torn)
    }
    return []
  }

  /** What was delivered so far may let somebody go on who waited for it. */
  delivered(): void {
    if (this.#awaited.length > 0) this.#tellReached()
  }

  #tellReached(): void {
    const ready = this.#awaited.filter(({ place }) => this.#hasReached(place))
    if (ready.length === 0) return
    this.#awaited = this.#awaited.filter((awaited) => !ready.includes(awaited))
    for (const { then } of ready) then()
  }

  /** What is wanted and not followed yet says nothing of what still comes. */
  #hasReached({ epoch, sequence }: Position): boolean {
    if (this.#isClosed) return true
    const cursor = this.#followed?.cursor
    if (cursor === undefined) return false
    if (cursor.isFiltered) return true
    const { position } = cursor
    return position !== undefined && (position.epoch !== epoch || position.sequence >= sequence)
  }

  #ask(subscription: Subscription): void {
    if (this.#send === undefined) return
    const id = newId()
    this.#asked.set(id, subscription)
    const bundles = this.bundleMillis === 0 ? {} : { bundle_millis: this.bundleMillis }
    const payload = { ...subscription.cursor.subscription(), ...bundles }
    this.#send(JSON.stringify({ id, type: 'connection:subscribe', timestamp: new Date().toISOString(), payload, correlation_id: id }))
  }
}
