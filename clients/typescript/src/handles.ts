import type { CommandHandle } from './command-handle.js'
import { AgentBridgeError } from './errors.js'
import type { Snapshot, Task } from './generated/protocol.js'
import type { FrameOf, ServerFrame } from './protocol.js'
import type { TaskHandle } from './task-handle.js'

/** The commands and tasks that somebody holds a handle of, and what the stream tells of them. */
export class Handles {
  readonly #byRequest = new Map<string, CommandHandle>()
  readonly #byCommand = new Map<string, CommandHandle>()
  /** By the task: as many as there were requests to assign it. */
  readonly #tasks = new Map<string, Set<TaskHandle>>()
  /** Tasks that the snapshot on its way has shown. */
  #shown = new Set<string>()

  addCommand(handle: CommandHandle): void {
    this.#byRequest.set(handle.requestId, handle)
  }

  removeCommand(handle: CommandHandle): void {
    this.#byRequest.delete(handle.requestId)
    for (const [id, other] of this.#byCommand) if (other === handle) this.#byCommand.delete(id)
  }

  addTask(handle: TaskHandle): void {
    const handles = this.#tasks.get(handle.id)
    if (handles === undefined) this.#tasks.set(handle.id, new Set([handle]))
    else handles.add(handle)
  }

  /** Takes a frame that answers a request, before what follows it. */
  answered(frame: ServerFrame): void {
    if (frame.type !== 'command:result' || frame.payload.command !== 'assign_task' || !('assigned' in frame.payload)) return
    for (const handle of this.#handlesOf(frame.payload.task_id)) if (handle.wasAccepted(frame.payload)) this.#removeTask(handle)
  }

  taskFailed(handle: TaskHandle, error: AgentBridgeError): void {
    handle.failed(error)
    this.#removeTask(handle)
  }

  take(frame: ServerFrame): void {
    switch (frame.type) {
      case 'command:progress':
        this.#progress(frame)
        break
      case 'task:update':
        this.#task(frame.payload.task)
        break
      case 'connection:snapshot':
        this.#snapshot(frame.payload)
        break
      default:
    }
  }

  close(error: AgentBridgeError): void {
    for (const handle of this.#taskHandles()) this.taskFailed(handle, error)
  }

  #progress(frame: FrameOf<'command:progress'>): void {
    const { request_id: requestId, command_id: commandId } = frame.payload
    const handle = this.#byRequest.get(requestId ?? '') ?? this.#byCommand.get(commandId ?? '')
    if (handle === undefined) return
    if (commandId !== undefined) this.#byCommand.set(commandId, handle)
    handle.progressed(frame)
  }

  #task(task: Task): void {
    // Of a request that was sent again, the answer may come after the task's end: until then its handle waits for it.
    for (const handle of this.#handlesOf(task.id)) if (handle.changed(task) && handle.isAccepted) this.#removeTask(handle)
  }

  #handlesOf(taskId: string): Iterable<TaskHandle> {
    return this.#tasks.get(taskId) ?? []
  }

  #taskHandles(): TaskHandle[] {
    return [...this.#tasks.values()].flatMap((handles) => [...handles])
  }

  #removeTask(handle: TaskHandle): void {
    const handles = this.#tasks.get(handle.id)
    if (handles?.delete(handle) && handles.size === 0) this.#tasks.delete(handle.id)
  }

  /** After a break in the stream a task may have ended unseen. */
  #snapshot({ part, last, tasks }: Snapshot): void {
    if (part === 0) this.#shown = new Set()
    for (const task of tasks) {
      if (this.#tasks.has(task.id)) this.#shown.add(task.id)
      this.#task(task)
    }
    if (!last) return
    for (const handle of this.#taskHandles()) {
      if (handle.isAccepted && !this.#shown.has(handle.id)) {
        this.taskFailed(handle, new AgentBridgeError(`The server does not know task ${handle.id} any more.`))
      }
    }
  }
}
