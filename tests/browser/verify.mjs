// /verify/: a certificate's link in a real browser, signed as the program signs; and the same links by
// `kaitei certificate check`, which must never say otherwise.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, launch, ok, root, scratch, serve, test } from '../lib.mjs'

const program = process.env.KAITEI ?? join(root, 'build/kaitei')
const site = join(scratch(), 'site')
execFileSync(join(root, 'tests/fixture/make.sh'), [site], { cwd: root, stdio: 'ignore' })

const keys = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
const publicHex = ({ publicKey }) => publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')
writeFileSync(join(site, 'content/certificates.lua'),
  keys.map((key, i) => `key { public = "${publicHex(key)}", since = "2026-0${i + 1}-01" }\n`).join(''))
execFileSync(program, ['build', '--quiet', '--site', site, '--as-of', '2026-11-22'])

const salt = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const hashOf = (name) => createHash('sha256').update(salt).update(name.normalize('NFKC').replace(/\s/gu, '')).digest('hex')
const url = (bytes) => Buffer.from(bytes).toString('base64url')

function link(key, { name = '山田 花子', title = '個人情報の取り扱い 2026年度研修', head = 'kaitei-certificate 1' } = {}) {
  const text = `${head}\nK7QM-4RNA-2XWD\n${title}\n2026\n2026-11-22\n${hashOf(name)}\n`
  return `1.${url(text)}.${url(sign(null, Buffer.from(text), key.privateKey))}.${url(salt)}`
}

// What the program says of a link: "good", "other-name", "forged", "none".
function told(given, name) {
  const run = spawnSync(program, ['certificate', 'check', given, ...(name ? ['--name', name] : []), '--json', '--site', site],
    { encoding: 'utf8' })
  equal(run.status, JSON.parse(run.stdout).verdict === 'good' ? 0 : 1, run.stderr)
  return JSON.parse(run.stdout).verdict
}

const address = await serve(join(site, '_site/public'))
const browser = await launch()

async function open(fragment, options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, ...options })
  const page = await context.newPage()
  const asked = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${address}/verify/${fragment ? `#${fragment}` : ''}`)
  if (options.javaScriptEnabled !== false && fragment)
    await page.waitForFunction(() => document.getElementById('page-verdict').textContent !== '')
  return { page, asked, verdict: await page.textContent('#page-verdict') }
}

for (const [i, key] of keys.entries()) {
  await test(`signed by key ${i + 1}: genuine, and what it says`, async () => {
    const { page, verdict } = await open(link(key))
    ok(verdict.includes('本物です'), verdict)
    equal(await page.textContent('#page-course'), '個人情報の取り扱い 2026年度研修')
    equal(await page.textContent('#page-done'), '令和8年11月22日（2026年）')
    equal(told(`https://example.jp/verify/#${link(key)}`), 'good')
    await page.context().close()
  })
}

await test('whose it is', async () => {
  const { page, asked } = await open(link(keys[0]))
  for (const [name, same] of [['山田花子', true], ['山田　花子', true], ['山田太郎', false], ['', false]]) {
    await page.fill('#page-name', name)
    await page.click('#page-name-form button')
    await page.waitForFunction((word) => document.getElementById('page-whose').textContent.includes(word),
      same ? 'この人の修了証です' : 'ではありません')
    if (name) equal(told(link(keys[0]), name), same ? 'good' : 'other-name')
  }
  ok(asked.every((one) => one.startsWith(address) && !one.includes('1.')), `nothing is sent: ${asked}`)
  await page.context().close()
})

const stranger = generateKeyPairSync('ed25519')
const good = link(keys[0]).split('.')
const bad = {
  'signed by somebody else': [link(stranger), 'forged'],
  'the statement of one, the signature of another': [[good[0], link(keys[0], { title: '別の研修' }).split('.')[1], good[2], good[3]].join('.'), 'forged'],
  'another form': [link(keys[0], { head: 'kaitei-certificate 2' }), 'none'],
  'a part short': [good.slice(0, 3).join('.'), 'none'],
  'no base64url': ['1.!!.!!.!!', 'none'],
}
for (const [what, [given, wanted]] of Object.entries(bad)) {
  await test(`${what}: ${wanted}`, async () => {
    const { page, verdict } = await open(given)
    ok(verdict.startsWith('×'), verdict)
    ok(await page.isHidden('#page-facts'), 'nothing of it is shown')
    equal(told(given), wanted)
    await page.context().close()
  })
}

await test('axe-core finds nothing: without and with a certificate, light and dark, 320 px', async () => {
  for (const colorScheme of ['light', 'dark'])
    for (const fragment of ['', link(keys[0]), link(stranger)]) {
      const { page } = await open(fragment, { colorScheme, viewport: { width: 320, height: 800 } })
      equal(await axe(page), [])
      equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true)
      await page.context().close()
    }
})

await test('without JavaScript the page says how else to check', async () => {
  const { page } = await open(link(keys[0]), { javaScriptEnabled: false })
  ok(await page.isVisible('#page-plain'))
  ok(await page.isHidden('#page-check'))
  await page.context().close()
})

await test('where the browser has no Ed25519 it says so, and how else', async () => {
  const context = await browser.newContext()
  await context.addInitScript(() => { SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('NotSupportedError')) })
  const page = await context.newPage()
  await page.goto(`${address}/verify/#${link(keys[0])}`)
  await page.waitForFunction(() => document.getElementById('page-verdict').textContent.includes('確かめられません'))
  ok(await page.isVisible('#page-plain'))
  await context.close()
})

await done()
