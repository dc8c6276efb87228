// What the server must still be able to do when it has given up the rest of the disk: publish, print, and bring the site
// online by the site's own command. (Where the kernel has no Landlock, it has given up nothing.)
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { done, equal, launch, ok, scratch, test } from '../lib.mjs'
import { until } from '../office.mjs'
import { invite, serving, siteWithRecords, totp } from '../registry.mjs'

// A home with a git configuration of its own, which no longer can be seen.
const home = scratch()
writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Somebody\n\temail = somebody@example.jp\n')
process.env.HOME = home
delete process.env.XDG_CONFIG_HOME

const site = siteWithRecords()
const online = join(site, 'online')
const lua = join(site, 'content/site.lua')
writeFileSync(lua, readFileSync(lua, 'utf8').replace('site {', 'site {\n  deploy = { "cp", "-R", "_site/public", "online" },'))
execFileSync('git', ['-C', site, '-c', 'user.name=test', '-c', 'user.email=test@example.jp', 'commit', '-qam', 'Deploy'])
const policy = join(site, 'content/privacy/policy.md')
writeFileSync(policy, readFileSync(policy, 'utf8').replace('個人情報への不正アクセス', '個人情報への不正なアクセス'))
const code = invite(site, 'tanaka', '田中 桃子', 'publishing')
const run = await serving(site)
const browser = await launch()
const page = await (await browser.newContext({ locale: 'ja' })).newPage()
const publish = `${run.url}/office/publish/`

await test('an account for publishing', async () => {
  await page.goto(`${run.url}/office/invitation`)
  await page.locator('[name=invitation]').fill(code)
  await page.getByRole('button', { name: '次へ' }).click()
  const secret = (await page.locator('.secret code').textContent()).replaceAll(' ', '')
  await page.locator('[name=passphrase]').fill('canary long passphrase')
  await page.locator('[name=again]').fill('canary long passphrase')
  await page.locator('[name=code]').fill(totp(secret))
  await page.getByRole('button', { name: '設定する' }).click()
  equal((await page.goto(publish)).status(), 200)
  equal(await page.locator('h1').textContent(), 'いまの状態')
})

await test('a text is approved, and committed as who has signed in', async () => {
  await page.goto(`${publish}approve/privacy`)
  await page.locator('[name=by]').fill('理事会')
  await page.locator('main form button[type=submit]').first().click()
  await page.locator('main form button[type=submit]').first().click()
  const last = execFileSync('git', ['-C', site, 'log', '-1', '--format=%an %s']).toString()
  ok(last.startsWith('田中 桃子 '), last + await page.textContent('main'))
})

await test('papers are printed', async () => {
  await page.goto(`${publish}papers`)
  await page.locator('main form button[type=submit]').first().click()
  const folder = join(site, '_site/office/print')
  await until(() => existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.pdf')),
    `a paper: ${run.err()}`)
})

await test('the site goes online by its own command', async () => {
  await page.goto(`${publish}online`)
  await page.locator('main form button[type=submit]').first().click()
  await until(() => existsSync(join(online, 'index.html')), `the site online: ${run.err()}`)
})

equal(await run.stop(), { status: 0, signal: null })
await done()
