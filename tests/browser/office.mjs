// Who may act on the manager's screen: nobody without its address, and no page but its own. The way to it
// through the doorway of --open; hostile pages in a real browser; hostile requests by raw sockets.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'
import { overflow, smallPhone } from '../sites.mjs'
import { office, snapshot, started, until } from '../office.mjs'

const place = scratch()
const site = join(place, '見本 site')
equal(kaitei('--quiet', '--as-of', '2024-04-01', 'new', site).status, 0)
// A sample cannot be published.
const sample = join(site, 'content/privacy/policy.md')
writeFileSync(sample, readFileSync(sample, 'utf8').replace(/^これは見本の文章です。.*\n\n?/m, ''))
equal(kaitei('--quiet', '--site', site, '--as-of', '2024-04-01', 'publish', '--yes', '--effective', '2024-04-01', '--summary', '定めました。').status, 0)

// A browser that notes what it was started with, and stays.
const notes = join(place, 'notes')
const browserScript = join(place, 'browser')
writeFileSync(browserScript, `#!/bin/sh\necho "$@" >>${notes}\nsleep 30 >/dev/null 2>&1\n`)
chmodSync(browserScript, 0o755)
writeFileSync(notes, '')
const calls = () => readFileSync(notes, 'utf8').split('\n').filter(Boolean)
const alive = async (url) => (await fetch(url)).status === 200

// ---- the doorway ----

const runtime = scratch()
const env = { XDG_RUNTIME_DIR: runtime, XDG_STATE_HOME: join(place, 'state'), BROWSER: browserScript }
const door = started(['--site', site, 'preview', '--open'], { env })
let page, address, token

