/** What the operator's environment says; read in `main.ts` alone. */
export type Environment = {
  port: number; host: string
  /** Where https is served once there is a certificate; left out, it is not. */
  https_port?: number
  /** The application role's address; null for the embedded PostgreSQL. */
  database_url: string | null
  /** The address of the owner, who migrates. */
  database_owner_url: string | null
  data_dir: string
  log_level: 'warn' | 'info'
  /** Holds every reply against its schema, as the tests do. */
  check_replies?: boolean
  /** false: no demo chain is made at first run. */
  demo?: boolean
  /** The language of what commands say. */
  language?: 'zh' | 'en'
}

/** One verb of `npm run shuke -- <verb>`. */
export type Command = {
  name: string
  /** One line of the list. */
  says: string
  /** What `--help` prints: how it is called, and every option. */
  help: string
  run: (args: string[], context: CommandContext) => Promise<void>
}
export type CommandContext = {
  environment: Environment
  /** Prints a result: `lines` for a person, `data` as one JSON line where `--json` was asked for. */
  tell: (data: unknown, lines: readonly string[]) => void
}
