// The manager's screen, from an edited file to a site that is online: compare, impact, approve, publish,
// going online. In a browser without scripts, with a real repository and real commands.
import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, makeOwn, ok, root, scratch, test } from '../lib.mjs'
import { desktop, overflow, smallPhone } from '../sites.mjs'

const asOf = '2026-11-22'
const people = {
  sato: { GIT_AUTHOR_NAME: '佐藤', GIT_AUTHOR_EMAIL: 'sato@example.org', GIT_COMMITTER_NAME: '佐藤', GIT_COMMITTER_EMAIL: 'sato@example.org' },
  suzuki: { GIT_AUTHOR_NAME: '鈴木', GIT_AUTHOR_EMAIL: 'suzuki@example.org', GIT_COMMITTER_NAME: '鈴木', GIT_COMMITTER_EMAIL: 'suzuki@example.org' },
}
// libgit2 reads the user's own configuration from HOME.
const nobody = { ...Object.fromEntries(Object.keys(people.sato).map((name) => [name, ''])), HOME: scratch(), XDG_CONFIG_HOME: '/nowhere' }

// Waits until `what` answers true; the limit is only there so that a failure ends.
async function until(what, name) {
  for (let i = 0; i < 1500; i++) {
    if (await what()) return
    await new Promise((later) => setTimeout(later, 20))
  }
  throw new Error(`waited in vain for ${name}`)
}

const browser = await launch()

