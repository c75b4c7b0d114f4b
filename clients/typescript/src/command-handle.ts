import { Deferred } from './deferred.js'
import { RequestTimeoutError } from './errors.js'
import type { PromptResult, Usage } from './generated/protocol.js'
import type { FrameOf } from './protocol.js'
import { Stream } from './stream.js'

/** What kind of output it is. */
export type OutputKind = 'text' | 'thinking' | 'tool_use' | 'tool_result' | 'status'

/** A step of a command: its status, a piece of output as it is written, or a complete piece of output. */
export type CommandProgress =
  | { readonly type: 'status'; readonly status: string }
  | { readonly type: 'delta'; readonly kind: OutputKind; readonly text: string }
  | { readonly type: 'output'; readonly kind: OutputKind; readonly content: unknown; readonly usage?: Usage | null }

const MAX_UNREAD = 10_000

/**
 * A command on its way. Iterate over it for its progress; `result` is its answer. Deltas are not kept by the server: those of a time
 * without a connection are missed, and the result has the whole text. The iteration ends with the command, with its error if it has
 * one; so does `result`. After a disconnection the result may be known before the complete pieces that led to it have come again: they
 * still come, unless the client's stream has a filter.
 */
export class CommandHandle implements AsyncIterable<CommandProgress> {
  readonly #progress = new Stream<CommandProgress>(MAX_UNREAD, mergeDeltas)
  readonly #commandId = new Deferred<string>()
  readonly #result = new Deferred<PromptResult>()
  /** Its id as soon as that is known, undefined where it has ended before. */
  readonly #running = new Deferred<string | undefined>()
  #hasEnded = false
  readonly #cancel: (commandId: string) => Promise<unknown>
  #error: unknown

  constructor(
    /** The id of the request. */
    readonly requestId: string,
    cancel: (commandId: string) => Promise<unknown>,
    private readonly cancelTimeoutMillis: number,
  ) {
    this.#cancel = cancel
  }

  /** The id that the server gave to the command, as soon as it is known. */
  get commandId(): Promise<string> {
    return this.#commandId.promise
  }

  get result(): Promise<PromptResult> {
    return this.#result.promise
  }

  /**
   * Cancels it, whether it runs or waits; resolves when the server has taken that. `result` then rejects. Nothing is done where it has
   * ended already. Its id comes with its progress: where a filter keeps that out, this resolves when the command has ended.
   *
   * @throws RequestTimeoutError if its id is not known within a request's time
   */
  async cancel(): Promise<void> {
    const commandId = await this.#untilRunning()
    if (commandId !== undefined && !this.#hasEnded) await this.#cancel(commandId)
  }

  async #untilRunning(): Promise<string | undefined> {
    if (this.cancelTimeoutMillis === 0) return this.#running.promise
    const late = new Deferred<never>()
    const expire = (): void => late.reject(new RequestTimeoutError('command:cancel', this.cancelTimeoutMillis))
    const timer = setTimeout(expire, this.cancelTimeoutMillis)
    try {
      return await Promise.race([this.#running.promise, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<CommandProgress> {
    return this.#progress[Symbol.asyncIterator]()
  }

  /** @internal */
  progressed({ payload }: FrameOf<'command:progress'>): void {
    if (payload.command_id !== undefined) {
      this.#commandId.resolve(payload.command_id)
      this.#running.resolve(payload.command_id)
    }
    const { kind } = payload
    if (kind === undefined) this.#progress.push({ type: 'status', status: payload.status ?? 'executing' })
    else if (payload.delta !== undefined) this.#progress.push({ type: 'delta', kind, text: payload.delta })
    else {
      const usage = payload.usage === undefined ? {} : { usage: payload.usage }
      this.#progress.push({ type: 'output', kind, content: payload.content, ...usage })
    }
  }

  /** @internal */
  completed(result: PromptResult): void {
    this.#end()
    if (result.command_id !== undefined) this.#commandId.resolve(result.command_id)
    this.#commandId.reject(new Error('The server did not tell the id of the command.'))
    this.#result.resolve(result)
  }

  /** @internal */
  failed(error: unknown): void {
    this.#end()
    this.#error = error
    this.#commandId.reject(error)
    this.#result.reject(error)
  }

  #end(): void {
    this.#hasEnded = true
    this.#running.resolve(undefined)
  }

  /** @internal Nothing more will come. */
  ended(): void {
    if (this.#error === undefined) this.#progress.end()
    else this.#progress.fail(this.#error)
  }
}

function mergeDeltas(earlier: CommandProgress, later: CommandProgress): CommandProgress | undefined {
  if (earlier.type !== 'delta' || later.type !== 'delta' || earlier.kind !== later.kind) return undefined
  return { ...later, text: earlier.text + later.text }
}
