import { Deferred } from './deferred.js'
import { AgentBridgeError, TaskEndedError } from './errors.js'
import type { AssignTaskResult, Task } from './generated/protocol.js'
import { Stream } from './stream.js'

const MAX_UNREAD = 1_000

/**
 * A task on its way. Iterate over it for its changes; `result` is the completed task. Both end with a {@link TaskEndedError} if it
 * fails or is cancelled. A subscription with a filter must let the task through.
 */
export class TaskHandle implements AsyncIterable<Task> {
  readonly #changes = new Stream<Task>(MAX_UNREAD)
  readonly #accepted = new Deferred<AssignTaskResult>()
  readonly #result = new Deferred<Task>()
  readonly #cancel: (taskId: string) => Promise<unknown>
  #isAccepted = false
  #hasChanged = false
  #hasEnded = false

  constructor(
    readonly id: string,
    cancel: (taskId: string) => Promise<unknown>,
  ) {
    this.#cancel = cancel
  }

  /** The server's answer: the task is in its queue, `assigned` tells whether an agent was found at once. */
  get accepted(): Promise<AssignTaskResult> {
    return this.#accepted.promise
  }

  get result(): Promise<Task> {
    return this.#result.promise
  }

  /** Withdraws it; resolves when the server has taken that. */
  async cancel(): Promise<void> {
    await this.accepted
    await this.#cancel(this.id)
  }

  [Symbol.asyncIterator](): AsyncIterator<Task> {
    return this.#changes[Symbol.asyncIterator]()
  }

  /** @internal */
  get isAccepted(): boolean {
    return this.#isAccepted
  }

  /** @internal Whether the task has ended. */
  wasAccepted(answer: AssignTaskResult): boolean {
    this.#isAccepted = true
    this.#accepted.resolve(answer)
    // The answer to a request that was sent again may come after the changes that followed it.
    if (!this.#hasChanged) this.changed(answer.task)
    return this.#hasEnded
  }

  /** @internal Whether the task has ended. */
  changed(task: Task): boolean {
    if (this.#hasEnded) return true
    this.#hasChanged = true
    this.#changes.push(task)
    switch (task.status) {
      case 'pending':
      case 'in_progress':
        return false
      case 'completed':
        this.#hasEnded = true
        this.#result.resolve(task)
        this.#changes.end()
        return true
      case 'failed':
      case 'cancelled':
        this.#end(new TaskEndedError(task))
        return true
    }
  }

  /** @internal The request failed, or nothing will be heard of the task any more. */
  failed(error: AgentBridgeError): void {
    this.#accepted.reject(error)
    this.#end(error)
  }

  #end(error: AgentBridgeError): void {
    this.#hasEnded = true
    this.#result.reject(error)
    this.#changes.fail(error)
  }
}
