import { LogFold, NotRetainedError } from '@agent-bridge/client'
import { location, onNavigation } from '../routing/location'
import { EventLog } from './eventLog'
import { messageOf } from './failure'
import { LatencyHistory } from './latencyHistory'
import type { EventFrame, World } from './model'
import { Rate } from './rate'
import { sharedForm } from './sharedForm'
import { type Folding, Timeline } from './timeline'

/** How the dashboard stands with its server. */
export type Link =
  | { readonly state: 'connecting' }
  /** Connected; caught up once everything is here that had happened before it was. */
  | { readonly state: 'live'; readonly isCaughtUp: boolean }
  | { readonly state: 'lost'; readonly sinceMillis: number; readonly retryAtMillis: number | null; readonly attempt: number; readonly reason: string }
  /** The server wants a token, or another one. */
  | { readonly state: 'refused'; readonly reason: string }
  /** Nothing is tried any more until the reader wants it. */
  | { readonly state: 'ended'; readonly reason: string }

export interface ServerInfo {
  readonly name: string
  readonly version: string
  readonly epoch: string
  readonly durability: string
  readonly role: string
  readonly backends: readonly string[]
  readonly limits: Readonly<Record<string, unknown>>
  readonly clientId: string
}

/** What is shown of time: the present, or one position of the past. */
export interface Moment {
  readonly world: World
  /** Where the events are that led to it: all that are at hand, or a piece that the server was asked for. */
  readonly log: EventLog
  /** Another number whenever anything may have changed: the live world is changed in place. */
  readonly revision: number
  readonly sequence: number
  readonly past: boolean
  /** It is shown; it is what was shown before, while the server is asked for another one; or it could not be had. */
  readonly state: 'shown' | 'loading' | 'missing'
  readonly problem: string | null
}

/** How often a reader wants to hear: as fast as one reads what runs by, or as fast as one reads figures. */
export type Pace = 'steady' | 'calm'

/** One is a multiple of the other, so that both are told together: what is told together is drawn with one frame. */
const PACE_MILLIS: Readonly<Record<Pace, number>> = { steady: 100, calm: 200 }
/** What comes in so short a time after a quiet one is told together. */
const FRAME_MILLIS = 16
const HIDDEN_MILLIS = 250
const ASK_AGAIN_MILLIS = 1_500

export const FOLDING: Folding<LogFold> = {
  empty: () => new LogFold(),
  copy: (state) => state.copy(),
  apply: (state, frames) => {
    for (const frame of frames) state.apply(frame as unknown as Parameters<LogFold['apply']>[0])
  },
  shown: (state, frame) => sharedForm(frame, state),
}

/**
 * Everything the dashboard knows, outside of React: the log of events, the state now and then, the connection. Frames are taken as they come; readers
 * are told at their pace.
 */
export class Store {
  readonly log = new EventLog()
  readonly timeline = new Timeline<LogFold>(FOLDING, this.log)
  readonly arrivals = new Rate()
  /** From the moment that the server stamped an event to its arrival here. */
  readonly latency = new LatencyHistory()

  private readonly readers: Readonly<Record<Pace, Readers>> = {
    steady: new Readers(PACE_MILLIS.steady),
    calm: new Readers(PACE_MILLIS.calm),
  }
  private readonly allReaders: readonly Readers[] = Object.values(this.readers)
  /** How often anything may have changed. */
  private changes = 0
  private timer = 0
  private shownFrom = 0
  private current: Moment
  /** A piece of the past around what the server was asked for last. */
  private piece: Timeline<LogFold> | null = null
  private asked: Asked | null = null

  link: Link = { state: 'connecting' }
  /** How many requests have no answer yet. */
  unanswered = 0
  server: ServerInfo | null = null
  /** Whether there is anything to show: false until the first snapshot. */
  loaded = false
  /** Why the page holds no more of the past, where there is more. */
  olderProblem: string | null = null
  /** Asks the server for a piece of the past that holds a moment; set by the connection. */
  askPast: ((at: number) => Promise<Timeline<LogFold>>) | null = null

  constructor() {
    this.current = this.present(false)
    onNavigation(() => this.moved())
  }

  // --- what readers use ---

  /** What is shown: every screen reads the world from here, never the live one. */
  get moment(): Moment {
    return this.current
  }

  /** The state after a sequence, from here or else from the server. Nobody changes it, unless it is the present. */
  async stateAt(sequence: number): Promise<World> {
    if (sequence >= this.timeline.newest) return this.timeline.now
    const held = this.heldAt(sequence) ?? stateIn(await this.readPast(sequence), sequence)
    if (!held) throw new Error('The server has not told it.')
    return held.world
  }

  revision(pace: Pace): number {
    return this.readers[pace].revision
  }

  subscribe(pace: Pace, listener: () => void): () => void {
    return this.readers[pace].add(listener)
  }

  // --- what the connection tells ---

  /**
   * Begins anew with the state as it was after a sequence.
   *
   * @param until the sequence from which on there is something to show: what comes before is only caught up with
   */
  begin(sequence: number, state: LogFold, until = sequence): void {
    this.timeline.begin(sequence, state)
    this.shownFrom = until
    this.loaded = sequence >= until
    this.piece = null
    this.asked = null
    this.current = this.present(false)
    this.refresh()
  }

