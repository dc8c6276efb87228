// How a reader uses the pages: by keyboard, on a phone, without JavaScript, in the dark, on paper; by asking
// for a day; by comparing two revisions; in another language.
import { done, equal, launch, ok, test } from '../lib.mjs'
import { bothSites, desktop, overflow, phone, visitor } from '../sites.mjs'

const browser = await launch()
const [real, fixture] = await bothSites()
const faults = []

// Opens a page, gives it to `look`, and closes it.
async function open({ address }, path, options, look) {
  const page = await visitor(browser, address, faults, options)
  await page.goto(address + path)
  try {
    await look(page)
  } finally {
    await page.context().close()
  }
}

// What has the focus, whether it has its ring, and whether it and its ring are seen whole: `cut` says by what
// they are not, the window or a part that scrolls by itself; `hit` what lies over it.
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement
  if (e === document.body) return null
  const { outlineStyle, outlineWidth, outlineOffset, opacity, visibility } = getComputedStyle(e)
  const ring = parseFloat(outlineWidth) + parseFloat(outlineOffset)
  const { left, top, right, bottom } = e.getClientRects()[0]
  const within = (box) =>
    left - ring >= box.left - 0.5 && top - ring >= box.top - 0.5 && right + ring <= box.right + 0.5 && bottom + ring <= box.bottom + 0.5
  const clips = [{ localName: 'window', getBoundingClientRect: () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }) }]
  for (let up = e.parentElement; up !== document.body; up = up.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowY)) clips.push(up)
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  const over = e === hit || e.contains(hit) || hit?.contains(e) ? '' : hit?.outerHTML.slice(0, 80)
  return {
    name: `${e.localName} ${e.className} ${e.getAttribute('href') ?? ''}`,
    ring: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3 && opacity === '1' && visibility === 'visible',
    cut: clips.filter((clip) => !within(clip.getBoundingClientRect())).map((clip) => `${clip.localName} ${clip.className ?? ''}`).join(),
    over,
    hash: e.getAttribute('href')?.startsWith('#') ? e.getAttribute('href') : '',
    inMain: Boolean(e.closest('main')),
  }
})

const top = (page, selector) => page.locator(selector).evaluate((e) => e.getBoundingClientRect().top)

await test('the first Tab reaches the skip link, and it skips', () => open(real, '/privacy/', {}, async (page) => {
  await page.keyboard.press('Tab')
  const skip = await focused(page)
  ok(skip.name.includes('skip') && skip.ring && !skip.cut && !skip.over, JSON.stringify(skip))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  ok((await focused(page)).inMain, 'the next Tab is not in the text')
}))

for (const [where, path] of [[real, '/privacy/'], [real, '/privacy/on/'], [fixture, '/kihon/2024-04-01/from/2021-10-01-2/'], [fixture, '/']])
  for (const size of [phone, desktop])
    await test(`${path} at ${size.width}: Tab goes through all of it and back, and the ring is always seen whole`, () =>
      open(where, path, { viewport: size }, async (page) => {
        const wanted = await page.evaluate(() =>
          [...document.querySelectorAll('a[href], button, input, summary')].filter((e) => e.checkVisibility({ visibilityProperty: true })).length)
        for (const key of ['Tab', 'Shift+Tab']) {
          let stops = 0
          for (; stops <= wanted; stops++) {
            await page.keyboard.press(key)
            const at = await focused(page)
            if (at === null) break
            ok(at.ring, `no ring on ${at.name}`)
            ok(!at.cut && !at.over, `${key}: not seen whole: ${JSON.stringify(at)}`)
          }
          equal(stops, wanted, `stops with ${key}`)
        }
      }))

