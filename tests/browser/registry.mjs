// The office's pages about training, in a browser without JavaScript: from an invitation and a CSV file to the
// year's overview. Then every page again, looked at by axe in light and dark, on a desk and at 320 px.
// KAITEI_SHOTS=FOLDER keeps a picture of each.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, scratch, test } from '../lib.mjs'
import { desktop, overflow, smallPhone } from '../sites.mjs'
import { until } from '../office.mjs'
import { fiscalYear, invite, nothingOpened, serving, siteWithRecords, today as day, totp, wareki } from '../registry.mjs'

const shots = process.env.KAITEI_SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const place = scratch()
const site = process.env.DEVSITE ?? siteWithRecords({ attempts: 1 })
const invitation = invite(site, 'sato', '佐藤 和子', 'all')
const helper = invite(site, 'tanaka', '田中 一郎', 'publishing')
// A form for a paper, as whoever makes the training draws it.
equal(kaitei('--quiet', '--site', site, 'print', 'quiz', '2026-privacy', '--forms', '1', '--seed', '42').status, 0)
const run = await serving(site)
const browser = await launch()
const context = await browser.newContext({ locale: 'ja', viewport: desktop, javaScriptEnabled: false })
const page = await context.newPage()
// What a form is answered with, in place of a page to go to: previews, differences, what was refused. It has no
// address that it could be looked at by again.
const replies = []
page.on('response', (response) => {
  const asked = response.request()
  if (asked.method() !== 'POST' || !asked.isNavigationRequest() || response.status() === 303) return
  if (!(response.headers()['content-type'] ?? '').startsWith('text/html')) return
  const path = new URL(response.url()).pathname.slice('/office'.length).replaceAll(/[0-9a-f]{32}/g, 'ID')
  replies.push({ path, status: response.status(), html: response.text() })
})
const passphrase = '海の 見える 駅の 時計'
let secret
// Where the organisation is.
const today = day()
const yearEnd = fiscalYear(today) + 1
const closing = `${yearEnd}-03-31`
// The last day that has passed in this 年度: yesterday, but on 1 April.
const dayBefore = (iso) => new Date(Date.parse(iso) - 24 * 3600 * 1000).toISOString().slice(0, 10)
const before = dayBefore(today)
const past = fiscalYear(before) === fiscalYear(today) ? before : today
const short = (iso) => wareki(iso).replace('令和', 'R').replace(/[年月]/g, '.').replace('日', '')

const heading = () => page.locator('h1').textContent()
const go = (path) => page.goto(run.url + path)
const told = async (text) => ok((await page.locator('.done[role=status]').textContent()).includes(text), await page.locator('main').textContent())
const refused = async (text) => ok((await page.locator('.faults').textContent()).includes(text), await page.locator('main').textContent())
const fill = async (fields) => { for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).first().fill(value) }
const press = (name) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const values = async (names) => Object.fromEntries(await Promise.all(names.map(async (name) => [name, await page.locator(`main [name="${name}"]`).inputValue()])))

// ---- coming in ----

await test('who is not signed in is led to the door', async () => {
  await go('/office')
  equal(await heading(), 'サインイン')
})

await test('an invitation that does not hold is refused', async () => {
  await go('/office/invitation')
  await fill({ invitation: 'AAAA-BBBB-CCCC' })
  await press('次へ')
  await refused('この招待のコードは使えません')
})

