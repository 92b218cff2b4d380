// Run in the browser: what is wrong with the page that is shown, as sentences.
const LEAST_CONTRAST = 4.5
const all = (selector) => [...document.querySelectorAll(selector)]
const words = (element) => element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)
const paint = () => document.createElement('canvas').getContext('2d', { willReadFrequently: true })

let paper
function channels(color) {
  paper ??= paint()
  paper.clearRect(0, 0, 1, 1)
  paper.fillStyle = color
  paper.fillRect(0, 0, 1, 1)
  return [...paper.getImageData(0, 0, 1, 1).data]
}

function backOf(element) {
  if (!element) return channels('white')
  const back = channels(getComputedStyle(element).backgroundColor)
  return back[3] === 255 ? back : backOf(element.parentElement)
}

// WCAG 2, relative luminance and contrast.
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
function contrast(element) {
  const both = [luminance(channels(getComputedStyle(element).color)), luminance(backOf(element))]
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
}

const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
const isShown = (element) => element.checkVisibility() && !element.closest('svg, script, style, option')
const weak = () =>
  all('body *')
    .filter((element) => hasText(element) && isShown(element))
    .filter((element) => contrast(element) < LEAST_CONTRAST)
    .map((element) => `contrast ${contrast(element).toFixed(2)}: ${words(element)}`)

const hasNoName = (element) => !(element.labels?.length || element.ariaLabel || element.hasAttribute('aria-labelledby'))
const nameless = () => [
  ...all('input:not([type=hidden]), select, textarea').filter(hasNoName),
  ...all('svg[role=img], nav').filter(hasNoName),
  ...all('button, a[href], summary, th').filter((element) => !words(element) && hasNoName(element)),
  ...all('table').filter((table) => !table.querySelector('thead th'))
]

// Without a font every letter is the same box.
function drawn(letter) {
  const one = paint()
  one.font = getComputedStyle(document.body).font
  one.fillText(letter, 2, 18)
  return one.canvas.toDataURL()
}

function shape() {
  const { scrollWidth, clientWidth, lang } = document.documentElement
  return [
    scrollWidth > clientWidth && `scrolls sideways by ${scrollWidth - clientWidth} px`,
    all('h1').length !== 1 && `has ${all('h1').length} h1`,
    all('main').length !== 1 && `has ${all('main').length} main`,
    !lang && 'tells no language',
    drawn('W') === drawn('i') && 'has no font'
  ].filter(Boolean)
}

globalThis.faultsOfPage = () => [
  ...shape(),
  ...nameless().map((element) => `has no name or headers: ${element.outerHTML.slice(0, 80)}`),
  ...weak()
]
