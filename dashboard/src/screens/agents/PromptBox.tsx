import { useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { prompt } from '../../store/actions'
import { useBlocked, useStore } from '../../store/hooks'
import type { Agent } from '../../store/model'

/** Prompts that were begun, kept while one looks at another agent. */
const drafts = new Map<string, string>()

export function PromptBox({ agent, onSent }: { readonly agent: Agent; readonly onSent: () => void }) {
  const [text, setText] = useState(drafts.get(agent.id) ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const blocked = useBlocked()
  const offline = useStore(({ link }) => link.state !== 'live')
  const takesWork = agent.status !== 'stopped' && agent.status !== 'stopping' && agent.status !== 'error'
  const reason = blocked ?? (takesWork ? null : `The agent ${agent.status === 'error' ? 'has failed' : 'is ending'} and takes no prompts.`)

  function edit(next: string) {
    setText(next)
    drafts.set(agent.id, next)
  }

  function send() {
    if (reason || text.trim() === '') return
    prompt(agent.id, text)
    edit('')
    onSent()
    field.current?.focus()
  }

  return (
    <form
      className="prompt"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        id="prompt"
        className="textarea prompt__text"
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        placeholder={reason ?? 'Write a prompt. Enter sends it, Shift Enter begins a new line.'}
        aria-label={`Prompt for ${agent.name || agent.id}`}
        disabled={reason !== null}
        value={text}
        onChange={(event) => edit(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault()
            send()
          } else if (event.key === 'Escape') {
            event.currentTarget.blur()
          }
        }}
      />
      <Button type="submit" look="primary" icon="send" reason={reason ?? (text.trim() === '' ? 'Write a prompt first.' : null)}>
        {offline ? 'Send when back' : (agent.queue_length ?? 0) > 0 || agent.status === 'busy' ? 'Queue' : 'Send'}
      </Button>
    </form>
  )
}
