import ipaddr from 'ipaddr.js'

const IPV6_BITS = 64

/**
 * Whom an address stands for: an IPv4 address, or the /64 of an IPv6 address, since one household gets that many and a
 * limit per single address would be none.
 */
export function addressKey(ip: string): string {
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_BITS}`).toString()
}
