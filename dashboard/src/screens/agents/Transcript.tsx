import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { useKeys } from '../../keys/registry'
import type { Agent } from '../../store/model'
import type { Turn } from '../../store/transcript'
import { TurnView } from './TurnView'

interface Props {
  readonly agent: Agent
  readonly turns: readonly Turn[]
  readonly following: boolean
  readonly folded: boolean
  readonly onLeaveEnd: () => void
  readonly onReachEnd: () => void
  readonly loadEarlier: (() => Promise<void>) | null
}

const SHOWN_TURNS = 60
/** As many as a frame has time for. */
const TURNS_PER_FRAME = 15
const END_PIXELS = 40

/** The conversation as one document that follows its end until the reader scrolls away from it. */
export function Transcript({ agent, turns, following, folded, onLeaveEnd, onReachEnd, loadEarlier }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState(SHOWN_TURNS)
  const [shown, setShown] = useState(TURNS_PER_FRAME)
  const [loading, setLoading] = useState(false)
  const hidden = Math.max(0, turns.length - shown)
  const visible = hidden > 0 ? turns.slice(hidden) : turns

  useEffect(() => {
    if (shown >= Math.min(wanted, turns.length)) return
    const next = requestAnimationFrame(() => setShown(shown + TURNS_PER_FRAME))
    return () => cancelAnimationFrame(next)
  }, [shown, wanted, turns.length])

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !following) return
    const toEnd = () => {
      element.scrollTop = element.scrollHeight
    }
    toEnd()
    const grown = new ResizeObserver(toEnd)
    if (element.firstElementChild) grown.observe(element.firstElementChild)
    return () => grown.disconnect()
  }, [following])

  function move(by: number) {
    const element = box.current
    if (!element) return
    const heads = [...element.querySelectorAll<HTMLElement>('.turn')]
    const top = element.scrollTop
    const next = by > 0 ? heads.find((head) => head.offsetTop > top + 8) : heads.findLast((head) => head.offsetTop < top - 8)
    if (next) {
      onLeaveEnd()
      element.scrollTop = next.offsetTop
    }
  }
  useKeys([
    { keys: 'j', label: 'Next prompt', group: 'Agent', steps: true, run: () => move(1) },
    { keys: 'k', label: 'Prompt before', group: 'Agent', steps: true, run: () => move(-1) },
  ])

  return (
    <div
      ref={box}
      className="transcript"
      tabIndex={0}
      role="region"
      aria-label="Conversation"
      onWheel={(event) => {
        if (event.deltaY < 0 && following) onLeaveEnd()
      }}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
        const fromEnd = scrollHeight - scrollTop - clientHeight
        if (!following && fromEnd < 2) onReachEnd()
        else if (following && fromEnd > END_PIXELS * 4) onLeaveEnd()
      }}
    >
      <div className="transcript__document">
        {(hidden > 0 || loadEarlier) && (
          <div className="transcript__earlier">
            <Button
              disabled={loading}
              onClick={() => {
                if (hidden > 0) setWanted(shown + SHOWN_TURNS)
                else if (loadEarlier) {
                  setLoading(true)
                  void loadEarlier().finally(() => setLoading(false))
                }
              }}
            >
              {loading ? 'Reading' : 'Show earlier'}
            </Button>
          </div>
        )}
        {turns.length === 0 && !loadEarlier && (
          <Empty
            title={agent.status === 'stopped' ? 'This agent was never asked anything.' : 'Nothing was asked yet.'}
            text={agent.status === 'stopped' ? undefined : 'Write a prompt below; the answer appears here while it is written.'}
          />
        )}
        {visible.map((turn) => (
          <TurnView key={turn.commandId} turn={turn} folded={folded} />
        ))}
      </div>
    </div>
  )
}
