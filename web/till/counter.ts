import { forget, keep, kept } from '../ui/keep.ts'
import { basketStep, emptyBasket, type Basket, type BasketAction } from './basket.ts'
import { makeStore } from './store.ts'

/** Goes up when a kept basket of before could not be read by this version. */
const kept_key = 'basket.1'

/** The customer at the counter. Kept at every change, so that a reload or a lost session loses nothing. */
export const counter = makeStore<Basket, BasketAction>(
  { ...emptyBasket, ...kept<Basket>(kept_key), undo: null },
  basketStep,
  (basket) => {
    if (basket.lines.length === 0 && !basket.member) forget(kept_key)
    else keep(kept_key, { ...basket, undo: null })
  },
)
