import { wrongCode } from '../test/fixtures/inbox.ts'
import { arrivals, codeOn } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'

const GUESSES = 100

chaosCase({ id: 'C30', fault: 'a hundred guesses of one code arrive at once' }, async (scene) => {
  const { stack, twilio, t } = scene
  const [sender] = await scene.gather(1)
  if (!sender) return
  await scene.ask([sender])
  await until('it arrived', () => arrivals(twilio, sender.number) === 1)
  const code = codeOn(twilio, sender.number)
  const answers = await Promise.all(
    Array.from({ length: GUESSES }, (_, n) => sender.person.verify(wrongCode(code, n + 1)))
  )
  const judged = answers.filter(({ body }) => body.code === 'invalid_code').length
  t.ok(judged <= 5, `${judged} were judged`)
  t.match(await stack.query('select failed_attempts from identity.phone_verifications'), [{ failed_attempts: 5 }])
  t.match(await sender.person.verify(code), { status: 400, body: { code: 'no_pending_verification' } })
  scene.mended()
})
