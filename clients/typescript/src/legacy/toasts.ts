/** As much of a toast library as the hook uses; sonner's `toast` is one. */
export interface Toaster {
  success(text: string): unknown
  error(text: string): unknown
  info(text: string): unknown
  warning(text: string): unknown
}

const TO_THE_CONSOLE: Toaster = {
  success: (text) => console.info(text),
  error: (text) => console.error(text),
  info: (text) => console.info(text),
  warning: (text) => console.warn(text),
}

let chosen: Toaster = TO_THE_CONSOLE

/** Where the hook's toasts go: `setToaster(toast)` with sonner's. To the console, until it is told. */
export function setToaster(toaster: Toaster): void {
  chosen = toaster
}

export function toaster(): Toaster {
  return chosen
}
