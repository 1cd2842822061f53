import { useEffect, useState } from 'react'
import { formatTime } from '../ui/format.ts'
import { serverNow, useMe } from '../ui/session.ts'

/** The time in the chain's zone. */
export function Clock() {
  const { chain } = useMe()
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 5000)
    return () => clearInterval(timer)
  }, [])
  return <time className="time n">{formatTime(now, chain.time_zone)}</time>
}