// A site of its own, whose policy was published once: { folder, git, edit, configure, ledger, log }.
function newSite() {
  const folder = join(scratch(), '見本 site')
  equal(kaitei('--quiet', '--as-of', '2026-04-01', 'new', folder).status, 0)
  makeOwn(folder)
  const site = {
    folder,
    policy: join(folder, 'content/privacy/policy.md'),
    git: (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim(),
    edit: (from, to) => {
      const text = readFileSync(site.policy, 'utf8')
      ok(text.includes(from), `no ${from} in the text`)
      writeFileSync(site.policy, text.replace(from, to))
    },
    add: (text) => appendFileSync(site.policy, text),
    configure: (line) => {
      const file = join(folder, 'content/site.lua')
      const text = readFileSync(file, 'utf8').replace(/^ {2}(deploy|two_persons) = .*\n/m, '')
      writeFileSync(file, text.replace(/^site \{/m, () => `site {\n  ${line},`))
    },
    ledger: () => readFileSync(join(folder, 'content/privacy/ledger.lua'), 'utf8'),
    revisions: () => site.ledger().split(/^revision/m).length - 1,
    commits: () => Number(site.git('rev-list', '--count', 'HEAD')),
  }
  writeFileSync(site.policy, readFileSync(site.policy, 'utf8').replace(/^これは見本の文章です。.*\n\n/m, ''))
  const first = kaitei('--site', folder, '--as-of', '2026-04-01', 'publish', '--yes', '--effective', '2026-04-01', '--summary', '定めました。')
  equal(first.status, 0, first.stderr)
  return site
}

// The screen of a site, opened by a person: { url, page, end }.
async function open(site, who = people.sato, options = {}) {
  const program = process.env.KAITEI ?? join(root, 'build/kaitei')
  const child = spawn(program, ['--site', site.folder, '--as-of', asOf, 'preview'], { env: { ...process.env, ...who } })
  let said = ''
  child.stdout.on('data', (data) => { said += data })
  child.stderr.on('data', (data) => { said += data })
  process.on('exit', () => child.kill('SIGKILL'))
  const address = /http:\S+\/\.kaitei\/\w+\//
  await until(() => address.test(said) && said.includes(' built in '), `the screen's address in ${said}`)
  const url = address.exec(said)[0]
  const context = await browser.newContext({ viewport: desktop, locale: 'ja-JP', javaScriptEnabled: false, ...options })
  context.setDefaultTimeout(10000)
  const page = await context.newPage()
  return {
    url, page, context,
    go: (path) => page.goto(url + path),
    end: () => new Promise((ended) => { child.on('exit', ended); child.kill('SIGTERM') }),
  }
}

const text = (page) => page.locator('main').innerText()
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

async function says(page, ...wanted) {
  const shown = await text(page)
  for (const words of wanted) ok(shown.includes(words), `no "${words}" in\n${shown}`)
}

async function fillPublication(page, given = {}) {
  const fields = { 施行日: '令和9年4月1日', 変わったこと: 'お見せする期間を短くしました。', ...given }
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await press(page, '内容を確認する')
}

// axe-core in light and dark, desktop and the smallest phone. (It needs scripts: a page of its own.)
async function clean(screen, path, post) {
  const context = await browser.newContext({ locale: 'ja-JP', bypassCSP: true })
  const page = await context.newPage()
  await page.goto(screen.url + path)
  if (post) await post(page)
  for (const [scheme, size] of [['light', desktop], ['dark', smallPhone]]) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize(size)
    equal(await axe(page), [], `${path} ${scheme}`)
    equal(await overflow(page), null, `${path} ${size.width}`)
  }
  await context.close()
}

// ---- the way of a revision

const site = newSite()
const www = join(scratch(), 'www')
site.configure(`deploy = { "sh", "-c", "echo 送ります; cp -R _site/public '${www}'; echo 終わりました" }`)
site.git('commit', '-qam', 'Say how it goes online')
site.add('\n\n利用者ご本人が望むときは、3日以内にお見せします。\n')
let screen = await open(site)
const { page } = screen

await test('where we stand leads to the comparison', async () => {
  await screen.go('')
  await says(page, 'あり（まだ承認されていません）', 'このPCで発行済み・未公開')
  await page.getByRole('link', { name: '直したところを確かめる' }).click()
  await says(page, '新旧対照表', '下書き', '3日以内にお見せします。', '（略）')
})

await test('all of the text can be shown, and another revision chosen', async () => {
  await page.getByLabel('省略せずにすべて表示する').check()
  await press(page, 'この版と比べる')
  ok(!(await page.locator('table').innerText()).includes('（略）'))
  ok(await page.getByLabel('省略せずにすべて表示する').isChecked())
  equal(await page.getByLabel('比べる版（改正前）').locator('option').count(), 1)
  equal((await page.goto(screen.url + 'compare/privacy?with=1999-01-01')).status(), 404)
  await says(page, '「1999-01-01」という版はありません')
})

await test('what is printed is the table, without what can be pressed', async () => {
  await screen.go('compare/privacy')
  await page.emulateMedia({ media: 'print' })
  ok(await page.locator('table.comparison').isVisible())
  for (const hidden of ['form', '.steps', '.site-head']) ok(!(await page.locator(hidden).first().isVisible()), hidden)
  await page.emulateMedia({ media: 'screen' })
})

await test('impact names the clauses, and the links to them', async () => {
  const about = join(site.folder, 'content/pages/about.md')
  appendFileSync(about, '\n[連絡の方法](../privacy/#contact)\n')
  const line = readFileSync(about, 'utf8').trimEnd().split('\n').length
  await page.getByRole('link', { name: '影響を確かめる' }).click()
  equal((await page.locator('.touched > li').allInnerTexts()).map((words) => words.split(/\s+/).join(' ').trim()),
    [`変更 4、お問い合わせ この項目へのリンク（言葉や内容が合っているか確かめてください）： content/pages/about.md ${line}行目`])
  await says(page, '変わる項目', '翻訳した版はない')
  site.git('checkout', 'content/pages/about.md')
  await page.getByLabel('施行日とする日').fill('とんでもない日')
  await press(page, 'この日で確かめる')
  await says(page, '「とんでもない日」は、日付として読めません。')
})

await test('an approval is looked at, and recorded once', async () => {
  await screen.go('approve/privacy')
  await press(page, '内容を確認する')
  await says(page, 'だれが承認したのかを書いてください。')
  await page.getByLabel('承認した人・会').fill('理事会')
  await page.getByLabel('承認の日').fill('令和9年1月1日')
  await press(page, '内容を確認する')
  await says(page, '今日よりあとです')
  equal(await page.getByLabel('承認した人・会').inputValue(), '理事会')
  await page.getByLabel('承認の日').fill('R8.11.20')
  await press(page, '内容を確認する')
  await says(page, '理事会', '令和8年11月20日（2026年）', '佐藤 <sato@example.org>')
  const before = site.commits()
  await press(page, 'この承認を記録する')
  await says(page, '承認を記録しました。')
  equal(await page.locator('.online').count(), 0) // which has nothing to do with it
  equal(site.commits(), before + 1)
  await page.getByRole('link', { name: '発行する' }).click()
  await says(page, 'に理事会が承認しています')
})

await test('an edit voids it, and the screens say so', async () => {
  site.edit('3日以内', '5日以内')
  await screen.go('')
  await says(page, 'そのあと文章が変わったため無効です')
  await screen.go('publish/privacy')
  await says(page, '承認のあとで文章が変わったため、前の承認は無効です。')
  await fillPublication(page)
  await says(page, '書き換えられたため、その承認は無効です', '「承認」の画面で')
  equal(await page.getByLabel('変わったこと').inputValue(), 'お見せする期間を短くしました。')
  site.edit('5日以内', '3日以内')
})

await test('each refusal stands at its field, and what was typed is kept', async () => {
  await screen.go('publish/privacy')
  await fillPublication(page, { 施行日: '明日', 変わったこと: '', 理由: '早くするため。' })
  const field = (label) => page.locator('.field', { has: page.getByLabel(label) }).locator('.refused')
  await field('施行日').getByText('「明日」は、日付として読めません。').waitFor()
  await field('変わったこと').getByText('説明がありません').waitFor() // both at once
  equal(await page.getByLabel('理由').inputValue(), '早くするため。')
  await fillPublication(page, { 施行日: '2020-01-01', 変わったこと: '' })
  await field('施行日').getByText('現行の版の施行日').waitFor()
  await field('変わったこと').getByText('説明がありません').waitFor()
  await fillPublication(page, { 施行日: '9999-12-31' })
  await field('施行日').getByText('「9999-12-31」は、台帳に記録できる日ではありません。').waitFor()
  await fillPublication(page, { 決定日: '2099-01-01', 変わったこと: 'お見せする\u202E期間' })
  await field('決定日').getByText('今日よりあとです').waitFor()
  await field('変わったこと').getByText('使えない文字（U+202E）').waitFor()
  await fillPublication(page, { 決定日: '', 理由: '\uFFFE' })
  await field('理由').getByText('使えない文字（U+FFFE）').waitFor()
  ok(!(await text(page)).includes('--'), 'an option of a command is named')
  equal(site.revisions(), 1)
})

await test('what is about to happen is shown, and one can go back to the form', async () => {
  await screen.go('publish/privacy')
  await fillPublication(page, { 変わったこと: 'お見せする期間を\n短くしました。', 理由: '早くするため。' })
  await says(page, '令和9年4月1日（2027年）（施行予定になります）', 'お見せする期間を短くしました。', '早くするため。',
    '令和8年11月20日（2026年）', '2027-04-01', 'やり直しが必要', 'サイトを作り直して公開します')
  await press(page, '入力に戻る')
  equal(await page.getByLabel('理由').inputValue(), '早くするため。')
  equal(site.revisions(), 1)
})

await test('a form that is too long is refused by a page that says so, and nothing typed is lost', async () => {
  const commits = site.commits()
  const context = await browser.newContext({ locale: 'ja-JP', bypassCSP: true })
  const page = await context.newPage()
  await page.goto(screen.url + 'publish/privacy')
  await page.getByLabel('施行日').fill('2027-06-01')
  const long = 'あ'.repeat(400_000)
  await page.getByLabel('変わったこと').fill(long)
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST'), press(page, '内容を確認する')])
  equal(answer.status(), 413)
  await says(page, '送られた内容が長すぎます', '何も変わっていません。', '「戻る」ボタン')
  equal(await axe(page), [])
  equal(await overflow(page), null)
  await page.goBack()
  equal(await page.getByLabel('施行日').inputValue(), '2027-06-01')
  equal((await page.getByLabel('変わったこと').inputValue()).length, long.length)
  await context.close()
  equal(site.commits(), commits)
})

await test('a day that is past is told before anything happens', async () => {
  await fillPublication(page, { 施行日: '2026-05-01' })
  await says(page, '施行日（令和8年5月1日（2026年））は、すでに過ぎた日です。', 'その日から効力があったと載ります。')
  await press(page, '入力に戻る')
  await fillPublication(page)
  ok(!(await text(page)).includes('過ぎた日'))
  await press(page, '入力に戻る')
})

await test('a text that was edited meanwhile is not published: it is shown anew', async () => {
  await press(page, '内容を確認する')
  site.add('\nあとから書き足した文。\n')
  await press(page, 'この内容で発行する')
  await says(page, 'その承認は無効です') // and the approval is void with it
  equal(site.revisions(), 1)
  site.edit('\nあとから書き足した文。\n', '')
  await fillPublication(page)
  site.git('commit', '-qm', 'Something else', '--allow-empty')
  await press(page, 'この内容で発行する')
  await says(page, 'まだ何も行っていません', 'リポジトリーに、ほかの変更が記録されました。')
  equal(site.revisions(), 1)
})

await test('it is published, built and brought online', async () => {
  await press(page, 'この内容で発行する')
  ok(page.url().includes('/done/privacy?'), page.url())
  await says(page, '発行しました。', '令和9年4月1日（2027年）施行の版（2027-04-01）', '施行予定')
  await page.getByText('公開済み').waitFor() // the page loads itself again, with no script
  await says(page, '送ります', '終わりました')
  ok(readFileSync(join(www, 'privacy/2027-04-01/index.html'), 'utf8').includes('3日以内にお見せします'))
  equal(site.revisions(), 2)
  equal(site.git('status', '--porcelain'), '')
  await page.getByRole('link', { name: 'できたページを見る' }).click()
  ok((await page.title()).includes('個人情報'), await page.title())
})

await test('the back button and a second press do it no second time', async () => {
  const commits = site.commits()
  await page.goBack()
  await page.goBack()
  await press(page, 'この内容で発行する')
  await says(page, '発行しました。', 'すでに済んでいます。二重には行われていません。')
  equal([site.revisions(), site.commits()], [2, commits])
})

await test('a withdrawal before a scheduled revision tells that the policy comes back', async () => {
  await screen.go('withdraw/privacy')
  await page.getByLabel('廃止の日').fill('2026-12-01')
  await page.getByLabel('廃止のお知らせ').fill('廃止します。')
  await press(page, '内容を確認する')
  await says(page, '令和9年4月1日（2027年）に施行予定の版（2027-04-01）があります。', 'この方針はその版でふたたび有効になります。', '先にその版を「ほかの手続き」で取り消してから')
  equal(site.revisions(), 2)
})

await test('a double click publishes once, and is told so', async () => {
  site.edit('3日以内', '2日以内')
  site.configure('deploy = { "true" }')
  await screen.go('publish/privacy')
  await fillPublication(page, { 施行日: '2027-05-01' })
  // The very request of the button, twice at once.
  const body = new URLSearchParams([...await hidden(page), ['confirm', '1']]).toString()
  const origin = new URL(screen.url).origin
  const send = () => fetch(screen.url + 'publish/privacy', { method: 'POST', body, redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' } })
  const answers = await Promise.all([send(), send()])
  equal(answers.map(({ status }) => status), [303, 303])
  const places = answers.map((answer) => answer.headers.get('location')).sort()
  ok(!places[0].includes('again') && places[1].includes('again=1'), places.join(' '))
  equal(site.revisions(), 3)
  await page.goto(origin + places[1])
  await says(page, 'すでに済んでいます。二重には行われていません。')
})

// What a form without a script carries along.
async function hidden(page) {
  const html = await page.content()
  return [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    .map(([, name, value]) => [name, value.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&')])
}

await test('of two tabs that publish at once one wins, and the other is told', async () => {
  site.edit('2日以内', '1日以内')
  const other = await screen.context.newPage()
  for (const [tab, day] of [[page, '2027-06-01'], [other, '2027-06-02']]) {
    await tab.goto(screen.url + 'publish/privacy')
    await fillPublication(tab, { 施行日: day })
    await says(tab, 'この内容で発行する')
  }
  await press(page, 'この内容で発行する')
  await says(page, '発行しました。')
  await press(other, 'この内容で発行する')
  await says(other, 'まったく同じです') // the text is published already
  equal(site.revisions(), 4)
  await other.close()
})

await test('removed clauses are listed, with a box to tick', async () => {
  site.add('\n\n## 9、ご意見 {#opinions}\n\nご意見をお寄せください。\n')
  site.git('commit', '-qam', 'Draft')
  await screen.go('publish/privacy')
  await fillPublication(page, { 施行日: '2027-07-01' })
  await press(page, 'この内容で発行する')
  await says(page, '発行しました。')
  site.edit('\n\n## 9、ご意見 {#opinions}\n\nご意見をお寄せください。\n', '\n\nご意見はいつでもどうぞ。\n')
  await screen.go('publish/privacy')
  await fillPublication(page, { 施行日: '2027-08-01' })
  await says(page, 'なくなる項目', 'ご意見', '#opinions')
  await page.getByLabel('取り除くことを認めます').check()
  await press(page, '内容を確認する')
  await says(page, '取り除きます')
  await press(page, 'この内容で発行する')
  await says(page, '発行しました。')
})
await screen.end()

// ---- going online

await test('a command that fails: published here, not online, and can be tried again', async () => {
  site.configure('deploy = { "sh", "-c", "echo サーバーに届きません >&2; exit 7" }')
  site.add('\n\n失敗の前の文。\n')
  screen = await open(site)
  await screen.go('publish/privacy')
  await fillPublication(screen.page, { 施行日: '2027-09-01' })
  await press(screen.page, 'この内容で発行する')
  await screen.page.getByText('このPCで発行済み・未公開（公開できませんでした）').waitFor()
  await says(screen.page, 'サーバーに届きません', '失敗しました')
  await screen.go('')
  await says(screen.page, 'このPCで発行済み・未公開')
  site.configure('deploy = { "true" }')
  await screen.page.getByRole('link', { name: '公開する' }).click()
  await press(screen.page, 'もう一度試す')
  await screen.page.getByText('公開済み').waitFor()
  await screen.go('')
  await says(screen.page, '公開済み')
})

await test('a command that hangs is seen running, runs once, and can be stopped with all that it started', async () => {
  const started = join(scratch(), 'started')
  site.configure(`deploy = { "sh", "-c", "trap '' TERM; echo 始めます; echo $$ >> '${started}'; sleep 1000 & wait; wait" }`)
  await screen.go('online')
  await press(screen.page, 'もう一度公開する')
  await screen.page.locator('.output').getByText('始めます').waitFor()
  await says(screen.page, '公開しています', '2秒ごとに新しくなります')
  const second = await screen.context.newPage()
  const origin = new URL(screen.url).origin
  const again = await fetch(screen.url + 'online', { method: 'POST', body: 'start=1', redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' } })
  equal(again.status, 303)
  await second.goto(screen.url + 'online?still=1')
  await says(second, '自動の更新を止めています')
  await press(second, '公開を止める')
  await screen.page.getByText('途中で止めました').waitFor()
  const pids = readFileSync(started, 'utf8').trim().split('\n')
  equal(pids.length, 1)
  ok(!existsSync(`/proc/${pids[0]}`), 'it still runs')
  await until(() => groupOf(pids[0]).length === 0, `the end of ${groupOf(pids[0])}`)
  await second.close()
})

// The processes that a command started, in its own group, and that have not ended.
function groupOf(leader) {
  return execFileSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' }).split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([group, state]) => group === leader && !state.startsWith('Z'))
    .map(([, , ...args]) => args.join(' '))
}

await test('what it has started is ended too, where the command itself obeys and that does not', async () => {
  const started = join(scratch(), 'started')
  site.configure(`deploy = { "sh", "-c", "(trap '' TERM; echo $$ > '${started}'; sleep 1000) & wait" }`)
  await screen.go('online')
  await press(screen.page, 'もう一度試す')
  await until(() => existsSync(started) && readFileSync(started, 'utf8').endsWith('\n'), 'the command')
  const leader = readFileSync(started, 'utf8').trim()
  await until(() => groupOf(leader).includes('sleep 1000'), 'what it starts')
  await screen.go('online?still=1')
  await press(screen.page, '公開を止める')
  await screen.page.getByText('途中で止めました').waitFor()
  await until(() => groupOf(leader).length === 0, `the end of ${groupOf(leader)}`)
})

await test('what is published while a command runs goes online by a second run after it', async () => {
  const runs = join(scratch(), 'runs')
  const release = join(scratch(), 'release')
  writeFileSync(runs, '')
  site.configure(`deploy = { "sh", "-c", "echo run >> '${runs}'; while [ ! -e '${release}' ]; do sleep 0.1; done" }`)
  await screen.go('online')
  await press(screen.page, 'もう一度試す')
  await until(() => readFileSync(runs, 'utf8') === 'run\n', 'the first run')
  site.add('\n\n公開の途中で足した文。\n')
  await screen.go('publish/privacy')
  await fillPublication(screen.page, { 施行日: '2027-09-02' })
  await press(screen.page, 'この内容で発行する')
  await says(screen.page, 'このあと、新しく発行した内容でもう一度公開します。')
  writeFileSync(release, '')
  await screen.page.getByText('公開済み').waitFor()
  equal(readFileSync(runs, 'utf8'), 'run\nrun\n')
})

await test('the end of the program ends the command too', async () => {
  const pid = join(scratch(), 'pid')
  site.configure(`deploy = { "sh", "-c", "echo $$ > '${pid}'; exec sleep 1000" }`)
  await screen.go('online')
  await press(screen.page, 'もう一度公開する')
  await until(() => existsSync(pid) && readFileSync(pid, 'utf8').endsWith('\n'), 'the command')
  await screen.end()
  ok(!existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`), 'it outlives the program')
})

// ---- two persons

await test('with two persons, who approved cannot publish, and somebody else can', async () => {
  site.configure('two_persons = true')
  site.add('\n\n二人で確かめる文。\n')
  screen = await open(site)
  await screen.go('publish/privacy')
  await says(screen.page, '承認を記録する人と、発行する人を分けることになっています。', '先に承認を記録します')
  await fillPublication(screen.page, { 施行日: '2027-10-01' })
  await says(screen.page, 'まだ承認されていません')
  await screen.go('approve/privacy')
  await screen.page.getByLabel('承認した人・会').fill('理事会')
  await press(screen.page, '内容を確認する')
  await press(screen.page, 'この承認を記録する')
  await screen.go('')
  await says(screen.page, '別の人が発行してください')
  await screen.go('publish/privacy')
  await fillPublication(screen.page, { 施行日: '2027-10-01' })
  await says(screen.page, '承認を記録した人と、いま行う人が同じです')
  await screen.end()
  screen = await open(site, people.suzuki)
  await screen.go('publish/privacy')
  await says(screen.page, 'この文章を発行できます')
  await fillPublication(screen.page, { 施行日: '2027-10-01' })
  await press(screen.page, 'この内容で発行する')
  await says(screen.page, '発行しました。')
  equal(site.git('log', '-1', '--format=%an'), '鈴木')
  await screen.end()
})

await test('with two persons, cancelling has to be approved by somebody else as well', async () => {
  screen = await open(site)
  await screen.go('cancel/privacy')
  await screen.page.getByRole('radio', { name: /令和9年10月1日/ }).check()
  await press(screen.page, '内容を確認する')
  await says(screen.page, 'まだ承認されていません')
  await screen.page.getByRole('link', { name: /^令和9年10月1日.*施行予定の版の取消の承認を記録する$/ }).click()
  await says(screen.page, '令和9年10月1日（2027年）施行予定の版を取り消すことの承認を記録します。')
  await screen.page.getByLabel('承認した人・会').fill('理事会')
  await press(screen.page, '内容を確認する')
  await press(screen.page, 'この承認を記録する')
  ok(/approval \{[^}]*of = "2027-10-01"[^}]*\}\s*$/.test(site.ledger()), site.ledger())
  equal(await screen.page.getByRole('link', { name: '発行する', exact: true }).count(), 0, 'nothing is to be published')
  await screen.page.getByRole('link', { name: '取消に進む' }).click()
  ok(await screen.page.getByRole('radio', { name: /令和9年10月1日/ }).isChecked(), 'with that revision chosen')
  await screen.go('approve/privacy?withdrawal=1')
  await screen.page.getByLabel('承認した人・会').fill('総会')
  await press(screen.page, '内容を確認する')
  await press(screen.page, 'この承認を記録する')
  await screen.page.getByRole('link', { name: '廃止に進む' }).click()
  ok(screen.page.url().endsWith('/withdraw/privacy'), screen.page.url())
  await screen.end()
  screen = await open(site, people.suzuki)
  await screen.go('cancel/privacy')
  await screen.page.getByRole('radio', { name: /令和9年10月1日/ }).check()
  await press(screen.page, '内容を確認する')
  await press(screen.page, 'この版を取り消す')
  ok(/cancel \{[^}]*of = "2027-10-01"/.test(site.ledger()), site.ledger())
  await screen.go('publish/privacy')
  await says(screen.page, 'そのあと取り消した文章のままです。')
  await screen.go('approve/privacy?cancel=2027-10-02')
  await says(screen.page, 'アドレスが違う')
  await screen.end()
})

// ---- who, and what the system says

await test('who commits is asked once, and the person goes on where they were', async () => {
  site.configure('two_persons = false')
  site.add('\n\n名前をたずねる前の文。\n')
  screen = await open(site, nobody)
  await screen.go('approve/privacy?withdrawal=1')
  equal(screen.page.url(), screen.url + 'identity?then=approve/privacy?withdrawal=1', 'to go on with what was chosen')
  await screen.go('approve/privacy')
  await says(screen.page, 'だれが行ったかが記録に残ります')
  await screen.page.getByLabel('メールアドレス').fill('これは違う')
  await screen.page.getByLabel('名前').fill('田中 <x>')
  await press(screen.page, 'この名前にする')
  await says(screen.page, '使えない文字')
  await screen.page.getByLabel('名前').fill('田中')
  await press(screen.page, 'この名前にする')
  await says(screen.page, '「これは違う」は、メールアドレスとして読めません。')
  await screen.page.getByLabel('メールアドレス').fill('')
  await press(screen.page, 'この名前にする')
  await says(screen.page, '承認した人・会')
  equal(site.git('config', '--local', 'user.name'), '田中')
  ok(site.git('config', '--local', 'user.email').endsWith('@no-mail.invalid'))
  await screen.page.getByLabel('承認した人・会').fill('代表')
  await press(screen.page, '内容を確認する')
  await press(screen.page, 'この承認を記録する')
  equal(site.git('log', '-1', '--format=%an'), '田中')
  const there = await fetch(screen.url + 'identity', { method: 'POST', body: 'name=%E7%94%B0%E4%B8%AD&then=//example.org/', redirect: 'manual',
    headers: { origin: new URL(screen.url).origin, 'content-type': 'application/x-www-form-urlencoded' } })
  equal(new URL(there.headers.get('location'), screen.url).href, screen.url)
  await screen.end()
})

await test('an index that is locked, a merge under way, no repository: in plain words, with nothing changed', async () => {
  screen = await open(site)
  const lock = join(site.folder, '.git/index.lock')
  const merge = join(site.folder, '.git/MERGE_HEAD')
  const revisions = site.revisions()
  const attempt = async (words) => {
    await screen.go('publish/privacy')
    await fillPublication(screen.page, { 施行日: '2027-11-01' })
    if (await screen.page.getByRole('button', { name: 'この内容で発行する' }).count() > 0) await press(screen.page, 'この内容で発行する')
    await says(screen.page, ...words)
    equal(site.revisions(), revisions)
  }
  writeFileSync(lock, '')
  await attempt(['ほかのプログラムが記録を書き込んでいる最中です', '少し待ってから'])
  rmSync(lock)
  writeFileSync(merge, site.git('rev-parse', 'HEAD') + '\n')
  await attempt(['別の作業', '途中なので', '終えるか取りやめるよう'])
  rmSync(merge)
  execFileSync('mv', [join(site.folder, '.git'), join(site.folder, '.away')])
  await attempt(['記録を残すしくみ（git のリポジトリー）がありません'])
  execFileSync('mv', [join(site.folder, '.away'), join(site.folder, '.git')])
})

await test('what is there no longer, or never was', async () => {
  equal((await screen.go('publish/nowhere')).status(), 404)
  equal((await screen.go('done/privacy?what=mischief')).status(), 404)
  equal((await screen.page.request.post(screen.url + 'done/privacy', { form: { x: '1' }, headers: { origin: new URL(screen.url).origin } })).status(), 405)
})

// ---- how it looks

await test('axe finds nothing on any of them, and nothing is too wide for a small phone', async () => {
  site.configure('deploy = { "sh", "-c", "echo だめでした; exit 1" }')
  for (const path of ['', 'compare/privacy', 'compare/privacy?all=1', 'impact/privacy', 'approve/privacy', 'publish/privacy', 'identity', 'online', 'done/privacy?what=publish&of=2027-10-01&again=1'])
    await clean(screen, path)
  await clean(screen, 'publish/privacy', (one) => press(one, '内容を確認する'))
  await clean(screen, 'publish/privacy', (one) => fillPublication(one, { 施行日: '2027-12-01' }))
  await clean(screen, 'publish/privacy', async (one) => {
    await fillPublication(one, { 施行日: '2027-12-01' })
    site.git('commit', '-qm', 'Something else', '--allow-empty')
    await press(one, 'この内容で発行する')
  })
  await clean(screen, 'identity', async (one) => { await one.getByLabel('名前').fill('<'); await press(one, 'この名前にする') })
  await clean(screen, 'online', async (one) => { await press(one, '公開する').catch(() => press(one, 'もう一度試す')); await one.getByText('公開できませんでした').waitFor() })
})

await test('every step can be taken by keyboard alone', async () => {
  const keyboard = screen.page.keyboard
  await screen.go('approve/privacy')
  await screen.page.getByLabel('承認した人・会').focus()
  await keyboard.type('監事')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  equal(await screen.page.locator(':focus').innerText(), '内容を確認する')
  await keyboard.press('Enter')
  await screen.page.getByRole('button', { name: 'この承認を記録する' }).focus()
  await keyboard.press('Enter')
  await screen.page.getByText('承認を記録しました。').waitFor()
})
await screen.end()

// The pages are made for going online, before the preview itself would make them.
await test('open pages of the site follow what is published', async () => {
  const another = newSite()
  another.add('\n\n3日以内にお見せします。\n')
  const desk = await open(another)
  const generation = async () => (await fetch(new URL('/.kaitei/generation?known=', desk.url))).text()
  const known = await generation()
  await desk.go('publish/privacy')
  await fillPublication(desk.page)
  await press(desk.page, 'この内容で発行する')
  await until(async () => await generation() !== known, 'news of the site')
  await desk.end()
})

await done()
