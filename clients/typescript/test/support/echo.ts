/** What an echo agent is told to do with a prompt. */
export interface Script {
  text?: string
  delay_ms?: number
  chunks?: number
  progress?: string[]
  fail?: string
  failure?: string
  exit?: boolean
  hang?: boolean
  ask?: { tool_name: string; input: object }
}

/** The prompt that says so. */
export function echo(script: Script): string {
  return `@echo ${JSON.stringify(script)}`
}
