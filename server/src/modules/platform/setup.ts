import type { Input, Reply } from '#contract/endpoint.ts'
import type { checkSetupCode, finishSetup, readSetup } from '#contract/setup.ts'
import { record } from '#kernel/audit.ts'
import { enterChain, outsideChains } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { refuse } from '#kernel/refusal.ts'
import { addressGroup, signIn } from '#modules/access/access.ts'
import type { Opened, Origin as SignInOrigin } from '#modules/access/access.ts'
import { makeChain, readChain } from '#modules/org/org.ts'
import { codeKeyOf } from './codes.ts'
import { guessOnce } from './desk.ts'
import type { Desk, Origin } from './desk.ts'
import { invitationState, nobodys_chain } from './rules.ts'
import { lockInvitation, lockSetup, closeInvitation } from './store.ts'
import type { InvitationRow } from './store.ts'

type SetupState = Reply<typeof readSetup>

/**
 * Open until a chain outside the sandbox exists, and with it its owner. That is for good, so once it was seen
 * it is not asked again.
 */
export async function readSetupState(desk: Desk): Promise<SetupState> {
  if (desk.settled.done) return { state: 'done', sandbox: false }
  const found = await outsideChains(desk.db, readStateIn)
  if (found.state === 'done') desk.settled.done = true
  return found
}

async function readStateIn(tx: Tx): Promise<SetupState> {
  let sandbox = false
  for (const { chain_id } of await allChains(tx)) {
    await enterChain(tx, chain_id)
    if (!(await readChain(tx, chain_id)).sandbox) return { state: 'done', sandbox: false }
    sandbox = true
  }
  return { state: 'open', sandbox }
}

/**
 * What a code opens: the first chain (`invitation` null), or the chain of an invitation. Null for a code that
 * opens nothing. Holds whoever comes with the same code, or with any code for the first chain, until this
 * transaction ends. Refuses `setup_done`.
 */
async function claim(
  tx: Tx, desk: Desk, code: string,
): Promise<{ invitation: InvitationRow | null } | null> {
  if (desk.codes.holds(code)) {
    await lockSetup(tx)
    if ((await readStateIn(tx)).state === 'done') refuse('setup_done')
    return { invitation: null }
  }
  await enterChain(tx, nobodys_chain)
  const invitation = await lockInvitation(tx, codeKeyOf(desk.master, code))
  const isOpen = invitation !== null && invitationState(invitation, new Date()) === 'open'
  return isOpen ? { invitation } : null
}

const holding = async (desk: Desk, code: string, { address }: Origin) =>
  // A code is nobody's yet: strangers elsewhere must not keep an owner from their own.
  await guessOnce(desk, { address, at: `setup ${addressGroup(address)}` }, () =>
    outsideChains(desk.db, (tx) => claim(tx, desk, code)))

/** For what a code is. Refuses `setup_code_wrong`, `setup_done`, and `sign_in_too_often` for who guesses. */
export async function checkCode(
  desk: Desk, { code }: Input<typeof checkSetupCode>, from: Origin,
): Promise<Reply<typeof checkSetupCode>> {
  const held = await holding(desk, code, from)
  if (!held) refuse('setup_code_wrong')
  const { invitation } = held
  return { invited: invitation && { name: invitation.name, code: invitation.chain_code } }
}

/**
 * Makes the chain, its first store and its owner, and signs the owner in. Two at once: one makes it, the
 * other is refused. Refuses what `checkCode` does, and `chain_code_taken`.
 */
export async function finish(
  desk: Desk, input: Input<typeof finishSetup>, from: SignInOrigin,
): Promise<Opened> {
  if (!await holding(desk, input.setup_code, from)) refuse('setup_code_wrong')
  const by_invitation = await outsideChains(desk.db, async (tx) => {
    const held = await claim(tx, desk, input.setup_code)
    if (!held) refuse('setup_code_wrong')
    await makeAll(tx, desk, { ...input, ...held, device: from.device })
    return held.invitation !== null
  })
  if (!by_invitation) desk.codes.clear()
  const { chain, owner: { phone, password } } = input
  return await signIn(desk.door, { chain_code: chain.code, phone, password }, from)
}

type Setup = Input<typeof finishSetup> & { invitation: InvitationRow | null; device: string }

async function makeAll(tx: Tx, desk: Desk, setup: Setup): Promise<void> {
  const { chain, store, owner, invitation, device } = setup
  const now = new Date()
  const { chain_id, owner_id, who } = await makeChain(tx, desk.master, { ...chain, now, store, owner })
  const by = { ...who, principal: { kind: 'staff', id: owner_id } as const, device }
  const detail = { code: chain.code, with: invitation === null ? 'printed_code' : 'invitation' }
  await record(tx, by, [{ verb: 'setup.finish', ref: chain_id, detail }])
  if (invitation === null) return
  await enterChain(tx, nobodys_chain)
  await closeInvitation(tx, { id: invitation.id, at: now, made_chain_id: chain_id })
}