await test('--open starts the browser on a page that leads to the screen', async () => {
  await until(() => calls().length === 1, 'the browser')
  ok(calls()[0].startsWith('file:///'), calls()[0])
  page = decodeURIComponent(new URL(calls()[0]).pathname)
  address = /url=(http:[^"]*)/.exec(readFileSync(page, 'utf8'))[1]
  token = /\.kaitei\/([0-9a-f]{32})\/$/.exec(address)[1]
  ok(await alive(address))
})

await test('only its owner can read that page, and its folder', () => {
  equal([statSync(page).mode & 0o777, statSync(join(page, '..')).mode & 0o777], [0o600, 0o700])
  if (process.getuid() !== 0) return
  chmodSync(runtime, 0o755)
  const read = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', 'cat', page], { encoding: 'utf8' })
  chmodSync(runtime, 0o700)
  ok(read.status !== 0 && read.stdout === '' && /Permission denied/.test(read.stderr), read.stderr)
})

await test('the address is on no command line, and in nothing that was printed', async () => {
  await until(() => / built in /.test(door.out()), 'the build')
  const lines = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => {
    try { return readFileSync(`/proc/${name}/cmdline`, 'utf8') } catch { return '' }
  })
  ok(lines.some((line) => line.includes(calls()[0])), 'the browser of this test is not seen: nothing is proved')
  equal(lines.filter((line) => line.includes(token)), [])
  ok(!(door.out() + door.err()).includes(token), door.out())
})

await test('a second start opens the screen of the first', async () => {
  const second = started(['--site', site, 'preview', '--open'], { env })
  equal(await second.end, { status: 0, signal: null })
  equal(calls(), [calls()[0], calls()[0]])
  ok(await alive(address))
})

await test('from the menu, outside of any site, it opens the site that was opened last', async () => {
  const menu = started(['preview', '--open'], { env })
  equal(await menu.end, { status: 0, signal: null }, menu.err())
  equal(calls().length, 3)
  equal(calls()[2], calls()[0])
})

const browser = await launch({ args: ['--disable-gpu', '--lang=ja', '--disable-features=LocalNetworkAccessChecks'] })

await test('a browser is led on, and forgets where it came from', async () => {
  const tab = await browser.newPage()
  await tab.goto('file://' + encodeURI(page))
  await tab.waitForURL(address)
  equal(await tab.locator('h1').textContent(), 'いまの状態')
  equal(await tab.evaluate(() => document.referrer), '')
  await tab.close()
})

await test('「終了」 ends it, and the page that led to it is gone', async () => {
  const tab = await browser.newPage({ colorScheme: 'dark', viewport: smallPhone, bypassCSP: true })
  await tab.goto(address)
  await tab.getByRole('link', { name: '終了' }).click()
  equal(await axe(tab), [])
  equal(await overflow(tab), null)
  ok(await alive(address), 'looking at it ends nothing')
  await tab.getByRole('button', { name: '終了する' }).click()
  await tab.getByText('このタブは閉じてかまいません').waitFor()
  equal(await axe(tab), [])
  equal(await overflow(tab), null)
  equal(await door.end, { status: 0, signal: null })
  ok(!existsSync(page))
  await tab.close()
})

await test('a preview that was killed leaves no page that leads astray', async () => {
  const first = started(['--site', site, 'preview', '--open'], { env })
  await until(() => calls().length === 4, 'the browser')
  const old = readFileSync(page, 'utf8')
  first.child.kill('SIGKILL')
  await first.end
  ok(existsSync(page))
  const next = started(['--site', site, 'preview', '--open'], { env })
  await until(() => calls().length === 5, 'the browser')
  const now = readFileSync(page, 'utf8')
  ok(now !== old)
  ok(await alive(/url=(http:[^"]*)/.exec(now)[1]))
  await next.stop()
})

await test('without a browser it says where to look, and goes on', async () => {
  for (const none of [join(place, 'nowhere'), 'false']) {
    const run = started(['--site', site, 'preview', '--open'], { env: { ...env, BROWSER: none, LANGUAGE: 'ja' } })
    await until(() => run.err().includes('No browser') || run.err().includes('ブラウザー'), `what it says: ${run.err()}`)
    await until(() => / built in /.test(run.out()), 'the build')
    ok(run.err().includes(page), run.err())
    equal(await run.stop(), { status: 0, signal: null })
  }
})

await test('a folder that others can write to is not used', async () => {
  chmodSync(join(runtime, 'kaitei'), 0o777)
  const run = started(['--site', site, 'preview', '--open'], { env })
  await until(() => / built in /.test(run.out()), 'the build')
  equal(calls().length, 5)
  chmodSync(join(runtime, 'kaitei'), 0o700)
  await run.stop()
  ok(run.err().includes('doorway-folder'), run.err())
})

await test('who started it without a terminal sees in the browser why it failed', async () => {
  const state = { XDG_STATE_HOME: join(place, 'nothing') }
  const run = started(['preview', '--open'], { env: { ...env, ...state } })
  equal((await run.end).status, 1)
  await until(() => calls().length === 6, 'the browser')
  const shown = readFileSync(decodeURIComponent(new URL(calls()[5]).pathname), 'utf8')
  ok(shown.includes('no kaitei site'), shown)
})

// ---- the address ----

const run = await office(site)
const origin = run.url.replace(/\/$/, '')
const port = new URL(run.url).port
const status = async (path, options) => (await fetch(run.url + path, { redirect: 'manual', ...options })).status

await test('without the address there is nothing, and nothing is told', async () => {
  const nothing = await (await fetch(run.url + 'nowhere/')).text()
  const changed = [...run.token].map((sign, at) => run.token.slice(0, at) + (sign === '0' ? '1' : '0') + run.token.slice(at + 1))
  for (const path of ['.kaitei/', '.kaitei/end', `.kaitei/${run.token}`, `.kaitei/${run.token.slice(1)}/`, `.kaitei/${run.token}0/`,
    `.kaitei/${run.token.toUpperCase()}x/`, ...changed.map((wrong) => `.kaitei/${wrong}/`)]) {
    const answer = await fetch(run.url + path)
    equal([answer.status, await answer.text()], [404, nothing], path)
  }
  // A form for a wrong address is told the same as one for the right address from elsewhere.
  const form = { method: 'POST', headers: { origin }, body: new URLSearchParams({ a: 'b' }) }
  equal(await status(`.kaitei/${changed[0].slice(0, 32)}/end`, form), 404)
  equal(await status(`.kaitei/${run.token}/end`, { ...form, headers: { origin: 'http://evil.example' } }), 403)
  equal(await status(`.kaitei/${changed[0].slice(0, 32)}/end`, { ...form, headers: { origin: 'http://evil.example' } }), 403)
})

await test('looking changes nothing: every screen by GET leaves every byte as it is', async () => {
  const source = readFileSync(join(root, 'generator/serve/screen.c'), 'utf8')
  const rows = [...source.matchAll(/\{"([a-z-]*)", (true|false), (true|false), \w+_screen\}/g)]
  ok(rows.length >= 17, 'the table of screens was not found')
  const asked = '?start=1&step=start&back=0&confirm=1&seen=1&after=1&confirm=1&ask=1&kind=erratum&lang=en&revision=2024-04-01&of=2024-04-01&by=x&on=2024-04-01&summary=x&effective=2030-04-01&text=x&name=x&mail=x%40example.org'
  const before = snapshot(site)
  for (const [, name] of rows)
    for (const path of name === '' ? [''] : [name, `${name}/privacy`, `${name}/privacy/en`, `${name}/privacy/2024-04-01`])
      for (const query of ['', asked]) {
        const got = await status(`.kaitei/${run.token}/${path}${query}`)
        ok(got !== 500, `${path}${query}: ${got}`)
        equal(await status(`.kaitei/${run.token}/${path}${query}`, { method: 'HEAD' }), got, path)
      }
  equal([...snapshot(site)].filter(([path, what]) => before.get(path) !== what), [])
  equal([...before.keys()].filter((path) => !snapshot(site).has(path)), [])
})

// ---- hostile pages ----

// Another program's server on this machine: its pages are hostile, and it notes what it is told.
const heard = []
const elsewhere = createServer((request, response) => {
  heard.push(`${request.url} ${JSON.stringify(request.headers)}`)
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!DOCTYPE html><title>x</title><body>')
})
await new Promise((listening) => elsewhere.listen(0, '127.0.0.1', listening))
const hostile = `http://127.0.0.1:${elsewhere.address().port}/`
const target = `${run.address}end`

// What an attacker who has come by the address might do with it.
const attacks = {
  'a form': (to) => { document.body.innerHTML = `<form method="post" action="${to}"><input name="a" value="b"></form>`; document.forms[0].submit() },
  'a form of parts': (to) => { document.body.innerHTML = `<form method="post" enctype="multipart/form-data" action="${to}"><input name="a" value="b"></form>`; document.forms[0].submit() },
  'a form of plain text': (to) => { document.body.innerHTML = `<form method="post" enctype="text/plain" action="${to}"><input name="a" value="b"></form>`; document.forms[0].submit() },
  'a form that hides where it is from': (to) => { document.head.innerHTML = '<meta name="referrer" content="no-referrer">'; document.body.innerHTML = `<form method="post" action="${to}"></form>`; document.forms[0].submit() },
  'fetch, no-cors': (to) => { fetch(to, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ a: 'b' }) }) },
  'fetch, cors': (to) => { fetch(to, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }).catch(() => 0) },
  'a beacon': (to) => { navigator.sendBeacon(to, new URLSearchParams({ a: 'b' })) },
  'a sandboxed frame': (to) => { document.body.innerHTML = `<iframe sandbox="allow-forms allow-scripts" srcdoc='<form method="post" action="${to}"></form><script>document.forms[0].submit()</script>'></iframe>` },
  'a data: frame': (to) => { document.body.innerHTML = `<iframe src='data:text/html,<form method="post" action="${to}"></form><script>document.forms[0].submit()</script>'></iframe>` },
}

async function attacked(from, attack, to) {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(from)
  // Of an answer that its page may not read, the browser tells that alone.
  const answer = new Promise((answered) => {
    context.on('response', (response) => { if (response.request().method() === 'POST' && response.url() === to) answered(response.status()) })
    context.on('requestfailed', (request) => { if (request.url() === to && /ERR_FAILED/.test(request.failure().errorText)) answered('kept from it') })
  })
  await tab.evaluate(`(${attack})(${JSON.stringify(to)})`).catch(() => 0)
  const got = await answer
  await context.close()
  return got
}

for (const [name, attack] of Object.entries(attacks))
  await test(`from another port: ${name} is refused`, async () => {
    equal(await attacked(hostile, attack, target), name === 'fetch, cors' ? 'kept from it' : 403)
    ok(await alive(run.address))
  })

await test('from localhost to 127.0.0.1, and back, is refused', async () => {
  const other = run.url.replace('127.0.0.1', 'localhost')
  equal(await attacked(other, attacks['a form'], target), 403)
  equal(await attacked(run.url, attacks['a form'], target.replace('127.0.0.1', 'localhost')), 403)
  ok(await alive(run.address))
})

await test('the screen stands in nobody’s frame', async () => {
  const tab = await browser.newPage()
  for (const from of [hostile, run.url]) {
    await tab.goto(from)
    const told = tab.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()))
    await tab.evaluate((to) => { document.body.innerHTML = `<iframe src="${to}"></iframe>` }, run.address)
    await told
  }
  await tab.close()
})

