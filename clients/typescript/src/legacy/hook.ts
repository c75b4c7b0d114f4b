import { useCallback, useEffect, useRef, useState } from 'react'
import {
  MessageType,
  type AgentInfo,
  type AgentType,
  type PythonMessage,
  type ServiceStats,
  type SystemStatus,
  type TaskInfo,
} from './messages.js'
import { pythonAgentWebSocket, type PythonAgentWebSocketService } from './service.js'
import { toaster } from './toasts.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

export interface ConnectionState {
  connected: boolean
  connecting: boolean
  error: string | null
  reconnectAttempts: number
  lastConnected: Date | null
}

export interface AgentState {
  agents: Record<string, AgentInfo>
  loading: boolean
  error: string | null
}

export interface TaskState {
  tasks: Record<string, TaskInfo>
  loading: boolean
  error: string | null
}

export interface SystemState {
  status: SystemStatus | null
  loading: boolean
  error: string | null
  lastUpdated: Date | null
}

export interface UsePythonAgentWebSocketOptions {
  autoConnect?: boolean
  enableToasts?: boolean
  /** Milliseconds. */
  statusRefreshInterval?: number
  /** The service to use, where it is not the one that the page shares. */
  service?: PythonAgentWebSocketService
}

const DISCONNECTED: ConnectionState = { connected: false, connecting: false, error: null, reconnectAttempts: 0, lastConnected: null }

