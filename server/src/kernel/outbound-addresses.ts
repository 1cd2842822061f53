import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/**
 * IPv4 addresses that are not the open internet: this machine, private and carriers' networks, link-local
 * (which is where clouds answer with their keys), documentation, benchmarks, multicast and the rest that
 * IANA reserves. The last one is a cloud's own service at an address that looks public.
 */
const closed_v4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16],
  ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  ['168.63.129.16', 32],
]

/** IPv6 names what is open and closes the rest: loopback, unique local, link-local, multicast and so on. */
const open_v6: readonly (readonly [string, number])[] = [['2000::', 3]]

/** Within that: Teredo and other special uses, documentation, and 6to4, which leads to any IPv4 address. */
const closed_v6: readonly (readonly [string, number])[] = [
  ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20],
]

/** Spellings of an IPv4 address as an IPv6 one: mapped, and as a NAT64 gateway translates it. */
const carriers = ['::ffff:', '64:ff9b::'] as const

const open = new BlockList(), closed = new BlockList()
for (const [address, bits] of closed_v4) {
  closed.addSubnet(address, bits, 'ipv4')
  for (const carrier of carriers) closed.addSubnet(carrier + address, 96 + bits, 'ipv6')
}
for (const [address, bits] of open_v6) open.addSubnet(address, bits, 'ipv6')
for (const carrier of carriers) open.addSubnet(`${carrier}0.0.0.0`, 96, 'ipv6')
for (const [address, bits] of closed_v6) closed.addSubnet(address, bits, 'ipv6')

/**
 * Whether an IP address belongs to the open internet and not to this machine. What is no address does not.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0 || address.includes('%') || isOwn(address)) return false
  if (family === 4) return !closed.check(address, 'ipv4')
  return open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** A server in the open internet has a public address of its own, and a proxy may answer there. */
function isOwn(address: string): boolean {
  const own = new BlockList()
  for (const one of Object.values(networkInterfaces()).flat())
    if (one) own.addAddress(one.address, one.family === 'IPv4' ? 'ipv4' : 'ipv6')
  return own.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
}
