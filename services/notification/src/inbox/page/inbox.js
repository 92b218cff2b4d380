const REFRESH_MS = 1000
const COPIED_MS = 1500

const list = document.getElementById('messages')
const template = document.getElementById('message')
const empty = document.getElementById('empty')
const state = document.getElementById('state')
const search = document.getElementById('search')
const to = document.getElementById('to')

const cards = new Map()
let isFirstLoad = true

search.addEventListener('submit', (event) => event.preventDefault())
to.addEventListener('input', show)

let messages = []

async function refresh() {
  try {
    const response = await fetch('/inbox/messages.json', { cache: 'no-store' })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    messages = await response.json()
    show()
    say('live', false)
  } catch {
    say('The service does not answer. Trying again …', true)
  }
  setTimeout(refresh, REFRESH_MS)
}

function show() {
  const wanted = to.value.replace(/[^\d]/g, '')
  const shown = messages.filter((message) => message.to.includes(wanted))
  const kept = new Set(shown.map(({ id }) => id))
  for (const [id, card] of cards) if (!kept.has(id)) remove(id, card)
  shown.forEach(place)
  empty.hidden = shown.length > 0
  empty.textContent =
    messages.length > 0 ? 'No message to that number.' : 'No messages yet. Ask for a code, and it appears here.'
  if (messages.length > 0) isFirstLoad = false
}

function remove(id, card) {
  card.remove()
  cards.delete(id)
}

// Cards stay in the page while they are shown, so that a refresh takes neither focus nor selection away.
function place(message, position) {
  const card = cards.get(message.id) ?? makeCard(message)
  if (list.children[position] !== card) list.insertBefore(card, list.children[position] ?? null)
}

function makeCard(message) {
  const card = template.content.firstElementChild.cloneNode(true)
  card.querySelector('.to').textContent = message.to
  card.querySelector('.body').textContent = message.body
  const time = card.querySelector('time')
  const sentAt = new Date(message.sent_at)
  time.dateTime = message.sent_at
  time.textContent = sentAt.toLocaleString()
  offerCode(card.querySelector('.code'), message.body)
  card.classList.toggle('new', !isFirstLoad)
  cards.set(message.id, card)
  return card
}

function offerCode(button, body) {
  const code = /\b\d{6}\b/.exec(body)?.[0]
  if (!code) return
  const label = `Copy ${code}`
  button.hidden = false
  button.textContent = label
  button.addEventListener('click', async () => {
    button.textContent = (await copy(code)) ? 'Copied' : code
    setTimeout(() => {
      button.textContent = label
    }, COPIED_MS)
  })
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

function say(text, isLate) {
  state.textContent = text
  state.classList.toggle('late', isLate)
}

refresh()
