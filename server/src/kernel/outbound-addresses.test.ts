import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { isPublicAddress } from './outbound-addresses.ts'

test('an address is outside only where the open internet is', () => {
  const cases: [string, boolean][] = [
    ['8.8.8.8', true], ['1.1.1.1', true], ['223.5.5.5', true], ['2400:3200::1', true],
    ['2606:4700::1111', true],
    ['9.255.255.255', true], ['11.0.0.0', true], ['172.15.255.255', true], ['172.32.0.0', true],
    ['100.63.255.255', true], ['100.128.0.0', true], ['198.17.255.255', true], ['223.255.255.255', true],
    // This machine.
    ['127.0.0.1', false], ['127.255.255.255', false], ['0.0.0.0', false], ['0.1.2.3', false], ['::1', false],
    ['::', false],
    // Private networks, and those of carriers.
    ['10.0.0.1', false], ['10.255.255.255', false], ['172.16.0.1', false], ['172.31.255.255', false],
    ['192.168.1.1', false], ['100.64.0.1', false], ['100.127.255.255', false], ['fc00::1', false],
    ['fdff:ffff::1', false], ['fec0::1', false],
    // Link-local, and where clouds hand out their keys.
    ['169.254.169.254', false], ['169.254.0.23', false], ['100.100.100.200', false], ['168.63.129.16', false],
    ['192.0.0.192', false], ['fd00:ec2::254', false], ['fe80::1', false], ['fe80::1%eth0', false],
    // Nobody's: documentation, benchmarks, reserved, multicast, broadcast.
    ['192.0.2.1', false], ['198.51.100.1', false], ['203.0.113.1', false], ['198.18.0.1', false],
    ['198.19.255.255', false], ['224.0.0.1', false], ['239.255.255.255', false], ['240.0.0.1', false],
    ['255.255.255.255', false], ['2001:db8::1', false], ['3fff::1', false], ['ff02::1', false],
    ['100::1', false],
    // An IPv4 address in the clothes of an IPv6 one is what it is underneath.
    ['::ffff:127.0.0.1', false], ['::ffff:7f00:1', false], ['::ffff:10.0.0.1', false],
    ['::ffff:a9fe:a9fe', false],
    ['::ffff:8.8.8.8', true], ['::127.0.0.1', false], ['::ffff:0:127.0.0.1', false],
    ['64:ff9b::10.0.0.1', false], ['64:ff9b::a9fe:a9fe', false], ['64:ff9b::808:808', true],
    ['64:ff9b:1::10.0.0.1', false],
    // Tunnels lead to any IPv4 address.
    ['2002:7f00:1::1', false], ['2002:a00:1::1', false], ['2001:0:4136:e378::1', false],
    // No address at all.
    ['', false], ['localhost', false], ['2130706433', false], ['0x7f.1', false], ['127.1', false],
    ['8.8.8', false],
  ]
  for (const [address, wanted] of cases)
    expect.soft([address, isPublicAddress(address)]).toEqual([address, wanted])
})

test('the addresses of this machine are not outside', () => {
  const own = Object.values(networkInterfaces()).flat().flatMap((one) => one ? [one.address] : [])
  expect(own.length).toBeGreaterThan(0)
  for (const address of own) expect.soft([address, isPublicAddress(address)]).toEqual([address, false])
})

test('an IPv4 address and its mapped spelling are judged alike', () => {
  const part = fc.integer({ min: 0, max: 255 })
  fc.assert(fc.property(fc.tuple(part, part, part, part), (parts) => {
    const plain = parts.join('.')
    expect(isPublicAddress(`::ffff:${plain}`)).toBe(isPublicAddress(plain))
    expect(isPublicAddress(`64:ff9b::${plain}`)).toBe(isPublicAddress(plain))
  }))
})
