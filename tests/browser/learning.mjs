// A new person of the staff, from the slip to the certificate, on a phone, with and without JavaScript.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'
import { until } from '../office.mjs'
import { fiscalYear, nothingOpened, serving, siteWithRecords, today, wareki } from '../registry.mjs'

const site = siteWithRecords()

function asked(...args) {
  const run = kaitei('--site', site, ...args)
  equal(run.status, 0, run.stderr)
  return run.stdout
}

// The code on a new slip.
function slip(number) {
  return /[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}/.exec(asked('staff', 'slip', number))[0]
}

for (const [number, name] of [['0001', '山田 花子'], ['0002', 'グエン アン'], ['0003', '鈴木 一郎']])
  asked('staff', 'add', '--number', number, '--name', name, '--at', '本町', '--joined', '2024-04-01')
const codes = Object.fromEntries(['0001', '0002', '0003'].map((number) => [number, slip(number)]))
const PIN = '739164'
const module = '2026-privacy'
let certificate = ''
let result = ''

const run = await serving(site)
const browser = await launch()

// What a question asks and which choices are right, as quiz.md has them: by title, without readings.
const plain = (text) => text.replace(/\{([^|}]*)\|[^}]*\}/g, '$1').replace(/\s+/g, '')
const key = new Map()
const secrets = []
for (const part of readFileSync(join(root, 'quizzes', module, 'quiz.md'), 'utf8').split(/^## /m).slice(1)) {
  const title = plain(part.split('\n')[0].replace(/\{#[^}]*\}/, ''))
  key.set(title, [...part.matchAll(/^- \[x\] (.*)$/gm)].map((found) => plain(found[1])))
  for (const found of part.matchAll(/^(?: {2}> |> 解説: )(.{20,})$/gm)) secrets.push(plain(found[1]).replace(/\{[^}]*\}/g, ''))
}
ok(key.size >= 24 && secrets.length > 60, `${key.size} questions, ${secrets.length} secrets`)

const phone = { viewport: { width: 390, height: 780 }, locale: 'ja-JP' }

async function device(options = {}) {
  const context = await browser.newContext({ ...phone, ...options })
  const page = await context.newPage()
  const bodies = []
  page.on('response', async (response) => {
    if (response.headers()['content-type']?.startsWith('text/html'))
      bodies.push(await response.text().catch(() => ''))
  })
  return { context, page, bodies }
}

const heading = (page) => page.locator('h1').evaluate((h1) => {
  const copy = h1.cloneNode(true)
  for (const reading of copy.querySelectorAll('rt, rp')) reading.remove()
  return copy.textContent.trim()
})
const press = (page, name) => page.getByRole('button', { name }).click()
const words = (locator) => locator.evaluateAll((all) => all.map((one) => {
  const copy = one.cloneNode(true)
  for (const reading of copy.querySelectorAll('rt, rp')) reading.remove()
  return copy.textContent.replace(/\s+/g, '')
}))

async function signIn(page, code, pin = PIN) {
  await page.goto(run.url + '/')
  await page.fill('#page-code', code)
  await press(page, '次へ')
  await page.fill('#page-pin', pin)
  if (await page.locator('#page-again').count()) await page.fill('#page-again', pin)
  await page.locator('main button').click()
}

// Answers the open question: rightly or wrongly.
async function answer(page, right) {
  const wanted = key.get(plain(await heading(page)))
  ok(wanted, await heading(page))
  const shown = await words(page.locator('.answer .words'))
  const chosen = shown.map((_, i) => i).filter((i) => wanted.includes(shown[i]) === right)
  ok(chosen.length, `${await heading(page)}: ${shown} / ${wanted}`)
  const several = await page.locator('.answer input[type=checkbox]').count() > 0
  for (const i of several ? chosen : chosen.slice(0, 1)) await page.locator('.answer input').nth(i).check()
}

async function sit(page, right) {
  await page.goto(`${run.url}/quiz/${module}`)
  await press(page, '始める')
  for (let i = 0; i < 10; i++) {
    await answer(page, right)
    await page.locator('.at-thumb button').click()
  }
  equal(await heading(page), '答えの確認')
}

// ---- without JavaScript ----

const hanako = await device({ javaScriptEnabled: false })

await test('a code that nobody has', async () => {
  await hanako.page.goto(run.url + '/')
  await hanako.page.fill('#page-code', 'ABCD-EFGH-JKMN')
  await press(hanako.page, '次へ')
  ok((await hanako.page.locator('[role=alert]').textContent()).includes('登録されていません'))
})

await test('typed in small letters, full-width, with spaces: the same code', async () => {
  const typed = codes['0001'].toLowerCase().replaceAll('-', '　').replace(/[2-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  await hanako.page.goto(run.url + '/')
  await hanako.page.fill('#page-code', typed)
  await press(hanako.page, '次へ')
  equal(await heading(hanako.page), '暗証番号を決める')
  ok((await hanako.page.textContent('main')).includes('山田 花子さん'))
})

await test('with the slip alone there is nothing but the PIN', async () => {
  await hanako.page.goto(`${run.url}/quiz/${module}`)
  ok(await heading(hanako.page) !== '確認の問題', await heading(hanako.page))
})

await test('a PIN that everybody guesses, one too short, two that differ: refused, each with its reason', async () => {
  await hanako.page.goto(run.url + '/pin')
  for (const [pin, again, why] of [['123456', '123456', '当てられて'], ['1234', '1234', '6けた'], ['739164', '739165', '2回の番号']]) {
    await hanako.page.fill('#page-pin', pin)
    await hanako.page.fill('#page-again', again)
    await hanako.page.locator('main button').click()
    ok((await hanako.page.locator('[role=alert]').textContent()).includes(why), why)
    equal(await hanako.page.locator('#page-pin').inputValue(), '')
  }
})

await test('the PIN is set: what is due, and by when', async () => {
  await hanako.page.fill('#page-pin', '７３９１６４')
  await hanako.page.fill('#page-again', PIN)
  await hanako.page.locator('main button').click()
  equal(await heading(hanako.page), 'あなたの研修')
  const main = await hanako.page.textContent('main')
  ok(main.includes('まだ受けていません') && main.includes(wareki(`${fiscalYear() + 1}-03-31`)), main)
})

await test('the lesson, with the clauses in force', async () => {
  await hanako.page.getByRole('link', { name: 'まず読む' }).click()
  ok((await hanako.page.textContent('.drawn')).includes('第三者に提供することはありません'))
})

await test('an answer is saved as it is given; nothing chosen is said', async () => {
  await hanako.page.goto(`${run.url}/quiz/${module}`)
  await press(hanako.page, '始める')
  await hanako.page.locator('.at-thumb button').click()
  ok((await hanako.page.locator('[role=alert]').textContent()).includes('答えが選ばれていません'))
  await answer(hanako.page, false)
  const chosen = await words(hanako.page.locator('.answer:has(:checked) .words'))
  await hanako.page.locator('.at-thumb button').click()
  ok(hanako.page.url().endsWith('/2'), hanako.page.url())
  await hanako.page.getByRole('link', { name: '前の問題へ' }).click()
  equal(await words(hanako.page.locator('.answer:has(:checked) .words')), chosen)
})

await test('on another device it goes on where it stopped', async () => {
  const other = await device()
  await signIn(other.page, codes['0001'])
  ok((await other.page.textContent('main')).includes('10問のうち1問に答えました'))
  await other.page.getByRole('link', { name: '続きから答える' }).click()
  ok(other.page.url().endsWith('/2'), other.page.url())
  await other.context.close()
})

await test('failed: the score and what to read, and nothing of the key', async () => {
  await hanako.page.goto(`${run.url}/quiz/${module}/1`)
  for (let i = 0; i < 10; i++) {
    await answer(hanako.page, false)
    await hanako.page.locator('.at-thumb button').click()
  }
  await press(hanako.page, '採点する')
  const main = await hanako.page.textContent('main')
  ok(main.includes('まだ合格ではありません') && main.includes('10問中 0問正解'), main.slice(0, 200))

  equal(await hanako.page.locator('.choices').count(), 0)
  ok(await hanako.page.locator('.drawn').count() >= 5, 'clauses to read')
})

await test('no response so far held the key, a feedback or an explanation', () => {
  const all = plain(hanako.bodies.join('\n').replace(/<rt>.*?<\/rt>|<rp>.*?<\/rp>|<[^>]*>/g, ''))
  ok(hanako.bodies.length > 25 && all.includes('まだ合格ではありません'))
  equal(secrets.filter((secret) => all.includes(secret)), [])
  equal(hanako.bodies.filter((body) => /is-right|"right"/.test(body)), [])
})

await test('at home it says that it is not passed yet', async () => {
  await hanako.page.goto(run.url + '/')
  ok((await hanako.page.textContent('main')).includes('まだ合格していません'))
  await hanako.page.getByRole('link', { name: /読み直すところを見る/ }).click()
  equal(await heading(hanako.page), '結果')
})

await test('passed: what was missed and why, and the certificate', async () => {
  await sit(hanako.page, true)
  await hanako.page.getByRole('link', { name: /1問目/ }).first().click()
  await answer(hanako.page, false)
  if (await hanako.page.locator('.answer input[type=checkbox]').count() === 0)
    await hanako.page.locator('.at-thumb button').click()
  await hanako.page.goto(`${run.url}/quiz/${module}/1`)
  await answer(hanako.page, true)
  await hanako.page.locator('.at-thumb button').click()
  await hanako.page.goto(`${run.url}/quiz/${module}/end`)
  await press(hanako.page, '採点する')
  const main = await hanako.page.textContent('main')
  ok(main.includes('合格です'), main.slice(0, 300))
  result = new URL(hanako.page.url()).pathname
})


await test('the certificate is made once, and is the same ever after', async () => {
  const address = hanako.page.url()
  await press(hanako.page, '修了証を受け取る').catch(() => {}) // a PDF: Chromium takes it as a download
  await hanako.page.goto(address)
  certificate = await hanako.page.getByRole('link', { name: '修了証を開く' }).getAttribute('href')
  const get = () => hanako.context.request.get(run.url + certificate).then((reply) => reply.body())
  const first = await get()
  equal(first.subarray(0, 5).toString(), '%PDF-', run.err().split('\n').slice(-4).join('\n'))
  ok(first.equals(await get()), 'the same bytes')
  const folder = scratch()
  writeFileSync(join(folder, 'c.pdf'), first)
  execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'c.pdf'), join(folder, 'c')])
  const link = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, 'c-1.png')],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  ok(link.startsWith('https://www.example.jp/verify/#1.'), link)
  for (const [name, wanted] of [['山田花子', 'good'], ['鈴木一郎', 'other-name']])
    equal(JSON.parse(kaitei('--site', site, 'certificate', 'check', link, '--name', name, '--json').stdout).verdict, wanted)
  const text = execFileSync('pdftotext', ['-layout', join(folder, 'c.pdf'), '-'], { encoding: 'utf8' })
  ok(plain(text).includes('山田花子殿') && text.includes('修了証'), text)
})