await test('from the contents to a clause by keyboard, desktop', () => open(real, '/privacy/', { viewport: desktop }, async (page) => {
  await page.locator('.contents a').nth(3).focus()
  const { hash } = await focused(page)
  await page.keyboard.press('Enter')
  equal(new URL(page.url()).hash, hash)
  const at = await top(page, hash)
  ok(at >= 0 && at < 200, `the clause stands at ${at}`)
  await page.keyboard.press('Tab')
  const next = await page.evaluate((id) => {
    const clause = document.querySelector(id)
    const e = document.activeElement
    return clause.contains(e) || Boolean(clause.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
  }, hash)
  ok(next, 'the next Tab is not behind the clause')
}))

await test('from the contents to a clause by keyboard, phone', () => open(real, '/privacy/', { viewport: phone }, async (page) => {
  const link = page.locator('.contents a').nth(3)
  ok(!(await link.isVisible()), 'the contents are not folded')
  await page.locator('summary').focus()
  ok((await focused(page)).ring, 'no ring on the summary')
  await page.keyboard.press('Enter')
  ok(await link.isVisible(), 'the contents do not unfold')
  await link.focus()
  const { hash } = await focused(page)
  await page.keyboard.press('Enter')
  equal(new URL(page.url()).hash, hash)
  const at = await top(page, hash)
  ok(at >= 0 && at < 200, `the clause stands at ${at}`)
}))

await test('the contents stay beside the text on a desktop, and every clause has a link that is seen on hover', () =>
  open(real, '/privacy/', { viewport: desktop }, async (page) => {
    await page.locator('#security').scrollIntoViewIfNeeded()
    ok(await page.locator('.contents').evaluate((e) => e.getBoundingClientRect().top >= 0), 'the contents scroll away')
    const anchor = page.locator('#security + .anchor')
    equal(await anchor.evaluate((e) => getComputedStyle(e).opacity), '0')
    await page.locator('#security').hover()
    equal(await anchor.evaluate((e) => getComputedStyle(e).opacity), '1')
    equal(await anchor.getAttribute('href'), '#security')
    ok((await anchor.getAttribute('aria-label'))?.length > 3, 'the link has no name')
    ok(await page.getByRole('heading', { name: /^4、\s*個人情報の安全管理措置$/ }).isVisible(), 'the link is heard in the title')
  }))

await test('where there is no hover the links of clauses are always seen', () =>
  open(real, '/privacy/', { viewport: phone, hasTouch: true, isMobile: true }, async (page) => {
    const faint = await page.locator('.prose .anchor').evaluateAll((all) => all.filter((e) => {
      const { left, right } = e.getBoundingClientRect()
      return getComputedStyle(e).opacity < 0.6 || (e.parentElement.matches('.heading') && (left < 0 || right > innerWidth))
    }).map((e) => e.outerHTML))
    equal(faint, [])
    ok(await page.locator('.prose .anchor').count() > 15, 'no links')
  }))

// How many lines each of these elements takes.
const linesOf = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((e) => {
  const range = document.createRange()
  range.selectNodeContents(e)
  return [e.textContent, new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size]
}))

for (const width of [320, 360, 390, 412])
  await test(`at ${width} px no number, no 施行, no から stands alone on a line`, async () => {
    const pages = { '/privacy/': ['.unbroken', '.status .unit'], '/privacy/on/': ['.periods .unit'], '/': ['.unbroken', '.status .unit'] }
    for (const [path, selectors] of Object.entries(pages))
      await open(real, path, { viewport: { width, height: 800 }, hasTouch: true, isMobile: true }, async (page) => {
        for (const selector of selectors) {
          const lines = await linesOf(page, selector)
          ok(lines.length >= 2, `${path}: no ${selector}`)
          equal(lines.filter(([, count]) => count !== 1), [], `${path}: ${selector}`)
        }
      })
    await open(real, '/privacy/', { viewport: { width, height: 800 } }, async (page) => {
      const numbers = (await linesOf(page, '.prose .unbroken')).map(([text]) => text)
      for (const number of ['03-6915-9315', '03-6915-9316', '177-0041', '8-53-24']) ok(numbers.includes(number), `${number} may be broken`)
      const heights = await page.locator('.dates li').evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().height)))
      equal(new Set(heights).size, 1, `the dates are ragged: ${heights}`)
    })
  })