await test('an invitation: passphrase, picture and letters for the phone, recovery codes', async () => {
  await fill({ invitation: invitation.toLowerCase().replaceAll('-', ' ') })
  await press('次へ')
  equal(await heading(), 'アカウントの設定')
  ok(await page.locator('.code-picture img').evaluate((img) => img.naturalWidth > 0), 'no picture')
  secret = (await page.locator('.secret code').textContent()).replaceAll(' ', '')
  await fill({ passphrase: 'short', again: 'short', code: totp(secret) })
  await press('設定する')
  await refused('パスフレーズが短すぎる')
  equal((await page.locator('.secret code').textContent()).replaceAll(' ', ''), secret, 'the same secret')
  await fill({ passphrase, again: passphrase + 'x', code: totp(secret) })
  await press('設定する')
  await refused('2回のパスフレーズが違います')
  const near = [-1, 0, 1, 2].map((ahead) => totp(secret, ahead))
  await fill({ passphrase, again: passphrase, code: ['000000', '111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) })
  await press('設定する')
  await refused('番号が違います')
  await fill({ passphrase, again: passphrase, code: totp(secret) })
  await press('設定する')
  equal(await heading(), '予備のコード')
  equal(await page.locator('.secrets li').count(), 10)
})

const recovery = await page.locator('.secrets code').allTextContents()

await test('it holds once', async () => {
  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await other.goto(run.url + '/office/invitation')
  await other.locator('[name=invitation]').fill(invitation)
  await other.getByRole('button', { name: '次へ' }).click()
  ok((await other.locator('.faults').textContent()).includes('使えません'))
  await other.context().close()
})

await test('signing out, and in again by passphrase and code', async () => {
  await go('/office')
  await page.getByRole('button', { name: 'サインアウト' }).click()
  equal(await heading(), 'サインイン')
  await go('/office/people')
  equal(await heading(), 'サインイン')
  await fill({ login: 'sato', passphrase: 'something else entirely' })
  await press('サインイン')
  await refused('サインイン名かパスフレーズが違います')
  equal(await page.locator('[name=login]').inputValue(), 'sato')
  equal(await page.locator('[name=passphrase]').inputValue(), '')
  await fill({ passphrase })
  await press('サインイン')
  equal(await heading(), '確認の番号')
  await go('/office')
  ok(await heading() !== 'まだ受けていない人', 'half a sign-in is none')
  await go('/office/sign-in/code')
  await fill({ code: recovery[0] })
  await press('サインイン')
  equal(await heading(), 'まだ受けていない人')
})

// ---- the roster ----

const csv = (rows) => ['職員番号,氏名,ふりがな,事業所,職種,グループ,入職日,退職日,備考', ...rows].join('\r\n') + '\r\n'
const rows = [
  '0012,山田 花子,やまだ はなこ,本町,介護職員,訪問,2019/4/1,,',
  '0013,鈴木 一郎,すずき いちろう,本町,看護師,,平成30年10月1日,,週3日',
  '0014,髙橋 美咲,たかはし みさき,駅前,介護職員,訪問 夜勤,2024/4/1,,',
  '0015,"グエン, アン",ぐえん あん,駅前,介護職員,デイ,2025-06-01,,',
  '0016,佐々木 誠,ささき まこと,駅前,事務,,2010/4/1,,',
]
const sjis = (text) => execFileSync('iconv', ['-f', 'UTF-8', '-t', 'CP932'], { input: text })

async function choose(name, bytes) {
  await go('/office/people/import')
  const path = join(place, name)
  writeFileSync(path, bytes)
  await page.locator('[name=file]').setInputFiles(path)
  await press('読み取って確かめる')
}

await test('a roster as Excel writes it: shown before anything is changed, then taken over', async () => {
  await choose('名簿.csv', sjis(csv(rows)))
  equal(await heading(), '取り込む内容を確かめる')
  ok((await page.locator('main').textContent()).includes('加わる人 5人、変わる人 0人'))
  ok((await page.locator('main').textContent()).includes('備考'), 'what is passed over is told')
  const before = await context.newPage()
  await before.goto(run.url + '/office/people')
  ok((await before.locator('main').textContent()).includes('名簿にはまだだれもいません'))
  await before.close()
  await press('取り込む')
  await told('名簿に取り込みました')
  equal(await page.locator('tbody th a').allTextContents(), ['鈴木 一郎', '山田 花子', 'グエン, アン', '佐々木 誠', '髙橋 美咲'])
})

await test('the same form once more changes nothing', async () => {
  await choose('again.csv', '\ufeff' + csv(rows))
  ok((await page.locator('main').textContent()).includes('名簿と同じ内容です'))
})

await test('what has changed is shown beside what it was, and who is missing stays', async () => {
  await choose('changed.csv', '\ufeff' + csv([rows[0].replace('本町', '駅前'), ...rows.slice(1, 4), '0017,中村 さくら,なかむら さくら,本町,介護職員,訪問,2026/11/1,,']))
  const main = await page.locator('main').textContent()
  ok(main.includes('加わる人 1人、変わる人 1人'), main)
  equal(await page.locator('del').allTextContents(), ['変わる前：本町'])
  equal(await page.locator('ins').allTextContents(), ['変わった後：駅前'])
  ok((await page.locator('#list-missing').textContent()).includes('ファイルにない人（1人）'))
  await press('取り込む')
  await told('名簿に取り込みました')
  equal(await page.locator('tbody tr').count(), 6)
})

await test('a file that is none says where', async () => {
  await choose('bad.csv', '\ufeff職員番号,氏名\r\n1,あ\r\n1,い\r\n')
  await refused('行目')
  equal(await heading(), '名簿を取り込む')
})

await test('one person is added; a form at fault keeps what was typed', async () => {
  await go('/office/people/add')
  await fill({ name: '小林 健', kana: 'こばやし けん', number: '0012', site: '本町', joined: '令和八年の春' })
  await press('名簿に加える')
  await refused('日付として読めません')
  equal(await values(['name', 'kana', 'number', 'joined']), { name: '小林 健', kana: 'こばやし けん', number: '0012', joined: '令和八年の春' })
  await fill({ joined: 'R8.4.1' })
  await press('名簿に加える')
  ok(await page.locator('.faults li').count() > 0, 'the number is another one’s')
  await fill({ number: '0018' })
  await press('名簿に加える')
  await told('名簿に加えました')
  equal(await heading(), '小林 健')
})

const person = async (name) => {
  await go(`/office/people?words=${encodeURIComponent(name)}&show=all`)
  await page.locator('tbody th a').first().click()
  return new URL(page.url()).pathname
}

await test('an entry is changed', async () => {
  const path = await person('小林')
  await page.getByRole('link', { name: '名簿の内容を変える' }).click()
  equal((await values(['name', 'joined'])), { name: '小林 健', joined: '2026-04-01' })
  await fill({ role: '介護職員' })
  await press('変える')
  await told('保存しました')
  equal(new URL(page.url()).pathname, path)
  ok((await page.locator('.facts').textContent()).includes('介護職員'))
})

await test('somebody leaves, and comes back', async () => {
  await person('佐々木')
  await page.getByRole('link', { name: '退職を記録する' }).click()
  await press('退職を記録する')
  await told('退職として記録しました')
  await page.getByRole('link', { name: '復職を記録する' }).click()
  await press('復職を記録する')
  await told('復職として記録しました')
})

// ---- who must take what ----

await test('a rule needs a reason, and is shown with it', async () => {
  await go('/office/rules')
  await page.getByRole('link', { name: /変える/ }).first().click()
  await page.getByLabel('介護職員').check()
  await page.getByLabel('看護師').check()
  await fill({ reason: '事務は利用者の情報を扱わないため' })
  await press('この決まりにする')
  await told('受ける人の決まりを記録しました')
  const main = await page.locator('main').textContent()
  ok(main.includes('職種：介護職員、看護師') && main.includes('事務は利用者の情報を扱わないため') && main.includes('佐藤 和子'), main)
  ok(main.includes('6人'), main)
})

await test('an exemption, with its reason', async () => {
  const path = await person('鈴木')
  await page.getByRole('link', { name: /免除する/ }).click()
  await fill({ reason: '育児休業中', until: wareki(closing) })
  await press('免除を記録する')
  await told('免除を記録しました')
  equal(new URL(page.url()).pathname, path)
  ok((await page.locator('main').textContent()).includes('理由：育児休業中'))
})

// ---- group sessions ----

await test('a session: planned, held with its material, attended', async () => {
  await go('/office/sessions/plan')
  await fill({ date: short(past), place: '本町 2階会議室', lecturer: '外部講師', minutes: '一時間' })
  await press('計画を記録する')
  await refused('時間（分）が数字ではありません')
  equal((await values(['place', 'minutes'])), { place: '本町 2階会議室', minutes: '一時間' })
  await fill({ minutes: '６０' })
  await press('計画を記録する')
  await told('集合研修の計画を記録しました')
  equal((await page.locator('.facts').textContent()).includes('日が過ぎました'), past < today)
  await page.getByRole('link', { name: '実施を記録する' }).click()
  writeFileSync(join(place, 'shiryo.pdf'), 'material')
  await fill({ 'material1-name': '研修資料' })
  await page.locator('[name=material1]').setInputFiles(join(place, 'shiryo.pdf'))
  await press('実施を記録する')
  await told('実施を記録しました')
  ok((await page.locator('.facts').textContent()).includes('研修資料'))
  await page.getByRole('link', { name: '出席を記録する' }).click()
  await press('出席を記録する')
  await refused('だれも選ばれていません')
  await page.getByLabel(/髙橋 美咲/).check()
  await page.getByLabel(/小林 健/).check()
  await press('出席を記録する')
  await told('出席を記録しました')
  equal((await page.locator('.names a').allTextContents()).sort(), ['小林 健', '髙橋 美咲'].sort())
})

await test('another is planned and cancelled', async () => {
  await go('/office/sessions/plan')
  await fill({ date: `${yearEnd}-03-30`, place: '駅前', lecturer: '佐藤 和子', minutes: '30' })
  await press('計画を記録する')
  await page.getByRole('link', { name: '計画を変える' }).click()
  await fill({ date: closing })
  await press('計画を記録する')
  await page.getByRole('link', { name: '中止する' }).click()
  await fill({ why: '講師の都合' })
  await press('中止を記録する')
  await told('中止を記録しました')
  await go('/office/sessions')
  equal(await page.locator('tbody tr').count(), 2)
})

// ---- paper ----

await test('answers on paper: typed twice, differences shown, then recorded', async () => {
  const [form] = execFileSync('sh', ['-c', `ls ${site}/quizzes/2026-privacy/forms/*.lua`], { encoding: 'utf8' }).trim().split('\n')
  const id = /([0-9a-f]{8})\.lua$/.exec(form)[1]
  await go('/office/paper')
  await fill({ form: 'ffffffff', person: '0012', day: short(past) })
  await press('答えを打つ')
  ok((await page.locator('#refused-form').textContent()).includes('という番号の問題用紙はありません'))
  equal((await values(['form', 'person', 'day'])), { form: 'ffffffff', person: '0012', day: short(past) })
  await fill({ form: id.toUpperCase() })
  await press('答えを打つ')
  equal(await heading(), '答えを打つ')
  const boxes = page.locator('.answers input')
  const count = await boxes.count()
  equal(count, 10)
  for (let i = 0; i < count; i++) await boxes.nth(i).fill('ア')
  await boxes.nth(3).fill('ん')
  await press('次へ（もう一度打つ）')
  ok((await page.locator('main').textContent()).includes('読めない記号'))
  equal(await boxes.nth(3).inputValue(), 'ん')
  await boxes.nth(3).fill('２')
  await press('次へ（もう一度打つ）')
  ok((await page.locator('.lead').textContent()).includes('もう一度'))
  equal(await boxes.nth(0).inputValue(), '', 'what was typed first is not seen')
  for (let i = 0; i < count; i++) await boxes.nth(i).fill(i === 3 ? 'イ' : 'ア')
  await boxes.nth(7).fill('ウ')
  await press('2回の答えを比べて記録する')
  equal(await page.locator('.differs').count(), 1)
  ok((await page.locator('.differs').textContent()).includes('1回目「ア」、2回目「ウ」'))
  await boxes.nth(7).fill('ア')
  await press('直した答えで記録する')
  ok((await page.locator('main').textContent()).includes('山田 花子さんの答えを記録しました'))
})

await test('who has used up the attempts is granted more, with a reason', async () => {
  const path = await person('山田')
  const due = page.locator('section[aria-labelledby=this-year] tbody tr')
  ok((await due.textContent()).includes('受けられる回数を使い切りました'), await due.textContent())
  await due.getByRole('link', { name: /受けられる回数を増やす/ }).click()
  equal(await heading(), '受けられる回数を増やす')
  await fill({ more: '百一', reason: '資料を読み直した' })
  await press('回数を増やす')
  await refused('回数が数字ではありません')
  equal(await values(['more', 'reason']), { more: '百一', reason: '資料を読み直した' })
  await fill({ more: '２' })
  await press('回数を増やす')
  await told('受けられる回数を増やしました')
  equal(new URL(page.url()).pathname, path)
  ok((await due.textContent()).includes('あと2回受けられます'), await due.textContent())
  await go('/office/events?kind=attempt')
  const row = await page.locator('tbody tr').first().textContent()
  ok(/佐藤 和子[^]*受けられる回数を増やしました[^]*山田 花子[^]*資料を読み直した/.test(row), row)
  for (const query of ['', '?module=2026-privacy&round=privacy/2000-01-01', '?module=nothing'])
    equal((await context.request.get(`${run.url}${path}/grant${query}`)).status(), 404, query)
})

let sheet, given

await test('an answer that was read wrongly from the paper is put right, and its day', async () => {
  const path = await person('山田')
  const record = page.locator('section[aria-labelledby=record] tbody tr')
  const percent = async () => Number(/(\d+)点/.exec(await page.locator('.facts').textContent())[1])
  await record.getByRole('link', { name: /紙の答えを見る・訂正する/ }).click()
  equal(await heading(), '紙の答え')
  sheet = new URL(page.url()).pathname
  const rows = page.locator('tbody tr')
  equal(await rows.count(), 10)
  // Whether a question that has to be right was not: only then does the person's page say so.
  const [form] = execFileSync('sh', ['-c', `ls ${site}/quizzes/2026-privacy/forms/*.lua`], { encoding: 'utf8' }).trim().split('\n')
  const asked = [...readFileSync(form, 'utf8').matchAll(/id = "([a-z-]+)", order/g)].map((found) => found[1])
  equal(asked.length, 10)
  const marks = await rows.allTextContents(), has = ['phone-son', 'sns-photo', 'bicycle-basket', 'wrong-fax']
  const missed = asked.some((id, i) => has.includes(id) && marks[i].includes('× 不正解'))
  const toldOfIt = async () => (await page.content()).includes('「必ず正解」の問題に誤り')
  await page.goto(run.url + path)
  equal(await toldOfIt(), missed)
  await page.goto(run.url + sheet)
  const first = rows.nth(0), before = await percent()
  const right = (await first.textContent()).includes('○ 正解')
  await first.getByRole('link').click()
  given = new URL(page.url()).pathname
  ok((await page.locator('.facts').textContent()).includes('いまの値ア'), await page.locator('.facts').textContent())
  await fill({ new: 'ヌ', why: '読み違えた' })
  await press('訂正を記録する')
  await refused('を読めません')
  equal(await values(['new', 'why']), { new: 'ヌ', why: '読み違えた' })
  // What is right cannot be known here: one of the two answers is wrong at least.
  await fill({ new: right ? '' : 'ア' })
  await press('訂正を記録する')
  if (!right) {
    await refused('すでにその値です')
    await fill({ new: '' })
    await press('訂正を記録する')
  }
  await told('訂正を記録しました')
  equal(new URL(page.url()).pathname, sheet)
  ok(/（空）[^]*訂正あり[^]*× 不正解/.test(await first.textContent()), await first.textContent())
  equal(await percent(), right ? before - 10 : before)
  await first.getByRole('link').click()
  ok(/1問目の答え[^]*ア[^]*（空）[^]*読み違えた[^]*佐藤 和子/.test(await page.locator('section[aria-labelledby=earlier] tbody').textContent()))
  await fill({ new: 'a', why: 'やはりアだった' })
  await press('訂正を記録する')
  await told('訂正を記録しました')
  equal(await percent(), before)

  await page.getByRole('link', { name: '日付を訂正する' }).click()
  await fill({ new: `${yearEnd}-04-01`, why: '日付の読み違い' })
  await press('訂正を記録する')
  await refused('記入した日')
  const earlier = dayBefore(past)
  await fill({ new: earlier })
  await press('訂正を記録する')
  await told('訂正を記録しました')
  ok((await page.locator('.facts').textContent()).includes(wareki(earlier)))
  await page.goto(run.url + path)
  ok((await record.textContent()).includes(wareki(earlier)), await record.textContent())
  equal((await context.request.get(`${run.url}/office/paper/answers/${'0'.repeat(32)}`)).status(), 404)
})

// ---- the rest of the year ----

await test('the overview counts what was done', async () => {
  await go('/office')
  const lead = await page.locator('.lead').textContent()
  ok(/のべ5人です。修了 2人、これから 3人、期限切れ 0人/.test(lead), lead)
  await page.goto(run.url + '/office?show=done&sort=name')
  equal(await page.locator('section[aria-labelledby=names] tbody th a').allTextContents(), ['小林 健', '髙橋 美咲'])
  await page.getByRole('link', { name: /^氏名/ }).click()
  equal(await page.locator('section[aria-labelledby=names] tbody th a').allTextContents(), ['髙橋 美咲', '小林 健'])
  equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending')
})

await test('the list as a file that Excel opens', async () => {
  const answer = await context.request.get(run.url + '/office/overview.csv?show=done')
  equal(answer.status(), 200)
  const text = (await answer.body()).toString('utf8')
  ok(text.startsWith('\ufeff職員番号,氏名'), text)
  equal(text.trim().split('\r\n').length, 3, text)
})

await test('attendance that was none is put right, and the old value stays', async () => {
  await person('小林')
  await page.getByRole('link', { name: /訂正する/ }).click()
  await fill({ why: '欠席していた' })
  await press('訂正を記録する')
  await told('訂正を記録しました')
  await go('/office/corrections')
  const row = await page.locator('tbody tr').first().textContent()
  ok(/小林 健[^]*有効[^]*取消し[^]*欠席していた[^]*佐藤 和子/.test(row), row)
  await go('/office')
  ok(/修了 1人、これから 4人/.test(await page.locator('.lead').textContent()), await page.locator('.lead').textContent())
})

await test('a slip is issued, and its code shown once', async () => {
  const path = await person('山田')
  await page.getByRole('link', { name: /「研修のご案内」を作る/ }).click()
  await press('作る')
  ok(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/.test(await page.locator('.secret code').textContent()))
  await go(path)
  ok((await page.locator('.facts').textContent()).includes('作りました'))
})

await test('a name is erased by whoever writes it out, and the record stays', async () => {
  const path = await person('グエン')
  await page.getByRole('link', { name: '名前などを消去する' }).click()
  ok((await page.locator('main').textContent()).includes('働いている人の名前は消去できません'))
  await page.getByRole('link', { name: '退職を記録する' }).click()
  await press('退職を記録する')
  await page.getByRole('link', { name: '名前などを消去する' }).click()
  await fill({ why: '本人からの求め', name: 'グエン' })
  await press('消去する')
  await refused('名前が違います')
  equal((await values(['why'])), { why: '本人からの求め' })
  await fill({ name: 'グエン, アン' })
  await press('消去する')
  await told('名前などを消去しました')
  ok(!(await page.content()).includes('グエン'))
  await go(path)
  equal(await heading(), '（消去した人）')
})

await test('what happened is told in plain words, newest first', async () => {
  await go('/office/events?kind=staff')
  const first = await page.locator('tbody tr').first().textContent()
  ok(/佐藤 和子（事務所）[^]*名前などを消去しました：[^]*（消去した人）/.test(first), first)
})

// What a form leads to, as bytes: a PDF is shown by no page.
async function paper(path, form) {
  const headers = { origin: run.url }
  const answer = form ? await context.request.post(run.url + path, { form, headers }) : await context.request.get(run.url + path)
  const bytes = await answer.body()
  ok(answer.status() === 200 && bytes.subarray(0, 5).toString() === '%PDF-', `${path}: ${answer.status()} ${bytes.subarray(0, 2000)}`)
  return bytes
}

await test('papers: slips for a site, the record of a session, the yearly file with a checkpoint of now', async () => {
  await go('/office/slips')
  const token = await page.locator('main [name=token]').first().inputValue()
  ok((await page.locator('tbody').textContent()).includes('人分の紙を作る'))
  await paper('/office/slips', { token, site: '本町' })
  await go('/office/slips')
  ok((await page.locator('tbody tr').first().textContent()).includes('全員に作りました'))
  await go('/office/sessions')
  await page.locator('tbody th a').first().click()
  await paper(new URL(await page.getByRole('link', { name: '研修記録簿（PDF）' }).evaluate((a) => a.href)).pathname)
  await go('/office/inspection')
  ok((await page.locator('main').textContent()).includes('記録の印はまだありません'))
  await paper('/office/inspection', { token, year: String(yearEnd - 1) })
  await go('/office/inspection')
  ok((await page.locator('main').textContent()).includes('番までを署名した印を付けました'))
})

// ---- a revision, and whom it asks again ----

const git = (...args) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()

await test('a text is edited and published on the screens behind the same sign-in, under the account’s name', async () => {
  await go('/office/publish/edit/privacy')
  const text = await page.locator('[name=text]').inputValue()
  const changed = text.replace('3、エプロンは、法令に定める場合を除き、', '3、エプロンは、法令に定める場合と緊急の場合を除き、')
  ok(changed !== text)
  await page.locator('[name=text]').fill(changed)
  await press('保存する')
  ok((await page.locator('main').textContent()).includes('保存しました'))
  await go('/office/publish/publish/privacy')
  await fill({ effective: today, summary: '緊急の場合を加えました。' })
  await press('内容を確認する')
  ok((await page.locator('main').textContent()).includes('佐藤 和子'), await page.locator('main').textContent())
  await press('この内容で発行する')
  ok(/^sato|佐藤/.test(git('log', '-1', '--format=%an')), git('log', '-1', '--format=%an <%ae>'))
  equal(git('log', '-1', '--format=%cn'), '佐藤 和子')
})

await test('a certificate is made for somebody who was trained in a session, once', async () => {
  await go('/office/certificates')
  const row = page.locator('tbody tr').first()
  await row.getByRole('button', { name: /作る/ }).click()
  const link = await page.locator('tbody tr').first().getByRole('link', { name: /開く/ }).getAttribute('href')
  const pdf = await context.request.get(new URL(link, run.url).href).then((reply) => reply.body())
  equal(pdf.subarray(0, 5).toString(), '%PDF-')
})

await test('a form without the token of this session publishes nothing', async () => {
  const head = git('rev-parse', 'HEAD')
  const answer = await context.request.post(run.url + '/office/publish/identity', { form: { name: 'x' }, headers: { origin: run.url } })
  equal(answer.status(), 403)
  equal(git('rev-parse', 'HEAD'), head)
})

await test('whose training rests on the changed clause is asked again, by the day that the office sets', async () => {
  equal(kaitei('--quiet', '--site', site, 'confirm', '2026-privacy', '--yes').status, 0)
  await until(async () => {
    await go('/office/retraining')
    return (await page.locator('main').textContent()).includes('だれが受け直すか見る') && await page.locator(`tbody a[href$="${today}"]`).count() > 0
  }, 'the revision')
  await page.locator(`tbody a[href$="${today}"]`).click()
  const where = page.url()
  await until(async () => {
    await page.goto(where)
    return (await page.locator('main [name="due"]').count()) > 0
  }, 'the questions, confirmed')
  ok((await page.locator('main').textContent()).includes('1人'))
  await fill({ due: '去年の春', reason: '第三者提供の決まりが変わったため' })
  await press('この期限にする')
  await refused('日付として読めません')
  equal((await values(['due', 'reason'])), { due: '去年の春', reason: '第三者提供の決まりが変わったため' })
  await fill({ due: closing })
  await press('この期限にする')
  await told('受け直しの期限を記録しました')
  await go('/office')
  ok((await page.locator('section[aria-labelledby=names]').textContent()).includes('改定による受け直し'))
})

await test('what was asked again is taken back, with a reason, and asked anew', async () => {
  await go('/office/retraining')
  await page.getByRole('link', { name: /^やめる/ }).click()
  equal(await heading(), '受け直しをやめる')
  await fill({ reason: '言い回しだけの変更だった' })
  await press('受け直しをやめる')
  await told('受け直しをやめました')
  equal(await page.getByRole('link', { name: /^やめる/ }).count(), 0)
  equal((await context.request.get(`${run.url}/office/retraining/privacy/${today}/drop`)).status(), 404)
  await go('/office')
  ok(!(await page.locator('section[aria-labelledby=names]').textContent()).includes('改定による受け直し'))
  await go(`/office/retraining/privacy/${today}`)
  await fill({ due: closing, reason: '第三者提供の決まりが変わったため' })
  await press('この期限にする')
  await told('受け直しの期限を記録しました')
})

await test('an account is made for another, and ended', async () => {
  await go('/office/accounts/add')
  await fill({ name: '渡辺 恵', login: 'Watanabe 恵' })
  await press('アカウントを作る')
  await refused('このサインイン名は使えません')
  equal((await values(['name', 'login'])), { name: '渡辺 恵', login: 'Watanabe 恵' })
  await fill({ login: 'watanabe' })
  await press('アカウントを作る')
  ok(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/.test(await page.locator('.secret code').textContent()))
  await page.getByRole('link', { name: '手渡しました' }).click()
  await page.getByRole('link', { name: '渡辺 恵' }).click()
  await press('終わりにする')
  await told('アカウントを終わりにしました')
})

// ---- every page ----

await test('every page is fit for everybody: light and dark, on a desk and at 320 px', async () => {
  const staff = await person('山田')
  await go('/office/sessions')
  const session = new URL(await page.locator('tbody th a').first().evaluate((a) => a.href)).pathname
  await person('髙橋')
  const correction = new URL(await page.getByRole('link', { name: /訂正する/ }).first().evaluate((a) => a.href)).pathname
  await go('/office/retraining')
  const revision = new URL(await page.locator('tbody a').first().evaluate((a) => a.href)).pathname
  await go('/office/accounts')
  const account = new URL(await page.locator('tbody th a').first().evaluate((a) => a.href)).pathname
  const paths = ['', '?show=done&sort=-name', '/account', '/accounts', '/accounts/add', account.slice(7), '/people', '/people/add', '/people/import',
    staff.slice(7), ...['change', 'leave', 'return', 'erase', 'slip', 'exempt?module=2026-privacy', 'grant?module=2026-privacy'].map((way) => `${staff.slice(7)}/${way}`),
    '/slips', '/rules', '/rules/2026-privacy', '/sessions', '/sessions/plan', session.slice(7), `${session.slice(7)}/attendance`,
    '/paper', sheet.slice(7), given.slice(7), '/certificates', '/questions', '/corrections', correction.slice(7), '/retraining', revision.slice(7), `${revision.slice(7)}/drop`, '/retention', '/discrepancies',
    '/inspection', '/events', '/more', '/nowhere']
  const store = () => createHash('sha256').update(readFileSync(join(site, '_records/store.db'))).digest('hex')
  const before = store()
  const looking = await browser.newContext({ locale: 'ja', bypassCSP: true, storageState: await context.storageState() })
  const tab = await looking.newPage()
  const faults = []
  const look = async (path, sights) => {
    for (const [scheme, size] of sights) {
      await tab.emulateMedia({ colorScheme: scheme })
      await tab.setViewportSize(size)
      const found = await axe(tab)
      const wide = await overflow(tab)
      faults.push(...found.map((fault) => `${path} ${scheme} ${size.width}: ${fault}`))
      if (wide) faults.push(`${path} ${size.width}: ${wide}`)
      if (shots) await tab.screenshot({ path: join(shots, `${path.replace(/[0-9a-f]{32}/, 'ID').replaceAll(/[^\w-]/g, '_') || '_'}-${scheme}-${size.width}.png`), fullPage: true })
    }
  }
  for (const path of paths) {
    const answer = await tab.goto(`${run.url}/office${path}`)
    if (answer.status() !== (path === '/nowhere' ? 404 : 200)) faults.push(`${path}: ${answer.status()}`)
    await look(path, [['light', desktop], ['light', smallPhone], ['dark', desktop], ['dark', smallPhone]])
  }
  // And what forms were answered with, as it came.
  ok(replies.length >= 20, String(replies.length))
  for (const [index, { path, status, html }] of replies.entries()) {
    await tab.route(`${run.url}/office/reply`, async (route) => route.fulfill({ status, contentType: 'text/html; charset=utf-8', body: await html }))
    await tab.goto(`${run.url}/office/reply`)
    await tab.unroute(`${run.url}/office/reply`)
    await look(`reply-${index}-${status}${path}`, [['light', smallPhone], ['dark', desktop]])
  }
  await looking.close()
  equal(faults, [])
  equal(store(), before, 'looking changes nothing')
})

// ---- who may what ----

let shown

await test('who only publishes is shown the publishing screens and nothing of training', async () => {
  const other = await (await browser.newContext({ locale: 'ja', javaScriptEnabled: false })).newPage()
  await other.goto(run.url + '/office/invitation')
  await other.locator('[name=invitation]').fill(helper)
  await other.getByRole('button', { name: '次へ' }).click()
  const own = (await other.locator('.secret code').textContent()).replaceAll(' ', '')
  await other.locator('[name=passphrase]').fill(passphrase)
  await other.locator('[name=again]').fill(passphrase)
  shown = totp(own)
  await other.locator('[name=code]').fill(shown)
  await other.getByRole('button', { name: '設定する' }).click()
  await other.goto(run.url + '/office')
  equal(await other.locator('h1').textContent(), 'いまの状態')
  equal((await other.goto(run.url + '/office/people')).status(), 403)
  equal(await other.getByRole('link', { name: '終了' }).count(), 0)
  equal((await other.goto(run.url + '/office/publish/end')).status(), 404)
  await other.context().close()
})

await test('the code that an account was set up with is used up', async () => {
  const other = await (await browser.newContext({ locale: 'ja', javaScriptEnabled: false })).newPage()
  await other.goto(run.url + '/office/sign-in')
  await other.locator('[name=login]').fill('tanaka')
  await other.locator('[name=passphrase]').fill(passphrase)
  await other.getByRole('button', { name: 'サインイン' }).click()
  equal(await other.locator('h1').textContent(), '確認の番号')
  await other.locator('[name=code]').fill(shown)
  await other.getByRole('button', { name: 'サインイン' }).click()
  ok((await other.locator('.faults').textContent()).includes('番号が違います'))
  equal((await other.goto(run.url + '/office/publish/')).url(), run.url + '/office/sign-in')
  await other.context().close()
})

await test('no page was waiting for the disk where all others stand behind it', () => nothingOpened(run))

await test('nothing that is said in the log names anybody', async () => {
  for (const word of ['山田', '鈴木', 'グエン', passphrase, recovery[0], secret, invitation])
    ok(!run.err().includes(word), word)
})

equal(await run.stop(), { status: 0, signal: null })
await done()
