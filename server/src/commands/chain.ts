import { parseArgs } from 'node:util'
import { personName, phone } from '#contract/fields.ts'
import { newPassword } from '#contract/passwords.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { failWith } from '#kernel/failure.ts'
import { spokenPassword } from '#kernel/secrets.ts'
import { makeChain, readChain, storesOf } from '#modules/org/org.ts'
import type { Command, CommandContext } from './command.ts'
import { openForCommand } from './database.ts'

const help = `shuke chain create --code CODE --name NAME --store NAME --owner-name NAME --phone PHONE
  Makes a chain with its first store, two tills and its owner.
    --code CODE         what people type to sign in: 2 to 40 letters a-z, digits and dashes
    --name NAME         the chain's name
    --store NAME        the first store's name
    --owner-name NAME   the owner's name
    --phone PHONE       the owner's mobile number, to sign in with
    --password TEXT     the owner's password, 10 characters or more; made and printed once if left out
    --store-code CODE   stands first on receipt numbers: up to 8 letters A-Z and digits, a letter last (A)
    --ownership KIND    direct or franchise (direct)
    --legal-entity NAME who contracts with customers (the chain's name)
    --tills N           how many tills the store has (2)
    --sandbox           a chain to try things in: its clock can be set
shuke chain list
  Lists the chains with their stores.
    --json              prints one line of JSON`

export const chain: Command = {
  name: 'chain', says: 'create a chain with its first store and owner; list chains', help,
  async run([verb, ...args], context) {
    if (verb === 'create') await create(args, context)
    else if (verb === 'list') await list(args, context)
    else failWith('shuke chain wants "create" or "list": see shuke chain --help.')
  },
}

const text = { type: 'string' } as const
const options = {
  code: text, name: text, store: text, 'owner-name': text, phone: text, password: text, ownership: text,
  'legal-entity': text, 'store-code': { ...text, default: 'A' }, tills: { ...text, default: '2' },
  sandbox: { type: 'boolean', default: false },
} as const

function readOrder(args: string[]) {
  const { values } = parseArgs({ args, options })
  const wanted = ['code', 'name', 'store', 'owner-name', 'phone'] as const
  const missing = wanted.filter((name) => values[name] === undefined)
  if (missing.length > 0)
    failWith(`shuke chain create wants ${missing.map((name) => `--${name}`).join(', ')} too.`)
  const ownership = values.ownership ?? 'direct'
  const own = values.phone === undefined ? null : phone.safeParse(values.phone)
  const tills = Number(values.tills)

  if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(values.code!))
    failWith('--code is 2 to 40 small letters a-z, digits and dashes, as people type it to sign in.')
  if (!/^[A-Z]([A-Z0-9]{0,6}[A-Z])?$/.test(values['store-code']))
    failWith('--store-code is 1 to 8 letters A-Z and digits, and begins and ends with a letter.')
  if (!personName.safeParse(values['owner-name']).success) failWith('--owner-name is 1 to 60 characters.')
  if (!own?.success) failWith('--phone is a mobile number of 11 digits that starts with 13 to 19.')
  if (values.password !== undefined && !newPassword.safeParse(values.password).success)
    failWith('--password has at least 10 characters, and is none of the first that anybody would try.')
  if (ownership !== 'direct' && ownership !== 'franchise') failWith('--ownership is direct or franchise.')
  if (!Number.isInteger(tills) || tills < 1 || tills > 99) failWith('--tills is a number from 1 to 99.')
  return { values, ownership, phone: own.data, tills } as const
}

async function create(args: string[], { environment, tell }: CommandContext): Promise<void> {
  const { values, ownership, tills, ...order } = readOrder(args)
  const password = values.password ?? spokenPassword()
  const { db, master, close } = await openForCommand(environment)
  try {
    const { chain_id, store } = await outsideChains(db, (tx) => makeChain(tx, master, {
      code: values.code!, name: values.name!, sandbox: values.sandbox, now: new Date(),
      owner: { name: values['owner-name']!.trim(), phone: order.phone, password },
      store: {
        code: values['store-code'], name: values.store!, ownership, tills,
        legal_entity: values['legal-entity'] ?? values.name!,
      },
    }))
    const made = values.password === undefined ? { password } : {}
    tell({
      chain_id, code: values.code, store_id: store.id, tills: store.tills.map(({ id }) => id), ...made,
    }, [
      `The chain ${values.code} has its store ${store.name} with ${tills} tills.`,
      `Sign in with the code ${values.code}, the phone ${order.phone}`
        + ` and ${made.password ?? 'the password given'}.`,
      ...values.password === undefined ? ['The password is shown this once: write it down.'] : [],
    ])
  } finally {
    await close()
  }
}

async function list(args: string[], { environment, tell }: CommandContext): Promise<void> {
  parseArgs({ args, options: {} })
  const { db, close } = await openForCommand(environment)
  try {
    const found = await outsideChains(db, allChains)
    const chains = await Promise.all(found.map(async (
      { chain_id },
    ) => await inChain(db, chain_id, async (tx) => {
      const { code, name, sandbox } = await readChain(tx, chain_id)
      const stores = (await storesOf(tx, chain_id)).map(
        (one) => ({ id: one.id, code: one.code, name: one.name }),
      )
      return { chain_id, code, name, sandbox, stores }
    })))
    const lines = chains.map(({ code, name, sandbox, stores }) =>
      `${code}  ${name}${sandbox ? ' (sandbox)' : ''}: ${stores.map((store) => store.name).join(', ')}`)
    tell(chains, lines.length > 0 ? lines : ['There is no chain yet: shuke chain create makes one.'])
  } finally {
    await close()
  }
}
