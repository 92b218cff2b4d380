import t from 'tap'
import { basic, openGuarded } from './guard.ts'

t.test('without OPS_USERS a person on this machine comes in, by each of its names', async (t) => {
  const { get } = await openGuarded(t, [], { isBoundToLoopback: true })
  for (const host of ['localhost', 'localhost:8001', '127.0.0.1:8001', '[::1]:8001', 'LOCALHOST']) {
    t.same((await get({ host })).json(), { name: 'local', role: 'operator' }, host)
  }
})

t.test('without OPS_USERS nobody comes in through a name that points here, or through a proxy', async (t) => {
  const { get } = await openGuarded(t, [], { isBoundToLoopback: true })
  const hosts = [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    '0.0.0.0'
  ]
  for (const host of hosts) t.equal((await get({ host })).statusCode, 404, host)
  const headers = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP']
  for (const name of headers) {
    for (const value of ['127.0.0.1', '']) {
      t.equal((await get({ host: 'localhost', [name]: value })).statusCode, 404, `${name}: ${value}`)
    }
  }
})

t.test('without OPS_USERS nobody comes in where the service is bound beyond loopback', async (t) => {
  const { get, post } = await openGuarded(t, [])
  t.equal((await get({ host: 'localhost' })).statusCode, 404)
  t.equal((await get({ host: 'localhost', ...basic('local') })).statusCode, 404)
  t.equal((await post({ host: 'localhost', 'sec-fetch-site': 'same-origin' })).statusCode, 404)
})
