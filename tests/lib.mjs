// What the tests in tests/browser/ share: TAP, a server for a built site, the browser, the checkers.
//
//   import { test, equal, ok, done, scratch, kaitei, serve, launch, axe, vnu } from '../lib.mjs'
//   await test('name', async () => { equal(got, wanted) })
//   await done()
//
// A test fails when its function throws; what it threw is shown. KAITEI_SEED fixes all chance.
import { execFileSync, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join, resolve, sep } from 'node:path'
import { tmpdir } from 'node:os'
import { isDeepStrictEqual, inspect } from 'node:util'

// Every preview and every browser that is started is ended with this process, each by a listener.
process.setMaxListeners(0)

const require = createRequire(import.meta.url)
const closing = []
let count = 0
let failed = 0

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
export const seed = Number(process.env.KAITEI_SEED ?? 1)
export const deep = Boolean(process.env.KAITEI_DEEP)

export async function test(name, run) {
  count++
  try {
    await run()
    console.log(`ok ${count} - ${name}`)
  } catch (error) {
    failed++
    console.log(`not ok ${count} - ${name}`)
    console.error(`${name}\n${error.stack ?? error}`.replace(/^/gm, '#   '))
  }
}

export function ok(value, what = 'false') {
  if (!value) throw new Error(what)
}

export function equal(got, wanted, what = '') {
  if (!isDeepStrictEqual(got, wanted))
    throw new Error(`${what}\n got:    ${inspect(got)}\n wanted: ${inspect(wanted)}`)
}

// Ends the test: closes what was opened, says how many there were.
export async function done() {
  for (const close of closing.reverse()) await close()
  console.log(`1..${count}`)
  // What a failed test has left running must not keep the others waiting.
  process.exit(failed ? 1 : 0)
}

// A folder of this test's own, removed at its end.
export function scratch() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kaitei-test.')))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

// What a preview keeps for the person who runs it is not kept in the tester's own folders.
process.env.XDG_RUNTIME_DIR = scratch()
process.env.XDG_STATE_HOME = scratch()

// Runs the program under test; returns { status, stdout, stderr }.
export function kaitei(...args) {
  const program = process.env.KAITEI ?? join(root, 'build/kaitei')
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (error) throw error
  return { status, stdout, stderr }
}

// Takes away, in a site that `new` wrote, what calls its text a sample, which is not published.
export function makeOwn(site) {
  const file = join(site, 'content/privacy/policy.md')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^これは見本の文章です。.*\n\n/m, ''))
}

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.xml': 'application/xml',
  '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.json': 'application/json',
}

// Serves a folder on this machine as any web server would; returns its address, with no slash.
export async function serve(folder) {
  const base = resolve(folder) + sep
  const server = createServer((request, response) => {
    let path = resolve(join(base, decodeURIComponent(new URL(request.url, 'http://x').pathname)))
    let status = 200
    try {
      if (!(path + sep).startsWith(base)) throw new Error('outside')
      if (statSync(path).isDirectory()) {
        if (!request.url.endsWith('/')) {
          response.writeHead(301, { location: request.url + '/' }).end()
          return
        }
        path = join(path, 'index.html')
      }
      statSync(path)
    } catch {
      status = 404
      path = join(base, '404.html')
    }
    let body = ''
    try { body = readFileSync(path) } catch { status = 404 }
    response.writeHead(status, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
    response.end(body)
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => { server.closeAllConnections(); return new Promise((closed) => server.close(closed)) })
  return `http://127.0.0.1:${server.address().port}`
}

// The browser of this system, without a window.
export async function launch(options = {}) {
  const { chromium } = require('playwright-core')
  const names = ['chromium-headless-shell', 'chromium', 'google-chrome']
  const found = spawnSync('sh', ['-c', names.map((name) => `command -v ${name}`).join(' || ')], { encoding: 'utf8' })
  const executablePath = process.env.KAITEI_BROWSER ?? found.stdout.trim()
  ok(executablePath, `no browser: none of ${names.join(', ')}`)
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--lang=ja'], ...options })
  closing.push(() => browser.close())
  return browser
}

// What axe-core finds wrong with an open page: a list, empty where all is well.
export async function axe(page, options = {}) {
  await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') })
  const result = await page.evaluate((given) => globalThis.axe.run(document, given), options)
  return result.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`)
}

// The errors that the Nu HTML checker finds in files or folders (all their .html): a list.
export function vnu(...paths) {
  const jar = require('vnu-jar')
  try {
    execFileSync('java', ['-Xss1m', '-jar', jar, '--format', 'json', '--errors-only', '--skip-non-html', ...paths],
      { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'ignore', 'pipe'] })
    return []
  } catch (error) {
    return JSON.parse(error.stderr).messages.map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`)
  }
}
