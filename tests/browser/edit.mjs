// The editor of the manager's screen: the page follows while one types, faults stand at their line, nothing
// typed is lost and nothing in the file is written over; with a script, without, by keyboard, on a phone.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, kaitei, launch, ok, root, scratch, test } from '../lib.mjs'
import { desktop, overflow, phone, smallPhone } from '../sites.mjs'

const site = join(scratch(), 'site')
equal(kaitei('--quiet', '--as-of', '2024-04-01', 'new', site).status, 0)
const folder = join(site, 'content/privacy')
const file = join(folder, 'policy.md')
const start = readFileSync(file, 'utf8')

const child = spawn(process.env.KAITEI ?? join(root, 'build/kaitei'), ['--site', site, 'preview'])
let out = ''
child.stdout.on('data', (data) => { out += data })
process.on('exit', () => child.kill('SIGKILL'))

// Waits until `what` answers true; the limit is only there so that a failure ends.
async function until(what, name) {
  for (let i = 0; i < 1500; i++) {
    if (await what()) return
    await new Promise((later) => setTimeout(later, 20))
  }
  throw new Error(`waited in vain for ${name}`)
}

await until(() => out.includes(' built in '), 'the first build')
const office = /http:\/\/127\.0\.0\.1:\d+\/\.kaitei\/[0-9a-f]+\//.exec(out)[0]
const origin = new URL(office).origin
const editor = office + 'edit/privacy'

const browser = await launch()
const faults = []
async function opened(options = {}, address = editor) {
  const context = await browser.newContext({ viewport: desktop, locale: 'ja-JP', ...options })
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(`${page.url()} raises ${error.message}`))
  page.on('console', (message) => {
    // A browser logs answers of 4xx, which some tests are about.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('status of 4')) faults.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asks ${request.url()}`)
  })
  await page.goto(address)
  if (options.javaScriptEnabled !== false) await page.locator('#edit-page[data-shows]').waitFor()
  return page
}
const close = (page) => page.context().close()
const text = (page) => page.locator('#edit-text')
const state = (page) => page.locator('#edit-state')
const shown = (page) => page.frameLocator('#edit-page')
const says = (locator, words) => until(async () => (await locator.textContent()).includes(words), words)

// What comes of a form that is sent by no browser.
async function send(fields, address = editor, headers = { origin }) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return fetch(address, { method: 'POST', body, headers, redirect: 'manual' })
}
async function seenOf(address = editor) {
  return /name="seen" value="([0-9a-f]*)"/.exec(await (await fetch(address)).text())[1]
}
const live = async (typed, address = 'draft/privacy') => (await send({ text: typed }, office + address)).json()

// Every test begins with the same file.
async function testEdit(name, run) {
  writeFileSync(file, start)
  await test(name, run)
}

await testEdit('the page follows what is typed, and keeps its place', async () => {
  const page = await opened()
  await shown(page).locator('h1').waitFor()
  await page.evaluate(() => { document.getElementById('edit-page').contentDocument.scrollingElement.scrollTop = 150 })
  await text(page).press('Control+End')
  await text(page).pressSequentially('\n\n打った文です。')
  await shown(page).getByText('打った文です。').waitFor()
  ok((await shown(page).locator('.status').textContent()).includes('まだ発行していません'))
  equal(await page.evaluate(() => document.getElementById('edit-page').contentDocument.scrollingElement.scrollTop), 150)
  equal(readFileSync(file, 'utf8'), start, 'nothing is written before it is saved')
  await close(page)
})

await testEdit('the frame: links to places stay in it, others open outside; no script runs', async () => {
  const page = await opened()
  const links = await shown(page).locator('a[href]').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.target]))
  ok(links.length > 5)
  for (const [href, target] of links) equal(target, href.includes('#') && href.includes('/draft/') ? '' : '_blank', href)
  equal(await page.locator('#edit-page').getAttribute('sandbox'), 'allow-same-origin allow-popups allow-popups-to-escape-sandbox')
  const answer = await fetch(office + 'draft/privacy')
  const rules = answer.headers.get('content-security-policy')
  ok(rules.includes("frame-ancestors 'self'") && rules.includes('; sandbox ') && !rules.includes('allow-scripts'), rules)
  ok((await fetch(editor)).headers.get('content-security-policy').includes("frame-ancestors 'none'"))
  await close(page)
})

