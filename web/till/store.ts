import { useSyncExternalStore } from 'react'

/**
 * A small state with one way to change it. `use` renders a component when the picked part becomes another.
 */
export type Store<State, Action> = {
  get: () => State
  send: (action: Action) => void
  listen: (listener: () => void) => () => void
  use: <Part>(pick: (state: State) => Part) => Part
}

/**
 * Makes a store from its first state and its pure step; `after` sees every new state before the screen does.
 */
export function makeStore<State, Action>(
  first: State,
  step: (state: State, action: Action) => State,
  after?: (state: State) => void,
): Store<State, Action> {
  let state = first
  const listeners = new Set<() => void>()
  const listen = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return {
    get: () => state,
    send(action) {
      const next = step(state, action)
      if (next === state) return
      state = next
      after?.(state)
      for (const listener of listeners) listener()
    },
    listen,
    use: (pick) => useSyncExternalStore(listen, () => pick(state)),
  }
}
