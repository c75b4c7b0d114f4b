const PATHS = {
  bridge: 'M1.500 12h13M3.500 12V6.500m9 5.500V6.500M3.500 6.500c2 3 7 3 9 0M6.500 12V8.800M9.500 12V8.800M1.500 8c1-.2 1.600-.8 2-1.500m11 1.500c-1-.2-1.600-.8-2-1.500',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.600-1.400L14 14',
  close: 'm4 4 8 8m0-8-8 8',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1m0 11v1m6.500-6.500h-1m-11 0h-1m11.100-4.600-.7.700M4.100 11.900l-.7.700m9.200 0-.7-.7M4.100 4.100l-.7-.7',
  moon: 'M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7Z',
  play: 'M4.500 3v10l8-5-8-5Z',
  pause: 'M5 3v10m6-10v10',
  stop: 'M4 4h8v8H4z',
  chevron: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  copy: 'M5.500 5.500v-3h8v8h-3m-8-5h8v8h-8z',
  help: 'M6 6a2 2 0 1 1 2.800 1.800c-.6.300-.8.700-.8 1.400M8 11.800v.1M8 14.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13Z',
  send: 'm2.500 8 11-5-3.500 10.500L7.500 9 2.500 8Z',
  download: 'M8 2v8m-3-3 3 3 3-3M3 13.500h10',
  diff: 'M5 2v6m-3-3h6m-6 8h6M12 3v10',
  list: 'M2.500 4h11m-11 4h11m-11 4h11',
  board: 'M2.500 2.500h3v11h-3zm4 0h3v7h-3zm4 0h3v9h-3z',
  retry: 'M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3',
  warning: 'M8 2 1.500 13.500h13L8 2Zm0 4.500v3.500m0 1.800v.1',
} as const

export type IconName = keyof typeof PATHS

/** One stroke, 16 units square, in the colour of the text; never the only bearer of a meaning. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
