import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { launch } from './browser.ts'

test('a browser opens a page of this machine and asks nothing of any other', async () => {
  const server = createServer((_, reply) => {
    reply.setHeader('content-type', 'text/html').end('<h1>Shuke</h1>')
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    expect(await page.getByRole('heading').textContent()).toBe('Shuke')
    // Any address but our own is unknown to it, even one that would need no look-up.
    await expect(page.goto(`http://127.0.0.2:${port}/`)).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  } finally {
    await browser.close()
    server.close()
  }
})
