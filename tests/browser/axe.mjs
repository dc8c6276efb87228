// axe-core finds nothing wrong on any kind of page of both sites: light and dark, phone and desktop. Beside
// it, what axe does not ask: that whatever a finger presses is large enough, and that text may be spaced out.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, done, equal, launch, ok, scratch, test } from '../lib.mjs'
import { bothSites, desktop, ofEveryKind, overflow, phone, site, smallPhone, visitor } from '../sites.mjs'

// All rules of WCAG 2.2 AA, and what axe holds for good practice.
const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}

const browser = await launch()
const sites = await bothSites()

// Links and controls less than 44 px high that a finger presses: not those within a sentence, nor the sign of a
// clause's link, which hangs beside its text.
function smallTargets() {
  const inText = (e) => {
    const line = e.closest('p, li, td, dd, h1, h2, h3, h4, h5, h6')
    return line && line.textContent.trim().length > e.textContent.trim().length + 2
  }
  return [...document.querySelectorAll('a[href], button, summary, input')]
    .filter((e) => {
      const { width, height, bottom } = e.getBoundingClientRect()
      return width > 1 && bottom > 0 && height < 43.5 && !e.matches('.anchor') && !inText(e)
    })
    .map((e) => `${Math.round(e.getBoundingClientRect().height)} px high: ${e.outerHTML.slice(0, 120)}`)
}

// WCAG 1.4.12: nothing is lost when a reader sets wider spaces.
const spacedOut = `* { line-height: 1.8 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`

async function violations(page, address) {
  const found = []
  for (const [scheme, size] of [['light', desktop], ['light', phone], ['dark', desktop], ['dark', phone]]) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize(size)
    const again = await page.evaluate(() => 'axe' in globalThis)
    const list = again
      ? await page.evaluate(async (given) => {
          const { violations: all } = await globalThis.axe.run(document, given)
          return all.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`)
        }, rules)
      : await axe(page, rules)
    found.push(...list.map((fault) => `${page.url().replace(address, '')} ${scheme} ${size.width}: ${fault}`))
  }
  return found
}

for (const where of sites) {
  const faults = []
  const page = await visitor(browser, where.address, faults)
  const kinds = ofEveryKind(where)
  await test(`${where.name}: there is a page of every kind to look at`, () => {
    const wanted = {
      real: ['home', 'policy in-force ja', 'revision in-force ja', 'revision superseded lost ja', 'history', 'on', 'now current ja', 'page', 'missing'],
      fixture: ['policy in-force ja-x-easy', 'policy superseded en', 'revision scheduled', 'revision cancelled', 'revision superseded en',
        'comparison', 'now scheduled', 'now old', 'now cancelled'],
    }[where.name]
    equal(wanted.filter((kind) => !kinds.some((one) => one.kind.startsWith(kind))), [], kinds.map(({ kind }) => kind).join(', '))
  })
  for (const { kind, path } of kinds)
    await test(`${where.name}: ${kind} (${path})`, async () => {
      await page.goto(where.address + path)
      equal(await violations(page, where.address), [])
      await page.setViewportSize(phone)
      equal(await page.evaluate(smallTargets), [], 'too small for a finger')
      await page.setViewportSize(smallPhone)
      await page.addStyleTag({ content: spacedOut })
      equal(await overflow(page), null, 'with wider spaces')
    })
  await test(`${where.name}: nothing was asked of another host, and nothing logged`, () => equal(faults, []))
}

await test('what is planted is found', async () => {
  const folder = scratch()
  cpSync(sites[0].folder, folder, { recursive: true })
  const plant = (path, from, to) => {
    const file = join(folder, path)
    const text = readFileSync(file, 'utf8')
    ok(text.includes(from), `${path} has no ${from}`)
    writeFileSync(file, text.replace(from, to))
  }
  plant('privacy/on/index.html', '<label for="on-date">', '<label for="other">')
  plant('assets/theme.css', '--ink-soft: #b3b3b3;', '--ink-soft: #444444;')
  plant('assets/theme.css', '.menu a { display: inline-flex; align-items: center; min-height: 2.75rem;', '.menu a {')
  const copy = await site('copy', folder)
  const page = await visitor(browser, copy.address, [])
  await page.goto(`${copy.address}/privacy/on/`)
  const found = await violations(page, copy.address)
  ok(found.some((fault) => fault.includes('light 390: label:')), `no label missed in ${found}`)
  ok(found.some((fault) => fault.includes('dark 390: color-contrast:')), `no contrast missed in ${found}`)
  ok(!found.some((fault) => fault.includes('light 390: color-contrast:')), `contrast in ${found}`)
  await page.setViewportSize(phone)
  ok((await page.evaluate(smallTargets)).some((fault) => fault.includes('px high: <a')), 'no small link found')
})

await done()