await test('another page’s script reads nothing of it', async () => {
  const tab = await browser.newPage()
  await tab.goto(hostile)
  const read = (to) => tab.evaluate(async (url) => { try { return await (await fetch(url)).text() } catch { return '' } }, to)
  equal(await read(run.address), '')
  equal(await read(run.url), '')
  equal(await tab.evaluate((to) => new Promise((told) => {
    const script = document.createElement('script')
    script.src = to
    script.onload = () => told('runs')
    script.onerror = () => told('refused')
    document.head.append(script)
  }), run.address + 'assets/office.css'), 'refused')
  await tab.close()
})

await test('no page is told the address on which its visitor was before', async () => {
  const tab = await browser.newPage()
  const asked = []
  tab.on('request', async (request) => asked.push((await request.allHeaders().catch(() => ({}))).referer ?? ''))
  for (const to of [run.url, hostile]) {
    await tab.goto(run.address)
    await tab.evaluate((there) => { document.body.innerHTML = `<a href="${there}">x</a>`; document.links[0].click() }, to)
    await tab.waitForURL(to)
    const told = await tab.evaluate(() => [document.referrer, ...globalThis.navigation.entries().map(({ url }) => url ?? '')])
    equal(told.filter((text) => text.includes(run.token)), [], to)
  }
  equal(asked.filter((text) => text.includes(run.token)), [])
  ok(heard.length > 0 && !heard.join().includes(run.token))
  await tab.close()
})