await testEdit('a fault is marked at its line, and its entry leads there', async () => {
  const page = await opened()
  const [line, words] = [start.split('\n').length + 1, '[行き先](../nowhere/)']
  await text(page).press('Control+End')
  await page.keyboard.insertText(`\n${words}`)
  const link = page.locator('#edit-list a').first()
  await says(page.locator('#edit-list'), '../nowhere/')
  await says(page.locator('#edit-count'), '誤り 1件')
  await says(page.locator('#edit-heard[role=status]'), '誤り 1件')
  equal(await link.textContent(), `${line}行目：`)
  ok((await page.locator('#edit-list li').first().textContent()).includes(words), 'the line is quoted')
  const row = page.locator('.edit-lines > .at-fault')
  equal([await row.count(), await row.textContent(), await row.getAttribute('data-word')], [1, words, '✕誤り'])
  await text(page).press('Control+Home')
  await link.click()
  equal(await text(page).evaluate((t) => [document.activeElement === t, t.value.slice(t.selectionStart, t.selectionEnd)]), [true, words])
  const at = await row.boundingBox()
  const box = await text(page).boundingBox()
  ok(at.y >= box.y && at.y + at.height <= box.y + box.height, 'the line is in sight')
  await text(page).press('Control+Home')
  await text(page).press('F8')
  await says(page.locator('#edit-heard'), '../nowhere/')
  equal(await text(page).evaluate((t) => t.value.slice(t.selectionStart, t.selectionEnd)), words)
  await close(page)
})

await testEdit('the lines beside the text stay beside them, however long they are', async () => {
  const page = await opened()
  const heights = () => page.evaluate(() => [document.querySelector('.edit-lines').scrollHeight, document.getElementById('edit-text').scrollHeight])
  for (const size of [desktop, phone, smallPhone]) {
    await page.setViewportSize(size)
    await text(page).fill(`${'長い行。「かぎ」と words, 12345。'.repeat(30)}\n\n${'x'.repeat(500)}\n　\n ${' a'.repeat(200)}\n終わり`)
    await until(async () => { const [a, b] = await heights(); return a === b }, `rows as high as the text at ${size.width}`)
  }
  // Taking lines out of the middle and putting some in keeps rows and numbers in order.
  await text(page).evaluate((t) => { t.focus(); t.setSelectionRange(t.value.length - 3, t.value.length - 3) })
  await page.keyboard.insertText('一\n二\n三\n')
  await page.keyboard.press('Backspace')
  const rows = await page.locator('.edit-lines > div').evaluateAll((all) => all.map((row) => [row.textContent, row.dataset.number]))
  equal(rows, (await text(page).inputValue()).split('\n').map((words, i) => [words, String(i + 1)]))
  await close(page)
})

await testEdit('saved: said in words, in the file, and undo still works', async () => {
  const page = await opened()
  equal(await state(page).textContent(), '保存してあります')
  await text(page).press('Control+End')
  await page.keyboard.insertText('足した文。')
  await says(state(page), '保存していません')
  await page.keyboard.press('Control+s')
  await says(state(page), '保存しました')
  equal(readFileSync(file, 'utf8'), start + '足した文。\n')
  await page.keyboard.press('Control+z')
  await says(state(page), '保存していません')
  equal(await text(page).inputValue(), start)
  await page.getByRole('button', { name: '保存する' }).click()
  await says(state(page), '保存しました')
  equal(readFileSync(file, 'utf8'), start)
  equal(await state(page).getAttribute('role'), 'status')
  await close(page)
})

await testEdit('a warning before leaving with what is not saved, and none otherwise', async () => {
  const page = await opened()
  let asked = 0
  page.on('dialog', (dialog) => { asked++; dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss() })
  await page.goto(office)
  equal(asked, 0, 'nothing typed')
  await page.goto(editor)
  await page.locator('#edit-page[data-shows]').waitFor()
  await text(page).press('Control+End')
  await text(page).pressSequentially('a')
  await page.goto(office)
  equal(asked, 1, 'typed')
  await page.goto(editor)
  await page.locator('#edit-page[data-shows]').waitFor()
  await text(page).fill(start + 'b\n')
  await page.keyboard.press('Control+s')
  await says(state(page), '保存しました')
  await page.goto(office)
  equal(asked, 1, 'saved')
  await close(page)
})

