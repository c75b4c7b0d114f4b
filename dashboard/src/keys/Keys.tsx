const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

/** Keys as they are printed on the keyboard. */
export function Keys({ keys }: { readonly keys: string }) {
  const parts = keys.split(' ').flatMap((chord) => (/^[A-Z]$/.test(chord) ? ['Shift', chord] : chord.length > 1 ? chord.split('+') : [chord]))
  return (
    <span className="row keys">
      {parts.map((part, index) => (
        <kbd key={index}>{NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)}</kbd>
      ))}
    </span>
  )
}
