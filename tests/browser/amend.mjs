// ほかの手続き through a browser, against a real repository: an erratum, a cancellation, an old text, a
// translation, a withdrawal; what is refused, with nothing typed lost; and what the law expects. After each
// `kaitei verify` holds, and axe finds nothing wrong on any state of any page.
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, makeOwn, ok, scratch, test } from '../lib.mjs'
import { desktop, overflow, smallPhone } from '../sites.mjs'
import { office } from '../office.mjs'

const place = scratch()
const site = join(place, '見本')
const policy = join(site, 'content/privacy/policy.md')
const ledger = () => readFileSync(join(site, 'content/privacy/ledger.lua'), 'utf8')
const git = (...args) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' })
const commits = () => git('rev-list', '--count', 'HEAD').trim()

function run(...args) {
  const { status, stdout, stderr } = kaitei('--quiet', '--site', site, ...args)
  equal(status, 0, `kaitei ${args.join(' ')}: ${stdout}${stderr}`)
}

function holds() {
  run('verify', '--as-of', '2026-11-22')
  equal(git('status', '--porcelain'), '')
}

// A revision that is known by its date alone, one in force, and one that is scheduled.
kaitei('--quiet', '--as-of', '2024-04-01', 'new', site)
makeOwn(site)
appendFileSync(join(site, 'content/privacy/ledger.lua'), '\nrevision { effective = "平成18年1月1日", change = "作成", summary = "はじめて定めました。" }\n')
git('commit', '--quiet', '--all', '--message', 'はじめの版')
run('--as-of', '2024-04-01', 'publish', '--yes', '--no-build', '--effective', '2024-04-01', '--summary', '定め直しました。', '--kind', '全部変更')
const inForce = readFileSync(policy, 'utf8')
writeFileSync(policy, `${inForce}\n## 9、付け足し {#added}\n\n付け足した文です。\n`)
run('--as-of', '2024-05-01', 'publish', '--yes', '--no-build', '--effective', '2030-04-01', '--summary', '付け足しました。')

const preview = await office(site, '--as-of', '2026-11-22')
const browser = await launch()
const context = await browser.newContext({ viewport: desktop, locale: 'ja-JP', bypassCSP: true })
const tab = await context.newPage()
const faults = []
tab.on('pageerror', (error) => faults.push(error.message))

const open = (path) => tab.goto(preview.address + path)
const title = () => tab.locator('h1').textContent()
const press = (name) => tab.getByRole('button', { name }).click()
const refused = () => tab.locator('.refused').allTextContents()

// This state of the page, on a wide screen and on a small phone in the dark.
async function clean() {
  for (const [size, scheme] of [[desktop, 'light'], [smallPhone, 'dark']]) {
    await tab.setViewportSize(size)
    await tab.emulateMedia({ colorScheme: scheme })
    equal(await axe(tab), [], `${await title()} ${scheme}`)
    equal(await overflow(tab), null, await title())
  }
  await tab.setViewportSize(desktop)
  await tab.emulateMedia({ colorScheme: 'light' })
}

await test('the list tells what can be done, and what there is nothing to do for', async () => {
  await open('more/privacy')
  await clean()
  equal(await tab.locator('.procedures h2').allTextContents(), ['誤字を直す（正誤）', '施行予定の版を取り消す（取消）',
    '方針を廃止する（廃止）', '見つかった古い文章を加える', '翻訳を始める・登録する', '法令の覚え書き'])
  for (const link of await tab.locator('.procedures h2 a').all())
    equal((await tab.request.get(new URL(await link.getAttribute('href'), tab.url()).href)).status(), 200)
})

await test('取消: refused without a choice, with the reason kept; then by keyboard', async () => {
  await open('cancel/privacy')
  await clean()
  const before = commits()
  equal(await tab.getByRole('radio').count(), 1)
  await tab.getByLabel('理由').fill('決め直すことになったため。')
  equal(await tab.getByRole('radio').isChecked(), true, 'the only one')
  await tab.evaluate(() => { document.querySelector('[type=radio]').checked = false })
  await press('内容を確認する')
  ok((await refused())[0].includes('選ばれていません'), await title())
  equal(await tab.getByLabel('理由').inputValue(), '決め直すことになったため。')
  await clean()
  await tab.getByRole('radio').focus()
  await tab.keyboard.press('Space')
  for (const key of ['Tab', 'Tab', 'Enter']) await tab.keyboard.press(key)
  await tab.getByRole('heading', { name: '確認' }).waitFor()
  ok((await tab.locator('.facts').textContent()).includes('令和12年4月1日'))
  await clean()
  equal(commits(), before, 'shown, and nothing done')
  await press('この版を取り消す')
  equal(await title(), '記録しました')
  await tab.getByText('サイトを作りました').waitFor() // until then the page loads itself again
  await clean()
  ok(/cancel \{[^}]*of = "2030-04-01"[^}]*決め直す/s.test(ledger()), ledger())
  holds()
  await open('cancel/privacy')
  ok((await tab.locator('main').textContent()).includes('取り消すものがありません'))
  await clean()
})

