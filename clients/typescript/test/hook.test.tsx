// @vitest-environment happy-dom
import { act as reactAct, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { AgentType, PythonAgentWebSocketService, TaskStatus, pythonAgentWebSocket } from '@agent-bridge/client'
import { setToaster, usePythonAgentWebSocket } from '@agent-bridge/client/react'
import { CheckedSocket } from './support/checked-socket.js'
import { echo } from './support/echo.js'
import { url } from './support/own-gateway.js'
import { TcpProxy } from './support/tcp-proxy.js'
import { until } from './support/waiting.js'

// Only what components written for the Python server know: the hook, on the service that the page shares, at ws://localhost:8765.

let address = url

class BrowserSocket extends CheckedSocket {
  constructor(url: string, protocols?: string[]) {
    super(url.replace('ws://localhost:8765', address), protocols)
  }
}

type Hook = ReturnType<typeof usePythonAgentWebSocket>
type Options = Parameters<typeof usePythonAgentWebSocket>[0]

const toasts: string[] = []

beforeEach(() => {
  vi.stubGlobal('WebSocket', BrowserSocket)
  address = url
  toasts.length = 0
  const noted = (kind: string) => (text: string) => toasts.push(`${kind}: ${text}`)
  setToaster({ success: noted('success'), error: noted('error'), info: noted('info'), warning: noted('warning') })
})

afterEach(() => pythonAgentWebSocket.disconnect())

/** Does something, and lets React draw what comes of it; what comes later is drawn as it comes. */
async function act<T>(work: () => T | Promise<T>): Promise<T> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  try {
    return await reactAct(async () => work())
  } finally {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false)
  }
}

/** Shows a component that uses the hook, and lets a test look at what it got last. */
async function use(options?: Options, strict = false): Promise<() => Hook> {
  let latest: Hook | undefined
  function Component(): string {
    latest = usePythonAgentWebSocket(options)
    return `${Object.keys(latest.agentState.agents).length} agents`
  }
  const root = createRoot(document.createElement('div'))
  await act(() => root.render(strict ? <StrictMode children={<Component />} /> : <Component />))
  onTestFinished(() => act(() => root.unmount()))
  return () => latest as Hook
}

