// What waits to be confirmed, on the manager's screen: both wordings side by side, one confirmed, all of a clause,
// all that are shown; each a commit of its own file alone; nothing that was not seen is ever confirmed.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'
import { desktop, overflow, phone, smallPhone } from '../sites.mjs'
import { office, until } from '../office.mjs'

const site = join(scratch(), 'site')
cpSync(join(root, 'tests/fixture/training'), site, { recursive: true })
const git = (...args) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()
git('init', '-q')
git('config', 'user.name', '試験')
git('config', 'user.email', 'test@example.org')
const file = 'quizzes/2026-privacy/confirmed.lua'
const entries = () => existsSync(join(site, file)) ? readFileSync(join(site, file), 'utf8').match(/^confirmed /gm)?.length ?? 0 : 0
const commits = () => Number(git('rev-list', '--count', 'HEAD'))
git('add', '-A')
git('commit', '-qm', 'a training that nobody has looked at')

const browser = await launch()
const faults = []
const tab = await browser.newPage()
tab.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
const waits = () => tab.locator('section.waiting details').count()

async function usable(run, path) {
  for (const [colorScheme, size] of [['light', desktop], ['dark', phone]]) {
    const page = await browser.newPage({ viewport: size, colorScheme, bypassCSP: true })
    await page.goto(run.address + path)
    equal(await axe(page), [], `${path} ${colorScheme}`)
    await page.setViewportSize(smallPhone)
    equal(await overflow(page), null, path)
    equal(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i)), [], 'ids twice')
    await page.close()
  }
}

// ---- before anything was confirmed, on a day before the change ----

let run = await office(site, '--as-of', '2026-05-01')

await test('the first page tells how much waits, and leads there', async () => {
  await tab.goto(run.address)
  await tab.getByRole('link', { name: '「個人情報 2026年度研修」に、確かめる問題や教材が6件あります' }).click()
  equal(await tab.locator('h1').textContent(), '研修の確かめ直し')
  equal(await waits(), 6)
  await usable(run, 'pending/2026-privacy')
  await usable(run, 'pending')
})

await test('a question is shown whole, with what is right, and so is a section', async () => {
  const bag = tab.locator('details', { hasText: 'かばん' }).filter({ hasText: '手からはなさない言葉キツツキ三' })
  equal(await bag.locator('.answers li').allTextContents().then((all) => all.map((one) => one.replace(/\s+/g, ' ').trim())),
    ['× 誤り 自転車のかごに置く選んだ人への説明：置き引きの言葉キツツキ一', '○ 正しい 身につけて持って入る選んだ人への説明：持って入る言葉キツツキ二'])
  ok(await tab.locator('summary', { hasText: '教材の節' }).count() === 2)
})

await test('all that are shown are confirmed at one press, in one commit of that file alone', async () => {
  const before = commits()
  writeFileSync(join(site, 'quizzes/2026-privacy/lesson.md'), readFileSync(join(site, 'quizzes/2026-privacy/lesson.md'), 'utf8') + '\n書きかけの一文。\n')
  await tab.getByRole('button', { name: 'ここまでの6件' }).click()
  equal(await tab.getByRole('status').textContent().then((text) => text.trim()), '6件を確かめたと記録しました。')
  equal([await waits(), entries(), commits() - before], [0, 6, 1])
  equal(git('show', '--name-only', '--format=%an', 'HEAD').split('\n').filter(Boolean), ['Test', file])
  equal(git('diff', '--name-only'), 'quizzes/2026-privacy/lesson.md')
  git('checkout', '-q', '--', 'quizzes/2026-privacy/lesson.md')
  await tab.goto(run.address)
  equal(await tab.locator('.to-confirm').count(), 0)
})
await run.stop()

// ---- the day of the change ----

run = await office(site, '--as-of', '2026-07-01')
const where = () => run.address + 'pending/2026-privacy'
// What a button would send.
const form = (locator) => locator.evaluate((button) => [...new FormData(button.form)])
const post = (fields) => fetch(where(), { method: 'POST', redirect: 'manual', headers: { origin: run.url.slice(0, -1) }, body: new URLSearchParams(fields) })

await test('both wordings stand side by side, their difference marked', async () => {
  await tab.goto(where())
  equal(await waits(), 3)
  equal(await tab.locator('.waiting table.comparison').count(), 1)
  const row = tab.locator('.comparison tbody tr.changed')
  ok((await row.locator('td').nth(0).textContent()).includes('鍵のかかる所'))
  ok((await row.locator('ins').count()) > 0 && !(await row.locator('td').nth(1).textContent()).includes('鍵のかかる所'))
  const box = await Promise.all([0, 1].map((i) => row.locator('td').nth(i).boundingBox()))
  ok(box[0].y === box[1].y && box[0].x < box[1].x, JSON.stringify(box))
  await usable(run, 'pending/2026-privacy')
})

