import { useEffect, useState } from 'react'

/** A value once it has stood still for so long: typing asks the server once, not once per letter. */
export function useSettled<Value>(value: Value, still_ms: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), still_ms)
    return () => clearTimeout(timer)
  }, [value, still_ms])
  return settled
}
