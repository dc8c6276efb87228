// kaitei preview: serves, builds again at a change, keeps the good site, reloads the page, ends.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'

const site = join(scratch(), '見本 site')
const about = join(site, 'content/pages/about.md')
kaitei('--quiet', '--as-of', '2024-04-01', 'new', site)

// A running preview: what it has said so far, and where.
function preview(...args) {
  return started({}, ...args)
}

function started(env, ...args) {
  const program = process.env.KAITEI ?? join(root, 'build/kaitei')
  const child = spawn(program, ['--site', site, 'preview', ...args], { env: { ...process.env, ...env } })
  const said = { out: '', err: '', url: '', child }
  child.stdout.on('data', (data) => { said.out += data })
  child.stderr.on('data', (data) => { said.err += data })
  said.end = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })))
  process.on('exit', () => child.kill('SIGKILL'))
  return said
}

// Waits until `what` answers true; the limit is only there so that a failure ends.
async function until(what, name) {
  for (let i = 0; i < 1500; i++) {
    if (await what()) return
    await new Promise((later) => setTimeout(later, 20))
  }
  throw new Error(`waited in vain for ${name}`)
}

const said = preview()
const text = async (path) => (await fetch(said.url + path)).text()
const status = async (path, options) => (await fetch(said.url + path, options)).status

await test('it says where it is, and serves', async () => {
  await until(() => said.out.includes(' built in '), 'the first build')
  said.url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said.out)[0]
  const page = await fetch(said.url + 'privacy/')
  equal(page.status, 200)
  equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  equal(page.headers.get('cache-control'), 'no-store')
  ok((await page.text()).includes('見本の会'))
})

await test('the script stands in what is served alone', async () => {
  ok((await text('privacy/')).includes('/.kaitei/reload.js'))
  ok(!readFileSync(join(site, '_site/public/privacy/index.html'), 'utf8').includes('.kaitei'))
})

await test('a folder without its slash, and what there is not', async () => {
  const folder = await fetch(said.url + 'privacy', { redirect: 'manual' })
  equal([folder.status, folder.headers.get('location')], [301, '/privacy/'])
  const missing = await fetch(said.url + 'nowhere/')
  equal(missing.status, 404)
  ok((await missing.text()).includes('見本の会'), 'the theme’s own page')
  for (const path of ['..%2f.state', '.state', '%2e%2e%2f%2e%2e%2fcontent/site.lua'])
    equal(await status(path), 404, path)
  equal(await status('', { method: 'POST' }), 405)
  equal(await (await fetch(said.url, { method: 'HEAD' })).text(), '')
})

await test('an open page loads itself again when a source changes', async () => {
  const page = await (await launch()).newPage()
  await page.goto(said.url + 'about/')
  appendFileSync(about, '\n書き足した文。\n')
  await page.getByText('書き足した文。').waitFor()
  await page.close()
})

await test('a fault is told, and the good site stays', async () => {
  writeFileSync(about, '# 本会について\n\n[行き先](../nowhere/)\n')
  await until(() => said.err.includes('content/pages/about.md:3'), 'the diagnostic')
  await until(() => said.err.includes('served on'), 'what becomes of the site')
  ok((await text('about/')).includes('書き足した文。'))
  writeFileSync(about, '# 本会について\n\n直した文。\n')
  await until(async () => (await text('about/')).includes('直した文。'), 'the mended page')
})

await test('a folder and a theme that come later are seen', async () => {
  mkdirSync(join(site, 'content/pages/new'))
  writeFileSync(join(site, 'content/pages/new/page.md'), '# 新しいページ\n')
  await until(async () => await status('new/page/') === 200, 'the new page')
  mkdirSync(join(site, 'theme/assets'), { recursive: true })
  writeFileSync(join(site, 'theme/assets/own.css'), 'p { color: red }\n')
  await until(async () => await status('assets/own.css') === 200, 'the theme')
})

await test('another takes another port; one that is taken is refused', async () => {
  const second = preview('--out', join(site, '../second'))
  await until(() => second.out.includes(' built in '), 'the second build')
  const [url, port] = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(second.out)
  ok(url !== said.url)
  const third = kaitei('--site', site, 'preview', '--port', port)
  equal(third.status, 3)
  ok(third.stderr.includes(port))
  second.child.kill('SIGTERM')
  equal(await second.end, { status: 0, signal: null })
})

await test('Ctrl-C ends it while a page is open', async () => {
  const page = await (await launch()).newPage()
  const asked = page.waitForRequest(/generation\?known=\d/)
  await page.goto(said.url)
  await asked
  said.child.kill('SIGINT')
  equal(await said.end, { status: 0, signal: null })
})

await test('it builds again when the day turns where the site is', async () => {
  const clock = join(scratch(), 'clock.so')
  equal(spawnSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', '-o', clock, join(root, 'tests/tools/clock.c')]).status, 0)
  // Two seconds before midnight in Tokyo, on the eve of a revision.
  appendFileSync(join(site, 'content/privacy/ledger.lua'), '\nrevision { effective = "2024-05-01", change = "一部変更" }\n')
  const asan = `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`
  const eve = started({ CLOCK_STARTS: '1714489198', LD_PRELOAD: clock, ASAN_OPTIONS: asan }, '--out', join(site, '../third'))
  const state = () => /class="state ([a-z-]+)"/.exec(readFileSync(join(site, '../third/public/privacy/2024-05-01/index.html'), 'utf8'))[1]
  await until(() => eve.out.includes(' built in '), 'the build before')
  equal(state(), 'scheduled')
  await until(() => eve.out.split(' built in ').length === 3, 'the build at midnight')
  equal(state(), 'in-force')
  eve.child.kill('SIGTERM')
  equal(await eve.end, { status: 0, signal: null })
})

await test('a folder that is no site is not served', () => {
  const { status: ended, stderr } = kaitei('--site', '/nowhere', 'preview')
  equal(ended, 1)
  ok(stderr.includes('/nowhere') && stderr.includes('[no-site-here]'), stderr)
})

await test('a port that cannot be', () => {
  equal(kaitei('preview', '--port', '65536').status, 2)
  equal(kaitei('preview', '--port', 'x').status, 2)
})

await done()
