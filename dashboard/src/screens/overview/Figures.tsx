import type { ReactNode } from 'react'
import { brief, count, duration, money } from '../../components/format'
import type { Tone } from '../../components/Status'
import { useNow, useStore } from '../../store/hooks'
import { totals } from '../../store/selectors'
import { store } from '../../store/store'

/** The totals in one line. */
export function Figures() {
  const figures = useStore(({ moment }) => totals(moment.world, moment.revision))
  const past = useStore(({ moment }) => moment.past)
  const now = useNow()
  const perSecond = store.arrivals.recent(now)
  const p99 = store.latency.whole.percentile(0.99)
  return (
    <section className="figures" aria-label="Totals">
      <Figure label="Working" value={`${figures.working}`} of={`of ${figures.agents}`} tone={figures.working > 0 ? 'run' : undefined} />
      <Figure label="Waiting for you" value={count(figures.waiting)} tone={figures.waiting > 0 ? 'warn' : undefined} />
      <Figure label="Failing" value={count(figures.failing)} tone={figures.failing > 0 ? 'bad' : undefined} />
      <Figure label="Open tasks" value={count(figures.openTasks)} />
      <Figure label="Tokens" value={brief(figures.tokens)} />
      <Figure label="Cost" value={money(figures.dollars)} />
      {/* Of the present alone, but their places stay. */}
      <Figure label="Delivery, p99" value={past || store.latency.whole.count === 0 ? '–' : duration(p99)} />
      <Figure label="Events a second" value={past ? '–' : perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)} wide>
        {!past && <Spark values={store.arrivals.lastMinute(now)} />}
      </Figure>
    </section>
  )
}

interface FigureProps {
  readonly label: string
  readonly value: string
  readonly of?: string
  readonly tone?: Tone | undefined
  readonly wide?: boolean
  readonly children?: ReactNode
}

function Figure({ label, value, of, tone, wide, children }: FigureProps) {
  return (
    <div className={`figure${tone ? ` tone-${tone}` : ''}${wide ? ' figure--wide' : ''}`}>
      <span className="figure__label">{label}</span>
      <span className="figure__value">
        {value}
        {of && <span className="figure__of"> {of}</span>}
      </span>
      {children}
    </div>
  )
}

function Spark({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(1, ...values)
  const points = values.map((value, index) => `${(index / (values.length - 1)) * 100},${22 - (value / most) * 20}`).join(' ')
  return (
    <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={`0,24 ${points} 100,24`} className="spark__area" />
      <polyline points={points} className="spark__line" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