await test('the value of the record is folded, and takes no paper', () => open(real, '/privacy/history/', { viewport: phone }, async (page) => {
  const value = page.locator('.receipt .hash').first()
  equal(await value.isVisible(), false)
  await page.click('.receipt summary')
  ok((await value.innerText()).match(/^[0-9a-f]{64}$/), 'no value')
  equal(await overflow(page), null)
  await page.click('.receipt summary')
  await page.emulateMedia({ media: 'print' })
  equal(await page.locator('.receipt').isVisible(), false)
}))

await test('lines of text are at most 40 characters long, and no text is smaller than 15 px', () =>
  open(real, '/privacy/', { viewport: desktop }, async (page) => {
    const paragraph = await page.locator('.prose > p').first().evaluate((e) => e.clientWidth / parseFloat(getComputedStyle(e).fontSize))
    ok(paragraph <= 40.5, `${paragraph} characters`)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('body *:not(.heard, .hash, .hash-name, rt, script)')].filter((e) =>
        [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 15)
        .map((e) => e.outerHTML.slice(0, 80)))
    equal(small, [])
  }))

// ---- what did it say on …? ----

// Types a day; returns the answer, and the first days of the periods that are marked.
async function ask(page, typed) {
  await page.fill('#on-date', typed)
  await page.keyboard.press('Enter')
  return {
    said: (await page.textContent('#on-answer')).trim(),
    marked: await page.locator('[aria-current=true]').evaluateAll((all) => all.map((e) => e.dataset.from)),
    invalid: await page.getAttribute('#on-date', 'aria-invalid'),
  }
}

await test('a day in either calendar, in any form, marks its period', () => open(real, '/privacy/on/', {}, async (page) => {
  const days = {
    '平成25年4月1日': '2013-02-01', 'H25.4.1': '2013-02-01', '2013年4月1日': '2013-02-01', '2013-04-01': '2013-02-01',
    '２０１３/４/１': '2013-02-01', '平成二十五年四月一日': '2013-02-01', '㍻25年4月1日': '2013-02-01',
    '平成25年1月31日': '2012-04-01', '平成25年2月1日': '2013-02-01', '平成18年1月1日': '2006-01-01',
    '平成30年11月30日': '2013-02-01', '平成30年12月1日': '2018-12-01', '令和元年5月1日': '2018-12-01', 'R8.4.1': '2018-12-01',
  }
  for (const [typed, from] of Object.entries(days)) {
    const { said, marked, invalid } = await ask(page, typed)
    equal(marked, [from], typed)
    equal(invalid, 'false', typed)
    ok(said.includes('使われていた'), said)
    equal(said.includes('残っていません'), from !== '2018-12-01', typed)
  }
  const { said } = await ask(page, '平成30年12月1日')
  ok(said.includes('平成30年12月1日（2018年）') && said.includes('第9版'), said)
  await page.click('#on-answer a')
  equal(new URL(page.url()).pathname, '/privacy/2018-12-01/')
}))

await test('a month names all that was in use within it, each with a link', () => open(real, '/privacy/on/', {}, async (page) => {
  const links = () => page.locator('#on-answer a').evaluateAll((all) => all.map((a) => [a.textContent, new URL(a.href).pathname]))
  const one = await ask(page, '平成25年4月')
  equal(one.marked, ['2013-02-01'])
  ok(one.said.startsWith('平成25年4月（2013年）に使われていたのは、第8版です。この版の文面は残っていません。'), one.said)
  equal(await links(), [['わかっていること', '/privacy/2013-02-01/']])
  for (const typed of ['2018年12月', '2018-12', 'H30.12']) equal((await ask(page, typed)).marked, ['2018-12-01'], typed)
  const two = await ask(page, '平成21年11月')
  equal(two.marked, ['2009-01-11', '2009-11-18'])
  ok(two.said.includes('第5版、第6版'), two.said)
  equal(await links(), [['第5版：わかっていること', '/privacy/2009-01-11/'], ['第6版：わかっていること', '/privacy/2009-11-18/']])
  equal((await ask(page, '20130505')).marked, ['2013-02-01'])
  equal((await ask(page, '2005-12')).marked, [])
}))

