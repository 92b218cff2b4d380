import t from 'tap'
import { fitsOneSegment, septets } from '../../src/messages/gsm7.ts'

t.test('letters of the alphabet count one, its escaped ones two, others do not fit', async (t) => {
  t.equal(septets('@ä\n#1'), 5)
  t.equal(septets('[€]'), 6)
  t.equal(septets('código'), null, 'ó is not in GSM-7')
  t.equal(septets('it’s'), null, 'nor is a curly quote')
  t.equal(septets(''), 0)
})

t.test('160 septets are one SMS, 161 are two', async (t) => {
  t.ok(fitsOneSegment('a'.repeat(160)))
  t.notOk(fitsOneSegment('a'.repeat(161)))
  t.notOk(fitsOneSegment(`${'a'.repeat(159)}€`))
})