// ---- hostile requests ----

// Sends bytes as they are; the whole answer. `keep`: the connection, to send more.
function raw(...pieces) {
  return new Promise((answered) => {
    let got = ''
    const socket = connect(Number(port), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece)
    })
    socket.on('data', (data) => { got += data.toString('latin1') })
    socket.on('close', () => answered(got))
    socket.on('error', () => answered(got))
  })
}

const own = { Host: `127.0.0.1:${port}`, Origin: origin, Connection: 'close' }
const head = (line, headers) => `${line} HTTP/1.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
const code = (answer) => Number(/^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1] ?? 0)
const urlencoded = 'application/x-www-form-urlencoded'
const parts = 'multipart/form-data; boundary=----part'

// A form for a screen that takes none: 405 is the answer to a good one.
async function posted(type, body, headers = {}) {
  const bytes = Buffer.from(body, 'latin1')
  return code(await raw(head(`POST /.kaitei/${run.token}/`, { ...own, 'Content-Type': type, 'Content-Length': bytes.length, ...headers }), bytes))
}

await test('a name that leads to this machine is not its own (DNS rebinding)', async () => {
  for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '', `[::1]:${port}`, '127.0.0.2', '2130706433', '127.1'])
    equal(code(await raw(head(`GET /.kaitei/${run.token}/`, { ...own, Host: host }))), 421, host)
  equal(code(await raw(`GET /.kaitei/${run.token}/ HTTP/1.0\r\n\r\n`)), 421)
  equal(code(await raw(head(`GET /.kaitei/${run.token}/`, own))), 200)
})

await test('a form must say where it is from, and that it is a form', async () => {
  equal(await posted(urlencoded, 'a=b'), 405)
  equal(await posted(parts, '------part\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n------part--\r\n'), 405)
  for (const wrong of ['null', `http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}`, `http://localhost:${port}`, 'http://127.0.0.1', ''])
    equal(await posted(urlencoded, 'a=b', { Origin: wrong }), 403, wrong)
  const without = await raw(head(`POST /.kaitei/${run.token}/`, { Host: own.Host, Connection: 'close', 'Content-Type': urlencoded, 'Content-Length': 3 }), 'a=b')
  equal(code(without), 403)
  for (const type of ['text/plain', 'application/json', `${urlencoded}x`, 'multipart/form-data', 'multipart/form-data; boundary=',
    'multipart/form-data; boundary="', 'multipart/form-data; boundary="x', `multipart/form-data; boundary=${'x'.repeat(71)}`, 'multipart/mixed; boundary=xyz'])
    equal(await posted(type, 'a=b'), 415, type)
})

