// Keeps the page as the server would answer it now, and tells times in the reader's zone. The page works without it.
const EVERY_MS = 5000
const PATIENCE_MS = 8000
const FORMS = {
  day: { dateStyle: 'medium', timeStyle: 'medium' },
  time: { timeStyle: 'medium' },
  minute: { hour: '2-digit', minute: '2-digit' },
  dayMinute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
}
const formats = Object.fromEntries(
  Object.entries(FORMS).map(([name, form]) => [name, new Intl.DateTimeFormat('en-GB', { ...form, hourCycle: 'h23' })])
)

function localize(root) {
  for (const element of root.querySelectorAll('[datetime]')) {
    const format = formats[element.dataset.form] ?? formats.day
    element.textContent = format.format(new Date(element.getAttribute('datetime')))
  }
  for (const hint of root.querySelectorAll('.hint > title')) {
    hint.textContent = hint.textContent.replace(/^\S+Z/, (at) => formats.dayMinute.format(new Date(at)))
  }
  for (const element of root.querySelectorAll('[data-zone]')) {
    element.textContent = `${formats.day.resolvedOptions().timeZone} (your zone)`
  }
}

const away = document.getElementById('away')
let answeredAt = new Date()

function say(words) {
  if (away.textContent !== words) away.textContent = words
  away.hidden = words === ''
  document.body.classList.toggle('stale', words !== '')
}

function replace(fresh) {
  for (const next of fresh.querySelectorAll('[data-live][id]')) {
    const shown = document.getElementById(next.id)
    if (!shown || shown.dataset.seen === next.outerHTML) continue
    next.dataset.seen = next.outerHTML
    localize(next)
    const focused = shown.contains(document.activeElement) ? document.activeElement.id : ''
    for (const { id } of shown.querySelectorAll('details[id][open]'))
      next.querySelector(`#${id}`)?.setAttribute('open', '')
    shown.replaceWith(next)
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  }
  document.title = fresh.title
}

async function refresh() {
  try {
    const options = { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) }
    const answer = await fetch(location.href.split('#')[0], options)
    if (!answer.ok) throw new Error(`It answers ${answer.status}.`)
    replace(new DOMParser().parseFromString(await answer.text(), 'text/html'))
    answeredAt = new Date()
    say('')
  } catch (error) {
    const reason = error.message.startsWith('It answers') ? error.message : 'It does not answer.'
    const seen = formats.time.format(answeredAt)
    say(`The service is not reached. ${reason} What you see is from ${seen}. The page tries again by itself.`)
  }
}

// As it came: what did not change is not swapped, and keeps the focus of whoever is in it.
for (const shown of document.querySelectorAll('[data-live][id]')) shown.dataset.seen = shown.outerHTML
localize(document)
if (document.querySelector('[data-live]')) {
  let timer
  const turn = async () => {
    clearTimeout(timer)
    await refresh()
    timer = setTimeout(turn, document.hidden ? 6 * EVERY_MS : EVERY_MS)
  }
  timer = setTimeout(turn, EVERY_MS)
  document.addEventListener('visibilitychange', () => document.hidden || turn())
  addEventListener('online', turn)
}
