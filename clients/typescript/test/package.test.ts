import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Gateway } from './support/gateway.js'

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)))
/** Within the package, where its name means what was built. */
const EXAMPLES = join(PACKAGE, 'dist/examples')
const URL_OF_EXAMPLES = 'ws://localhost:8765'

const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8')
const programs = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)].map(([, program = '', output = '']) => ({ program, output }))
const snippets = [...readme.matchAll(/```(tsx?)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({ language, text }))

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: PACKAGE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

beforeAll(() => {
  rmSync(join(PACKAGE, 'dist'), { recursive: true, force: true })
  run('npm', 'run', '--silent', 'build')
  mkdirSync(EXAMPLES)
  return () => rmSync(EXAMPLES, { recursive: true, force: true })
})

describe('the examples of the README', () => {
  test('are there', () => {
    expect(programs).toHaveLength(6)
    expect(snippets).toHaveLength(7)
  })

  test('begin with that of the repository', () => {
    expect(readFileSync(join(PACKAGE, '../../README.md'), 'utf8')).toContain(programs[0]?.program)
  })

  test('are typed as they say', () => {
    for (const [index, { language, text }] of snippets.entries()) writeFileSync(join(EXAMPLES, `typed-${index}.${language}`), text)
    const options = { noEmit: true, strict: true, noImplicitAny: false, target: 'ES2022', module: 'NodeNext', jsx: 'react-jsx', skipLibCheck: true, types: [] }
    const lib = ['ES2023', 'DOM', 'DOM.Iterable']
    writeFileSync(join(EXAMPLES, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...options, lib }, include: ['*'] }))
    expect(() => run('npx', 'tsc', '-p', EXAMPLES)).not.toThrow()
  })

  test.each(programs.map((example, index) => [index + 1, example] as const))('number %i prints what it says', async (number, { program, output }) => {
    expect(program).toContain(URL_OF_EXAMPLES)
    const gateway = await Gateway.start()
    onTestFinished(() => gateway.close())
    const file = join(EXAMPLES, `${number}.mjs`)
    writeFileSync(file, program.replaceAll(URL_OF_EXAMPLES, gateway.url))
    const ran = await promisify(execFile)(process.execPath, ['--experimental-websocket', '--no-warnings', file], { timeout: 30_000 })
    expect(ran.stderr).toBe('')
    expect(ran.stdout).toBe(output)
  })
})

describe('the package', () => {
  const description = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Record<string, unknown>

  test('needs nothing when it runs', () => {
    expect(description).not.toHaveProperty('dependencies')
    const loaded = run(process.execPath, '--input-type=module', '-e', `
      import * as main from '@agent-bridge/client'
      console.log(Object.keys(main).join(' '))`).trim().split(' ')
    expect(loaded).toEqual(expect.arrayContaining(['AgentBridgeClient', 'LogFold', 'PythonAgentWebSocketService', 'MessageType', 'AgentType', 'TaskStatus']))
    const react = run(process.execPath, '--input-type=module', '-e', `
      import * as react from '@agent-bridge/client/react'
      console.log(Object.keys(react).join(' '))`).trim()
    expect(react).toBe('setToaster usePythonAgentWebSocket')
  })

  test('has what its map of exports names, and no more than what is needed', () => {
    const [packed] = JSON.parse(run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')) as [{ files: { path: string }[] }]
    const files = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('dist/examples/'))
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'dist/react.js', 'dist/react.d.ts']))
    expect(files.filter((path) => !/^(dist\/[\w/-]+\.(js|d\.ts)(\.map)?|package\.json|README\.md|LICENSE)$/.test(path))).toEqual([])
  })

  test('locks versions, not places', () => {
    expect(readFileSync(join(PACKAGE, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/(?!(opencollective|github|tidelift|www\.patreon|paypal|paulmillr|feross)[^"]*)[^"]*\.(tgz|tar)/)
  })
})