  /**
   * Takes the frames of the next event.
   *
   * @param isNews whether it has just happened, and is not told again
   */
  take(frames: readonly EventFrame[], isNews: boolean): void {
    const last = frames[frames.length - 1]
    if (!last || last.sequence <= this.timeline.newest) return
    this.timeline.append(frames)
    if (isNews) {
      const now = Date.now()
      this.arrivals.add(now)
      this.latency.record(now, now - Date.parse(last.timestamp))
    }
    if (!this.loaded && last.sequence >= this.shownFrom) {
      this.loaded = true
      this.refresh()
    } else this.changed()
  }

  /** Puts older events before those that are known. */
  prepend(older: Timeline<LogFold>): void {
    this.timeline.prepend(older)
    this.refresh()
  }

  /** Tells why older events are not here. */
  setOlderProblem(problem: string | null): void {
    this.olderProblem = problem
    this.changed()
  }

  /** Unfinished output, which has no sequence and no past. */
  takeDelta(frame: EventFrame): void {
    FOLDING.apply(this.timeline.now, [frame])
    this.changed()
  }

  setLink(link: Link): void {
    this.link = link
    this.refresh()
  }

  setServer(server: ServerInfo): void {
    this.server = server
    this.refresh()
  }

  setUnanswered(unanswered: number): void {
    if (unanswered === this.unanswered) return
    this.unanswered = unanswered
    this.changed()
  }

  /** Tells all readers as soon as their pace allows. */
  changed(): void {
    for (const readers of this.allReaders) readers.isBehind = true
    this.tellLater()
  }

  // --- time ---

  private moved(): void {
    const { state, past, sequence } = this.current
    if (state !== 'shown' || location().at !== (past ? sequence : null)) this.refresh()
  }

  /** Tells everybody now. */
  private refresh(): void {
    this.tell(true)
  }

  private tellLater(): void {
    if (this.timer) return
    const due = Math.min(...this.allReaders.filter(({ isBehind }) => isBehind).map(({ dueAt }) => dueAt))
    const wait = Math.max(document.hidden ? HIDDEN_MILLIS : FRAME_MILLIS, due - performance.now())
    this.timer = window.setTimeout(() => this.tell(false), Math.ceil(wait))
  }

  private tell(all: boolean): void {
    window.clearTimeout(this.timer)
    this.timer = 0
    this.changes++
    const before = this.current
    this.current = this.momentAt(location().at)
    // What is past does not change with what happens now: only how much there is of it.
    if (!all && this.current === before) this.readers.steady.isBehind = false
    const now = performance.now()
    for (const readers of this.allReaders) if (all || (readers.isBehind && readers.dueAt <= now)) readers.tell(now)
    if (this.allReaders.some(({ isBehind }) => isBehind)) this.tellLater()
  }

  private momentAt(at: number | null): Moment {
    if (at === null || !this.loaded || at >= this.timeline.newest) {
      this.asked = null
      return this.present(at !== null && this.loaded)
    }
    const held = this.heldAt(at)
    if (held) {
      this.asked = null
      const { state, past, sequence, world } = this.current
      const isShown = state === 'shown' && past && sequence === at && world === held.world
      return isShown ? this.current : { ...held, revision: this.changes, sequence: at, past: true, state: 'shown', problem: null }
    }
    const { problem } = this.asked?.at === at ? this.asked : this.ask({ at, problem: null })
    if (problem !== null) return { world: new LogFold(), log: this.log, revision: this.changes, sequence: at, past: true, state: 'missing', problem }
    // A screen that went and came again would have forgotten what its reader did in it.
    const before = this.current.past && this.current.state !== 'missing' ? this.current : this.present(false)
    return { ...before, revision: this.changes, state: 'loading' }
  }

  private present(past: boolean): Moment {
    const { now: world, newest: sequence } = this.timeline
    return { world, log: this.log, revision: this.changes, sequence, past, state: 'shown', problem: null }
  }

  private heldAt(at: number): Held | null {
    return stateIn(this.timeline, at) ?? (this.piece && stateIn(this.piece, at))
  }

  private async readPast(at: number): Promise<Timeline<LogFold>> {
    if (!this.askPast) throw new Error('There is no connection to ask for it.')
    return this.askPast(at)
  }

  private ask(asked: Asked): Asked {
    this.asked = asked
    this.readPast(asked.at).then(
      (piece) => this.answered(asked, () => (this.piece = piece)),
      (failure: unknown) => {
        this.answered(asked, () => (asked.problem = messageOf(failure)))
        // Most reasons pass: a server that was busy or away.
        if (!(failure instanceof NotRetainedError)) window.setTimeout(() => this.asked === asked && this.ask(asked), ASK_AGAIN_MILLIS)
      },
    )
    return asked
  }

  private answered(asked: Asked, take: () => void): void {
    if (this.asked !== asked) return
    take()
    this.refresh()
  }
}

/** What the server was asked for, and why it cannot be had. */
interface Asked {
  readonly at: number
  problem: string | null
}

type Held = Pick<Moment, 'world' | 'log'>

function stateIn(timeline: Timeline<LogFold>, at: number): Held | null {
  const world = at <= timeline.newest ? timeline.stateAt(at) : null
  return world && { world, log: timeline.log }
}

/** Those who want to hear at most so often. */
class Readers {
  private readonly listeners = new Set<() => void>()
  /** From when on they may be told again. */
  dueAt = Number.NEGATIVE_INFINITY
  /** Something has changed since they were told. */
  isBehind = false
  /** Another number each time they were told. */
  revision = 0

  constructor(private readonly everyMillis: number) {}

  add(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(now: number): void {
    this.dueAt = now + this.everyMillis
    this.isBehind = false
    this.revision++
    for (const listener of [...this.listeners]) listener()
  }
}

export const store = new Store()
