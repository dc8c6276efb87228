// The default theme in a browser, every template in every state, with the sample values of
// tests/unit/test_theme_default.c: what the real site does not have today (a scheduled revision, a
// cancelled one, editions) must be as good on the day that it does.
import { createRequire } from 'node:module'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, deep, done, equal, launch, ok, root, scratch, serve, test, vnu } from '../lib.mjs'

const folder = scratch()
execFileSync(join(process.env.KAITEI_B ?? join(root, 'build'), 'tests/test_theme_default'),
  { cwd: root, env: { ...process.env, KAITEI_THEME_OUT: folder }, stdio: 'ignore' })
// As kaitei writes it, in a colour that the theme does not hold.
writeFileSync(join(folder, 'assets/colour.css'), `:root { --key: #0017c1; --key-on: #ffffff; --key-soft: #ebecf9; }
@media (prefers-color-scheme: dark) { :root { --key: #9e9eff; --key-on: #1a1a1a; --key-soft: #23232b; } }\n`)

const names = readdirSync(folder).filter((name) => name.endsWith('.html') &&
  (deep || !/-(en|easy)\.html$/.test(name) || /^(policy|history|on|now-old)-en/.test(name)))
const address = await serve(folder)
const browser = await launch()

// Opens every page in turn and gathers what `look` finds at fault: [] where all is well.
async function everyPage(options, look) {
  const context = await browser.newContext(options)
  const faults = []
  for (const name of names) {
    const page = await context.newPage()
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) faults.push(`${name} asks for ${request.url()}`)
    })
    page.on('pageerror', (error) => faults.push(`${name}: ${error}`))
    await page.goto(`${address}/${name}`)
    for (const fault of await look(page)) faults.push(`${name}: ${fault}`)
    await page.close()
  }
  await context.close()
  return faults
}

const phone = { viewport: { width: 320, height: 800 }, hasTouch: true }
const desk = { viewport: { width: 1280, height: 900 } }

await test('there are pages to look at', () => ok(names.length >= 20, names.join(' ')))

await test('axe-core finds nothing on a desk, in light', async () => {
  equal(await everyPage({ ...desk, colorScheme: 'light' }, axe), [])
})

await test('axe-core finds nothing on a phone, in the dark', async () => {
  equal(await everyPage({ ...phone, colorScheme: 'dark' }, axe), [])
})

await test('the Nu HTML checker finds no error', () => equal(vnu(folder), []))

await test('no page moves sideways on a phone of 320 px, with what is folded open', async () => {
  equal(await everyPage(phone, (page) => page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return wide > 0 ? [`${wide} px too wide`] : []
  })), [])
})

// Half the width at twice the scale is what zooming to 200 % gives.
await test('no page moves sideways on a desk at 200 %', async () => {
  equal(await everyPage({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, (page) => page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return wide > 0 ? [`${wide} px too wide`] : []
  })), [])
})

// Links within a sentence need not be; a clause's own sign is for keyboards.
await test('what a finger presses is 44 px high', async () => {
  equal(await everyPage(phone, (page) => page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    return [...document.querySelectorAll('a, button, summary, input')].filter((element) => {
      const box = element.getBoundingClientRect()
      const alone = element.closest('p, li, dd, h1, h2, h3, div')?.textContent.trim() === element.textContent.trim()
      return box.height > 0 && box.height < 44 && box.bottom > 0 && alone && !element.closest('.prose')
    }).map((element) => `${element.outerHTML} is ${element.getBoundingClientRect().height} px high`)
  })), [])
})

await test('the focus ring is on everything that the keyboard reaches', async () => {
  equal(await everyPage(desk, async (page) => {
    const faults = []
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      faults.push(...await page.evaluate(() => {
        const at = document.activeElement
        const style = getComputedStyle(at)
        if (at === document.body) return []
        return parseFloat(style.outlineWidth) >= 4 && style.outlineStyle === 'solid' && style.boxShadow !== 'none' ? [] : [at.outerHTML]
      }))
    }
    return faults
  }), [])
})

await test('a line holds at most 40 characters', async () => {
  equal(await everyPage({ viewport: { width: 1920, height: 1000 } }, (page) => page.evaluate(() =>
    [...document.querySelectorAll('.prose > p, .lead, .note p')].filter((p) =>
      p.clientWidth > 40.01 * parseFloat(getComputedStyle(p).fontSize)).map((p) => `${p.clientWidth} px: ${p.textContent}`))), [])
})

