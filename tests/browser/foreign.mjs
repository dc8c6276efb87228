// Another site's page, in the same browser as somebody who is signed in: it can send and load what it likes, and
// changes nothing, sees nothing. A form that was sent once and is sent again does nothing twice.
import { createServer } from 'node:http'
import { done, equal, kaitei, launch, ok, test } from '../lib.mjs'
import { serving, siteWithRecords } from '../registry.mjs'

const site = siteWithRecords()
const asked = (...args) => {
  const run = kaitei('--site', site, ...args)
  equal(run.status, 0, run.stderr)
  return run.stdout
}
asked('staff', 'add', '--number', '0001', '--name', '山田 花子', '--at', '本町', '--joined', '2024-04-01')
const code = /[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}/.exec(asked('staff', 'slip', '0001'))[0]
const run = await serving(site)
const browser = await launch()
const context = await browser.newContext({ locale: 'ja-JP' })
const page = await context.newPage()

// The other site: 127.0.0.1 is not localhost.
let body = ''
const foreign = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(`<!DOCTYPE html><title>elsewhere</title><body>${body}</body>`)
})
await new Promise((listening) => foreign.listen(0, '127.0.0.1', listening))
foreign.unref()
const elsewhere = `http://127.0.0.1:${foreign.address().port}/`

const requests = () => run.err().split('\n').filter((line) => line.includes('"event":"request"')).map((line) => JSON.parse(line))
const language = async () => {
  await page.goto(`${run.url}/settings`)
  return page.locator('input[name=lang]:checked').getAttribute('value')
}
const visit = async (html) => {
  body = html
  const before = requests().length
  await page.goto(elsewhere)
  return () => requests().slice(before)
}
const form = (token, action = '/settings', fields = '<input name="lang" value="en" />', attributes = '') =>
  `<form method="post" action="${run.url}${action}" ${attributes}><input name="token" value="${token}" />${fields}<button>x</button></form>`

let token = ''
await test('somebody signs in', async () => {
  await page.goto(run.url + '/')
  await page.fill('#page-code', code)
  await page.getByRole('button', { name: '次へ' }).click()
  await page.fill('#page-pin', '739164')
  await page.fill('#page-again', '739164')
  await page.locator('main button').click()
  equal(await language(), 'ja')
  token = await page.locator('form[action="/settings"] input[name=token]').getAttribute('value')
  ok(/^[0-9a-f]{32,64}$/.test(token), token)
  const cookies = (await context.cookies(run.url)).filter((cookie) => cookie.name === '__Host-kaitei-staff')
  equal(cookies.map(({ secure, httpOnly, sameSite }) => ({ secure, httpOnly, sameSite })), [{ secure: true, httpOnly: true, sameSite: 'Lax' }])
  equal(await page.evaluate(() => document.cookie), '')
})

for (const [what, html] of [
  ['a form', form('guess')],
  ['a form with the very token', () => form(token)],
  ['a form that leaves no referrer', () => `<meta name="referrer" content="no-referrer" />${form(token)}`],
  ['a form in parts', () => form(token, '/settings', '<input name="lang" value="en" />', 'enctype="multipart/form-data"')],
  ['a form as plain text', () => form(token, '/settings', '<input name="lang" value="en" />', 'enctype="text/plain"')],
  ['a form that signs out everywhere', () => form(token, '/sign-out', '<input name="everywhere" value="1" />')],
  ['a form that signs in as somebody else', () => form(token, '/sign-in', `<input name="code" value="${code}" />`)],
]) {
  await test(`from elsewhere: ${what}`, async () => {
    await visit(typeof html === 'function' ? html() : html)
    const [answer] = await Promise.all([page.waitForResponse((got) => got.request().method() === 'POST'), page.locator('button').click()])
    equal(answer.status(), 403)
    ok((await page.textContent('body')).includes('ほかのサイトから'), await page.textContent('body'))
    equal(await language(), 'ja')
  })
}

await test('from elsewhere: a script', async () => {
  const seen = await visit('')
  const said = await page.evaluate(async ([url, secret]) => {
    const send = (mode, headers) =>
      fetch(`${url}/settings`, { method: 'POST', mode, credentials: 'include', headers, body: new URLSearchParams({ token: secret, lang: 'en' }) })
        .then((answer) => answer.type, () => 'refused')
    const read = (mode) => fetch(`${url}/`, { mode, credentials: 'include' }).then((answer) => answer.text(), () => '')
    return [await send('no-cors'), await send('cors'), await send('cors', { 'X-A': 'b' }), await read('no-cors'), await read('cors')]
  }, [run.url, token])
  equal(said, ['refused', 'refused', 'refused', '', ''])
  ok(seen().length >= 4 && seen().every((one) => one.status === 403 || one.status === 405), JSON.stringify(seen()))
  equal(await language(), 'ja')
})

await test('from elsewhere: pictures, frames, style sheets, scripts of ours', async () => {
  const seen = await visit(`<img src="${run.url}/" /><iframe src="${run.url}/settings"></iframe>
    <link rel="stylesheet" href="${run.url}/assets/theme.css" /><script src="${run.url}/settings"></script>`)
  await page.waitForLoadState('networkidle')
  for (const frame of page.frames().slice(1)) ok(!(await frame.content()).includes('設定'), await frame.content())
  ok(seen().length >= 2 && seen().every((one) => one.status === 403), JSON.stringify(seen()))
})

await test('from elsewhere: a window that is opened tells nothing', async () => {
  await visit('<p>x</p>')
  const said = await page.evaluate(async (url) => {
    const other = window.open(`${url}/settings`)
    await new Promise((later) => setTimeout(later, 1500))
    try {
      return [other.closed, other.length, other.document.title]
    } catch (error) {
      return [true, 0, '']
    }
  }, run.url)
  equal(said, [true, 0, ''])
})

await test('a link from elsewhere finds somebody still signed in', async () => {
  await visit(`<a href="${run.url}/settings">settings</a>`)
  await page.getByRole('link').click()
  ok(await page.locator('form[action="/settings"]').count() === 1, page.url())
})

await test('a form that is sent twice does nothing twice', async () => {
  const module = '2026-privacy'
  await page.goto(`${run.url}/quiz/${module}`)
  await page.getByRole('button', { name: '始める' }).click()
  await page.locator('.answer input').first().check()
  const events = () => Number(JSON.parse(asked('records', 'status', '--json')).events)
  const before = events()
  const sent = await page.evaluate(async () => {
    const form = document.querySelector('main form')
    const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then((answer) => answer.status)
    return Promise.all([send(), send(), send(), send()])
  })
  equal(sent, [200, 200, 200, 200])
  equal(events() - before, 1)
})

await test('and after signing out nothing at all', async () => {
  await page.goto(`${run.url}/settings`)
  const status = await page.evaluate(async () => {
    const send = (form) => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then((answer) => answer.status)
    const settings = document.querySelector('form[action="/settings"]')
    await send([...document.querySelectorAll('form[action="/sign-out"]')].at(-1))
    return send(settings)
  })
  equal(status, 403)
})

await done()
