import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  AgentType,
  MessageType,
  PythonAgentWebSocketService,
  TaskStatus,
  type AgentInfo,
  type CommandRequest,
  type CommandResult,
  type PythonMessage,
} from '@agent-bridge/client'
import { CheckedSocket } from './support/checked-socket.js'
import { echo } from './support/echo.js'
import { url } from './support/own-gateway.js'
import { TcpProxy } from './support/tcp-proxy.js'
import { until } from './support/waiting.js'

// Only what programs written for the Python server know. They run in browsers, where WebSocket is a global.
vi.stubGlobal('WebSocket', CheckedSocket)

function newService(to = url): PythonAgentWebSocketService {
  const service = new PythonAgentWebSocketService(to)
  onTestFinished(() => service.disconnect())
  return service
}

function message(type: MessageType, payload: Record<string, unknown>, rest: Partial<PythonMessage> = {}): PythonMessage {
  return { id: crypto.randomUUID(), type, timestamp: new Date().toISOString(), payload, ...rest }
}

describe('an old program', () => {
  let service: PythonAgentWebSocketService

  beforeEach(async () => {
    service = newService()
    expect(await service.connect()).toBe(true)
  })

  test('creates, executes, assigns and asks', async () => {
    const agent: AgentInfo = await service.createAgent(AgentType.WORKER, 'sonnet', ['coding'])
    expect(agent).toMatchObject({ type: 'worker', model: 'sonnet', capabilities: ['coding'], metrics: expect.any(Object) as object })
    expect(await service.executeCommand(agent.id, 'hello')).toBe('hello')
    expect(await service.executeCommand(agent.id, 'List', { depth: 2 })).toContain('depth: 2')
    const task = await service.assignTask({ title: 'Old task', description: 'As it always was.', metadata: { priority: 'high' } }, agent.id)
    expect(task).toMatchObject({ title: 'Old task', status: TaskStatus.PENDING, assigned_agent: agent.id })
    const status = await service.getSystemStatus()
    expect(status.agents.total).toBeGreaterThan(0)
    expect(status.running).toBe(true)
  })

  test('hears of agents and tasks by their types, and stops hearing', async () => {
    const statuses: string[] = []
    const onStatus = ({ payload }: PythonMessage): void => void statuses.push(payload['agent'].id)
    const completed = new Promise<string>((resolve) => service.on(MessageType.TASK_COMPLETE, ({ payload }) => resolve(payload['task'].id)))
    service.on(MessageType.AGENT_STATUS, onStatus)
    const agent = await service.createAgent(AgentType.MANAGER)
    await until('its status', () => statuses.includes(agent.id))
    const task = await service.assignTask({ title: 'Heard' }, agent.id)
    expect(await completed).toBe(task.id)
    service.off(MessageType.AGENT_STATUS, onStatus)
    const heard = statuses.length
    await service.executeCommand(agent.id, 'more')
    expect(statuses.length).toBe(heard)
  })

  test('hears of the agents of others, not again of its own', async () => {
    const created: string[] = []
    service.on(MessageType.AGENT_CREATED, ({ payload }) => void created.push(payload['agent'].id))
    const other = newService()
    await other.connect()
    const own = await service.createAgent(AgentType.WORKER)
    const foreign = await other.createAgent(AgentType.WORKER)
    await until('the foreign one', () => created.includes(foreign.id))
    expect(created).not.toContain(own.id)
  })

  test('takes the first message with its correlation id for the answer, and hears progress beside it', async () => {
    const agent = await service.createAgent(AgentType.WORKER)
    const progress: PythonMessage[] = []
    const results: PythonMessage[] = []
    service.on(MessageType.COMMAND_PROGRESS, (told) => void progress.push(told))
    service.on(MessageType.COMMAND_RESULT, (told) => void results.push(told))
    const request = message(MessageType.COMMAND_EXECUTE, { command: echo({ text: 'done', chunks: 2, progress: ['one'] }), agent_id: agent.id })
    const answer = await service.sendAndWaitResponse({ ...request, correlation_id: 'my own words' })
    expect(answer).toMatchObject({ type: MessageType.COMMAND_RESULT, correlation_id: 'my own words', payload: { result: 'done' } })
    expect(progress.length).toBeGreaterThan(0)
    expect(progress.every(({ correlation_id }) => correlation_id == null)).toBe(true)
    expect(results).toEqual([])
  })

  test('gets an error for an answer where it asks for the message, and an exception where it asks for the result', async () => {
    const request = message(MessageType.COMMAND_EXECUTE, { command: 'x', agent_id: 'worker-1-00000000' })
    const answer = await service.sendAndWaitResponse(request)
    expect(answer.type).toBe(MessageType.COMMAND_ERROR)
    expect(answer.payload['error_type']).toBe('command_error')
    await expect(service.executeCommand('worker-1-00000000', 'x')).rejects.toThrow(answer.payload['error_message'] as string)
    await expect(service.createAgent('nonsense' as AgentType).finally(() => import('./support/checked-socket.js').then((m) => m.violations.splice(0)))).rejects.toThrow()
    await expect(service.assignTask({ title: 'x' }, 'worker-1-00000000')).rejects.toThrow()
  })

  test('gives up after its time', async () => {
    const agent = await service.createAgent(AgentType.WORKER)
    const request = message(MessageType.COMMAND_EXECUTE, { command: echo({ hang: true }), agent_id: agent.id })
    await expect(service.sendAndWaitResponse(request, 100)).rejects.toThrow('Request timeout after 100ms')
  })

  test('sends what needs no answer, and counts', async () => {
    const before = service.getStats()
    const pong = new Promise<PythonMessage>((resolve) => service.on(MessageType.CONNECTION_PONG, resolve))
    expect(await service.sendMessage(message(MessageType.CONNECTION_PING, { client_id: 'me', timestamp: 'now' }))).toBe(true)
    expect((await pong).payload['original_timestamp']).toBe('now')
    const after = service.getStats()
    expect(after.messagesSent).toBe(before.messagesSent + 1)
    expect(after.messagesReceived).toBeGreaterThan(before.messagesReceived)
    expect(after).toMatchObject({ connected: true, connectionAttempts: 1, totalUptime: 0, lastConnected: expect.any(Date) as Date })
  })

  test('closes, and what waited for an answer is told', async () => {
    const agent = await service.createAgent(AgentType.WORKER)
    const changes: boolean[] = []
    service.onConnectionChange((connected) => void changes.push(connected))
    const hanging = service.executeCommand(agent.id, echo({ hang: true }))
    service.disconnect()
    await expect(hanging).rejects.toThrow('Connection closed')
    expect(changes).toEqual([false])
    expect(service.isConnected()).toBe(false)
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(await service.sendMessage(message(MessageType.SYSTEM_STATUS, {}))).toBe(false)
    await expect(service.getSystemStatus()).rejects.toThrow('Failed to send message')
    expect(warned).toHaveBeenCalled()
    warned.mockRestore()
    expect(await service.connect()).toBe(true)
    expect(changes).toEqual([false, true])
  })

  test('is not disturbed by a handler that fails', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const heard: string[] = []
    service.on(MessageType.SYSTEM_METRIC, () => {
      throw new Error('a bug in the page')
    })
    service.on(MessageType.SYSTEM_METRIC, async () => {
      throw new Error('another')
    })
    service.on(MessageType.SYSTEM_METRIC, ({ payload }) => void heard.push(payload['metric_name']))
    const other = newService()
    await other.connect()
    await other.sendMessage(message(MessageType.SYSTEM_METRIC, { metric_name: 'm', metric_value: 1 }))
    await until('the metric', () => heard.includes('m'))
    expect(errors).toHaveBeenCalledTimes(2)
    errors.mockRestore()
  })
})

