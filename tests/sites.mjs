// The two sites that the browser's tests look at: the real one (content/) and the fixture, a made-up
// organisation whose policy has every state that a revision can have (tests/fixture/make.sh).
//
// A site is { name, folder, address, paths }: the folder that was built, where it is served, and the
// path of every page in it, e.g. "/privacy/history/".
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { kaitei, ok, root, scratch, serve } from './lib.mjs'

// The day on which both are built: after the fixture's last revision, before its scheduled one.
export const today = '2026-11-22'

export const phone = { width: 390, height: 844 }
export const smallPhone = { width: 320, height: 640 }
export const desktop = { width: 1280, height: 900 }

function built(site, out) {
  const run = kaitei('build', '--site', site, '--out', out, '--as-of', today)
  ok(run.status === 0, `kaitei build: ${run.stdout}${run.stderr}`)
  return join(out, 'public')
}

export function realFolder() {
  return built(root, join(scratch(), 'out'))
}

export function fixtureFolder() {
  const place = scratch()
  execFileSync('sh', [join(root, 'tests/fixture/make.sh'), join(place, 'site')])
  return built(join(place, 'site'), join(place, 'out'))
}

export function filesOf(folder, ending) {
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...filesOf(path, ending))
    else if (entry.name.endsWith(ending)) found.push(path)
  }
  return found.sort()
}

export async function site(name, folder) {
  const paths = filesOf(folder, '.html').map((file) => '/' + relative(folder, file).replace(/index\.html$/, ''))
  return { name, folder, address: await serve(folder), paths }
}

export async function bothSites() {
  return [await site('real', realFolder()), await site('fixture', fixtureFolder())]
}

// Opens pages one after the other, and notes on `faults` what a page of ours must never do: ask another
// host, log an error, raise one, fail to load a part of itself.
export async function visitor(browser, address, faults, options = {}) {
  const context = await browser.newContext({ viewport: desktop, locale: 'ja-JP', ...options })
  const page = await context.newPage()
  const where = () => page.url().replace(address, '')
  context.on('request', (request) => {
    if (!request.url().startsWith(address + '/')) faults.push(`${where()}: asks ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${where()}: ${response.status()} for ${response.url()}`)
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${where()}: says ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`${where()}: raises ${error.message}`))
  return page
}

// What a page has stored in its visitor's browser: a list, empty where it is nothing.
export async function stored(page) {
  const cookies = await page.context().cookies()
  const kept = await page.evaluate(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ])
  return [...cookies.map(({ name }) => name), ...kept]
}

// What of an open page stands out at the right or left of the screen: null where nothing does. A part that
// scrolls by itself (a wide table) may be wider; the sign of a clause's link takes no room.
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const over = document.documentElement.scrollWidth - width
    const scrolls = (e) => e && (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
    const out = [...document.querySelectorAll('body *:not(.anchor, .skip, .heard, br)')].filter((e) => {
      const { left, right, width: own } = e.getBoundingClientRect()
      return own > 1 && (left < -0.5 || right > width + 0.5) && !scrolls(e.parentElement)
    })
    if (over <= 0 && out.length === 0) return null
    return `too wide: ${over} px; ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 100)).join(' ')}`
  })
}

// One page of every kind that a site has, as { kind, path }. Kinds are told apart by what the page is, the
// state of the revision, whether its text is kept, and the language: "revision scheduled ja".
export function ofEveryKind({ folder, paths }) {
  const kinds = new Map()
  for (const path of paths) {
    const html = readFileSync(join(folder, path.endsWith('/') ? path + 'index.html' : path), 'utf8')
    const first = (pattern) => pattern.exec(html)?.[1] ?? ''
    const page = first(/<body class="([^"]*)"/)
    const state = first(/answer-(\w+)/) || (['policy', 'revision'].includes(page) ? first(/class="state ([\w-]+)"/) : '')
    const lost = page === 'revision' && !html.includes('class="prose"') ? 'lost' : ''
    const kind = [page, state, lost, first(/<html lang="([^"]*)"/)].filter(Boolean).join(' ')
    if (!kinds.has(kind)) kinds.set(kind, path)
  }
  return [...kinds].map(([kind, path]) => ({ kind, path }))
}