await test('forms that are too long, broken or no text are refused, and the server goes on', async () => {
  const part = (name, value) => `------part\r\nContent-Disposition: form-data${name}\r\n\r\n${value}\r\n`
  const long = 1024 * 1024
  const cases = [
    ['too long', urlencoded, `a=${'b'.repeat(long)}`, 413],
    ['too long by its parts', parts, part('; name="a"', 'b'.repeat(long)) + '------part--\r\n', 413],
    ['just not too long', urlencoded, `a=${'b'.repeat(long - 2)}`, 405],
    ['10,000 fields', urlencoded, Array.from({ length: 10000 }, (_, at) => `f${at}=`).join('&'), 413],
    ['10,000 parts', parts, Array.from({ length: 10000 }, (_, at) => part(`; name="f${at}"`, '')).join('') + '------part--\r\n', 413],
    ['one field 10,000 times', urlencoded, 'a=b&'.repeat(10000), 405],
    ['a value that is no UTF-8', urlencoded, 'a=%ff%fe', 400],
    ['a raw one', urlencoded, 'a=\xff', 400],
    ['a name that is none', urlencoded, '%ff=a', 400],
    ['NUL in a value', urlencoded, 'a=b%00c', 400],
    ['NUL in a part', parts, part('; name="a"', 'b\0c') + '------part--\r\n', 400],
    ['a surrogate', urlencoded, 'a=%ed%a0%80', 400],
    ['a part without a name', parts, part('', 'b') + '------part--\r\n', 400],
    ['a part of nothing', parts, '------part\r\n\r\n\r\n------part--\r\n', 400],
    ['parts that never end', parts, part('; name="a"', 'b') + '------part\r\nContent-Disposition: form-data; name="c"\r\n\r\nd', 400],
    ['parts that never begin', parts, 'b'.repeat(40000), 405],
    ['a part in parts', parts, '------part\r\nContent-Type: multipart/mixed; boundary=y\r\nContent-Disposition: form-data; name="a"\r\n\r\n--y\r\n\r\nb\r\n--y--\r\n------part--\r\n', 405],
    ['a name of 40,000 signs', urlencoded, `${'a'.repeat(40000)}=b`, 400],
  ]
  for (const [name, type, body, wanted] of cases) {
    equal(await posted(type, body), wanted, name)
    ok(await alive(run.address), name)
  }
  equal(await posted(urlencoded, '&&&==&=&%&a&%4&=%zz'), 400)
  // Where no screen is, there is none for a form that is too long either.
  const bytes = Buffer.from(`a=${'b'.repeat(long)}`)
  const nowhere = await raw(head('POST /.kaitei/0/', { ...own, 'Content-Type': urlencoded, 'Content-Length': bytes.length }), bytes)
  equal(code(nowhere), 404)
  ok(!nowhere.includes('長すぎます'))
})

