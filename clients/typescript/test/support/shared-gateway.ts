import type { TestProject } from 'vitest/node'
import { Gateway } from './gateway.js'

declare module 'vitest' {
  export interface ProvidedContext {
    gatewayUrl: string
  }
}

/** One gateway for all tests that do not end it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const gateway = await Gateway.start()
  project.provide('gatewayUrl', gateway.url)
  return () => gateway.close()
}