let all, one
await test('one is confirmed, and the others wait still', async () => {
  all = await form(tab.getByRole('button', { name: 'この項目の3件' }))
  const button = tab.locator('details', { hasText: '店に入るとき' }).getByRole('button', { name: 'このままでよいと確かめました' })
  one = await form(button)
  const before = commits()
  await button.click()
  await tab.getByText('1件を確かめたと記録しました。').waitFor()
  equal([await waits(), entries(), commits() - before], [2, 7, 1])
  ok(readFileSync(join(site, file), 'utf8').trimEnd().endsWith('on = "2026-07-01" }'))
})

await test('pressed twice it is recorded once', async () => {
  const answer = await post(one)
  equal([answer.status, answer.headers.get('location').endsWith('done=0'), entries()], [303, true, 7])
  await tab.goto(where() + '?done=0')
  equal(await tab.getByRole('status').textContent().then((text) => text.trim()), 'もう記録してあります。')
})

await test('what is not as it was shown is not confirmed: the page is shown again', async () => {
  const answer = await post(all)
  const text = await answer.text()
  equal([answer.status, entries()], [409, 7])
  ok(text.includes('まだ記録していません') && text.includes('この項目の2件'))
  for (const spoiled of [all.filter(([name]) => name !== 'seen'), [['seen', 'x']], []])
    equal([(await post(spoiled)).status, entries()], [409, 7])
})

await test('a file that cannot be read is not written to', async () => {
  await tab.goto(where())
  const good = readFileSync(join(site, file), 'utf8')
  const rest = await form(tab.getByRole('button', { name: 'この項目の2件' }))
  writeFileSync(join(site, file), good + 'confirmed { question = "bag" }\n')
  const answer = await post(rest)
  equal([answer.status, entries()], [409, 8])
  ok((await answer.text()).includes('confirmed.lua'))
  writeFileSync(join(site, file), good + '-- by hand, without a line end')
})

await test('all of a clause are confirmed at one press, beside what stood there by hand', async () => {
  await tab.goto(where())
  await tab.getByRole('button', { name: 'この項目の2件' }).click()
  await tab.getByText('2件を確かめたと記録しました。').waitFor()
  equal([await waits(), entries()], [0, 9])
  ok(/without a line end\nconfirmed /.test(readFileSync(join(site, file), 'utf8')))
  equal(git('status', '--porcelain', file), '')
  equal(kaitei('--site', site, '--as-of', '2026-07-01', 'check').stderr.match(/stale|confirmed/), null)
})

await test('a training that is not there', async () => {
  equal((await fetch(run.address + 'pending/2025-privacy')).status, 404)
  equal((await fetch(run.address + 'pending/..%2f..')).status, 404)
})

await test('the impact of a draft names what it would make stale', async () => {
  const policy = join(site, 'content/privacy/policy.md')
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('同意なしに渡しません', '同意を得て渡します'))
  await tab.goto(run.address + 'impact/privacy')
  const listed = await tab.locator('main li').allTextContents()
  equal(listed.filter((text) => text.includes('quizzes/')).map((text) => text.replace(/\s+/g, ' ').replace(/ quizzes.*/, '').trim()),
    ['教材の節「話すこと」', '問題「電話」', '問題「合っていますか」'])
})

await test('what a publication makes stale is one line of what is told afterwards, and no command', async () => {
  await tab.goto(run.address + 'publish/privacy')
  await tab.getByLabel('正誤（').check()
  await tab.getByLabel('変わったこと').fill('言葉をあらためました。')
  await tab.getByRole('button', { name: '内容を確認する' }).click()
  await tab.getByRole('button', { name: 'この内容で発行する' }).click()
  await tab.getByText('発行しました。').waitFor()
  const line = tab.getByRole('link', { name: '確かめる問題や教材が3件あります' })
  await until(async () => await line.count() || !await tab.reload(), 'what is to be confirmed')
  const said = await tab.locator('main').innerText()
  ok(!said.includes('kaitei') && !said.includes('quiz.md') && said.includes('「研修の確かめ直し」の画面で'), said)
  equal(await line.count(), 1)
  await line.click()
  equal(await waits(), 3)
  await tab.getByRole('button', { name: 'この項目の3件' }).click()
  await tab.getByText('確かめるものはありません。').waitFor()
})

await test('a clause that is gone cannot be confirmed', async () => {
  const quiz = join(site, 'quizzes/2026-privacy/quiz.md')
  writeFileSync(quiz, readFileSync(quiz, 'utf8').replace('privacy#sharing、privacy#security', 'privacy#nowhere'))
  await tab.goto(where())
  equal([await waits(), await tab.locator('main button').count()], [1, 0])
  ok((await tab.locator('main').textContent()).includes('項目がありません'))
  await usable(run, 'pending/2026-privacy')
})

await test('nothing is amiss in the console', () => equal(faults, []))

await browser.close()
await run.stop()
await done()
