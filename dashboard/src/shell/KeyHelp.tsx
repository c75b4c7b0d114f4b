import { Dialog } from '../components/Dialog'
import { Keys } from '../keys/Keys'
import { useAllKeys } from '../keys/registry'

const FIRST = ['Everywhere', 'Go to', 'Time']

/** The keys that work on this screen, read from where they are registered. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const keys = useAllKeys()
  const groups = [...new Set(keys.map((binding) => binding.group))].sort((a, b) => rank(a) - rank(b))
  return (
    <Dialog title="Keys" onClose={onClose} className="dialog--wide">
      <div className="keyhelp">
        {groups.map((group) => (
          <section key={group}>
            <h2>{group}</h2>
            <dl>
              {keys
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={binding.keys} className="keyhelp__row">
                    <dt className={binding.blocked ? 'muted' : undefined}>{binding.label}</dt>
                    <dd>
                      <Keys keys={binding.keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="hint">Single keys are off while you type. Keys that work only on another screen are shown there.</p>
    </Dialog>
  )
}

function rank(group: string): number {
  const known = FIRST.indexOf(group)
  return known < 0 ? -1 : known
}