await test('取消: what has taken effect cannot be cancelled, whatever a form says', async () => {
  const answer = await tab.request.post(preview.address + 'cancel/privacy', { headers: { origin: new URL(preview.url).origin }, form: { of: '2024-04-01' } })
  equal(answer.status(), 422)
  ok((await answer.text()).includes('「方針を廃止する」に進んで'))
  holds()
})

await test('正誤: leads to publishing, with the kind chosen', async () => {
  writeFileSync(policy, inForce.replace('。', '、です。'))
  await open('more/privacy')
  await tab.getByRole('link', { name: '誤字を直す（正誤）' }).click()
  equal(await title(), '発行')
  equal(await tab.getByRole('radio', { name: /正誤/ }).isChecked(), true)
  await tab.getByLabel('変わったこと').fill('読点を直しました。')
  await press('内容を確認する')
  ok((await tab.locator('.facts').textContent()).includes('正誤'))
  await press('この内容で発行する')
  equal(await title(), '記録しました')
  ok(existsSync(join(site, 'content/privacy/revisions/2024-04-01-2.md')))
  holds()
})

await test('an old text: refused when empty, or no text; nothing typed is lost', async () => {
  await open('backfill/privacy')
  await clean()
  await tab.getByLabel(/復元/).check()
  await press('内容を確認する')
  equal((await refused()).length, 2)
  equal(await tab.getByLabel(/復元/).isChecked(), true)
  await clean()
  await tab.getByRole('radio', { name: /平成18年/ }).check()
  await tab.getByLabel('文章', { exact: true }).fill('# 方針\n\n<b>だめ</b>\n')
  await press('内容を確認する')
  equal(await tab.getByLabel('文章', { exact: true }).inputValue(), '# 方針\n\n<b>だめ</b>\n')
  equal(await tab.getByRole('radio', { name: /平成18年/ }).isChecked(), true)
  ok((await tab.locator('.faults').textContent()).includes('3行目'))
  await clean()
  const files = { 'a.docx': Buffer.from('PK\x03\x04\0\0\xff\xfe', 'latin1'), 'sjis.txt': Buffer.from([0x8c, 0xc2, 0x90, 0x6c, 0x0a]), 'a.pdf': Buffer.from('%PDF-1.4\n\xe2\xe3\xcf\xd3', 'latin1') }
  for (const [name, buffer] of Object.entries(files)) {
    await tab.getByLabel('または、文章のファイル').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await press('内容を確認する')
    equal(await title(), '見つかった古い文章', name)
    ok(/貼り付け/.test(await tab.locator('.faults').textContent()), name)
  }
  holds()
})

await test('an old text: a file is shown before it is attached, and frozen as it is', async () => {
  await open('backfill/privacy')
  await tab.getByRole('radio', { name: /平成18年/ }).check()
  await tab.getByLabel(/原本/).check()
  await tab.getByLabel('または、文章のファイル').setInputFiles({ name: '方針.txt', mimeType: 'text/plain',
    buffer: Buffer.from('\ufeff# むかしの方針\r\n\r\n個人情報を"大切"に & <扱い>ます。\r\n'.replace('<扱い>', '扱い')) })
  await press('内容を確認する')
  equal(await title(), '確認')
  ok((await tab.locator('.facts').textContent()).includes('個人情報を"大切"に & 扱います。'))
  await clean()
  await press('入力に戻る')
  equal(await tab.getByLabel('文章', { exact: true }).inputValue(), '# むかしの方針\n\n個人情報を"大切"に & 扱います。\n')
  await press('内容を確認する')
  await press('この文章を加える')
  equal(await title(), '記録しました')
  equal(readFileSync(join(site, 'content/privacy/revisions/2006-01-01.md'), 'utf8'), '# むかしの方針\n\n個人情報を"大切"に & 扱います。\n')
  ok(/provenance = "original"/.test(ledger().split('\n').findLast((line) => line.includes('2006-01-01'))), ledger())
  holds()
  await open('backfill/privacy')
  ok((await tab.locator('main').textContent()).includes('加えるところがありません'))
})

