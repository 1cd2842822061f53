import { parseArgs } from 'node:util'
import { personName, phone as phoneShape } from '#contract/fields.ts'
import { failWith } from '#kernel/failure.ts'
import { addOperator, readOperators, removeOperator, resetOperator } from '#modules/platform/platform.ts'
import type { Command, CommandContext } from './command.ts'
import { openForCommand } from './database.ts'

const help = `shuke operator add --name NAME --phone PHONE
  Adds one of the people who run this installation. They sign in at /setup/operator with the phone and a first
  password that is printed once,
    and change it there. They prepare chains; into a chain they come only while it
  lets them in.
shuke operator list
  Lists them, those who left too.
shuke operator reset --phone PHONE
  Gives one a new first password and signs them out everywhere.
shuke operator remove --phone PHONE
  One leaves: signed out everywhere, out of every chain within seconds.
    --json         prints one line of JSON`

type Opened = Awaited<ReturnType<typeof openForCommand>>
type Verb = (opened: Opened, args: string[], tell: CommandContext['tell']) => Promise<void>

export const operator: Command = {
  name: 'operator', says: 'add, list and remove the people who run this installation', help,
  async run([verb = '', ...args], { environment, tell }) {
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!act) failWith('shuke operator wants "add", "list", "reset" or "remove": see shuke operator --help.')
    const read = readArgs(verb, args)
    const opened = await openForCommand(environment)
    try {
      await act(opened, read, tell)
    } finally {
      await opened.close()
    }
  },
}

/** Name and phone, checked before a database is opened for them. */
function readArgs(verb: string, args: string[]): string[] {
  const text = { type: 'string' } as const
  const wanted = verb === 'list' ? [] : verb === 'add' ? ['name', 'phone'] as const : ['phone'] as const
  const { values } = parseArgs({ args, options: { name: text, phone: text } })
  const missing = wanted.filter((name) => values[name] === undefined)
  if (missing.length > 0)
    failWith(`shuke operator ${verb} wants ${missing.map((name) => `--${name}`).join(', ')} too.`)
  const name = personName.safeParse(values.name ?? '-'),
    phone = phoneShape.safeParse(values.phone ?? '13000000000')
  if (!name.success) failWith('--name is 1 to 60 characters.')
  if (!phone.success) failWith('--phone is a mobile number of 11 digits that starts with 13 to 19.')
  return [phone.data, name.data]
}

const handedOver = (first_password: string): string[] => [
  `The first password is ${first_password}`, 'It is shown this once, and changed at the first sign-in.',
]

const verbs: Record<string, Verb> = {
  async add({ db, master }, [phone = '', name = ''], tell) {
    const added = await addOperator(db, master, { name, phone })
    if (!added) failWith(
      `The phone ${phone} is an operator's already: shuke operator reset makes a new password.`)
    const { operator: { id }, first_password } = added
    tell({ operator_id: id, first_password }, [
      `${name} runs this installation now: sign in at /setup/operator with ${phone}.`,
        ...handedOver(first_password),
    ])
  },
  async list({ db }, _, tell) {
    const found = await readOperators(db)
    const lines = found.map(({ name, phone_masked, left_at }) =>
      `${phone_masked}  ${name}${left_at ? ` (left ${left_at.toISOString().slice(0, 10)})` : ''}`)
    tell(found, lines.length > 0 ? lines : ['There is no operator yet: shuke operator add makes one.'])
  },
  async reset({ db, master }, [phone = ''], tell) {
    const first_password = await resetOperator(db, master, phone)
    if (first_password === null) failWith(`Nobody who runs this installation has the phone ${phone}.`)
    tell({ first_password }, handedOver(first_password))
  },
  async remove({ db, master }, [phone = ''], tell) {
    if (!await removeOperator(db, master, phone))
      failWith(`Nobody who runs this installation has the phone ${phone}.`)
    tell({ removed: true }, ['They run this installation no more.'])
  },
}
