import { duration, plural } from '../../components/format'
import { Empty } from '../../components/Empty'
import { Panel } from '../../components/Panel'
import { useNow } from '../../store/hooks'
import type { Histogram } from '../../store/histogram'
import type { LatencyWindow } from '../../store/latencyHistory'
import { store } from '../../store/store'

const WIDTH = 640
const HEIGHT = 210
const LEFT = 52
const BOTTOM = 20
const TOP = 8
const SHARES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999] as const
const SERIES = [
  { name: 'p50', tone: 'idle', dashes: undefined },
  { name: 'p99', tone: 'accent', dashes: undefined },
  { name: 'p99.9', tone: 'warn', dashes: '5 3' },
] as const
const SPAN_SECONDS = 300
const STEPS = 120

/** How long events take from the server's stamp to this page, as it was second by second and as a whole. */
export function LatencyPanel() {
  const now = useNow()
  const { whole } = store.latency
  const windows = store.latency.history(now)
  return (
    <Panel title="Delivery latency" className="system__wide" count={`${plural(whole.count, 'event')} since this page was opened`}>
      {whole.count === 0 ? (
        <Empty title="No event has come since this page was opened." text="How long each takes from the server to here is drawn as they come." />
      ) : (
        <Charts whole={whole} windows={windows} now={now} />
      )}
    </Panel>
  )
}

interface ChartsProps {
  readonly whole: Histogram
  readonly windows: readonly LatencyWindow[]
  readonly now: number
}

function Charts({ whole, windows, now }: ChartsProps) {
  return (
    <>
      <div className="system__charts">
        <OverTime windows={windows} now={now} />
        <ByPercentile histogram={whole} />
      </div>
      <table className="table">
        <caption className="visually-hidden">Percentiles of the delivery latency</caption>
        <thead>
          <tr>
            {SHARES.slice(1).map((share) => (
              <th key={share} scope="col" className="number">
                {percentileName(share)}
              </th>
            ))}
            <th scope="col" className="number">
              Longest
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            {SHARES.slice(1).map((share) => (
              <td key={share} className="number">
                {isKnown(share, whole.count) ? duration(whole.percentile(share)) : <span title="Too few events so far">–</span>}
              </td>
            ))}
            <td className="number">{duration(whole.max)}</td>
          </tr>
        </tbody>
      </table>
      <p className="hint approvals__none">
        The server stamps an event before it is journaled; the time includes the disk, the network and this page. Both clocks have whole milliseconds, and where
        they differ, so does this.
      </p>
    </>
  )
}

/** Whether there were enough for one to be that rare. */
function isKnown(share: number, count: number): boolean {
  return count * (1 - share) >= 1 - 1e-9
}

function percentileName(share: number): string {
  return share === 0 ? '0' : `p${Number((share * 100).toFixed(4))}`
}

/** Milliseconds on an axis by powers of ten, from a tenth of a millisecond. */
function yOf(millis: number, most: number): number {
  const low = Math.log10(0.1)
  const high = Math.log10(most)
  const share = (Math.log10(Math.max(0.1, millis)) - low) / (high - low)
  return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)
}

function topOf(max: number): number {
  return 10 ** Math.max(1, Math.ceil(Math.log10(Math.max(1, max))))
}

function Axis({ most }: { readonly most: number }) {
  const steps: number[] = []
  for (let millis = 0.1; millis <= most * 1.01; millis *= 10) steps.push(millis)
  return (
    <>
      {steps.map((millis) => (
        <g key={millis}>
          <line className="chart__grid" x1={LEFT} x2={WIDTH} y1={yOf(millis, most)} y2={yOf(millis, most)} />
          <text x={LEFT - 6} y={yOf(millis, most) + 3} textAnchor="end">
            {millis < 1 ? '0.1 ms' : millis < 1_000 ? `${Math.round(millis)} ms` : `${Math.round(millis / 1_000)} s`}
          </text>
        </g>
      ))}
    </>
  )
}

function OverTime({ windows, now }: { readonly windows: readonly LatencyWindow[]; readonly now: number }) {
  const end = Math.floor(now / 1_000)
  const shown = windows.filter((window) => window.second > end - SPAN_SECONDS)
  const most = topOf(Math.max(0, ...shown.map((window) => window.p999)))
  const xOf = (second: number) => LEFT + ((second - (end - SPAN_SECONDS)) / SPAN_SECONDS) * (WIDTH - LEFT)
  const valueOf = { p50: (w: LatencyWindow) => w.p50, p99: (w: LatencyWindow) => w.p99, 'p99.9': (w: LatencyWindow) => w.p999 }
  return (
    <figure className="chart">
      <figcaption>The last five minutes, second by second</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Latency percentiles of the last five minutes; the figures are in the table below">
        <Axis most={most} />
        {SERIES.map(({ name, tone, dashes }) => (
          <polyline
            key={name}
            className={`chart__line tone-${tone}`}
            strokeDasharray={dashes}
            points={shown.map((window) => `${xOf(window.second).toFixed(1)},${yOf(valueOf[name](window), most).toFixed(1)}`).join(' ')}
          />
        ))}
        {[5, 4, 3, 2, 1].map((minutes) => (
          <text key={minutes} x={xOf(end - minutes * 60) + 2} y={HEIGHT - 5}>
            −{minutes} min
          </text>
        ))}
      </svg>
      <p className="chart__key">
        {SERIES.map(({ name, tone, dashes }) => (
          <span key={name}>
            <svg viewBox="0 0 22 8" aria-hidden="true" className={`tone-${tone}`}>
              <path d="M0 4h22" className="chart__line" strokeDasharray={dashes} />
            </svg>
            {name}
          </span>
        ))}
      </p>
    </figure>
  )
}

/** Each step to the right is ten times rarer, as HdrHistogram plots it. */
function ByPercentile({ histogram }: { readonly histogram: Histogram }) {
  const most = topOf(histogram.max)
  const decades = 4
  const xOf = (share: number) => LEFT + (Math.min(decades, -Math.log10(1 - share)) / decades) * (WIDTH - LEFT - 8)
  const points: string[] = []
  // Rarer than one of all that there were is not known.
  const known = Math.min(decades, Math.log10(Math.max(1, histogram.count)))
  for (let step = 0; step <= STEPS; step++) {
    const share = 1 - 10 ** (-(step / STEPS) * known)
    points.push(`${xOf(share).toFixed(1)},${yOf(histogram.percentile(share), most).toFixed(1)}`)
  }
  return (
    <figure className="chart">
      <figcaption>By percentile</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Latency by percentile; the figures are in the table below">
        <Axis most={most} />
        {SHARES.map((share) => (
          <g key={share}>
            <line className="chart__grid" x1={xOf(share)} x2={xOf(share)} y1={TOP} y2={HEIGHT - BOTTOM} />
            <text x={xOf(share)} y={HEIGHT - 5} textAnchor={share === 0 ? 'start' : share > 0.9995 ? 'end' : 'middle'}>
              {percentileName(share)}
            </text>
          </g>
        ))}
        <polyline className="chart__line tone-accent" points={points.join(' ')} />
      </svg>
    </figure>
  )
}