/** The hook of dashboards written for the Python server, on the service that the page shares. */
export function usePythonAgentWebSocket(options: UsePythonAgentWebSocketOptions = {}) {
  const { autoConnect = true, enableToasts = true, statusRefreshInterval = 30_000, service = pythonAgentWebSocket } = options
  const [connectionState, setConnection] = useState<ConnectionState>(DISCONNECTED)
  const [agentState, setAgents] = useState<AgentState>({ agents: {}, loading: false, error: null })
  const [taskState, setTasks] = useState<TaskState>({ tasks: {}, loading: false, error: null })
  const [systemState, setSystem] = useState<SystemState>({ status: null, loading: false, error: null, lastUpdated: null })

  // Read when a toast is due, so that switching them does not tear down the subscriptions.
  const toastsEnabled = useRef(enableToasts)
  toastsEnabled.current = enableToasts
  const toast = useCallback((kind: 'success' | 'error' | 'info' | 'warning', text: string) => {
    if (toastsEnabled.current) toaster()[kind](text)
  }, [])

  const refreshSystemStatus = useCallback(async () => {
    setSystem((before) => ({ ...before, loading: true, error: null }))
    try {
      const status = await service.getSystemStatus()
      setSystem({ status, loading: false, error: null, lastUpdated: new Date() })
    } catch (error) {
      setSystem((before) => ({ ...before, loading: false, error: textOf(error, 'Failed to get system status') }))
    }
  }, [service])

  const connect = useCallback(async () => {
    if (service.isConnected()) return
    setConnection((before) => ({ ...before, connecting: true, error: null }))
    if (await service.connect()) return
    const error = 'Failed to connect'
    setConnection((before) => ({ ...before, connected: false, connecting: false, error, reconnectAttempts: before.reconnectAttempts + 1 }))
    toast('error', `Connection failed: ${error}`)
  }, [service, toast])

  const disconnect = useCallback(() => {
    service.disconnect()
    setConnection((before) => ({ ...before, connected: false, connecting: false }))
    toast('info', 'Disconnected from Python agent orchestrator')
  }, [service, toast])

  const putAgent = useCallback((agent: AgentInfo | undefined) => {
    if (agent !== undefined) setAgents((before) => ({ ...before, agents: { ...before.agents, [agent.id]: agent } }))
  }, [])

  const putTask = useCallback((task: TaskInfo | undefined) => {
    if (task !== undefined) setTasks((before) => ({ ...before, tasks: { ...before.tasks, [task.id]: task } }))
  }, [])

  const createAgent = useCallback(
    async (type: AgentType, model: string = 'sonnet', capabilities: string[] = []): Promise<AgentInfo | null> => {
      setAgents((before) => ({ ...before, loading: true, error: null }))
      try {
        const agent = await service.createAgent(type, model, capabilities)
        // A status that came in between is newer than the answer.
        setAgents((before) => ({ ...before, agents: { [agent.id]: agent, ...before.agents }, loading: false }))
        toast('success', `Created ${type} agent: ${agent.id}`)
        return agent
      } catch (error) {
        const text = textOf(error, 'Failed to create agent')
        setAgents((before) => ({ ...before, loading: false, error: text }))
        toast('error', `Failed to create agent: ${text}`)
        return null
      }
    },
    [service, toast],
  )

  const executeCommand = useCallback(
    async (agentId: string, command: string, parameters: Record<string, any> = {}): Promise<any> => {
      try {
        const result = await service.executeCommand(agentId, command, parameters)
        toast('success', 'Command executed successfully')
        return result
      } catch (error) {
        toast('error', `Command failed: ${textOf(error, 'Command execution failed')}`)
        throw error
      }
    },
    [service, toast],
  )

  const assignTask = useCallback(
    async (taskData: Partial<TaskInfo>, agentId?: string): Promise<TaskInfo | null> => {
      setTasks((before) => ({ ...before, loading: true, error: null }))
      try {
        const task = await service.assignTask(taskData, agentId)
        setTasks((before) => ({ ...before, tasks: { [task.id]: task, ...before.tasks }, loading: false }))
        toast('success', `Task assigned: ${task.title}`)
        return task
      } catch (error) {
        const text = textOf(error, 'Failed to assign task')
        setTasks((before) => ({ ...before, loading: false, error: text }))
        toast('error', `Task assignment failed: ${text}`)
        return null
      }
    },
    [service, toast],
  )

  useEffect(() => {
    const handlers: [MessageType, (message: PythonMessage) => void][] = [
      [MessageType.AGENT_STATUS, ({ payload }) => putAgent(payload['agent'])],
      [MessageType.AGENT_STOPPED, ({ payload }) => putAgent(payload['agent'])],
      [
        MessageType.AGENT_CREATED,
        ({ payload }) => {
          putAgent(payload['agent'])
          toast('info', `New ${payload['agent']?.type} agent created: ${payload['agent']?.id}`)
        },
      ],
      [MessageType.AGENT_ERROR, ({ payload }) => toast('error', `Agent ${payload['agent_id']} error: ${payload['error_message']}`)],
      [MessageType.TASK_UPDATE, ({ payload }) => putTask(payload['task'])],
      [
        MessageType.TASK_COMPLETE,
        ({ payload }) => {
          putTask(payload['task'])
          toast('success', `Task completed: ${payload['task']?.title}`)
        },
      ],
      [
        MessageType.TASK_FAILED,
        ({ payload }) => {
          putTask(payload['task'])
          toast('error', `Task failed: ${payload['task']?.title}`)
        },
      ],
      [MessageType.SYSTEM_ERROR, ({ payload }) => toast('error', `System error: ${payload['error_message']}`)],
    ]
    for (const [type, handler] of handlers) service.on(type, handler)
    return () => {
      for (const [type, handler] of handlers) service.off(type, handler)
    }
  }, [service, putAgent, putTask, toast])

  useEffect(() => {
    let wasConnected = service.isConnected()
    const changed = (connected: boolean): void => {
      const lastConnected = connected ? { lastConnected: new Date(), reconnectAttempts: 0, error: null } : {}
      setConnection((before) => ({ ...before, connected, connecting: false, ...lastConnected }))
      if (!connected) toast('warning', 'Lost connection to Python agent orchestrator')
      else toast('success', wasConnected ? 'Reconnected to Python agent orchestrator' : 'Connected to Python agent orchestrator')
      wasConnected ||= connected
    }
    if (wasConnected) setConnection((before) => ({ ...before, connected: true, lastConnected: service.getStats().lastConnected }))
    return service.onConnectionChange(changed)
  }, [service, toast])

  const { connected } = connectionState
  useEffect(() => {
    if (!connected) return
    void refreshSystemStatus()
    const timer = setInterval(() => void refreshSystemStatus(), statusRefreshInterval)
    return () => clearInterval(timer)
  }, [connected, refreshSystemStatus, statusRefreshInterval])

  useEffect(() => {
    if (autoConnect) void connect()
  }, [autoConnect, connect])

  const getServiceStats = useCallback((): ServiceStats => service.getStats(), [service])

  return {
    connectionState,
    connect,
    disconnect,
    agentState,
    createAgent,
    executeCommand,
    taskState,
    assignTask,
    systemState,
    refreshSystemStatus,
    getServiceStats,
    service,
  }
}

function textOf(error: unknown, otherwise: string): string {
  return error instanceof Error ? error.message : otherwise
}