await test('at home it is done', async () => {
  await hanako.page.goto(run.url + '/')
  const main = await hanako.page.textContent('main')
  ok(main.includes('今、受ける研修はありません') && main.includes('に修了'), main)
  await hanako.page.getByRole('link', { name: /修了証を開く/ }).waitFor()
})

await test('taken once more after it was passed: refused in words', async () => {
  await hanako.page.goto(`${run.url}/quiz/${module}`)
  await press(hanako.page, '始める')
  ok((await hanako.page.locator('[role=alert]').textContent()).includes('もう修了しています'))
})

// ---- with JavaScript ----

const an = await device()

await test('the slip’s QR code: its secret is posted, and leaves the address', async () => {
  const sent = []
  an.page.on('request', (request) => sent.push(request.url()))
  await an.page.goto(`${run.url}/s#${codes['0002'].replaceAll('-', '')}`)
  await an.page.waitForURL('**/pin')
  equal(sent.filter((url) => url.includes(codes['0002'].slice(0, 4))), [])
  await an.page.fill('#page-pin', PIN)
  await an.page.fill('#page-again', PIN)
  await an.page.locator('main button').click()
  await an.page.goBack()
  await an.page.goBack()
  ok(!an.page.url().includes('#2'), an.page.url())
})

await test('やさしい日本語 and English, readings off, kept for the next sign-in', async () => {
  await an.page.goto(run.url + '/settings')
  await an.page.getByLabel('やさしい日本語').check()
  await an.page.getByLabel('漢字にふりがなを付ける').uncheck()
  await press(an.page, '保存する')
  equal(await an.page.getAttribute('html', 'lang'), 'ja-x-easy')
  await an.page.goto(`${run.url}/lesson/${module}`)
  equal(await an.page.locator('rt').first().isVisible(), false)
  ok((await an.page.locator('.facts').textContent()).includes('令和'), 'its day is in Japanese')
  await an.page.goto(run.url + '/settings')
  await an.page.getByLabel('English').check()
  await press(an.page, 'これにする')
  equal(await an.page.getAttribute('html', 'lang'), 'en')
  await an.page.goto(run.url + '/')
  equal(await heading(an.page), 'Your training')
  const later = await device()
  await signIn(later.page, codes['0002'])
  equal(await heading(later.page), 'Your training')
  await later.page.goto(run.url + '/settings')
  await later.page.getByLabel('日本語', { exact: true }).check()
  await press(later.page, 'Save')
  await later.context.close()
  await an.page.goto(run.url + '/settings')
  await an.page.getByLabel('日本語', { exact: true }).check()
  await press(an.page, 'Save')
})

