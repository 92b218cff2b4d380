import { at, newNumber, signedIn } from '../test/fixtures/people.ts'
import { arrivals, codeOn } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const scene = { identities: [{}, { RATE_LIMITS: 'off' }] }

chaosCase({ id: 'C29', fault: 'resends and the right code race on two devices', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  const [, withoutLimits] = stack.identities
  if (!withoutLimits) return
  const [person, number] = [await signedIn(stack.identity), newNumber()]
  const impatient = { person: { ...person, ...at(withoutLimits, person) }, number }
  await scene.ask([impatient])
  await until('the first arrived', () => arrivals(twilio, number) === 1)
  const code = codeOn(twilio, number)
  const [resends, ...verdicts] = await Promise.all([
    scene.ask(Array.from({ length: 4 }, () => impatient)),
    ...Array.from({ length: 4 }, () => person.verify(code))
  ])
  t.equal(verdicts.filter(({ status }) => status === 200).length, 1, 'the code works once')
  t.ok(
    resends.every(({ status }) => status === 200 || status === 409),
    'a resend is sent or comes too late'
  )
  t.equal((await person.get('profile')).body.user?.phone_verified, true)
  scene.mended()
})
