import { memo, useEffect, useState } from 'react'
import { duration } from '../../components/format'
import { Glyph } from '../../components/Status'
import { Plain } from '../../content/Output'
import { inputSummary } from '../../content/inputSummary'
import { Literal } from '../../content/Literal'
import { literal } from '../../content/literal'
import { ToolInput } from '../../content/ToolInput'
import { oneLine } from '../events/summary'
import { resultText, type ToolCall } from '../../store/transcript'
import { Running } from './Running'

/** A tool call: one line, and when unfolded what went in and what came out. */
export const ToolCallView = memo(function ToolCallView({ call, folded }: { readonly call: ToolCall; readonly folded: boolean }) {
  const [open, setOpen] = useState(!folded)
  useEffect(() => setOpen(!folded), [folded])
  const running = call.endedMillis === null
  const tone = running ? 'run' : call.failed ? 'bad' : 'ok'
  return (
    <details className="tool" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="tool__head">
        <span className={`toned tone-${tone}`}>
          <Glyph shape={running ? 'dot' : call.failed ? 'cross' : 'check'} />
          <span className="visually-hidden">{running ? 'running' : call.failed ? 'failed' : 'done'}</span>
        </span>
        <strong className="mono">
          <Literal text={call.name} />
        </strong>
        <span className="mono small muted truncate grow">
          <bdi>{oneLine(literal(inputSummary(call.input)))}</bdi>
        </span>
        {call.endedMillis === null ? (
          <Running since={call.startedMillis} />
        ) : (
          <span className="small muted">{duration(call.endedMillis - call.startedMillis)}</span>
        )}
      </summary>
      {open && (
        <div className="tool__body">
          <ToolInput input={call.input} />
          {!running && <Plain text={resultText(call.result) || '(no output)'} label="Result" />}
        </div>
      )}
    </details>
  )
})
