import t from 'tap'
import { addressKey } from '../../src/limits/address-key.ts'

t.test('an IPv4 address stands for itself, however it is written', (t) => {
  t.equal(addressKey('192.0.2.7'), '192.0.2.7')
  t.equal(addressKey('::ffff:192.0.2.7'), '192.0.2.7')
  t.equal(addressKey('::ffff:c000:207'), '192.0.2.7')
  t.not(addressKey('192.0.2.7'), addressKey('192.0.2.8'))
  t.end()
})

t.test('an IPv6 address stands for its /64', (t) => {
  const key = addressKey('2001:db8:1:2:3:4:5:6')
  for (const ip of ['2001:db8:1:2::', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:DB8:1:2::1'])
    t.equal(addressKey(ip), key)
  t.not(addressKey('2001:db8:1:3::1'), key)
  t.end()
})

t.test('the loopback addresses have keys', (t) => {
  t.ok(addressKey('127.0.0.1'))
  t.ok(addressKey('::1'))
  t.ok(addressKey('fe80::1%eth0'), 'with a zone too')
  t.end()
})
