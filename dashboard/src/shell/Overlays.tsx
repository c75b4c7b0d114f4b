import { lazy, Suspense } from 'react'
import { openOverlay, useOverlay } from './overlay'

const Palette = lazy(() => import('./Palette'))
const KeyHelp = lazy(() => import('./KeyHelp'))
const CreateAgent = lazy(() => import('../screens/agents/CreateAgent'))
const CreateTask = lazy(() => import('../screens/tasks/CreateTask'))
const Seek = lazy(() => import('../timebar/Seek'))
const Difference = lazy(() => import('../timebar/Difference'))

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
