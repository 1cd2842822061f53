import { useEffect, useRef, useState } from 'react'
import {
  askApproval, giveApprovalHere, readApproval, withdrawApproval, type About, type Approval, type Proof,
} from '#contract/approvals.ts'
import { call, newOpKey, Refused } from '../../ui/call.ts'
import { place } from '../place.ts'

const look_every_ms = 2_000

export type Asked = {
  approval: Approval | null
  people: readonly { id: string; name: string }[]
  /** Why it could not be asked for, and why it was not given here. */
  asking_error: unknown
  giving_error: unknown
  giving: boolean
  ask: () => void
  give: (proof: Proof) => void
  withdraw: () => void
}

/** Asks for a second person once, looks for their word, and takes it in person. */
export function useApproval(about: About, onGiven: (approval_id: string) => void): Asked {
  const { asked, error, ask, take } = useAsking(about)
  const { id = '', state } = asked?.approval ?? {}
  const [giving_error, setGivingError] = useState<unknown>(null)
  const [giving, setGiving] = useState(false)
  useLooking({ id, state, take })
  const given = useRef(onGiven)
  useEffect(() => {
    given.current = onGiven
  })
  useEffect(() => {
    if (state === 'given') given.current(id)
  }, [id, state])

  async function give(proof: Proof) {
    setGiving(true)
    setGivingError(null)
    try {
      take(await call(giveApprovalHere, { approval_id: id, proof }))
    } catch (fault) {
      setGivingError(fault)
    }
    setGiving(false)
  }
  return {
    approval: asked?.approval ?? null,
    people: asked?.people ?? [],
    asking_error: error,
    giving_error,
    giving,
    ask() {
      setGivingError(null)
      ask()
    },
    give: (proof) => void give(proof),
    withdraw() {
      if (state === 'waiting') call(withdrawApproval, { approval_id: id }).catch(() => undefined)
    },
  }
}

type Answered = { approval: Approval; people: Asked['people'] }

/** The request itself. Asked again it is another one. */
function useAsking(about: About) {
  const [asked, setAsked] = useState<Answered | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    // One key for each round: a repeated effect or a lost answer finds the same request.
    const op_key = keyOf(about, round)
    let gone = false
    call(askApproval, { op_key, store_id: place.get()?.store_id ?? null, about }).then(
      (reply) => {
        if (!gone) setAsked(reply)
      },
      (fault: unknown) => {
        if (!gone) setError(fault)
      },
    )
    return () => {
      gone = true
    }
    // What is asked for stands while the sheet is open; a new round asks anew.
    // eslint-disable-next-line react/exhaustive-deps
  }, [round])
  const take = (approval: Approval) => setAsked((now) => now && { ...now, approval })
  const ask = () => {
    setAsked(null)
    setError(null)
    setRound((now) => now + 1)
  }
  return { asked, error, ask, take }
}

type Looked = { id: string; state: Approval['state'] | undefined; take: (approval: Approval) => void }

/** Looks every two seconds while somebody may still answer; an answer that did not come is asked for anew. */
function useLooking({ id, state, take }: Looked) {
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(() => {
    if (state !== 'waiting') return undefined
    const look = async () => {
      latest.current(await call(readApproval, { approval_id: id }, { timeout_ms: 4_000 }))
    }
    const timer = setInterval(() => void look().catch(() => undefined), look_every_ms)
    return () => clearInterval(timer)
  }, [id, state])
}

const keys = new WeakMap<About, Map<number, string>>()

/** The key of one asking: the same for the same thing asked in the same round. */
function keyOf(about: About, round: number): string {
  const rounds = keys.get(about) ?? new Map<number, string>()
  keys.set(about, rounds)
  const key = rounds.get(round) ?? newOpKey()
  rounds.set(round, key)
  return key
}

/** Whether a second factor is asked for beside the password. */
export const wantsCode = (error: unknown): boolean =>
  error instanceof Refused && /^second_factor_(needed|wrong)$/.test(error.code)

/** The browser would close the sheet below too, and with it all that was typed there. */
export const leaveOnly =
  (onClose: () => void) =>
  (event: KeyboardEvent): void => {
    event.preventDefault()
    onClose()
  }
