/**
 * The server with watch and the screens with hot reload: a change of a server file starts the server again, a
 * change of a screen shows at once. The console and the till are at the port of the screens; /api goes to the
 * server.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { readEnvironment } from '../server/src/main.ts'

const { port } = readEnvironment()
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const server = spawn(process.execPath, [
  '--watch', '--watch-preserve-output', here('../server/src/main.ts'),
], {
  stdio: 'inherit', env: { ...process.env, SHUKE_CHECK: 'yes' },
})
const target = `http://127.0.0.1:${port}`
const screens = await createServer({
  configFile: here('../web/vite.config.ts'),
  server: {
    port: port + 1, strictPort: true, host: '127.0.0.1', proxy: { '/api': target, '/health': target },
  },
})
await screens.listen()
console.log(`Screens with hot reload: http://127.0.0.1:${port + 1}/admin/ and /till/`)

// The server stops its database first; it hears Ctrl-C itself, and a plain end through us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { server.kill(signal) })
server.once('exit', (code) => { void screens.close().then(() => process.exit(code ?? 0)) })