await test('paper is black on white, whatever the key colour, without what can only be pressed', async () => {
  const page = await browser.newPage({ ...desk, colorScheme: 'dark' })
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${address}/policy.html`)
  const style = (selector, name) => page.locator(selector).first().evaluate((at, wanted) => getComputedStyle(at)[wanted], name)
  equal(await style('body', 'color'), 'rgb(0, 0, 0)')
  equal(await style('body', 'backgroundColor'), 'rgb(255, 255, 255)')
  equal(await style('.state.in-force', 'color'), 'rgb(0, 0, 0)')
  for (const selector of ['.skip', '.site-head nav', '.site-foot nav', '.contents', '.contents-fold', '.ways', '.anchor', '.go', '.on-screen'])
    equal(await style(selector, 'display'), 'none', selector)
  await page.close()
})

await test('the contents stand in the page once: beside the text on a desktop, behind their summary on a phone', async () => {
  for (const [options, folded] of [[phone, true], [desk, false]]) {
    const page = await browser.newPage(options)
    await page.goto(`${address}/policy.html`)
    equal(await page.locator('.contents').count(), 1)
    equal(await page.locator('.contents-fold').isVisible(), folded)
    equal(await page.locator('.contents').isVisible(), !folded)
    await page.close()
  }
})

// ---- what did it say on …? ----

const { readDay, readSpan } = createRequire(import.meta.url)(join(root, 'themes/default/assets/on.js'))

// A day that kaitei reads, on.js reads the same; what is none to kaitei is none to it. It leaves out
// 大字 (壱弐参) and 千, which nobody types, and years that disagree, of which it takes the first. Eight figures
// alone are no day in a ledger, but plain enough in a question.
await test('on.js reads days as kaitei does', () => {
  for (const file of ['wareki.tsv', 'wareki-more.tsv'])
    for (const line of readFileSync(join(root, 'tests/vectors', file), 'utf8').trim().split('\n').slice(1)) {
      const [input, status, iso] = line.split('\t')
      if (/^\d{8}$/.test(input) || /[壱弐参拾千]/.test(input) || /MISMATCH/.test(status) || (status === 'BEFORE_START' && /[（(]/.test(input))) continue
      const wanted = /^(OK|PAST_END)/.test(status) && /^\d{4}-\d\d-\d\d$/.test(iso) ? iso : null
      equal(readDay(input), wanted, input)
    }
})

await test('on.js reads months, days without signs between, and tells an era that had ended', () => {
  const span = (typed) => {
    const { from, to, month, era } = readSpan(typed) ?? {}
    return [from, to, month, era]
  }
  equal(span('20130505'), ['2013-05-05', '2013-05-05', false, null])
  for (const typed of ['平成25年4月', '2013年4月', '2013-04', '2013/4', 'H25.4', '平成二十五年四月', '２０１３－０４', '2013年（平成25年）4月'])
    equal(span(typed), ['2013-04-01', '2013-04-30', true, null], typed)
  equal(span('2024-02'), ['2024-02-01', '2024-02-29', true, null])
  equal(span('平成元年1月'), ['1989-01-01', '1989-01-31', true, null])
  equal(span('平成99年4月1日'), ['2087-04-01', '2087-04-01', false, '平成'])
  equal(span('平成31年4月'), ['2019-04-01', '2019-04-30', true, null])
  equal(span('平成31年4月30日')[3], null)
  equal(span('平成31年5月1日')[3], '平成')
  equal(span('昭和64年1月7日')[3], null)
  equal(span('昭和64年1月8日')[3], '昭和')
  for (const typed of ['20131301', '2013-13', '2013-0', '201304', '25.4', '平成25年', '平成0年4月', '昭和元年11月', '2013-04-', '2013年4月ごろ', '4月'])
    equal(readSpan(typed), null, typed)
})

await test('without JavaScript there is the list of periods and no form', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${address}/on.html`)
  ok(!(await page.isVisible('form')))
  equal(await page.locator('#on-periods > li').count(), 3)
  await context.close()
})

await test('a day that is typed shows its period', async () => {
  const page = await browser.newPage(phone)
  const ask = async (day) => {
    await page.fill('#on-date', day)
    await page.keyboard.press('Enter')
    return [await page.textContent('#on-answer'), await page.locator('#on-periods > li.found').evaluateAll((all) => all.map((li) => li.dataset.from))]
  }
  await page.goto(`${address}/on.html`)
  equal(await ask('H30.12.1'), ['平成30年12月1日（2018年）に使われていたのは、第4版です。この版を読む', ['2018-12-01']])
  equal(await ask('２０１８年１１月３０日'), ['平成30年11月30日（2018年）に使われていたのは、第2版です。この版の文面は残っていません。わかっていること', ['2006-04-01']])
  equal(await ask('平成17年12月31日'), ['この方針は平成18年1月1日（2006年）に作られました。その前の日には、まだありません。', []])
  equal((await ask('2999-01-01'))[0], '令和981年1月1日（2999年）は、これからの日です。いま決まっているのは、第4版です。この版を読む')
  ok((await ask('きのう'))[0].startsWith('日付を読み取れませんでした'))
  equal(await page.getAttribute('#on-date', 'aria-invalid'), 'true')
  await page.close()
})

await done()
