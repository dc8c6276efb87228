// Two years of a small organisation, through the manager's screen (tests/fixture/two-years/): each event by what
// a manager would fill in and press. The same is played through the command line beside it (as in
// tests/cli/two-years.sh): after each event both repositories have the very same commit, and so the same ledger.
// On three days every page is golden: the same goldens as those of the command line.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'
import { desktop, filesOf, overflow, smallPhone } from '../sites.mjs'
import { office } from '../office.mjs'

const play = join(root, 'tests/fixture/two-years')
const place = scratch()
const who = { name: 'あおぞら事務局', mail: 'aozora@example.org' }
Object.assign(process.env, { GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.mail, GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.mail })

// Noon in Japan on a day, as `kaitei` reads what time it is.
const today = (day) => { process.env.SOURCE_DATE_EPOCH = String(Date.parse(`${day}T03:00:00Z`) / 1000) }

// A repository with the site in it, and with work of somebody else, which must stay as it is.
function repository(name) {
  const folder = join(place, name)
  const site = join(folder, 'site')
  const git = (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' })
  mkdirSync(folder)
  cpSync(join(play, 'start'), site, { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  for (const file of ['staged', 'changed']) writeFileSync(join(folder, file), 'one\n')
  git('add', '--all')
  const first = '2026-03-01T03:00:00Z'
  execFileSync('git', ['-C', folder, 'commit', '--quiet', '--message', 'start'],
    { env: { ...process.env, GIT_AUTHOR_DATE: first, GIT_COMMITTER_DATE: first } })
  for (const file of ['staged', 'added']) writeFileSync(join(folder, file), 'two\n')
  git('add', 'staged', 'added')
  for (const file of ['staged', 'changed', 'unknown']) writeFileSync(join(folder, file), 'three\n')
  return { folder, site, git, head: () => git('rev-parse', 'HEAD').trim() }
}

const screen = repository('screen')
const command = repository('command')
const others = ({ git, folder }) => [git('status', '--porcelain'), git('ls-files', '--stage', 'staged', 'added', 'changed'),
  ...['staged', 'changed', 'unknown'].map((file) => readFileSync(join(folder, file), 'utf8'))]
const wanted = others(screen)

// An event as it is told: { folder, name, day, do, policy, …, golden: [days] }, and its options by their names.
function eventOf(number) {
  const folder = join(play, number)
  const event = { number, folder, golden: [], given: {} }
  const known = ['name', 'day', 'do', 'policy', 'revision', 'lang', 'file', 'files']
  for (const line of readFileSync(join(folder, 'event'), 'utf8').trim().split('\n')) {
    const [, name, value] = /^(\S+)\s*(.*)$/.exec(line)
    if (name === 'golden') event.golden.push(value)
    else if (known.includes(name)) event[name] = value
    else if (!['said', 'status'].includes(name)) event.given[name] = value
  }
  return event
}

function byCommand(event) {
  if (existsSync(join(event.folder, 'content'))) cpSync(join(event.folder, 'content'), join(command.site, 'content'), { recursive: true })
  const options = Object.entries(event.given).flatMap(([name, value]) => value === '' ? [`--${name}`] : [`--${name}`, value])
  const arguments_ = [event.policy, event.revision, event.lang, event.file && join(event.folder, event.file)].filter(Boolean)
  const run = kaitei('--site', command.site, '--as-of', event.day, event.do, ...arguments_, ...options, '--yes',
    ...(event.do === 'approve' ? [] : ['--no-build']))
  equal(run.status, 0, run.stderr)
}

// ---- what a manager presses ----

const browser = await launch()
const context = await browser.newContext({ viewport: desktop, locale: 'ja-JP', bypassCSP: true })
context.setDefaultTimeout(20000)
const tab = await context.newPage()
const faults = []
tab.on('pageerror', (error) => faults.push(error.message))
let preview

const open = (path) => tab.goto(preview.address + path)
const press = (name) => tab.getByRole('button', { name, exact: true }).click()
const follow = (name) => tab.getByRole('link', { name, exact: true }).first().click()
const fill = (label, value) => tab.getByLabel(label).fill(value)
const shown = () => tab.locator('main').innerText()

async function shows(...words) {
  const text = await shown()
  for (const each of words) ok(text.includes(each), `no "${each}" in\n${text}`)
}

// Types a text over what is there, and saves it. The page beside it follows.
async function type(lang, file) {
  const text = readFileSync(file, 'utf8')
  if (lang) await tab.locator(`.edit-langs a[href$="/${lang}"]`).click()
  await tab.getByRole('textbox', { name: '文章' }).fill(text)
  await press('保存する')
  await tab.locator('.edit-state').getByText(/保存/).waitFor()
}

// The new text, as far as the step that records something: looked at beside the old one, and at what it touches.
async function edit(event) {
  const file = join(event.folder, `content/${event.policy}/policy.md`)
  if (!existsSync(file)) return
  await open('')
  await tab.locator('.policies > li', { has: tab.locator(`a[href$="edit/${event.policy}"]`) }).getByRole('link', { name: '文章', exact: true }).click()
  await type(null, file)
  await saved(event, 'policy.md')
  await follow('新旧対照表')
  equal(await tab.locator('h1').innerText(), '新旧対照表')
  await follow('影響')
  equal(await tab.locator('h1').innerText(), '影響')
}

async function saved(event, name) {
  const path = join(screen.site, 'content', event.policy, name)
  const typed = readFileSync(join(event.folder, 'content', event.policy, name), 'utf8')
  // A new policy's text is not there before it is saved for the first time.
  for (let i = 0; i < 1000 && !(existsSync(path) && readFileSync(path, 'utf8') === typed); i++)
    await new Promise((later) => setTimeout(later, 20))
  equal(readFileSync(path, 'utf8'), typed)
}

const labels = { effective: '施行日', summary: '変わったこと', reason: '理由', decided: '決定日' }

const ways = {
  async approve(event) {
    await follow('承認')
    await fill('承認した人・会', event.given.by)
    if (event.given.on) await fill('承認の日', event.given.on)
    await press('内容を確認する')
    await press('この承認を記録する')
    await shows('承認を記録しました。')
  },

  async publish(event) {
    const { kind } = event.given
    if (kind === '廃止') return ways.withdraw(event)
    await open(`publish/${event.policy}`)
    if (kind === '正誤') {
      await follow('廃止・取消など、ほかの手続き')
      await follow('誤字を直す（正誤）')
      ok(await tab.getByRole('radio', { name: /正誤/ }).isChecked())
    } else if (kind) {
      await tab.getByRole('radio', { name: kind }).check()
    }
    for (const [name, label] of Object.entries(labels))
      if (event.given[name]) await fill(label, event.given[name])
    if ('no-retrain' in event.given) await tab.getByLabel('職員の研修をやり直さなくてよい変更です').check()
    await press('内容を確認する')
    if ('allow-removed-ids' in event.given) {
      await shows('なくなる項目', 'アンケート')
      await tab.getByLabel('取り除くことを認めます').check()
      await press('内容を確認する')
    }
    await press('この内容で発行する')
    await shows('発行しました。')
  },

  async withdraw(event) {
    await open(`more/${event.policy}`)
    await follow('方針を廃止する（廃止）')
    await fill('廃止の日', event.given.effective)
    await fill('廃止のお知らせ', event.given.summary)
    await press('内容を確認する')
    await press('この方針を廃止する')
    await shows('廃止を記録しました。')
  },

  async cancel(event) {
    await open(`more/${event.policy}`)
    await follow('施行予定の版を取り消す（取消）')
    await tab.getByRole('radio', { name: event.revision }).check()
    await fill('理由', event.given.reason)
    await press('内容を確認する')
    await press('この版を取り消す')
    await shows('取消を記録しました。')
  },

  async backfill(event) {
    await open(`more/${event.policy}`)
    await follow('見つかった古い文章を加える')
    await tab.getByRole('radio', { name: event.revision.replace('H', '平成').replace('.', '年').replace('.', '月') }).check()
    await tab.getByLabel('または、文章のファイル').setInputFiles(join(event.folder, event.file))
    await press('内容を確認する')
    await press('この文章を加える')
    await shows('文章を加えました。')
  },

  async edition(event) {
    const file = `policy.${event.lang}.md`
    const choose = () => tab.locator(`input[name="lang"][value="${event.lang}"]`).check()
    await open(`more/${event.policy}`)
    await follow('翻訳を始める・登録する')
    await choose()
    await press('翻訳を始める')
    ok(tab.url().endsWith(`/edit/${event.policy}/${event.lang}`), tab.url())
    await type(null, join(event.folder, `content/${event.policy}/${file}`))
    await saved(event, file)
    await follow('ほかの手続き')
    await follow('翻訳を始める・登録する')
    await choose()
    await press('登録の内容を確認する')
    await press('この翻訳を登録する')
    await shows('翻訳を登録しました。')
  },
}

// What the first page says on the event's own day, when all is done.
const standing = {
  '01-approve': ['現行\n平成31年4月1日（2019年）施行', 'あり（令和8年3月9日（2026年）、運営会議 承認済み）'],
  '02-publish': ['施行予定\n令和8年4月1日（2026年）施行', 'なし（発行した文章と同じです）', '次にサイトを作り直す日\n令和8年4月1日（2026年）'],
  '04-erratum': ['翻訳の遅れ\nEnglish'],
  '07-publish': ['施行予定\n令和9年4月1日（2027年）施行'],
  '08-cancel': ['あり（令和9年4月1日（2027年）施行の予定で発行し、そのあと取り消した文章です）', '直したところを確かめる'],
  '11-urgent': ['施行予定\n令和8年12月10日（2026年）施行', '施行予定\n令和9年4月1日（2027年）施行'],
  '14-photos': ['写真の扱い\n現行\n令和9年12月1日（2027年）施行（第1版）'],
  '15-withdraw': ['写真の扱い', '施行予定\n令和10年1月31日（2028年）', '翻訳の遅れ\nEnglish'],
}

// After which it is also looked at: a lagging edition; two policies.
const looked = ['04-erratum', '15-withdraw']

// Nothing is wrong with the page, on a wide screen and on a small phone in the dark.
async function clean(name) {
  for (const [size, colorScheme] of [[desktop, 'light'], [smallPhone, 'dark']]) {
    await tab.setViewportSize(size)
    await tab.emulateMedia({ colorScheme })
    equal(await axe(tab), [], `${name} ${colorScheme}`)
    equal(await overflow(tab), null, `${name} ${size.width}`)
  }
  await tab.setViewportSize(desktop)
  await tab.emulateMedia({ colorScheme: 'light' })
}

// ---- the site of a day ----

let held = new Map()

// What the theme's own files are is told by other goldens.
function pagesOf(folder) {
  const paths = filesOf(folder, '').map((path) => path.slice(folder.length + 1))
  return new Map(paths.filter((path) => !/^assets\/(theme\.css|on\.js|verify\.js|icon\.svg)$/.test(path))
    .map((path) => [path, readFileSync(join(folder, path))]))
}

// Held against the golden: all of it the first time, then what is not as it was.
async function hold(day) {
  today(day)
  preview = await office(screen.site, '--as-of', day)
  await preview.stop()
  const pages = pagesOf(join(screen.site, '_site/public'))
  equal([...held.keys()].filter((path) => !pages.has(path)), [], `${day}: gone`)
  const got = join(place, day)
  for (const [path, bytes] of pages) {
    if (held.get(path)?.equals(bytes)) continue
    mkdirSync(join(got, path, '..'), { recursive: true })
    writeFileSync(join(got, path), bytes)
  }
  const { status, stdout } = spawnSync('diff', ['-r', '-u', join(root, `tests/golden/two-years-${day}`), got], { encoding: 'utf8' })
  equal(status, 0, stdout.slice(0, 4000))
  held = pages
}

// ---- the two years ----

const events = readdirSync(play).filter((name) => /^\d/.test(name)).map(eventOf)

for (const event of events) {
  await test(`${event.name}: the same commit as by the command line`, async () => {
    today(event.day)
    byCommand(event)
    // How a policy begins is told in the manual: its ledger is written by hand.
    const ledger = `content/${event.policy}/ledger.lua`
    if (existsSync(join(event.folder, ledger))) cpSync(join(event.folder, ledger), join(screen.site, ledger), { recursive: true })

    preview = await office(screen.site, '--as-of', event.day)
    try {
      await edit(event)
      await ways[event.do](event)
      if (event.do !== 'approve') await tab.getByText('サイトを作りました').waitFor()
      await open('')
      await shows(...standing[event.number] ?? [])
      if (looked.includes(event.number)) await clean(event.name)
    } finally {
      equal(await preview.stop(), { status: 0, signal: null })
    }

    for (const path of event.files.split(' '))
      equal(readFileSync(join(screen.site, 'content', path), 'utf8'), readFileSync(join(command.site, 'content', path), 'utf8'), path)
    equal(screen.git('log', '-1', '--format=raw'), command.git('log', '-1', '--format=raw'))
    equal(screen.head(), command.head())
    equal(others(screen), wanted)
    const verified = kaitei('--site', screen.site, '--as-of', event.day, 'verify', '--built', join(screen.site, '_site'))
    if (event.do !== 'approve') equal(verified.status, 0, verified.stdout + verified.stderr)
  })
  for (const day of event.golden) await test(`the site of ${day}: every page`, () => hold(day))
}

await test('all was played, and nothing raised', () => {
  equal(events.length, 15)
  equal(faults, [])
  equal(readdirSync(join(screen.folder, '.git/kaitei')), ['lock'])
})

await done()
