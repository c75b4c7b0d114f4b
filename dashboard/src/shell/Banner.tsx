import { useEffect, useState } from 'react'
import { Button } from '../components/Button'
import { clockOf, plural } from '../components/format'
import { Icon } from '../components/Icon'
import { useNow, useStore } from '../store/hooks'
import { retryNow } from '../store/connection'

const HELD_BACK_MILLIS = 1_000
const SHOWN_AT_LEAST_MILLIS = 1_500

/** Says that the connection is gone, since when, and what happens to what is typed now. Short breaks are not worth a word. */
export function Banner() {
  const link = useStore((from) => from.link)
  const unanswered = useStore((from) => from.unanswered)
  const now = useNow()
  const [shownSince, setShownSince] = useState<number | null>(null)
  const lost = link.state === 'lost' ? link : null
  const isBack = link.state === 'live' && link.isCaughtUp

  useEffect(() => {
    if (lost) {
      const timer = window.setTimeout(() => setShownSince((since) => since ?? Date.now()), Math.max(0, lost.sinceMillis + HELD_BACK_MILLIS - Date.now()))
      return () => window.clearTimeout(timer)
    }
    if (!isBack) return
    const timer = window.setTimeout(() => setShownSince(null), SHOWN_AT_LEAST_MILLIS)
    return () => window.clearTimeout(timer)
  }, [lost, isBack])

  if (link.state === 'ended') {
    return (
      <div className="banner tone-bad">
        <Icon name="warning" />
        <span role="status">
          <strong>The connection has ended.</strong> {link.reason}
        </span>
        <span className="grow" />
        <Button icon="retry" onClick={retryNow}>
          Connect again
        </Button>
      </div>
    )
  }
  if (shownSince === null) return null
  if (!lost) {
    return (
      <div className="banner tone-ok" role="status">
        <span className="status">{isBack ? 'Connected again; everything that happened meanwhile is here.' : 'Connected again; what happened meanwhile is being read.'}</span>
      </div>
    )
  }
  const wait = lost.retryAtMillis === null ? 0 : Math.max(0, Math.ceil((lost.retryAtMillis - now) / 1_000))
  return (
    <div className="banner tone-warn">
      <Icon name="warning" />
      <span role="status">
        <strong>The server cannot be reached.</strong> You see the state as of <span className="mono">{clockOf(lost.sinceMillis).slice(0, 8)}</span>.{' '}
        {unanswered > 0 ? `${plural(unanswered, 'request')} without an answer will be sent again.` : 'What you send is kept and sent when it is back.'}
      </span>
      {/* Not in what is announced: it would be read out each second. */}
      <span>{wait > 0 ? `Next attempt in ${wait} s.` : 'Trying now.'}</span>
      <span className="grow" />
      <Button icon="retry" onClick={retryNow}>
        Try now
      </Button>
    </div>
  )
}
