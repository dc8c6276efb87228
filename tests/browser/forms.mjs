// Quiz papers on the manager's screen: drawn, printed, committed, and printed again in another edition and size.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, launch, ok, root, scratch, test } from '../lib.mjs'
import { desktop, overflow, phone, smallPhone } from '../sites.mjs'
import { office } from '../office.mjs'

const site = join(scratch(), 'site')
for (const folder of ['content', 'quizzes']) cpSync(join(root, folder), join(site, folder), { recursive: true })
const git = (...args) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()
git('init', '-q')
git('add', '-A')
git('commit', '-qm', 'a site with a training')
const folder = join(site, 'quizzes/2026-privacy/forms')
const stored = () => existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.lua')).map((name) => name.slice(0, 8)) : []

const run = await office(site, '--as-of', '2026-11-22')
const browser = await launch()
const faults = []
const tab = await browser.newPage()
tab.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
const usable = async () => {
  for (const [colorScheme, size] of [['light', desktop], ['dark', phone]]) {
    const page = await browser.newPage({ viewport: size, colorScheme, bypassCSP: true })
    await page.goto(run.address + 'forms')
    equal(await axe(page), [], colorScheme)
    await page.setViewportSize(smallPhone)
    equal(await overflow(page), null)
    for (const link of await page.locator('tbody li a').all()) ok((await link.boundingBox()).width > 40, 'one character a line')
    await page.close()
  }
}

await test('the papers lead there; before any is made there is none', async () => {
  await tab.goto(run.address + 'papers')
  await tab.getByRole('link', { name: '研修の問題用紙を作る' }).click()
  equal([await tab.locator('h1').textContent(), await tab.locator('tbody tr').count()], ['研修の問題用紙', 0])
  await usable()
})

await test('two are drawn, printed with answer sheet and key, and committed', async () => {
  await tab.getByLabel('新しく作る種類の数').fill('２')
  await tab.getByRole('button', { name: '新しい問題用紙を作る' }).click()
  await tab.locator('tbody tr').nth(1).waitFor()
  const ids = stored()
  equal([ids.length, await tab.locator('tbody th').allTextContents()], [2, ids.map((id) => `${id} ● できた紙`)])
  ok((await tab.getByRole('status').textContent()).includes('「できた紙」の印'))
  for (const control of await tab.locator('tbody :is(select, button)').all()) ok((await control.boundingBox()).height >= 44)
  equal(await tab.locator('tbody tr').first().locator('li').allTextContents().then((all) => all.map((one) => one.trim())),
    ['問題用紙', '解答用紙', '採点表'].map((one) => `${one}：${ids[0]}`))
  equal(git('show', '--name-only', '--format=%s', 'HEAD').split('\n').filter(Boolean).map((name) => name.replace(/[0-9a-f]{64}/, 'HASH')).sort(),
    ['Store 2 forms of 2026-privacy', ...['HASH.text', ...ids.map((id) => `${id}.lua`)].map((name) => `quizzes/2026-privacy/forms/${name}`)].sort())
  equal(git('status', '--porcelain', 'quizzes'), '')
})

await test('each link is a PDF of that form', async () => {
  for (const link of await tab.locator('tbody li a').all()) {
    const got = await fetch(await link.evaluate((element) => element.href))
    equal([got.status, got.headers.get('content-type'), (await got.text()).slice(0, 5)], [200, 'application/pdf', '%PDF-'])
  }
})

await test('one is printed in the plain edition, large: the same form', async () => {
  const row = tab.locator('tbody tr').first()
  const [id] = stored()
  const before = readFileSync(join(folder, `${id}.lua`))
  await row.getByLabel('言葉').selectOption('easy')
  await row.getByLabel('大きな文字').check()
  await row.getByRole('button', { name: 'この問題の紙を作る' }).click()
  await tab.getByRole('link', { name: new RegExp(`大きな文字.*やさしい日本語.*${id}`) }).first().waitFor()
  equal(stored().length, 2)
  equal(await tab.locator('tbody tr', { hasText: 'できた紙' }).locator('th').allTextContents(), [`${id} ● できた紙`])
  await tab.goto(run.address + 'forms?made=..%2f.00000000')
  equal([await tab.getByRole('status').count(), await tab.getByText('できた紙').count()], [0, 0])
  await tab.goto(run.address + 'forms')
  ok(before.equals(readFileSync(join(folder, `${id}.lua`))))
  await usable()
})

await test('a number that cannot be is refused in words, and nothing is drawn', async () => {
  for (const count of ['0', '31', 'たくさん', '']) {
    await tab.goto(run.address + 'forms')
    await tab.getByLabel('新しく作る種類の数').fill(count)
    await tab.getByRole('button', { name: '新しい問題用紙を作る' }).click()
    await tab.getByText('1 から 30 までの数').waitFor()
  }
  equal(stored().length, 2)
})

await test('what is not there is told', async () => {
  const post = (fields) => fetch(run.address + 'forms', { method: 'POST', redirect: 'manual', headers: { origin: run.url.slice(0, -1) }, body: new URLSearchParams(fields) })
  equal((await post({ module: '1999-x', count: '1' })).status, 404)
  equal((await post({ count: '1' })).status, 404)
  equal((await post({ module: '2026-privacy', form: '../../x' })).status, 422)
  equal((await post({ module: '2026-privacy', form: '00000000' })).status, 422)
  equal(stored().length, 2)
})

await test('nothing is amiss in the console', () => equal(faults.filter((one) => !/422/.test(one)), []))

await browser.close()
await run.stop()
await done()
