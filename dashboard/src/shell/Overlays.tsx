import { Guard } from '../components/Panel'
import { CreateAgent } from '../screens/agents/CreateAgent'
import { CreateTask } from '../screens/tasks/CreateTask'
import { Difference } from '../timebar/Difference'
import { Seek } from '../timebar/Seek'
import { KeyHelp } from './KeyHelp'
import { openOverlay, useOverlay } from './overlay'
import { Palette } from './Palette'

export function Overlays() {
  const overlay = useOverlay()
  const close = () => openOverlay(null)
  return (
    <Guard name="The dialog" key={overlay}>
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'keys' && <KeyHelp onClose={close} />}
      {overlay === 'create-agent' && <CreateAgent onClose={close} />}
      {overlay === 'create-task' && <CreateTask onClose={close} />}
      {overlay === 'seek' && <Seek onClose={close} />}
      {overlay === 'difference' && <Difference onClose={close} />}
    </Guard>
  )
}
