import { AccessDeniedError, AgentBridgeClient, type ConnectionClosedError, type ConnectionStatus, LogFold, RequestTimeoutError, type ServerFrame, SupersededError } from '@agent-bridge/client'
import { toast } from '../components/toasts'
import { checkAccess, savedToken, saveToken } from './access'
import { backfill, readAround } from './backfill'
import { messageOf } from './failure'
import type { EventFrame } from './model'
import { type Store, store } from './store'

/** A journal of at most so many events is read whole: then all of it can be looked at without asking again. */
const MAX_READ_WHOLE = 20_000
const MAX_BACKOFF_MILLIS = 10_000
/** The screen shows what came ten times a second, and each message costs the page more than the events in it. */
const BUNDLE_MILLIS = 50

let client: AgentBridgeClient | null = null

/** The connection, for those who ask something of the server. */
export function connected(): AgentBridgeClient {
  if (!client) throw new Error('There is no connection yet.')
  return client
}

export function retryNow(): void {
  if (client?.status.state === 'closed') void connect()
  else client?.retryNow()
}

/** Connects for as long as the page is open; asks for a token where one is needed. */
export async function connect(): Promise<void> {
  const token = savedToken()
  const access = await checkAccess(token)
  if (access.state === 'refused') store.setLink({ state: 'refused', reason: access.reason })
  else open(token)
}

/** @returns why the token is not good, or null */
export async function connectWith(token: string, onDevice: boolean): Promise<string | null> {
  const access = await checkAccess(token)
  if (access.state === 'refused') return access.reason
  saveToken(token, onDevice)
  store.setLink({ state: 'connecting' })
  open(token)
  return null
}

function open(token: string | undefined): void {
  const before = client
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:'
  const opened = new AgentBridgeClient({
    url: `${scheme}//${window.location.host}/ws`,
    from: 'snapshot',
    bundleMillis: BUNDLE_MILLIS,
    backoff: { baseMillis: 500, maxMillis: MAX_BACKOFF_MILLIS },
    ...(token ? { token } : {}),
  })
  client = opened
  before?.close()
  const feed = new Feed(opened, token, store)
  opened.on('connection', (status) => feed.status(status))
  opened.on('frame', (frame) => feed.frame(frame))
  window.addEventListener('online', () => opened.retryNow())
  store.askPast = (at) => readAround(opened, at, store.timeline.newest)
  // Why it could not connect is in its status.
  opened.connect().catch(() => undefined)
}

/** Brings what the client delivers into the store. */
class Feed {
  private lostAt = 0
  private epoch = ''
  /** What was the newest event when the connection was made: what comes before it is not news. */
  private caughtUpAt = 0
  private arriving = new LogFold()
  private held: EventFrame[] = []

  constructor(
    private readonly client: AgentBridgeClient,
    private readonly token: string | undefined,
    private readonly into: Store,
  ) {}

  status(status: ConnectionStatus): void {
    if (status.state === 'connected') this.acknowledged(status)
    else if (status.state === 'waiting') {
      if (!this.lostAt) this.lostAt = Date.now()
      this.into.setLink({
        state: 'lost',
        sinceMillis: this.lostAt,
        retryAtMillis: status.retryAt.getTime(),
        attempt: status.attempt,
        reason: status.ending.reason,
      })
      void this.explain()
    } else if (status.state === 'connecting' && this.into.link.state === 'lost') {
      this.into.setLink({ ...this.into.link, retryAtMillis: null })
    } else if (status.state === 'closed') this.closed(status.error)
    this.into.setUnanswered(this.client.pendingRequests)
  }

  private acknowledged({ acknowledgement }: Extract<ConnectionStatus, { state: 'connected' }>): void {
    this.lostAt = 0
    const { epoch, sequence, server, durability, role, backends, limits, client_id: clientId } = acknowledgement
    this.caughtUpAt = sequence
    // Decided before the client subscribes: a short history is read whole, from an empty beginning.
    if (epoch !== this.epoch && sequence <= MAX_READ_WHOLE) {
      this.into.begin(0, new LogFold(), sequence)
      this.client.subscribe({ epoch, sequence: 0 }).catch((refusal: unknown) => this.refused(refusal))
    }
    this.epoch = epoch
    this.into.setServer({
      ...server,
      epoch,
      durability,
      role,
      limits,
      clientId,
      backends: backends.map((backend) => (typeof backend === 'string' ? backend : backend.name)),
    })
    this.into.setLink({ state: 'live', isCaughtUp: this.isCaughtUp() })
  }

  private isCaughtUp(): boolean {
    return this.into.loaded && this.into.timeline.newest >= this.caughtUpAt
  }

  /** Tells once that nothing of before is missing any more. */
  private arrived(): void {
    const { link } = this.into
    if (link.state === 'live' && !link.isCaughtUp && this.isCaughtUp()) this.into.setLink({ state: 'live', isCaughtUp: true })
  }

  private closed(error: ConnectionClosedError): void {
    // Given up on purpose: another connection is being made.
    if (client !== this.client) return
    this.into.setLink({ state: error instanceof AccessDeniedError ? 'refused' : 'ended', reason: error.message })
  }

  /** The server does not tell its history from the beginning: then from what is true now. */
  private refused(refusal: unknown): void {
    // Given up on purpose: another connection is being made.
    if (client !== this.client) return
    // Not the server's answer: the subscription was replaced meanwhile, or is still wanted.
    if (refusal instanceof SupersededError || refusal instanceof RequestTimeoutError) return
    this.into.setOlderProblem(messageOf(refusal))
    this.client.subscribe('snapshot').catch((failure: unknown) => {
      if (client === this.client) toast({ tone: 'bad', text: 'The server does not tell what happens.', detail: messageOf(failure) })
    })
  }

  frame(frame: ServerFrame): void {
    if (frame.type === 'connection:snapshot') {
      this.snapshot(frame)
    } else if (frame.sequence === undefined) {
      if (frame.type === 'command:progress') this.into.takeDelta(frame as unknown as EventFrame)
    } else {
      this.held.push(frame as unknown as EventFrame)
      if (frame.more) return
      const frames = this.held
      this.held = []
      this.into.take(frames, frame.sequence > this.caughtUpAt)
      this.arrived()
    }
  }

  /** The history begins anew: the server cannot go on from what was seen, or it is too long to be read whole. */
  private snapshot(frame: ServerFrame & { type: 'connection:snapshot' }): void {
    if (frame.payload.part === 0) this.arriving = new LogFold()
    this.held = []
    this.arriving.apply(frame)
    if (!frame.payload.last) return
    this.into.begin(frame.payload.sequence, this.arriving)
    this.arrived()
    this.into.setOlderProblem(null)
    backfill(this.client, this.into).catch((failure: unknown) => this.into.setOlderProblem(messageOf(failure)))
  }

  /** Perhaps it is not the network: the server wants a token now, or came back with another. */
  private async explain(): Promise<void> {
    const access = await checkAccess(this.token)
    if (access.state !== 'refused' || client !== this.client || this.client.status.state === 'connected') return
    this.client.close()
    this.into.setLink({ state: 'refused', reason: access.reason })
  }
}
