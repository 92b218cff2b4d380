import { newNumber } from '../test/fixtures/people.ts'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { failedJobs } from './scene/queue-tools.ts'

// It may stall five times (`maxStalledCount`); the death after that is its last.
const DEATHS = 6
// Each death takes the queue 15 to 20 s to notice: the life ends in the midst of it, and that saves nobody from the job.
const scene = { env: { PHONE_CODE_TTL: '60' } }

chaosCase({ id: 'C15', fault: 'one job kills each worker that takes it', scene }, async (scene) => {
  const { stack, twilio, t } = scene
  const [sick, ...healthy] = await scene.gather(DEATHS + 1)
  if (!sick) return
  const poison = { ...sick, number: newNumber().replace('+49151', '+33612').slice(0, 12) }
  const death = await scene.hold({ table: 'notification.sms_messages', on: 'insert', when: `new.country = 'FR'` })
  await scene.ask([poison])
  for (const sender of healthy) {
    await death.reached()
    await stack.notification.kill()
    await death.sendAway()
    stack.notification.startAgain()
    await scene.ask([sender])
    await until('another arrived meanwhile', () => arrivals(twilio, sender.number) > 0)
  }
  const failed = await until(
    'the queue gave it up',
    async () => Object.entries(await failedJobs(scene.store, 'sms'))[0]
  )
  t.match(failed[1], /stalled more than allowable limit/)
  scene.mended()
  t.equal((await stack.notification.health('/readyz')).status, 200, 'the worker is back')
  t.equal(arrivals(twilio, poison.number), 0)
  await death.letGo()
  const ended = async () => ['failed', 'expired'].includes((await poison.person.verification())?.status ?? '')
  await until('the person sees its end', ended)
})