// The second press ends the first one's navigation: only where it comes to rest counts.
async function comesTo(page, end) {
  await until(() => page.url().endsWith(end), end)
  await page.waitForLoadState('networkidle').catch(() => {})
}

await test('a button pressed twice does nothing twice', async () => {
  await an.page.goto(`${run.url}/quiz/${module}`)
  await an.page.getByRole('button', { name: '始める' }).dblclick()
  await comesTo(an.page, '/1')
  await answer(an.page, true)
  await an.page.locator('.at-thumb button').dblclick()
  await comesTo(an.page, '/2')
  const events = JSON.parse(asked('records', 'status', '--json')).events
  await an.page.goto(`${run.url}/quiz/${module}/1`)
  await an.page.locator('.at-thumb button').click()
  await comesTo(an.page, '/2')
  equal(JSON.parse(asked('records', 'status', '--json')).events, events)
})

await test('practice is graded at once, and no event tells of it', async () => {
  const events = JSON.parse(asked('records', 'status', '--json')).events
  await hanako.page.goto(`${run.url}/practice/${module}`)
  await hanako.page.locator('.answer input').first().check()
  await press(hanako.page, '答え合わせをする')
  equal(await heading(hanako.page), '答え合わせ')
  equal(await hanako.page.locator('.choices .is-right').count() > 0, true)
  equal(JSON.parse(asked('records', 'status', '--json')).events, events)
})

