import { expect, test } from 'vitest'
import { openTurns } from './turns.ts'

/** Work that ends when it is told to. */
function held() {
  const started: string[] = [], ends = new Map<string, () => void>()
  const work = (name: string) => () => new Promise<string>((resolve) => {
    started.push(name)
    ends.set(name, () => { resolve(name) })
  })
  return { started, work, end: (name: string) => { ends.get(name)!() } }
}
const settled = () => new Promise((resolve) => { setTimeout(resolve, 1) })

test('so much runs at once, the rest in order, and what is first goes before it', async () => {
  const turns = openTurns({ at_once: 2, waiting_max: 2 }), { started, work, end } = held()
  const all = ['a', 'b', 'c', 'd'].map((name) => turns.take(work(name)))
  all.push(turns.take(work('known'), true))
  await settled()
  expect(started).toEqual(['a', 'b'])
  for (const name of ['b', 'known', 'a', 'c', 'd']) {
    end(name)
    await settled()
  }
  expect(started).toEqual(['a', 'b', 'known', 'c', 'd'])
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'known'])
})

test('past what may wait the answer is busy, and those who go first have places of their own', async () => {
  const turns = openTurns({ at_once: 1, waiting_max: 1 }), { work, end } = held()
  const done = [turns.take(work('a')), turns.take(work('b'))]
  await expect(turns.take(work('c'))).rejects.toThrow('busy_try_again')
  done.push(turns.take(work('known'), true))
  for (const name of ['a', 'known', 'b']) {
    await settled()
    end(name)
  }
  expect(await Promise.all(done)).toEqual(['a', 'b', 'known'])
})

test('work that fails gives its turn on', async () => {
  const turns = openTurns({ at_once: 1, waiting_max: 1 })
  await expect(turns.take(() => Promise.reject(new Error('fell')))).rejects.toThrow('fell')
  expect(await turns.take(() => Promise.resolve('next'))).toBe('next')
})
