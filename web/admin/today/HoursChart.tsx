import { useEffect, useRef, useState } from 'react'
import { useTokens, type Tokens } from '../theme.ts'
import { chartOption, initChart, type Chart } from './chart.ts'
import type { Hour, Unit } from './hours.ts'

type Props = {
  hours: readonly Hour[]
  hour: number
  unit: Unit
  label: string
  sayHour: (row: Hour) => { head: string; beside: string }
  sayAxis: (hour: number) => string
  onOpen: () => void
}
type Tip = { at: number; x: number; right: boolean }

/**
 * The picture: today in ink before last week in sand, the running hour in the accent. The tip follows the
 * pointer.
 */
export function HoursChart({ hours, hour, unit, label, sayHour, sayAxis, onOpen }: Props) {
  const tokens = useTokens()
  const [tip, setTip] = useState<Tip | null>(null)
  const { box, draw } = useChart(setTip, onOpen)
  useEffect(() => draw({ hours, hour, unit, sayAxis, tokens }))
  const row = tip && hours[tip.at]
  const words = row && sayHour(row)
  return (
    <div className="chart">
      <div ref={box} className="chart-box" role="img" aria-label={label} />
      {tip && words && (
        <div
          className="tip n"
          style={tip.right ? { right: `calc(100% - ${tip.x}px)` } : { left: tip.x }}
          aria-hidden="true">
          {words.head}
          <br />
          <span>{words.beside}</span>
        </div>
      )}
    </div>
  )
}

export type Drawing = Pick<Props, 'hours' | 'hour' | 'unit' | 'sayAxis'> & { tokens: Tokens }

function useChart(onTip: (tip: Tip | null) => void, onOpen: () => void) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const handlers = useRef({ onTip, onOpen })
  useEffect(() => {
    handlers.current = { onTip, onOpen }
  })
  useEffect(() => {
    const element = box.current!
    const made = initChart(element)
    chart.current = made
    const at = (event: { offsetX: number; offsetY: number }): number | null => {
      const [index] = made.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])
      return index !== undefined && made.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])
        ? Math.round(index)
        : null
    }
    const surface = made.getZr()
    surface.on('mousemove', (event) => {
      const index = at(event)
      const right = event.offsetX > element.clientWidth / 2
      handlers.current.onTip(
        index === null ? null : { at: index, x: event.offsetX + (right ? -12 : 24), right },
      )
    })
    surface.on('globalout', () => handlers.current.onTip(null))
    surface.on('click', (event) => {
      if (at(event) !== null) handlers.current.onOpen()
    })
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.dispose()
    }
  }, [])
  const draw = (drawing: Drawing) => chart.current?.setOption(chartOption(drawing), { notMerge: true })
  return { box, draw }
}