await test('a translation: begun, written, pinned; refused where it is not one', async () => {
  await open('edition/privacy')
  await clean()
  await press('登録の内容を確認する')
  ok((await refused())[0].includes('選ばれていません'))
  await tab.getByRole('radio', { name: 'ほかの言語' }).check()
  for (const wrong of ['../../x', 'e', 'ja', 'on', '日本']) {
    await tab.getByLabel('ほかの言語の記号').fill(wrong)
    await press('翻訳を始める')
    equal((await refused()).length, 1, wrong)
    equal(await tab.getByLabel('ほかの言語の記号').inputValue(), wrong)
  }
  await clean()
  await tab.getByRole('radio', { name: 'English' }).check()
  await press('登録の内容を確認する')
  ok((await refused()).length + await tab.locator('.faults li').count() > 0, 'there is none yet')
  await press('翻訳を始める')
  ok(tab.url().endsWith('/edit/privacy/en'), tab.url())
  equal(await tab.locator('#edit-state').textContent(), '保存してあります')
  await open('edit/privacy/easy')
  equal(await tab.locator('#edit-state').textContent(), 'まだ何も保存していません')
  const english = join(site, 'content/privacy/policy.en.md')
  equal(readFileSync(english, 'utf8'), readFileSync(policy, 'utf8'))
  await open('edition/privacy')
  await tab.getByRole('radio', { name: 'English' }).check()
  await press('登録の内容を確認する')
  ok((await refused())[0].includes('日本語の文章のまま'))
  await tab.getByRole('radio', { name: 'English' }).check()
  await press('翻訳を始める')
  ok((await refused())[0].includes('もう始めてあります'))
  writeFileSync(english, '# Privacy policy\n\nWe handle personal information with care.\n')
  await tab.getByRole('radio', { name: 'English' }).check()
  await press('登録の内容を確認する')
  equal(await title(), '確認')
  ok((await tab.locator('.facts').textContent()).includes('English'), 'a language is called by its name')
  await clean()
  await press('この翻訳を登録する')
  equal(await title(), '記録しました')
  ok((await tab.locator('main').textContent()).includes('まだウェブには公開していません'), 'nothing brings it online')
  ok((await tab.getByRole('link', { name: 'できたページを見る' }).getAttribute('href')).endsWith('/privacy/2024-04-01-2/en/'))
  ok(/of = "2024-04-01-2", lang = "en"/.test(ledger()), ledger())
  holds()
  await open('edition/privacy')
  ok((await tab.locator('#state-en').textContent()).includes('登録してあります'))
  await clean()
})

await test('what the law expects: in force and in draft, with sources, and no advice', async () => {
  for (const address of ['legal/privacy', 'legal/privacy?draft=1']) {
    await open(address)
    await clean()
    const text = await tab.locator('main').textContent()
    ok(text.includes('法律の助言ではありません') && text.includes('根拠：'), address)
  }
  await open('legal/privacy')
  const told = JSON.parse(kaitei('--site', site, '--as-of', '2026-11-22', '--json', 'check', '--legal').stdout)[0]
  for (const state of ['missing', 'said', 'not-concerned'])
    equal(await tab.locator(`.${state} .legal-list > li`).count(),
      told.findings.filter((finding) => finding.state === state && !finding.coming).length, state)
  equal(await tab.getByText('未確認', { exact: true }).count(), told.findings.filter((finding) => finding.confirmed === null).length)
  for (const link of await tab.locator('.places a').all()) {
    const { pathname, hash } = new URL(await link.getAttribute('href'), tab.url())
    const page = await (await tab.request.get(new URL(pathname, preview.url).href)).text()
    ok(page.includes(`id="${decodeURIComponent(hash.slice(1))}"`), hash)
  }
})

await test('廃止: without a script; refused without a notice, with what was typed kept', async () => {
  const plain = await (await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' })).newPage()
  await plain.goto(preview.address + 'more/privacy')
  await plain.getByRole('link', { name: '方針を廃止する（廃止）' }).click()
  await plain.getByLabel('廃止の日').fill('令和9年13月1日')
  await plain.getByLabel('理由').fill('事業を終えるため。')
  await plain.getByRole('button', { name: '内容を確認する' }).click()
  equal(await plain.getByLabel('廃止の日').inputValue(), '令和9年13月1日')
  await plain.getByLabel('廃止の日').fill('令和9年3月31日')
  await plain.getByRole('button', { name: '内容を確認する' }).click()
  equal(await plain.getByLabel('理由').inputValue(), '事業を終えるため。')
  ok((await plain.locator('.refused').allTextContents()).length === 1)
  await plain.getByLabel('廃止のお知らせ').fill('事業を終えるため、\nこの方針を廃止します。')
  await plain.getByRole('button', { name: '内容を確認する' }).click()
  ok((await plain.locator('.facts').textContent()).includes('事業を終えるため、この方針を廃止します。'))
  await plain.getByRole('button', { name: 'この方針を廃止する' }).click()
  ok((await plain.locator('main').textContent()).includes('廃止を記録しました'))
  ok(/effective = "令和9年3月31日"[^}]*change = "廃止"/s.test(ledger()), ledger())
  holds()
  await open('withdraw/privacy')
  await clean()
})

await test('nothing raised, and it ends', async () => {
  equal(faults, [])
  equal(await preview.stop(), { status: 0, signal: null })
})

await done()
