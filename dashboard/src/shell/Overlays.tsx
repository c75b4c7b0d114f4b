import { Suspense } from 'react'
import { lazily } from '../components/lazily'
import { openOverlay, useOverlay } from './overlay'

const Palette = lazily(() => import('./Palette'))
const KeyHelp = lazily(() => import('./KeyHelp'))
const CreateAgent = lazily(() => import('../screens/agents/CreateAgent'))
const CreateTask = lazily(() => import('../screens/tasks/CreateTask'))
const Seek = lazily(() => import('../timebar/Seek'))
const Difference = lazily(() => import('../timebar/Difference'))

export function Overlays() {
  const overlay = useOverlay()
  const close = () => openOverlay(null)
  return (
    <Suspense fallback={null}>
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'keys' && <KeyHelp onClose={close} />}
      {overlay === 'create-agent' && <CreateAgent onClose={close} />}
      {overlay === 'create-task' && <CreateTask onClose={close} />}
      {overlay === 'seek' && <Seek onClose={close} />}
      {overlay === 'difference' && <Difference onClose={close} />}
    </Suspense>
  )
}
