import t from 'tap'
import { dashboards } from './metric-names.ts'

t.test('a dashboard has what Grafana wants, and no panel lies on another', async (t) => {
  for (const { uid, title, schemaVersion, panels } of dashboards()) {
    t.match(uid, /^[\w-]{8,40}$/)
    t.equal(schemaVersion, 39)
    t.equal(new Set(panels.map(({ id }) => id)).size, panels.length, `${title}: each panel has an id of its own`)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`)
    )
    t.equal(new Set(cells).size, cells.length, `${title}: each cell is of one panel`)
    t.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24))
    t.ok(panels.every(({ type }) => ['timeseries', 'stat'].includes(type)))
  }
})
