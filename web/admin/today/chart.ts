import { BarChart, type BarSeriesOption } from 'echarts/charts'
import { GridComponent, type GridComponentOption } from 'echarts/components'
import { init, use as takeIn, type ComposeOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Tokens } from '../theme.ts'
import type { Hour, Unit } from './hours.ts'

takeIn([BarChart, GridComponent, SVGRenderer])

export type Chart = EChartsType
type Option = ComposeOption<BarSeriesOption | GridComponentOption>
type Drawing = {
  hours: readonly Hour[]
  hour: number
  unit: Unit
  sayAxis: (hour: number) => string
  tokens: Tokens
}

export const initChart = (element: HTMLElement): Chart => init(element, null, { renderer: 'svg' })

/**
 * Two rows of bars on two axes of the same hours, so that the narrow ones stand in the middle of the wide
 * ones.
 */
export function chartOption({ hours, hour, unit, sayAxis, tokens }: Drawing): Option {
  const text = { color: tokens['ink-3'], fontSize: 12, fontFamily: tokens.sans }
  const names = hours.map((row) => sayAxis(row.hour))
  const now_at = hours.findIndex((row) => row.hour === hour)
  const decimals = unit.fen === 100 ? 0 : 1
  return {
    animation: false,
    grid: { left: 4, right: 4, top: 12, bottom: 0, containLabel: true },
    xAxis: [
      {
        type: 'category',
        data: names,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: tokens['line-3'] } },
        axisLabel: {
          ...text,
          interval: 'auto',
          hideOverlap: true,
          color: (_name, index) => (index === now_at ? tokens.ink : tokens['ink-3']),
        },
      },
      { type: 'category', data: names, show: false },
    ],
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...text, formatter: (value: number) => axisWord(value, decimals) },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    series: [
      {
        type: 'bar',
        xAxisIndex: 1,
        z: 1,
        barCategoryGap: '28%', barMaxWidth: 44,
        silent: true,
        itemStyle: { color: tokens['data-3'] },
        data: hours.map((row) => row.before_fen / unit.fen),
      },
      {
        type: 'bar',
        xAxisIndex: 0,
        z: 2,
        barCategoryGap: '62%', barMaxWidth: 24,
        cursor: 'pointer',
        data: hours.map((row, at) => ({
          value: row.sales_fen / unit.fen,
          itemStyle: { color: at === now_at ? tokens['data-hot'] : tokens['data-1'] },
        })),
      },
    ],
  }
}

const axisWord = (value: number, decimals: number): string => {
  const word = Number.isInteger(value)
    ? Math.abs(value).toLocaleString('en-GB')
    : Math.abs(value).toFixed(decimals)
  return value < 0 ? `−${word}` : word
}
