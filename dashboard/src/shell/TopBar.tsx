import { Button } from '../components/Button'
import { Icon } from '../components/Icon'
import { Link } from '../routing/Link'
import { SCREENS, type Screen, useLocation } from '../routing/location'
import { useStore } from '../store/hooks'
import { openApprovals } from '../store/selectors'
import { toggleTheme, useTheme } from './theme'
import { openOverlay } from './overlay'

export const TITLES: Readonly<Record<Screen, string>> = {
  overview: 'Overview',
  agents: 'Agents',
  tasks: 'Tasks',
  approvals: 'Approvals',
  events: 'Events',
  system: 'System',
}

export function TopBar() {
  const { screen } = useLocation()
  const waiting = useStore(({ moment }) => openApprovals(moment.world, moment.revision).length)
  const theme = useTheme()
  return (
    <header className="topbar">
      <Link to={{ screen: 'overview' }} className="topbar__brand" aria-label="agent-bridge, overview">
        <span className="topbar__mark">
          <Icon name="bridge" size={18} />
        </span>
        <span className="topbar__name">agent-bridge</span>
      </Link>
      <nav className="topbar__nav" aria-label="Screens">
        {SCREENS.map((name) => (
          <Link key={name} to={{ screen: name }} className="topbar__tab" aria-current={screen === name ? 'page' : undefined}>
            {TITLES[name]}
            {name === 'approvals' && waiting > 0 && (
              <span className="topbar__badge">
                {waiting}
                <span className="visually-hidden"> waiting</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      <span className="grow" />
      <button type="button" className="topbar__search" onClick={() => openOverlay('palette')}>
        <Icon name="search" size={13} />
        <span className="topbar__search-text">Search or command</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <Button look="quiet" icon={theme === 'dark' ? 'sun' : 'moon'} name={`Switch to the ${theme === 'dark' ? 'light' : 'dark'} theme`} onClick={toggleTheme} />
      <Button look="quiet" icon="help" name="Keys" className="topbar__help" onClick={() => openOverlay('keys')} />
      <LinkState />
    </header>
  )
}

function LinkState() {
  const state = useStore(({ link }) => link.state)
  const [tone, word] =
    state === 'live' ? (['ok', 'Connected'] as const) : state === 'connecting' ? (['run', 'Connecting'] as const) : (['bad', 'Offline'] as const)
  return (
    <span className={`topbar__link tone-${tone}`} >
      <span className="topbar__dot" />
      <span className="topbar__link-word">{word}</span>
    </span>
  )
}
