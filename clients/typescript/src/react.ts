export {
  usePythonAgentWebSocket,
  type AgentState,
  type ConnectionState,
  type SystemState,
  type TaskState,
  type UsePythonAgentWebSocketOptions,
} from './legacy/hook.js'
export { setToaster, type Toaster } from './legacy/toasts.js'
