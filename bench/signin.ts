import type { Till, Trade } from './baskets.ts'

/** Signs the cashier of every till in, through the door everybody takes. */
export async function signInAll(
  url: string, trade: Pick<Trade, 'code' | 'password'>, tills: readonly Till[],
): Promise<{ till: Till; cookie: string }[]> {
  const signed: { till: Till; cookie: string }[] = []
  for (const till of tills) {
    const response = await fetch(`${url}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-shuke': 'bench' },
      body: JSON.stringify({ chain_code: trade.code, phone: till.phone, password: trade.password }),
    })
    const [cookie = ''] = response.headers.getSetCookie()
    const said = await response.text()
    if (response.status !== 200) throw new Error(`A cashier could not sign in: ${response.status} ${said}`)
    signed.push({ till, cookie: cookie.split(';')[0]! })
  }
  return signed
}