await test('a day beyond the end of its era is not turned in silence', () => open(real, '/privacy/on/', {}, async (page) => {
  const { said, marked } = await ask(page, '平成99年4月1日')
  ok(said.startsWith('平成の終わりより後の日付ですので、令和69年4月1日（2087年）としてお調べしました。'), said)
  equal(marked, ['2018-12-01'])
  ok(!(await ask(page, '平成31年4月30日')).said.includes('終わり'), 'the last day of 平成')
}))

await test('before the first revision it says so', () => open(real, '/privacy/on/', {}, async (page) => {
  for (const typed of ['平成17年12月31日', '2005-12-31', '昭和50年1月1日', '明治6年1月1日']) {
    const { said, marked, invalid } = await ask(page, typed)
    equal(marked, [], typed)
    ok(said.includes('平成18年1月1日（2006年）に作られました') && said.includes('ありません'), said)
    equal(invalid, 'false', typed)
  }
}))

await test('what is no day is called so, and the mark goes', () => open(real, '/privacy/on/', {}, async (page) => {
  equal((await ask(page, '平成25年4月1日')).marked, ['2013-02-01'])
  for (const typed of ['', 'きのう', '平成25年', '平成25年2月30日', '2013-13-01', 'H0.1.1', '明治元年1月1日', '25.4.1', '<b>']) {
    const { said, marked, invalid } = await ask(page, typed)
    equal(marked, [], typed)
    ok(said.includes('読み取れませんでした'), `${typed}: ${said}`)
    equal(invalid, 'true', typed)
  }
}))

await test('two revisions of one day, a cancelled one, and one that is to come', () => open(fixture, '/kihon/on/', {}, async (page) => {
  await page.clock.setFixedTime(new Date('2026-11-22T03:00:00Z'))
  const erratum = await ask(page, '令和3年10月1日')
  equal(erratum.marked, ['2021-10-01'])
  ok(erratum.said.includes('第3版'), erratum.said)
  const past = await ask(page, '令和7年12月1日')
  ok(past.said.includes('第4版'), `${past.said}: the cancelled revision counts`)
  const coming = await ask(page, '令和12年4月1日')
  equal(coming.marked, ['2030-04-01'])
  ok(coming.said.includes('これからの日') && coming.said.includes('第5版'), coming.said)
  ok((await ask(page, '2030年3月31日')).said.includes('第4版'), 'the day before')
}))

await test('the answer is spoken, and fits a phone', () => open(real, '/privacy/on/', { viewport: phone }, async (page) => {
  equal(await page.getAttribute('#on-answer', 'role'), 'status')
  await ask(page, '平成30年12月1日')
  equal(await overflow(page), null)
  ok(await page.locator('#on-answer').isVisible(), 'not seen')
}))

await test('without JavaScript the page lists the periods', () => open(real, '/privacy/on/', { javaScriptEnabled: false }, async (page) => {
  ok(!(await page.locator('form').isVisible()), 'a form that does nothing')
  const periods = page.locator('#on-periods > li')
  equal(await periods.count(), 9)
  const first = (await periods.first().innerText()).replace(/\s+/g, ' ')
  ok(first.includes('平成18年1月1日（2006年）から') && first.includes('平成18年3月31日（2006年）まで'), first)
  ok((await periods.last().innerText()).includes('現行'), 'the last is not in force')
  ok((await page.innerText('main')).includes('より前には、この方針はまだありません'), 'nothing on what was before')
  equal(await page.locator('#on-periods a').count(), 9)
}))

await test('no page but that one has a script, and without it all is there', async () => {
  for (const path of ['/', '/privacy/', '/privacy/history/']) {
    const texts = []
    for (const javaScriptEnabled of [true, false])
      await open(real, path, { javaScriptEnabled }, async (page) => texts.push(await page.innerText('body')))
    equal(texts[0], texts[1], path)
    ok(texts[0].length > 300, path)
  }
})

// ---- comparison ----

const comparison = '/kihon/2024-04-01/from/2021-10-01-2/'

// The boxes of a row's cells, and what stands before them.
const rowsOf = (page) => page.locator('.comparison tbody tr').evaluateAll((rows) => rows.map((row) =>
  [...row.cells].filter((cell) => cell.checkVisibility()).map((cell) => {
    const { left, right, top: from, bottom } = cell.getBoundingClientRect()
    return { left, right, top: from, bottom, label: getComputedStyle(cell, '::before').content, text: cell.innerText }
  })))

