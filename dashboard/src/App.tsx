import { type ReactNode, useEffect } from 'react'
import { Guard } from './components/Panel'
import { Toasts, toast } from './components/toasts'
import { listenForKeys, useKeys } from './keys/registry'
import { navigate, SCREENS, type Screen, useLocation } from './routing/location'
import { Agents } from './screens/agents/Agents'
import { Approvals } from './screens/approvals/Approvals'
import { Events } from './screens/events/Events'
import { Overview } from './screens/overview/Overview'
import { System } from './screens/system/System'
import { Tasks } from './screens/tasks/Tasks'
import { Banner } from './shell/Banner'
import { Overlays } from './shell/Overlays'
import { openOverlay } from './shell/overlay'
import { TokenScreen } from './shell/TokenScreen'
import { toggleTheme } from './shell/theme'
import { TITLES, TopBar } from './shell/TopBar'
import { useBlocked, useMoment, useStore } from './store/hooks'
import { openApprovals } from './store/selectors'
import { TimeBar } from './timebar/TimeBar'
import { Past } from './timebar/Past'

const GO_KEYS: Readonly<Record<Screen, string>> = {
  overview: 'g o',
  agents: 'g a',
  tasks: 'g t',
  approvals: 'g p',
  events: 'g e',
  system: 'g s',
}

export function App() {
  const { screen } = useLocation()
  const refused = useStore(({ link }) => (link.state === 'refused' ? link.reason : null))
  const loaded = useStore((from) => from.loaded)
  const waiting = useStore(({ moment }) => openApprovals(moment.world, moment.revision).length)
  const blocked = useBlocked()

  useEffect(() => listenForKeys((reason) => toast({ tone: 'warn', text: reason })), [])
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${TITLES[screen]} · agent-bridge`
  }, [screen, waiting])
  useKeys([
    ...SCREENS.map((name) => ({ keys: GO_KEYS[name], label: TITLES[name], group: 'Go to', run: () => navigate({ screen: name }) })),
    { keys: 'Ctrl+k', label: 'Search and commands', group: 'Everywhere', whileTyping: true, run: () => openOverlay('palette') },
    { keys: '?', label: 'Keys that work here', group: 'Everywhere', run: () => openOverlay('keys') },
    { keys: 't', label: 'Light or dark', group: 'Everywhere', run: toggleTheme },
    { keys: 'n', label: 'New agent', group: 'Everywhere', blocked: blocked ?? undefined, run: () => openOverlay('create-agent') },
  ])

  if (refused !== null) {
    return (
      <>
        <TokenScreen reason={refused} />
        <Toasts />
      </>
    )
  }
  return (
    <div className="app">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Guard name="The top of the page">
        <TopBar />
        <Banner />
      </Guard>
      <Guard name="The moment">
        <Past />
      </Guard>
      <main className="content" id="content" tabIndex={-1} aria-label={TITLES[screen]}>
        <h1 className="visually-hidden">{TITLES[screen]}</h1>
        <Guard name={TITLES[screen]} key={screen}>
          {loaded ? (
            <Shown>{pageOf(screen)}</Shown>
          ) : (
            <Waiting />
          )}
        </Guard>
      </main>
      <Guard name="The time bar">
        <TimeBar />
      </Guard>
      <Overlays />
      <Toasts />
    </div>
  )
}

function pageOf(screen: Screen): ReactNode {
  switch (screen) {
    case 'overview':
      return <Overview />
    case 'agents':
      return <Agents />
    case 'tasks':
      return <Tasks />
    case 'approvals':
      return <Approvals />
    case 'events':
      return <Events />
    case 'system':
      return <System />
  }
}

/** A moment of the past that could not be had is not shown as an empty world. */
function Shown({ children }: { readonly children: ReactNode }) {
  const { state, problem } = useMoment()
  if (state === 'missing') {
    return (
      <p className="waiting" role="alert">
        That moment cannot be shown. {problem} Press <kbd>0</kbd> for live.
      </p>
    )
  }
  return children
}

function Waiting() {
  const link = useStore((from) => from.link)
  if (link.state === 'ended') return null
  return <p className="waiting">{link.state === 'lost' ? 'The server cannot be reached. This page tries again by itself.' : 'Connecting to the server.'}</p>
}