await test('while the quiz lies open nothing of it can be practised', async () => {
  await an.page.goto(`${run.url}/practice/${module}`)
  ok(an.page.url().includes(`/quiz/${module}/`), an.page.url())
  await an.page.goto(run.url + '/')
  equal(await an.page.locator(`a[href^="/practice"]`).count(), 0)
})

await test('what is another’s is not there', async () => {
  for (const path of [certificate, result])
    for (const [context, status] of [[hanako.context, 200], [an.context, 404]])
      equal((await context.request.get(run.url + path, { maxRedirects: 0 })).status(), status, path)
})

await test('a wrong PIN again and again: it waits longer, and never shuts out for good', async () => {
  const guess = await device()
  await signIn(guess.page, codes['0002'], '482615')
  ok((await guess.page.locator('[role=alert]').textContent()).includes('暗証番号が違います'))
  for (let i = 0; i < 4; i++) {
    await guess.page.fill('#page-pin', '482615')
    await guess.page.locator('main button').click()
  }
  ok(/あと\d+秒/.test(await guess.page.locator('[role=alert]').textContent()))
  await guess.page.fill('#page-pin', PIN)
  await guess.page.locator('main button').click()
  ok(/あと\d+秒/.test(await guess.page.locator('[role=alert]').textContent()), 'the right one waits too')
  await guess.context.close()
})

