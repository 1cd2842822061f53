import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// One root, three pages: /till/, /admin/ and /setup/. Nothing is inlined: the security policy stays strict.
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  resolve: { alias: { '#contract': here('../contract'), '#pricing': here('../pricing') } },
  server: { fs: { allow: [here('..')] } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        till: here('till/index.html'), admin: here('admin/index.html'), setup: here('setup/index.html'),
      },
    },
  },
})
