// Papers on the manager's screen: what there is to print, in small; printing it; what hangs where.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, makeOwn, ok, scratch, test } from '../lib.mjs'
import { overflow, smallPhone } from '../sites.mjs'
import { office } from '../office.mjs'

const site = join(scratch(), 'site')
equal(kaitei('--quiet', '--as-of', '2024-04-01', 'new', site).status, 0)
makeOwn(site)
const lua = join(site, 'content/site.lua')
writeFileSync(lua, readFileSync(lua, 'utf8').replace('site {', 'site {\n  places = { { name = "玄関", policy = "privacy" }, { name = "2階「談話室」", policy = "privacy", size = "A3" } },'))
// A sample cannot be published.
const sample = join(site, 'content/privacy/policy.md')
writeFileSync(sample, readFileSync(sample, 'utf8').replace(/^これは見本の文章です。.*\n\n?/m, ''))
equal(kaitei('--quiet', '--site', site, '--as-of', '2024-04-01', 'publish', '--yes', '--effective', '2024-04-01', '--summary', '定めました。').status, 0)

const run = await office(site, '--as-of', '2024-05-01')
const browser = await launch()
const tab = await browser.newPage({ bypassCSP: false })
const faults = []
tab.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })

await test('the first page says which notices are to be replaced, and leads to the papers', async () => {
  await tab.goto(run.address)
  ok((await tab.locator('.to-replace').textContent()).includes('玄関、2階「談話室」'))
  await tab.getByRole('link', { name: '紙面', exact: true }).click()
  equal(await tab.locator('h1').textContent(), '紙面')
  ok(await tab.getByText('まだ作っていない紙面が').count() > 0)
})

await test('a paper that was never made is not there', async () => {
  equal((await fetch(run.address + 'paper/privacy/2024-04-01/notice-a4.pdf')).status, 404)
})

await test('one press makes them all', async () => {
  await tab.getByRole('button', { name: '紙面を作る' }).click()
  await tab.getByRole('link', { name: /開いて印刷する.*掲示（A4）/ }).first().waitFor()
  equal(await tab.getByText('まだ作っていない紙面が').count(), 0)
  const folder = join(site, '_site/office/print/privacy')
  ok(existsSync(join(folder, '2024-04-01/notice-a4.pdf')) && existsSync(join(folder, 'history.pdf')))
})

await test('each PDF is what lies in the folder', async () => {
  for (const link of await tab.getByRole('link', { name: /開いて印刷する/ }).all()) {
    const href = await link.evaluate((element) => element.href)
    const got = await fetch(href)
    equal([got.status, got.headers.get('content-type')], [200, 'application/pdf'])
    const name = href.slice(href.indexOf('/paper/') + '/paper/'.length)
    ok(Buffer.from(await got.arrayBuffer()).equals(readFileSync(join(site, '_site/office/print', name))), name)
  }
})

await test('each small picture shows its paper with its style', async () => {
  for (const frame of await tab.locator('iframe').all()) await frame.scrollIntoViewIfNeeded()
  const frames = tab.frames().filter((frame) => frame.url().includes('/paper/'))
  ok(frames.length >= 5, `${frames.length} frames`)
  for (const frame of frames) {
    await frame.waitForLoadState()
    equal(await frame.evaluate(() => getComputedStyle(document.querySelector('.head')).textAlign), 'center', frame.url())
  }
  equal(faults, [])
})

await test('only what lies among the papers can be had, and nobody without the address has it', async () => {
  for (const path of ['paper/', 'paper/.state', 'paper/..%2f..%2f.state', 'paper/..%2f..%2fpublic%2findex.html', 'paper/privacy'])
    equal((await fetch(run.address + path)).status, 404, path)
  equal((await fetch(run.url + 'office/print/privacy/history.pdf')).status, 404)
  equal((await fetch(run.url + '.kaitei/' + '0'.repeat(32) + '/paper/privacy/history.pdf')).status, 404)
})

await test('each place leads to the paper that is to hang there', async () => {
  const row = tab.getByRole('row', { name: /談話室/ })
  ok((await row.textContent()).includes('掲示（A3）'))
  const href = await row.getByRole('link', { name: /開いて印刷する/ }).evaluate((element) => element.href)
  ok(href.endsWith('/paper/privacy/2024-04-01/notice-a3.pdf'), href)
  equal((await fetch(href)).status, 200)
})

await test('a paper that was put up is recorded, and its place is right', async () => {
  await tab.getByRole('button', { name: /貼り替えました.*談話室/ }).click()
  await tab.getByText('不要').waitFor()
  ok(readFileSync(join(site, 'content/posted.lua'), 'utf8').endsWith('posted { place = "2階「談話室」", policy = "privacy", paper = "notice", size = "A3", revision = "2024-04-01", on = "2024-05-01" }\n'))
  equal(await tab.getByRole('button', { name: /貼り替えました/ }).count(), 1)
  await tab.goto(run.address)
  ok(!(await tab.locator('.to-replace').textContent()).includes('談話室'))
})

await test('the impact of a draft names the places', async () => {
  const file = join(site, 'content/privacy/policy.md')
  writeFileSync(file, readFileSync(file, 'utf8') + '\n加えた一文です。\n')
  await tab.goto(run.address + 'impact/privacy')
  ok((await tab.locator('main').textContent()).includes('貼り替えが必要な掲示'))
  await tab.goto(run.address + 'papers')
  equal(await tab.getByRole('heading', { name: /下書きの紙面/ }).count(), 1)
})

await test('a poster of a draft that is edited again is to be made anew, and not called too long', async () => {
  const file = join(site, 'content/privacy/policy.md')
  await tab.getByRole('button', { name: '紙面を作る' }).click()
  await tab.getByRole('link', { name: /ポスター（A3）.*（案）/ }).waitFor()
  writeFileSync(file, readFileSync(file, 'utf8') + '\nもう一文です。\n')
  await tab.goto(run.address + 'papers')
  equal(await tab.getByText('1枚に収まりません').count(), 0)
  writeFileSync(file, readFileSync(file, 'utf8') + '\nとても長い一文です。'.repeat(900) + '\n')
  await tab.goto(run.address + 'papers')
  await tab.getByRole('button', { name: '紙面を作る' }).click()
  await tab.getByText('1枚に収まりません').first().waitFor()
  equal(await tab.getByRole('link', { name: /ポスター（A3）.*（案）/ }).count(), 0)
  equal(await tab.getByText('まだ作っていない紙面が').count(), 0)
})

await test('after a withdrawal what hangs is to come down, and that it did is recorded', async () => {
  equal(kaitei('--quiet', '--site', site, '--as-of', '2024-05-01', 'publish', '--yes', '--kind', 'withdrawn', '--effective', '2024-05-01', '--summary', '廃止します。').status, 0)
  await tab.goto(run.address + 'papers')
  ok((await tab.getByRole('row', { name: /談話室/ }).textContent()).includes('外してください'))
  await tab.getByRole('button', { name: /外しました.*談話室/ }).click()
  await tab.getByRole('row', { name: /談話室.*不要/ }).waitFor()
  ok(readFileSync(join(site, 'content/posted.lua'), 'utf8').endsWith('posted { place = "2階「談話室」", on = "2024-05-01" }\n'))
})

await test('everyone can use it, on a phone too', async () => {
  const phone = await browser.newPage({ viewport: smallPhone, bypassCSP: true })
  await phone.goto(run.address + 'papers')
  equal(await axe(phone), [])
  equal(await overflow(phone), null)
  await phone.close()
})

await browser.close()
await run.stop()
await done()
