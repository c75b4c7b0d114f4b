import { messageOf } from '../store/failure'
import { toast } from './toasts'

/** Copies a text, and says that it did or why it could not: browsers allow it only on pages of this machine or with TLS, and a reader may forbid it. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ tone: 'ok', text: done })
  } catch (failure) {
    toast({ tone: 'bad', text: 'It could not be copied.', detail: messageOf(failure) })
  }
}