test('an old program makes requests and results of its own by the old types, which ask for no more than they did', () => {
  const request: CommandRequest = { command: 'List', agent_id: 'worker-1' }
  const result: CommandResult = { ...request, result: { files: ['a'] } }
  expect(result.result.files[0]).toBe('a')
})

test('an old program is told when there is no server', async () => {
  const service = newService('ws://127.0.0.1:9')
  expect(await service.connect()).toBe(false)
  expect(service.isConnected()).toBe(false)
})

test('an old program is told each time that no WebSocket can be opened, and connects once one can', async () => {
  const service = newService()
  vi.stubGlobal('WebSocket', undefined)
  onTestFinished(() => void vi.stubGlobal('WebSocket', CheckedSocket))
  for (let attempt = 0; attempt < 2; attempt++) expect(await service.connect()).toBe(false)
  vi.stubGlobal('WebSocket', CheckedSocket)
  expect(await service.connect()).toBe(true)
})

test('an old program gets its answer although the connection is lost in between, and misses no event', async () => {
  const proxy = await TcpProxy.before(Number(new URL(url).port))
  onTestFinished(() => proxy.close())
  const service = newService(proxy.url)
  const changes: boolean[] = []
  service.onConnectionChange((connected) => void changes.push(connected))
  const missed: string[] = []
  service.on(MessageType.AGENT_CREATED, ({ payload }) => void missed.push(payload['agent'].id))
  await service.connect()
  const agent = await service.createAgent(AgentType.WORKER)
  const slow = service.executeCommand(agent.id, echo({ text: 'after all', delay_ms: 300 }))
  proxy.cut()
  await until('the loss', () => changes.includes(false))
  const other = newService()
  await other.connect()
  const meanwhile = await other.createAgent(AgentType.WORKER)
  expect(await slow).toBe('after all')
  await until('what happened meanwhile', () => missed.includes(meanwhile.id))
  expect(missed.filter((id) => id === meanwhile.id)).toHaveLength(1)
  expect(changes).toEqual([true, false, true])
})
