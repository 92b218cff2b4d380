import type { User } from '@gatehouse/contracts'
import t from 'tap'
import { completionOf } from '../../src/accounts/completion.ts'

const user = {
  phone_number: '+14155552671',
  country: 'US',
  city: 'X',
  skills: 'Y',
  hourly_rate: '0.00',
  bio: null
} as User
const required = ['phone_number', 'country', 'city', 'skills']

t.test('a profile with every required field is complete', (t) => {
  t.same(completionOf(user, required), { requires_completion: false, missing_fields: [], completion_percent: 100 })
  t.end()
})

t.test('what is missing is named in the order of the settings', (t) => {
  t.same(completionOf({ ...user, city: null, phone_number: null }, required), {
    requires_completion: true,
    missing_fields: ['phone_number', 'city'],
    completion_percent: 50
  })
  t.end()
})

t.test('blanks are nothing, a nought is something', (t) => {
  t.same(completionOf({ ...user, city: ' \n' }, ['city', 'hourly_rate']).missing_fields, ['city'])
  t.end()
})

t.test('a percentage is never rounded up to done', (t) => {
  const fields = ['bio', ...required]
  t.equal(completionOf(user, fields).completion_percent, 80)
  t.equal(completionOf(user, ['bio', 'city', 'skills']).completion_percent, 66)
  t.equal(completionOf(user, []).completion_percent, 100)
  t.end()
})
