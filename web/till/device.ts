import { readTillDevice, type TillDevice, type Worker } from '#contract/access.ts'
import { call } from '../ui/call.ts'
import { forget, keep, kept } from '../ui/keep.ts'
import { makeStore } from './store.ts'

/** Which till this browser is, and who may open it with a PIN. `asked`: the server said so, or was away. */
export type Device = { asked: boolean; device: TillDevice | null; people: Worker[] }

const kept_key = 'device'

/** What the server said last stands while it cannot be reached: a till stays a till without a network. */
export const device = makeStore<Device, Partial<Device>>(
  { asked: false, device: kept<TillDevice>(kept_key), people: [] },
  (state, change) => ({ ...state, ...change }),
)

export async function askDevice(): Promise<void> {
  try {
    const told = await call(readTillDevice, {}, { timeout_ms: 6000 })
    if (told.device) keep(kept_key, told.device)
    else forget(kept_key)
    device.send({ asked: true, ...told })
  } catch {
    // Nobody answered: the sign-in below will say so itself.
    device.send({ asked: true })
  }
}