await test('requests that are none, heads without end, and paths that are no text', async () => {
  const lines = ['GET', 'GET /\0', '\x16\x03\x01\x02\x00\x01\x00', 'POST /.kaitei/ HTTP/9.9', `GET /${'a'.repeat(100000)} HTTP/1.1`]
  for (const line of lines) {
    await raw(Buffer.from(`${line}\r\nConnection: close\r\n\r\n\r\n`, 'latin1'))
    ok(await alive(run.address), line.slice(0, 20))
  }
  ok([0, 413, 414, 431].includes(code(await raw(head('GET /', { ...own, 'X-Long': 'a'.repeat(200000) })))), 'a long head')
  for (const path of ['%ff', 'edit/%ff', 'edit/%00', '%c3%28', 'edit/../../', 'assets/../screen.c', 'assets/..%2f..%2f', `${'a/'.repeat(3000)}`]) {
    const got = code(await raw(head(`GET /.kaitei/${run.token}/${path}`, own)))
    ok(got === 404, `${path}: ${got}`)
  }
  // More than libmicrohttpd has room for, and as many as we take.
  await status(`.kaitei/${run.token}/?${Array.from({ length: 3000 }, (_, at) => `f${at}=`).join('&')}`).catch(() => 0)
  equal(await status(`.kaitei/${run.token}/?${Array.from({ length: 300 }, (_, at) => `f${at}=`).join('&')}`), 200)
  equal(await status(`.kaitei/${run.token}/?a=%ff&%ff=a&b=%00`), 200)
  ok(await alive(run.address))
})

await test('a body without end is hung up on', async () => {
  const answer = await new Promise((answered) => {
    const socket = connect(Number(port), '127.0.0.1')
    let sent = 0
    socket.write(head(`POST /.kaitei/${run.token}/`, { ...own, 'Content-Type': urlencoded, 'Transfer-Encoding': 'chunked' }))
    const more = () => { while (socket.writable && socket.write(`10000\r\n${'a'.repeat(0x10000)}\r\n`)) sent += 0x10000 }
    socket.on('drain', more)
    socket.on('close', () => answered(sent))
    socket.on('error', () => 0)
    more()
  })
  ok(answer < 64 * 1024 * 1024, `${answer} bytes`)
  ok(await alive(run.address))
})

await test('three hundred slow ones do not keep others out', async () => {
  const slow = Array.from({ length: 300 }, () => connect(Number(port), '127.0.0.1'))
  for (const socket of slow) {
    socket.on('error', () => 0)
    socket.write(`POST /.kaitei/${run.token}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-S`)
  }
  for (let round = 0; round < 5; round++) {
    for (const socket of slow) socket.write('l')
    ok(await alive(run.address))
  }
  for (const socket of slow) socket.destroy()
  ok(await alive(run.address))
})

await test('after all of this it ends as it should, and has said nothing of its address', async () => {
  const said = (run.out() + run.err()).split(run.token).length
  equal(said, 2, 'once, where it was started')
  equal(await run.stop(), { status: 0, signal: null })
})

elsewhere.close()
await done()