describe('an old component', () => {
  test('connects by itself, and knows the system', async () => {
    const hook = await use()
    await until('connected', () => hook().connectionState.connected)
    await until('the status', () => hook().systemState.status !== null)
    expect(hook().connectionState).toMatchObject({ connecting: false, error: null, reconnectAttempts: 0, lastConnected: expect.any(Date) as Date })
    expect(hook().systemState).toMatchObject({ loading: false, error: null, status: { running: true }, lastUpdated: expect.any(Date) as Date })
    expect(hook().getServiceStats()).toMatchObject({ connected: true })
    expect(toasts).toEqual(['success: Connected to Python agent orchestrator'])
  })

  test('creates an agent, commands it, and gives it a task', async () => {
    const hook = await use()
    await until('connected', () => hook().connectionState.connected)
    const agent = await act(() => hook().createAgent(AgentType.WORKER, 'sonnet', ['coding']))
    expect(agent).toMatchObject({ type: 'worker', capabilities: ['coding'] })
    const id = agent?.id ?? ''
    await until('it is idle', () => hook().agentState.agents[id]?.status === 'idle')
    expect(hook().agentState.loading).toBe(false)
    expect(await act(() => hook().executeCommand(id, 'hello', {}))).toBe('hello')
    const task = await act(() => hook().assignTask({ title: 'Old task', description: 'x' }, id))
    expect(task).toMatchObject({ title: 'Old task', assigned_agent: id })
    await until('it is completed', () => hook().taskState.tasks[task?.id ?? '']?.status === TaskStatus.COMPLETED)
    expect(toasts).toEqual(
      expect.arrayContaining([`success: Created worker agent: ${id}`, 'success: Command executed successfully', 'success: Task assigned: Old task', 'success: Task completed: Old task']),
    )
  })

  test('tells of failures', async () => {
    const hook = await use()
    await until('connected', () => hook().connectionState.connected)
    expect(await act(() => hook().assignTask({ title: 'Nobody' }, 'worker-1-00000000'))).toBeNull()
    expect(hook().taskState.error).toContain('worker-1-00000000')
    await act(async () => {
      await expect(hook().executeCommand('worker-1-00000000', 'x')).rejects.toThrow('worker-1-00000000')
    })
    expect(toasts.filter((toast) => toast.startsWith('error: '))).toHaveLength(2)
  })

  test('hears of the agents of others', async () => {
    const hook = await use()
    await until('connected', () => hook().connectionState.connected)
    const other = new PythonAgentWebSocketService(address)
    onTestFinished(() => other.disconnect())
    await other.connect()
    const agent = await other.createAgent(AgentType.MANAGER)
    await until('the agent', () => agent.id in hook().agentState.agents)
    expect(toasts).toContain(`info: New manager agent created: ${agent.id}`)
  })

  test('connects and disconnects when it is told, and says nothing where it shall not', async () => {
    const hook = await use({ autoConnect: false, enableToasts: false })
    expect(hook().connectionState.connected).toBe(false)
    await act(() => hook().connect())
    await until('connected', () => hook().connectionState.connected)
    await act(() => hook().disconnect())
    expect(hook().connectionState.connected).toBe(false)
    expect(toasts).toEqual([])
  })

  test('asks for the status again and again, as often as it is told', async () => {
    const hook = await use({ statusRefreshInterval: 50 })
    await until('the status', () => hook().systemState.status !== null)
    const first = hook().systemState.lastUpdated
    await until('a later one', () => hook().systemState.lastUpdated !== first)
  })

  test('shows that there is no server', async () => {
    address = 'ws://127.0.0.1:9'
    const hook = await use()
    await until('the failure', () => hook().connectionState.error !== null)
    expect(hook().connectionState).toMatchObject({ connected: false, connecting: false, error: 'Failed to connect', reconnectAttempts: 1 })
    expect(toasts).toEqual(['error: Connection failed: Failed to connect'])
  })

  test('shows that no WebSocket can be opened', async () => {
    vi.stubGlobal('WebSocket', undefined)
    const hook = await use()
    await until('the failure', () => hook().connectionState.error !== null)
    expect(hook().connectionState).toMatchObject({ connected: false, connecting: false, error: 'Failed to connect', reconnectAttempts: 1 })
    expect(toasts).toEqual(['error: Connection failed: Failed to connect'])
  })

  test('shows that the connection is lost, and comes back by itself', async () => {
    const proxy = await TcpProxy.before(Number(new URL(address).port))
    onTestFinished(() => proxy.close())
    address = proxy.url
    const hook = await use()
    await until('connected', () => hook().connectionState.connected)
    const agent = await act(() => hook().createAgent(AgentType.WORKER))
    const slow = hook().executeCommand(agent?.id ?? '', echo({ text: 'after all', delay_ms: 200 }))
    await act(() => proxy.cut())
    await until('the loss', () => !hook().connectionState.connected)
    await act(async () => expect(await slow).toBe('after all'))
    await until('it is back', () => hook().connectionState.connected)
    expect(toasts).toEqual(expect.arrayContaining(['warning: Lost connection to Python agent orchestrator', 'success: Reconnected to Python agent orchestrator']))
  })

  test('works where React runs effects twice', async () => {
    const hook = await use({}, true)
    await until('connected', () => hook().connectionState.connected)
    const agent = await act(() => hook().createAgent(AgentType.WORKER))
    await until('it is idle', () => hook().agentState.agents[agent?.id ?? '']?.status === 'idle')
    expect(toasts.filter((toast) => toast.startsWith('success: Created'))).toHaveLength(1)
  })
})