await testEdit('a file that changed underneath is not written over; both texts are shown', async () => {
  const page = await opened()
  const mine = start + '\n私の文。\n'
  const theirs = start + '\nあちらの文。\n'
  await text(page).fill(mine)
  writeFileSync(file, theirs)
  await page.keyboard.press('Control+s')
  await page.getByRole('heading', { name: 'ファイルが変わっています' }).waitFor()
  equal(readFileSync(file, 'utf8'), theirs)
  equal(await text(page).inputValue(), mine)
  equal(await page.locator('#clash-theirs').inputValue(), theirs)
  equal(await page.locator('.clash del').allTextContents(), ['あちらの文。'])
  equal(await page.locator('.clash ins').allTextContents(), ['私の文。'])
  equal(await state(page).textContent(), '保存していません')
  // Changed once more meanwhile: again nothing is written over.
  writeFileSync(file, theirs + '\nさらに。\n')
  await page.getByRole('button', { name: 'この文章で保存する' }).click()
  await page.getByText('さらに。').first().waitFor()
  equal(readFileSync(file, 'utf8'), theirs + '\nさらに。\n')
  await page.locator('#edit-page[data-shows]').waitFor()
  await page.getByRole('button', { name: 'この文章で保存する' }).click()
  await says(state(page), '保存しました')
  equal(readFileSync(file, 'utf8'), mine)
  await close(page)
})

await testEdit('without a script: the page of the file, a button that saves, faults with their lines', async () => {
  const page = await opened({ javaScriptEnabled: false })
  ok((await shown(page).locator('h1').textContent()).length > 0)
  await text(page).fill(start + '\n[行き先](../nowhere/)\n')
  await page.getByRole('button', { name: '保存する' }).click()
  ok((await page.locator('.done').textContent()).includes('保存しました'))
  equal(readFileSync(file, 'utf8'), start + '\n[行き先](../nowhere/)\n')
  ok((await page.locator('#edit-list').textContent()).includes(`${start.split('\n').length + 1}行目：`))
  ok((await shown(page).locator('.status').textContent()).includes('まだ発行していません'))
  await text(page).fill(start + '\n私の文。\n')
  writeFileSync(file, start + '\nあちらの文。\n')
  await page.getByRole('button', { name: '保存する' }).click()
  equal(readFileSync(file, 'utf8'), start + '\nあちらの文。\n')
  equal(await text(page).inputValue(), start + '\n私の文。\n')
  await page.getByRole('button', { name: 'この文章で保存する' }).click()
  equal(readFileSync(file, 'utf8'), start + '\n私の文。\n')
  await close(page)
})

await testEdit('by keyboard alone: to the text, to a fault, to the button', async () => {
  writeFileSync(file, start + '\n[行き先](../nowhere/)\n')
  const page = await opened()
  const reach = async (what) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), what)) return
    }
    throw new Error(`no way to ${what}`)
  }
  await reach('button[value=save]')
  await reach('#edit-text')
  await reach('#edit-list a')
  await page.keyboard.press('Enter')
  equal(await text(page).evaluate((t) => t.value.slice(t.selectionStart, t.selectionEnd)), '[行き先](../nowhere/)')
  await page.keyboard.insertText('直した文。')
  await says(page.locator('#edit-count'), '誤りは見つかりませんでした')
  await page.keyboard.press('Control+s')
  await says(state(page), '保存しました')
  equal(readFileSync(file, 'utf8'), start + '\n直した文。\n')
  await close(page)
})

