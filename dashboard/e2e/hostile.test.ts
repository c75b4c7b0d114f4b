import type { AgentBridgeClient } from '@agent-bridge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { live, openBrowser, openPage } from './fixture/browser'
import { connectClient } from './fixture/client'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

/** What agents say is written by whoever wrote what they read. */
const ATTACKS = [
  '<script>window.owned = 1</script>',
  '<img src=x onerror="window.owned = 2">',
  '<svg onload="window.owned = 3"><animate onbegin="window.owned = 3" attributeName=x></svg>',
  '<iframe srcdoc="<script>parent.owned = 4</script>"></iframe>',
  '<style>* { display: none }</style><link rel=stylesheet href=https://evil.example/x.css>',
  '<form action="https://evil.example/"><button>Allow once</button></form>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<details open ontoggle="window.owned = 5">x</details>',
  '[click](javascript:window.owned=6)',
  '[click](JaVaScRiPt:window.owned=7)',
  '[click](java\nscript:window.owned=8)',
  '[click](&#106;avascript:window.owned=9)',
  '[click](data:text/html,<script>window.owned=10</script>)',
  '[click](vbscript:x) [click](file:///etc/passwd) [click](blob:x)',
  '<javascript:window.owned=11>',
  '![alt](https://evil.example/pixel.png) ![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '[ref]: javascript:window.owned=12 "t"\n[ref]',
  '[trusted.example](https://evil.example/)',
  '`code` ```<script>window.owned=13</script>``` $$<script>window.owned=14</script>$$',
  '\u001b]8;;javascript:window.owned=15\u0007link\u001b]8;;\u0007 \u001b[31mred\u001b[0m \u001b[2J\u001b[H\u001b]0;title\u0007',
  '\u202Etxt.exe\u202C \u2066hidden\u2069',
  '<a href="#" id="root" name="location">x</a><input name=body>',
  '{{constructor.constructor("window.owned=16")()}} ${window.owned=17}',
  '</pre></script></textarea></title><script>window.owned=18</script>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.owned=19>',
]

let gateway: Gateway
let browser: Browser
let client: AgentBridgeClient

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start(), openBrowser()])
  client = await connectClient(gateway)
})
afterAll(async () => {
  client?.close()
  await browser?.close()
  await gateway?.stop()
})

/** Nothing of what was said has become an element that acts, and no address leads where none may. */
async function expectHarmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => {
    const content = document.querySelector('.app') ?? document.body
    const acting = [...content.querySelectorAll('script, iframe, object, embed, style, link, base, meta, img, math, svg animate, form[action]')]
    const handlers = [...content.querySelectorAll('*')].filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')))
    const addresses = [...content.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).protocol)
    const named = content.querySelectorAll('[name="location"], [name="body"], .prose [id]').length
    return {
      owned: (window as { owned?: unknown }).owned ?? null,
      acting: acting.map((element) => element.outerHTML.slice(0, 100)),
      handlers: handlers.length,
      addresses: [...new Set(addresses)].filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
      named,
      shown: document.querySelector('.topbar') !== null,
    }
  })
  expect(found, where).toEqual({ owned: null, acting: [], handlers: 0, addresses: [], named: 0, shown: true })
}

test('hostile text stays text on every screen', async () => {
  const hostileName = '<img src=x onerror="window.owned=20">\u202Ename'
  const agent = await client.createAgent({ name: hostileName, backend: 'echo', capabilities: ['<b>x</b>'] })
  for (const attack of ATTACKS) await client.execute(agent.id, echo({ text: attack, progress: [attack] })).result
  await client.execute(agent.id, echo({ text: ATTACKS.join('\n\n'), chunks: 50, delay_ms: 100 })).result
  const tools = ATTACKS.map((attack) => ({
    name: attack.slice(0, 80),
    input: { file_path: attack, old_string: attack, new_string: `${attack}!` },
    output: attack,
    failed: true,
  }))
  await client.execute(agent.id, echo({ thinking: ATTACKS.join('\n'), tools, text: 'done' })).result
  const title = '<script>window.owned=21</script>'
  const task = client.assignTask({ title, description: ATTACKS.join('\n'), metadata: { '<img src=x onerror=alert(1)>': title } }, agent.id)
  await task.result
  const asked = client.execute(agent.id, echo({ ask: { tool_name: '<script>x</script>', input: { command: ATTACKS.join('\n') }, description: ATTACKS[1] ?? '' } }))
  asked.result.catch(() => undefined)

  const { page, context, problems, requests } = await openPage(browser, `${gateway.url}/agents/${agent.id}`)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await live(page)
  await page.locator('.approval').waitFor()
  const asks = await page.locator('.approval').innerText()
  expect(asks).toContain('⟨ESC⟩]0;title⟨BEL⟩')
  expect(asks).toContain('⟨U+202E⟩txt.exe⟨U+202C⟩')
  expect(asks).toContain('Contains characters that do not show; they are marked.')
  await page.locator('.prose').first().waitFor()
  expect(await page.locator('.transcript').innerText()).toContain('window.owned = 1')
  await expectHarmless(page, 'agent')
  await page.keyboard.press('o')
  await page.locator('.tool[open] .patch').first().waitFor()
  for (const thinking of await page.locator('.thinking summary').all()) await thinking.click()
  await expectHarmless(page, 'tools')
  expect(await page.locator('.prose a', { hasText: 'trusted.example' }).first().innerText()).toContain('evil.example')
  for (const screen of ['/', '/tasks', `/tasks/${encodeURIComponent(task.id)}`, '/tasks?view=list', '/approvals', '/events', '/system']) {
    await page.goto(gateway.url + screen)
    await live(page)
    await expectHarmless(page, screen)
  }
  await page.goto(`${gateway.url}/events`)
  await live(page)
  await page.locator('.event').last().click()
  await page.locator('.events__details').waitFor()
  await expectHarmless(page, 'event')
  expect(dialogs).toEqual([])
  expect(problems).toEqual([])
  expect(requests.filter((url) => !url.startsWith(gateway.url) && !url.startsWith('data:'))).toEqual([])
  await context.close()
}, 60_000)
