import { Failure, failWith } from '#kernel/failure.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Command, CommandContext, Environment } from './commands/command.ts'
import { cert } from './commands/cert.ts'
import { chain } from './commands/chain.ts'
import { clock } from './commands/clock.ts'
import { demo } from './commands/demo.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { operator } from './commands/operator.ts'
import { verify } from './commands/verify.ts'
import { sentenceOf } from './http/errors.ts'
import { leaveWith, readEnvironment } from './main.ts'

/** Every verb of `npm run shuke`. A new one is a file in commands/ and a line here. */
const commands: readonly Command[] =
  [cert, chain, clock, demo, importCommand, migrateCommand, operator, verify]

const usage = `npm run shuke -- <verb> …
${commands.map(({ name, says }) => `  ${name.padEnd(10)}${says}`).join('\n')}
  <verb> --help says more. --json prints a result as one line of JSON.
Unless DATABASE_URL names another, the embedded database in SHUKE_DATA (./data) is used, also beside a
running server.`

async function main(args: string[]): Promise<void> {
  const [verb, ...rest] = args.filter((arg) => arg !== '--json')
  if (verb === undefined || verb === '--help' || verb === 'help') { console.log(usage); return }
  const command = commands.find(({ name }) => name === verb)
    ?? failWith(`There is no verb "${verb}": npm run shuke -- --help lists them.`)
  if (rest.includes('--help')) { console.log(command.help); return }
  const asJson = args.includes('--json')
  const tell: CommandContext['tell'] = (data, lines) => {
    console.log(asJson ? JSON.stringify(data) : lines.join('\n'))
  }
  const environment = readEnvironment()
  await command.run(rest, { environment, tell }).catch(
    (error: unknown) => { throw asSentence(error, environment) },
  )
}

/** A refusal and a mistyped option are for the person at the keyboard; anything else stays what it is. */
function asSentence(error: unknown, { language = 'en' }: Environment): unknown {
  if (error instanceof Refusal) return new Failure(`${sentenceOf(error, language)}.`)
  const isTyping = error instanceof Error && 'code' in error && String(error.code).startsWith(
    'ERR_PARSE_ARGS',
  )
  return isTyping ? new Failure(`${error.message.split('.')[0]}: see --help.`) : error
}

await main(process.argv.slice(2)).catch(leaveWith)
