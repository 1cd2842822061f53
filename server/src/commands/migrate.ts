import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { openForCommand } from './database.ts'

const help = `shuke migrate
  Brings the database up to this version of Shuke. Starting the server does the same.
    --json   prints one line of JSON`

export const migrateCommand: Command = {
  name: 'migrate', says: 'bring the database up to this version', help,
  async run(args, { environment, tell }) {
    parseArgs({ args, options: {} })
    const { ran, close } = await openForCommand(environment)
    await close()
    tell({ ran }, ran.length === 0 ? ['The database is up to date.'] : ran.map((name) => `Ran ${name}.`))
  },
}