await testEdit('ids: what will be written is shown first', async () => {
  const bare = start.replace(/ \{#[^}]*\}/, '')
  ok(bare !== start, 'the sample has ids')
  writeFileSync(file, bare)
  const page = await opened()
  await page.getByRole('button', { name: '見出しにIDを付ける' }).click()
  await page.getByRole('heading', { name: '見出しにIDを付ける' }).waitFor()
  equal(readFileSync(file, 'utf8'), bare)
  const id = await page.locator('td code').first().textContent()
  await page.getByRole('button', { name: 'やめて' }).click()
  equal(await text(page).inputValue(), bare)
  await page.getByRole('button', { name: '見出しにIDを付ける' }).click()
  await page.getByRole('button', { name: '書き加えて保存する' }).click()
  ok((await page.locator('.done').textContent()).includes('保存しました'))
  const named = readFileSync(file, 'utf8')
  ok(named.includes(id), named)
  equal(named.replace(/ \{#[^}]*\}/g, ''), bare.replace(/ \{#[^}]*\}/g, ''))
  await close(page)
})

await testEdit('a language that has no file yet can be begun', async () => {
  const page = await opened({}, editor + '/en')
  ok((await page.getByText('policy.en.md').first().textContent()).length > 0)
  await text(page).fill('# Privacy policy\n\nWords.\n')
  await shown(page).getByText('Words.').waitFor()
  equal(await shown(page).locator('html').getAttribute('lang'), 'en')
  await page.keyboard.press('Control+s')
  await says(state(page), '保存しました')
  equal(readFileSync(join(folder, 'policy.en.md'), 'utf8'), '# Privacy policy\n\nWords.\n')
  rmSync(join(folder, 'policy.en.md'))
  await close(page)
})

await testEdit('where it cannot be saved, why is said and the text stays', async () => {
  const page = await opened()
  await text(page).fill(start + '\n私の文。\n')
  chmodSync(file, 0o444)
  await page.keyboard.press('Control+s')
  await says(state(page), '書き込めません')
  equal([await text(page).inputValue(), readFileSync(file, 'utf8')], [start + '\n私の文。\n', start])
  const plain = await send({ text: '私の文。', seen: await seenOf() })
  equal(plain.status, 422)
  const answer = await plain.text()
  ok(answer.includes('書き込めません') && answer.includes('私の文。</textarea>'))
  chmodSync(file, 0o644)
  // The folder is gone.
  renameSync(folder, join(site, 'away'))
  const gone = await send({ text: '私の文。', seen: 'x' })
  equal(gone.status, 404)
  ok((await gone.text()).includes('私の文。</textarea>'))
  renameSync(join(site, 'away'), folder)
  await text(page).fill('あ'.repeat(50_000))
  await says(state(page), '長すぎる')
  await page.keyboard.press('Control+s')
  const long = await send({ text: 'あ'.repeat(50_000), seen: await seenOf() })
  equal(long.status, 422)
  ok((await long.text()).includes('ああああ</textarea>'))
  equal(readFileSync(file, 'utf8'), start)
  await close(page)
})

await testEdit('what a file does in its own manner is kept', async () => {
  const saved = async (bytes, typed) => {
    writeFileSync(file, bytes)
    equal((await send({ text: typed, seen: await seenOf() })).status, 303)
    return readFileSync(file, 'utf8')
  }
  equal(await saved('# あ\r\n\r\nい\r\n', '# あ\n\nう\n'), '# あ\r\n\r\nう\r\n')
  equal(await saved('\uFEFF# あ\n', '# い\n'), '\uFEFF# い\n')
  equal(await saved('# あ', '# い'), '# い', 'no line end')
  equal(await saved('# あ\n', '# い'), '# い\n', 'a line end')
  equal(await saved('# あ\r\nい\nう\r', '# あ\nい\nう\n'), '# あ\r\nい\nう\r', 'nothing changed: not a byte')
  equal(await saved('# あ\n', '# あ\n\n</textarea><script>&amp;\n'), '# あ\n\n</textarea><script>&amp;\n')
  ok((await (await fetch(editor)).text()).includes('&lt;/textarea&gt;&lt;script&gt;&amp;amp;'))
  chmodSync(file, 0o600)
  equal((await send({ text: start, seen: await seenOf() })).status, 303)
  equal(statSync(file).mode & 0o777, 0o600)
  chmodSync(file, 0o644)
})

await testEdit('a text that begins with empty lines is the same in the textarea', async () => {
  writeFileSync(file, '\n\n# あ\n')
  const page = await opened({ javaScriptEnabled: false })
  equal(await text(page).inputValue(), '\n\n# あ\n')
  await close(page)
})

await testEdit('a file that is no text is shown as such, and not written over', async () => {
  const bytes = Buffer.from([0x23, 0x20, 0x83, 0x65, 0x0a])
  writeFileSync(file, bytes)
  const answer = await (await fetch(editor)).text()
  ok(answer.includes('UTF-8') && !answer.includes('id="edit-text"'))
  const sent = await send({ text: '私の文。', seen: '' })
  equal(sent.status, 409)
  ok((await sent.text()).includes('私の文。</textarea>'))
  equal(readFileSync(file), bytes)
  const page = await opened({ javaScriptEnabled: false })
  ok((await page.frames().length) === 1)
  await close(page)
})

await testEdit('a link is written through, and none that leads out of the site', async () => {
  const outside = join(scratch(), 'outside.md')
  writeFileSync(outside, start)
  rmSync(file)
  symlinkSync(outside, file)
  equal((await send({ text: 'a\n', seen: '' })).status, 422)
  equal(readFileSync(outside, 'utf8'), start)
  rmSync(file)
  writeFileSync(join(folder, 'own.md'), start)
  symlinkSync('own.md', file)
  equal((await send({ text: 'a\n', seen: await seenOf() })).status, 303)
  equal(readFileSync(join(folder, 'own.md'), 'utf8'), 'a\n')
  rmSync(file)
  rmSync(join(folder, 'own.md'))
})

await testEdit('what no browser of ours would send', async () => {
  const statuses = async (...all) => Promise.all(all).then((list) => list.map(({ status }) => status))
  equal(await statuses(
    send({ text: 'x', seen: '' }, editor, {}), send({ text: 'x', seen: '' }, editor, { origin: 'http://evil.example' }),
    send({ text: 'x', seen: '' }, office.replace(/[0-9a-f]{32}/, '0'.repeat(32)) + 'edit/privacy'),
    send({ text: 'x' }), send({ seen: 'x' }), send({}, office + 'draft/privacy'), send({ text: 'x', seen: '' }, office + 'draft/nothing'),
  ), [403, 403, 404, 400, 400, 400, 404])
  for (const path of ['edit/privacy/..', 'edit/privacy/..%2f..%2fsite', 'edit/privacy/x.y', 'edit/privacy/EN', 'edit/privacy/en/x', 'edit/pages', 'edit/', 'edit'])
    equal((await fetch(office + path)).status, 404, path)
  equal((await send({ text: 'x', seen: '' }, office + 'edit/privacy/..%2f..%2fevil')).status, 404)
  ok(!existsSync(join(site, 'content/evil.md')))
  equal((await send({ text: 'a\0b', seen: await seenOf() })).status, 400)
  equal((await send({ text: 'x'.repeat(2_000_000), seen: '' })).status, 413)
  equal(readFileSync(file, 'utf8'), start)
})

await testEdit('hostile texts are answered', async () => {
  // The sanitizers look through the whole text at each search in it.
  const limit = process.env.KAITEI_SANITIZED ? 8_192 : 131_072
  const full = (unit) => unit.repeat(Math.ceil(limit / Buffer.byteLength(unit))).slice(0, limit / (Buffer.byteLength(unit) / unit.length))
  for (const unit of ['![[]()', '[](x)', '[', '**a *b ', '`a', '> ', '# a\n', '<a b="', '{漢|', '|a|\n|-|\n', 'a\n=\n', '&', '\n', '\u0001'])  {
    const { marks } = await live(full(unit))
    ok(marks.list.length <= 200, unit)
  }
  const many = await live(Array.from({ length: 9_000 }, (_, i) => `[a](a${i}/)`).join(' '))
  equal([many.marks.errors, many.marks.list.length, many.marks.list[199].line], [9_000, 200, 1])
})

await testEdit('every kind of fault has its line', async () => {
  const { marks, draft } = await live('# 見出し {#a}\n\n<b>太字</b>\n\n## また {#a}\n\n[行き先](#nowhere)\n\n[外](http://example.org/)\n\n[ほか](../privacy/history/#none)\n')
  equal(draft, true)
  for (const line of [3, 5, 7, 9, 11]) ok(marks.list.some((mark) => mark.line === line), `line ${line}: ${JSON.stringify(marks.list)}`)
  ok(marks.list.every((mark) => mark.hint && mark.word))
})

await testEdit('the page is the one that will be published', async () => {
  const elsewhere = join(scratch(), 'out')
  const real = spawn(process.env.KAITEI ?? join(root, 'build/kaitei'), ['--site', root, 'preview', '--out', elsewhere])
  process.on('exit', () => real.kill('SIGKILL'))
  try {
    let said = ''
    real.stdout.on('data', (data) => { said += data })
    await until(() => said.includes(' built in '), 'the build')
    const address = /http:\/\/127\.0\.0\.1:\d+\/\.kaitei\/[0-9a-f]+\//.exec(said)[0] + 'draft/privacy'
    const published = readFileSync(join(elsewhere, 'public/privacy/index.html'), 'utf8')
    const own = new URL(address).pathname
    const page = (await (await fetch(address)).text()).replaceAll(' target="_blank"', '').replaceAll(`"${own}#`, '"#')
    // What names the permalink and the exact bytes is not yet known of a draft.
    for (const part of [/<body[^]*?<section class="about"/, /<footer[^]*/])
      equal(part.exec(page)?.[0] ?? 'not there', part.exec(published)[0], String(part))
  } finally {
    real.kill('SIGTERM')
  }
})

// ---- how it looks and reads ----

const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'], iframes: false,
}
async function wellMade(page, what) {
  for (const [colorScheme, size] of [['light', desktop], ['dark', desktop], ['light', phone], ['dark', smallPhone]]) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(size)
    equal(await axe(page, rules), [], `${what} ${colorScheme} ${size.width}`)
    equal(await overflow(page), null, `${what} ${size.width}`)
    const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, nav a, .go')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 100)))
    equal(small, [], 'too small for a finger')
  }
}

await testEdit('every state is well made: axe-core, phone, 320 px, dark', async () => {
  // axe is put into the page, which the page's own rules forbid.
  const page = await opened({ bypassCSP: true })
  await page.locator('.writing summary').click()
  await wellMade(page, 'at first')
  await text(page).fill(start + '\n[行き先](../nowhere/)\n\n_下線_ と **「強調」**は\n\n' + 'x'.repeat(300))
  await says(page.locator('#edit-list'), '../nowhere/')
  await wellMade(page, 'with faults')
  writeFileSync(file, start.replace('。', '、あちらの文。'))
  await page.keyboard.press('Control+s')
  await page.locator('.clash').waitFor()
  await page.locator('.clash summary').click()
  await wellMade(page, 'with both texts')
  await close(page)
  writeFileSync(file, start.replace(/ \{#[^}]*\}/g, ''))
  const ids = await opened({ bypassCSP: true })
  await ids.getByRole('button', { name: '見出しにIDを付ける' }).click()
  await ids.locator('.writing summary').click()
  await wellMade(ids, 'ids')
  await close(ids)
  const kept = await opened({ bypassCSP: true })
  renameSync(folder, join(site, 'away'))
  await text(kept).fill('私の文。')
  await kept.keyboard.press('Control+s')
  await kept.getByRole('heading', { name: '保存できませんでした' }).waitFor()
  renameSync(join(site, 'away'), folder)
  await wellMade(kept, 'kept')
  await close(kept)
})

await testEdit('the page in the frame is well made', async () => {
  writeFileSync(file, start + '\n下書きの文。\n')
  const context = await browser.newContext({ viewport: desktop })
  const page = await context.newPage()
  // Its own rules let no script run in it, axe neither.
  await context.route('**/draft/privacy', async (route) => {
    const response = await route.fetch()
    const { 'content-security-policy': left, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  await page.goto(office + 'draft/privacy')
  await page.getByText('まだ発行していません').waitFor()
  equal(await axe(page, rules), [])
  await context.close()
})

await test('nothing was asked of another host, and nothing logged', () => equal(faults, []))

child.kill('SIGTERM')
if (child.exitCode === null) await new Promise((ended) => child.on('exit', ended))
await done()