await test('on a phone the two cells of a row stand one above the other, each labelled', () =>
  open(fixture, comparison, { viewport: phone }, async (page) => {
    let pairs = 0
    for (const cells of await rowsOf(page)) {
      if (cells.length < 2) continue
      pairs++
      const [now, before] = cells
      equal([now.left, now.right], [before.left, before.right])
      ok(now.bottom <= before.top + 1, `${now.text} and ${before.text} side by side`)
      ok(now.label.includes('改正後') && before.label.includes('改正前'), `labels ${now.label} ${before.label}`)
    }
    ok(pairs >= 10, `only ${pairs} pairs`)
    // A screen reader still finds a table with its heads there.
    const table = page.getByRole('table')
    equal(await table.getByRole('columnheader').allInnerTexts().then((all) => all.map((text) => text.slice(0, 3))), ['改正後', '改正前'])
    ok(await table.getByRole('row').filter({ has: page.getByRole('cell') }).count() >= 10, 'no rows')
  }))

await test('on a desktop they stand side by side under heads that stay in view', () =>
  open(fixture, comparison, { viewport: desktop }, async (page) => {
    for (const [now, before] of await rowsOf(page)) {
      equal(now.top, before.top)
      ok(now.right <= before.left + 1, 'not side by side')
      equal([now.label, before.label], ['none', 'none'])
    }
    const heads = page.locator('.comparison thead th')
    ok(await top(page, '.comparison thead th:first-child') > 50, 'the heads are at the top before scrolling')
    await page.locator('#c7').evaluate((e) => scrollTo(0, e.getBoundingClientRect().bottom + scrollY - innerHeight / 2))
    for (const text of ['改正後', '改正前']) {
      const head = heads.filter({ hasText: text })
      const seen = await head.evaluate((e) => {
        const { left, right, top: from, bottom } = e.getBoundingClientRect()
        return from >= -1 && from < 2 && e.contains(document.elementFromPoint((left + right) / 2, (from + bottom) / 2))
      })
      ok(seen, `${text} is not at the top`)
    }
  }))

await test('each change is linked to from the list above, marked without colour, and heard', () =>
  open(fixture, comparison, { viewport: desktop }, async (page) => {
    const links = await page.locator('.changes a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    ok((await page.innerText('.count')).includes(String(links.length)), 'another count')
    await page.click(`.changes a[href="${links[2]}"]`)
    const at = await top(page, links[2])
    const head = await page.locator('.comparison thead th').first().evaluate((e) => e.getBoundingClientRect().bottom)
    ok(at >= head - 1 && at < 400, `the change stands at ${at}, its heads end at ${head}`)
    for (const [mark, kind] of [['td ins', 'solid'], ['td del', 'dotted']]) {
      const style = await page.locator(mark).first().evaluate((e) => {
        const { textDecorationLine: line, textDecorationStyle: kind } = getComputedStyle(e)
        return [line, kind, e.textContent.startsWith('変更ここから'), e.textContent.endsWith('変更ここまで')]
      })
      equal(style, ['underline', kind, true, true])
    }
  }))

// ---- dark, paper, enlarged ----

await test('the dark pages are dark, and the state of a revision has a word and a shape', () =>
  open(real, '/privacy/', { colorScheme: 'dark' }, async (page) => {
    const [ground, ink] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body)
      return [backgroundColor, color].map((c) => c.match(/\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0) / 3)
    })
    ok(ground < 60 && ink > 200, `ground ${ground}, ink ${ink}`)
    equal((await page.innerText('.status .state')).replace(/\s+/g, ' '), '● 現行')
  }))

