import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const imports = { '#contract/*': './contract/*', '#pricing/*': './pricing/*', '#test/*': './server/test/*',
  '#kernel/*': './server/src/kernel/*', '#modules/*': './server/src/modules/*' }

/** Writes a made-up project into a folder of its own, hands over its root, and takes it away afterwards. */
export function inTree<Answer>(files: Record<string, string>, look: (root: string) => Answer): Answer {
  const root = mkdtempSync(join(tmpdir(), 'shuke-tree-'))
  try {
    for (const [path, text] of Object.entries({ 'package.json': JSON.stringify({ imports }), ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return look(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
