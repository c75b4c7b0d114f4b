import { join } from 'node:path'
import type { SocketConstructor } from '@agent-bridge/client'
import WebSocket from 'ws'
import { live, openBrowser, openPage } from '../e2e/fixture/browser'
import { Gateway } from '../e2e/fixture/gateway'
import { startDemo } from './start'

/** While the agents are at work; and a little later, while one of them writes its answer. */
const WORKING_MILLIS = 2_400
const WRITING_MILLIS = 2_200
const DRAWN_MILLIS = 600

interface Picture {
  readonly name: string
  readonly path: (agentIds: Readonly<Record<string, string>>) => string
  readonly theme: 'dark' | 'light'
  readonly afterMillis?: number
}

const PICTURES: readonly Picture[] = [
  { name: 'overview', path: () => '/', theme: 'dark', afterMillis: WORKING_MILLIS },
  { name: 'agent', path: ({ reviewer }) => `/agents/${reviewer}`, theme: 'dark', afterMillis: WRITING_MILLIS },
  { name: 'approvals', path: () => '/approvals', theme: 'light' },
  { name: 'past', path: () => '/?at=90', theme: 'dark' },
]

const SIZE = { width: 1360, height: 800 }

/** The demo's fleet, as it looks after a while, in one picture a screen. */
export async function takeScreenshots(folder: string): Promise<void> {
  const [gateway, browser] = await Promise.all([Gateway.start(), openBrowser()])
  try {
    const { page } = await openPage(browser, gateway.url, SIZE)
    // Opened before there is anything, so that it has seen how long each event took; a page of its own, which no picture holds up before its last moment.
    const { page: system } = await openPage(browser, `${gateway.url}/system`, { ...SIZE, theme: 'light' })
    for (const opened of [page, system]) await live(opened)
    const demo = await startDemo(gateway.webSocketUrl, WebSocket as unknown as SocketConstructor, false)
    for (const { name, path, theme, afterMillis } of PICTURES) {
      await page.emulateMedia({ colorScheme: theme })
      // Within the page: it is connected already.
      await page.evaluate((address) => {
        window.history.pushState(null, '', address)
        window.dispatchEvent(new PopStateEvent('popstate'))
      }, path(demo.agentIds))
      await page.waitForTimeout(afterMillis ?? DRAWN_MILLIS)
      await page.screenshot({ path: join(folder, `${name}.png`) })
    }
    await system.screenshot({ path: join(folder, 'system.png') })
    demo.stop()
  } finally {
    await browser.close()
    await gateway.stop()
  }
}
