import { duration } from '../../components/format'
import { useNow, useStore } from '../../store/hooks'

/** For how long something has been going on. In the past nobody knows yet. */
export function Running({ since }: { readonly since: number }) {
  const past = useStore(({ moment }) => moment.past)
  const now = useNow()
  const seconds = Math.max(0, Math.round((now - since) / 1_000))
  return past ? null : <span className="small muted">{seconds < 60 ? `${seconds} s` : duration(seconds * 1_000)}</span>
}
