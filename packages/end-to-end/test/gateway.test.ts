import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import { limitTheRightClient, seeRealAddresses } from './gateway/addresses.ts'
import { keepBusyOnes } from './gateway/busy.ts'
import { keepDashboardsShut } from './gateway/dashboards.ts'
import { CADDY, GATEWAYS } from './gateway/gateways.ts'
import { keepBodies, nameTheCaller, nameTheStrangest, stripEverywhere } from './gateway/names.ts'
import { signInThroughProvider } from './gateway/openid.ts'
import { openToOperators } from './gateway/operators.ts'
import { guardEveryWay, refuseWithoutToken, stayShut, tellAbsence } from './gateway/refusals.ts'
import { giveIds, hideInnerRoutes, issueForTheOrigin, limitBodies, serveOneOrigin } from './gateway/routes.ts'
import { startScene } from './gateway/start-scene.ts'
import { listVariables } from './gateway/variables.ts'

t.test('gateway.env lists every variable, with its default', listVariables)

for (const gateway of GATEWAYS) {
  t.test(`behind ${gateway.name}`, { skip: POSTGRES.missing || gateway.missing }, async (t) => {
    const scene = await startScene(t, gateway)

    t.test('one origin serves both services', (t) => serveOneOrigin(t, scene))
    t.test('a token is issued for the origin, and verifies by its keys', (t) => issueForTheOrigin(t, scene))
    t.test('the way through a provider and back works', (t) => signInThroughProvider(t, scene))
    t.test('health and metrics are not for the outside', (t) => hideInnerRoutes(t, scene))
    t.test('every answer has an id, which the services share', (t) => giveIds(t, scene))
    t.test('a body has a greatest size', (t) => limitBodies(t, scene))
    t.test('the app is told who calls, by identity alone', (t) => nameTheCaller(t, scene))
    t.test('an address that looks like a variable stays a text', (t) => nameTheStrangest(t, scene))
    t.test('nobody names themselves on any route', (t) => stripEverywhere(t, scene))
    t.test('the body of a request is for the app alone', (t) => keepBodies(t, scene))
    t.test('without a good token identity answers, and the app hears nothing', (t) => refuseWithoutToken(t, scene))
    t.test('no spelling of a path leads round the check', (t) => guardEveryWay(t, scene))
    t.test('the client has the address it came from, whatever it claims', (t) => seeRealAddresses(t, scene))
    t.test('a limit stops the one who ran into it', (t) => limitTheRightClient(t, scene))
    t.test('the dashboards stay shut, whatever trick is tried', (t) => keepDashboardsShut(t, scene))
    t.test('operators sign in through it, and nobody else does', (t) => openToOperators(t, gateway, scene))
    t.test('while identity cannot tell, nobody comes in', (t) => stayShut(t, scene))
    t.test('an app that is away is a 502', (t) => tellAbsence(t, scene))
  })
}

t.test(`who is busy stays behind ${CADDY.name}`, { skip: POSTGRES.missing || CADDY.missing }, keepBusyOnes)