await test('on paper there is the text, the dates and the contact; no navigation, no colour of the screen', async () => {
  for (const [where, path] of [[real, '/privacy/'], [fixture, comparison], [real, '/privacy/history/'], [real, '/']])
    await open(where, path, { colorScheme: 'dark', viewport: { width: 642, height: 900 } }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      for (const hidden of ['nav', '.skip', '.contents-fold', '.contents', '.anchor'])
        equal(await page.locator(hidden).evaluateAll((all) => all.filter((e) => e.checkVisibility()).length), 0, `${path}: ${hidden}`)
      for (const shown of ['h1', 'main', 'footer address'])
        ok(await page.locator(shown).first().isVisible(), `${path}: no ${shown}`)
      const ink = await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color)
      equal(ink, 'rgb(0, 0, 0)', path)
      equal(await overflow(page), null, path)
    })
  await open(real, '/privacy/', {}, async (page) => {
    const pdf = await page.pdf({ preferCSSPageSize: true })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length
    ok(pages >= 3 && pages <= 12, `${pages} sheets`)
  })
})

await test('text enlarged to 200 % is whole', async () => {
  for (const [where, path] of [[real, '/'], [real, '/privacy/'], [fixture, comparison], [fixture, '/kihon/on/'], [fixture, '/kihon/history/']])
    await open(where, path, { viewport: desktop }, async (page) => {
      await page.addStyleTag({ content: 'html { font-size: 200% }' })
      equal(await overflow(page), null, path)
      const cut = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) =>
        getComputedStyle(e).overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 2 && !e.matches('.heard, .paragraph')).map((e) => e.outerHTML.slice(0, 80)))
      equal(cut, [], path)
    })
})

// ---- languages ----

await test('editions in other languages are linked, and name each other', () => open(fixture, '/kihon/', {}, async (page) => {
  const alternates = () => page.locator('link[rel=alternate][hreflang]').evaluateAll((all) => all.map((e) => [e.hreflang, new URL(e.href).pathname]))
  const wanted = [['ja', '/kihon/'], ['ja-x-easy', '/kihon/easy/'], ['en', '/kihon/en/']]
  for (const [lang, path] of wanted) {
    await page.click(`.languages a[hreflang="${lang}"]`)
    equal(new URL(page.url()).pathname, path)
    equal(await page.getAttribute('html', 'lang'), lang)
    equal(await alternates(), wanted, path)
    equal(await page.locator('.languages [aria-current]').getAttribute('hreflang'), lang)
  }
  const note = await page.innerText('.note')
  ok(note.includes('translates the text effective 1 October 2021') && note.includes('has changed since'), note)
  await page.goto(`${fixture.address}/kihon/easy/`)
  ok(!(await page.innerText('.note')).includes('その後'), 'an edition of the revision in force is called old')
}))

await test('a revision says what it is, and links to the text in force', async () => {
  const wanted = {
    '/kihon/2019-04-01/': ['以前の版', 'いまの文面とは違います'], '/kihon/2025-10-01/': ['取消し', '効力はありません'],
    '/kihon/2030-04-01/': ['施行予定', 'これから使われる文面です'], '/kihon/2024-04-01/': ['現行'],
  }
  for (const [path, words] of Object.entries(wanted))
    await open(fixture, path, {}, async (page) => {
      const head = await page.innerText('.page-head')
      for (const word of words) ok(head.includes(word), `${path}: no ${word} in ${head}`)
      if (path !== '/kihon/2024-04-01/') equal(await page.locator('.note a.go').evaluate((a) => new URL(a.href).pathname), '/kihon/')
    })
  await open(real, '/privacy/2013-02-01/', {}, async (page) => ok((await page.innerText('main')).includes('残っていません'), 'no word on the lost text'))
})

await test('a notice on the wall is told whether it still holds', async () => {
  const wanted = { '2019-04-01': '古くなっています', '2024-04-01': 'いまも有効です', '2025-10-01': '取り消されました', '2030-04-01': 'まだ始まっていません' }
  for (const [key, words] of Object.entries(wanted))
    await open(fixture, `/now/kihon/${key}/`, { viewport: phone }, async (page) => {
      ok((await page.innerText('h1')).includes(words), `${key}: ${await page.innerText('h1')}`)
      equal(await page.locator('table.comparison').count(), key === '2019-04-01' ? 1 : 0, key)
    })
})

await test('nothing was asked of another host, and nothing logged', () => equal(faults, []))

await done()
