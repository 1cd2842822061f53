import { useSyncExternalStore } from 'react'
import { theme, type ThemeConfig } from 'antd'

const names = [
  'ground',
  'surface',
  'sunken',
  'hover',
  'pick',
  'here',
  'line',
  'line-2',
  'line-3',
  'ink',
  'ink-2',
  'ink-3',
  'ink-off',
  'on-dark',
  'accent',
  'accent-fill',
  'accent-press',
  'accent-text',
  'accent-tint',
  'ok',
  'warn-mark',
  'bad',
  'bad-mark',
  'scrim',
  'data-1',
  'data-2',
  'data-3',
  'data-hot',
  'focus-ring',
  'focus-halo',
  'sans',
] as const
export type Tokens = Record<(typeof names)[number], string> & { dark: boolean }

let tokens: Tokens | null = null

/**
 * The values of our tokens as they stand now, for what cannot read CSS variables: the chart and antd's
 * derivations.
 */
function readTokens(): Tokens {
  if (tokens) return tokens
  const style = getComputedStyle(document.documentElement)
  const values = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
  tokens = { ...(values as Record<(typeof names)[number], string>), dark: style.colorScheme === 'dark' }
  return tokens
}

function subscribe(listener: () => void) {
  const changed = () => {
    tokens = null
    listener()
  }
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const watch = new MutationObserver(changed)
  dark.addEventListener('change', changed)
  watch.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    dark.removeEventListener('change', changed)
    watch.disconnect()
  }
}

export const useTokens = (): Tokens => useSyncExternalStore(subscribe, readTokens)

/** antd in our clothes: every colour is one of our tokens, light and dark. */
export function antdTheme(our: Tokens): ThemeConfig {
  return {
    algorithm: our.dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: our['accent-fill'],
      colorInfo: our['focus-ring'],
      colorSuccess: our.ok,
      colorWarning: our['warn-mark'],
      colorError: our['bad-mark'],
      colorBgBase: our.surface,
      colorTextBase: our.ink,
      colorBgContainer: our.surface,
      colorBgElevated: our.surface,
      colorBgLayout: our.ground,
      colorBgMask: our.scrim,
      colorBorder: our['line-3'],
      colorBorderSecondary: our.line,
      colorText: our.ink,
      colorTextSecondary: our['ink-2'],
      colorTextTertiary: our['ink-3'],
      colorTextPlaceholder: our['ink-3'],
      colorTextQuaternary: our['ink-3'],
      colorTextDescription: our['ink-3'],
      colorIcon: our['ink-3'],
      colorIconHover: our.ink,
      colorLink: our.ink,
      controlHeight: 32,
      fontFamily: our.sans,
      fontSize: 14,
      borderRadius: 6,
      borderRadiusLG: 10,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.14s',
      controlOutline: our['focus-halo'],
      controlItemBgHover: our.hover,
      controlItemBgActive: our.pick,
      controlItemBgActiveHover: our.pick,
      colorFillSecondary: our.sunken,
      colorFillTertiary: our.hover,
    },
    components: {
      Select: {
        optionSelectedBg: our.pick,
        optionActiveBg: our.hover,
        activeBorderColor: our['focus-ring'],
        hoverBorderColor: our['line-3'],
        activeOutlineColor: our['focus-halo'],
      },
    },
  }
}