await test('a new slip: the old one and the open pages no longer hold', async () => {
  const old = codes['0003']
  const ichiro = await device()
  await signIn(ichiro.page, old)
  equal(await heading(ichiro.page), 'あなたの研修')
  codes['0003'] = slip('0003')
  await ichiro.page.goto(run.url + '/')
  equal(await heading(ichiro.page), '研修を始める')
  await ichiro.page.fill('#page-code', old)
  await press(ichiro.page, '次へ')
  ok((await ichiro.page.locator('[role=alert]').textContent()).includes('登録されていません'))
  await signIn(ichiro.page, codes['0003'])
  equal(await heading(ichiro.page), 'あなたの研修')
  await ichiro.context.close()
})

await test('signing out everywhere ends the other device too', async () => {
  const one = await device(), two = await device()
  await signIn(one.page, codes['0003'])
  await signIn(two.page, codes['0003'])
  await one.page.goto(run.url + '/settings')
  await press(one.page, 'すべてサインアウトする')
  for (const { page } of [one, two]) {
    await page.goto(`${run.url}/settings`)
    ok(await heading(page) !== '設定', await heading(page))
  }
  await one.context.close()
  await two.context.close()
})

await test('a clause has changed: due again at home, with the questions on it alone', async () => {
  const file = join(site, 'content/privacy/policy.md')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('ご利用者の同意を得ることなく、第三者に', 'ご利用者の書面による同意を得ることなく、第三者に'))
  ok(readFileSync(file, 'utf8') !== text, 'the clause')
  for (const name of ['name', 'email']) execFileSync('git', ['-C', site, 'config', `user.${name}`, 'test@example.jp'])
  asked('approve', '--by', '理事会', '--yes')
  asked('publish', '--effective', today(), '--summary', '同意の取り方を改めました。', '--yes', '--no-build')
  asked('confirm', module, '--yes')
  asked('record', 'retrain', 'privacy', today(), '--due', `${fiscalYear() + 1}-03-31`, '--why', '同意の取り方を改めた', '--yes')
  const { context, page } = await device()
  await signIn(page, codes['0001'])
  await until(async () => {
    await page.goto(run.url + '/')
    return await page.locator('.course', { hasText: '変わったところの問題だけ' }).count() > 0
  }, 'what is due again')
  const count = Number(/(\d+)問/.exec(await page.locator('.way-through').textContent())[1])
  ok(count > 0 && count < 10, `${count} questions`)
  await page.getByRole('link', { name: '問題に答える' }).click()
  ok((await page.locator('main').textContent()).includes('変わったところの問題だけ'))
  ok((await page.locator('.facts').textContent()).includes(`${count}問`))
  await press(page, '始める')
  ok((await page.locator('main').textContent()).includes(`${count}問中 1問目`))
  await page.goto(`${run.url}/quiz/${module}/end`)
  await page.getByRole('link', { name: 'まだの問題に答える' }).click()
  ok(page.url().endsWith(`/quiz/${module}/1`), page.url())
  await context.close()
})

// ---- every page ----

await test('axe-core finds nothing: every page, light and dark, on 320 px, and none moves sideways', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { context, page } = await device({ bypassCSP: true, colorScheme, viewport: { width: 320, height: 700 } })
    const look = async (path) => {
      if (path) await page.goto(run.url + path)
      equal(await axe(page), [], path ?? page.url())
      equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, page.url())
    }
    await look('/')
    await look('/s')
    await page.goto(run.url + '/')
    await page.fill('#page-code', codes['0001'])
    await press(page, '次へ')
    await look()
    await page.fill('#page-pin', PIN)
    await page.locator('main button').click()
    for (const path of ['/', `/lesson/${module}`, `/quiz/${module}`, `/practice/${module}`, '/settings', '/nowhere']) await look(path)
    await page.goto(run.url + '/')
    await page.getByRole('link', { name: /結果を見る/ }).first().click()
    await look()
    await context.close()
  }
})

// ---- what is left behind ----

await test('no page was waiting for the disk where all others stand behind it', () => nothingOpened(run))

await test('no code and no PIN stands in the log', () => {
  const log = run.out() + run.err()
  ok(log.includes('/quiz/:module/:place'), 'there is a log')
  for (const secret of [PIN, ...Object.values(codes), ...Object.values(codes).map((code) => code.replaceAll('-', ''))])
    ok(!log.includes(secret), secret)
})

await test('the records hold: chain, scores, signatures', () => {
  ok(asked('records', 'verify').length > 0)
})

await run.stop()
await done()
