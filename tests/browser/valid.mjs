// What both sites write is valid: every page by the Nu HTML checker, feeds and sitemap by an XML parser and
// by what RFC 4287 and sitemaps.org ask of their structure, the raw texts by their SHA-256.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { done, equal, launch, ok, scratch, test, vnu } from '../lib.mjs'
import { bothSites, filesOf } from '../sites.mjs'

const browser = await launch()
const page = await browser.newPage()
const sites = await bothSites()

// Java starts slowly: it is called once, for all pages and for one that is wrong.
const wrong = join(scratch(), 'wrong.html')
writeFileSync(wrong, '<!DOCTYPE html><html lang="ja"><head><title>x</title></head><body><p id="a">x</p><p id="a"><img src="x"></p></body></html>')
const messages = vnu(wrong, ...sites.map(({ folder }) => folder))

await test('the Nu HTML checker finds the planted errors', () => {
  const found = messages.filter((message) => message.includes('wrong.html'))
  ok(found.some((message) => message.includes('Duplicate ID')) && found.some((message) => message.includes('alt')), found.join('\n'))
})
await test('the Nu HTML checker finds no error on any page of both sites', () =>
  equal(messages.filter((message) => !message.includes('wrong.html')), []))

// An XML file as a plain tree { name, attributes, text, children }; null where it is not well-formed.
const parsed = (file) => page.evaluate((text) => {
  const tree = (e) => ({
    name: `${e.namespaceURI} ${e.localName}`,
    attributes: Object.fromEntries([...e.attributes].map((a) => [a.name, a.value])),
    text: e.textContent,
    children: [...e.children].map(tree),
  })
  const { documentElement } = new DOMParser().parseFromString(text, 'application/xml')
  return documentElement.querySelector('parsererror') || documentElement.localName === 'parsererror' ? null : tree(documentElement)
}, readFileSync(file, 'utf8'))

const atom = 'http://www.w3.org/2005/Atom '
const map = 'http://www.sitemaps.org/schemas/sitemap/0.9 '
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/

// The faults of a feed or an entry: what must stand once, what it may hold, RFC 3339 times.
function faultsOf(element, once, allowed) {
  const faults = []
  const named = (name) => element.children.filter((child) => child.name === atom + name)
  for (const name of once) if (named(name).length !== 1) faults.push(`${named(name).length} ${name}`)
  for (const { name } of element.children) if (!allowed.includes(name.replace(atom, ''))) faults.push(`a ${name}`)
  for (const { text } of [...named('updated'), ...named('published')])
    if (!moment.test(text) || Number.isNaN(Date.parse(text))) faults.push(`the time ${text}`)
  for (const { text } of named('id')) if (!/^(urn:uuid:[0-9a-f-]{36}|https:\/\/\S+|tag:\S+)$/.test(text)) faults.push(`the id ${text}`)
  for (const { text } of named('title')) if (!text.trim()) faults.push('no title')
  for (const { attributes } of named('link')) if (!attributes.href) faults.push('a link to nothing')
  return faults
}

function feedFaults(feed) {
  if (!feed) return ['not well-formed']
  if (feed.name !== atom + 'feed') return [`a ${feed.name}`]
  const entries = feed.children.filter(({ name }) => name === atom + 'entry')
  const value = (element, name) => element.children.find((child) => child.name === atom + name)?.text
  const faults = faultsOf(feed, ['id', 'title', 'updated'], ['id', 'title', 'subtitle', 'updated', 'link', 'author', 'entry', 'generator', 'icon'])
  for (const entry of entries) faults.push(...faultsOf(entry, ['id', 'title', 'updated'], ['id', 'title', 'updated', 'published', 'link', 'summary', 'author', 'category']))
  const authored = (element) => element.children.some((child) => child.name === atom + 'author' && value(child, 'name'))
  if (!authored(feed) && !entries.every(authored)) faults.push('no author')
  const ids = [feed, ...entries].map((element) => value(element, 'id'))
  if (new Set(ids).size !== ids.length) faults.push('an id twice')
  const times = entries.map((entry) => value(entry, 'updated'))
  if (times.some((time) => Date.parse(time) > Date.parse(value(feed, 'updated')))) faults.push('an entry newer than its feed')
  if (entries.length === 0) faults.push('no entry')
  return faults
}

for (const { name, folder } of sites) {
  const feeds = filesOf(folder, 'feed.xml')
  await test(`${name}: one feed for all and one a policy, each as RFC 4287 asks`, async () => {
    equal(feeds.map((file) => relative(folder, file)), name === 'real' ? ['feed.xml', 'privacy/feed.xml'] : ['feed.xml', 'kihon/feed.xml'])
    for (const file of feeds) equal(feedFaults(await parsed(file)), [], file)
  })
  await test(`${name}: entries lead to pages that are there`, async () => {
    for (const file of feeds) {
      const feed = await parsed(file)
      const links = [feed, ...feed.children].flatMap(({ children }) => children).filter(({ name: kind }) => kind === atom + 'link')
      ok(links.length > 2, `${links.length} links`)
      for (const { attributes: { href, rel } } of links) {
        const base = name === 'real' ? `http://x/${relative(folder, file)}` : undefined
        const { origin, pathname } = new URL(href, base)
        equal(origin, name === 'real' ? 'http://x' : 'https://example.org', href)
        readFileSync(join(folder, pathname, rel === 'self' ? '' : 'index.html'))
      }
    }
  })
  await test(`${name}: the SHA-256 beside a source is that of its bytes`, () => {
    const sources = filesOf(folder, 'policy.md')
    ok(sources.length > 0, 'no source')
    for (const file of sources) {
      const bytes = readFileSync(file)
      const html = readFileSync(join(dirname(file), 'index.html'), 'utf8')
      ok(html.includes(createHash('sha256').update(bytes).digest('hex')), file)
      ok(html.includes(`${basename(file)}"`) && html.includes(String(bytes.length)), `${file}: no link, or another size`)
    }
  })
}

await test('the summary, the legal date and the comparison are in the entries', async () => {
  const feed = await parsed(join(sites[1].folder, 'kihon/feed.xml'))
  const entry = feed.children.find(({ name, text }) => name === atom + 'entry' && text.includes('令和6年4月1日'))
  ok(entry.text.includes('漏えいなどが起きたときの対応を加え'), entry.text)
  ok(entry.children.some(({ attributes }) => attributes.href?.endsWith('/kihon/2024-04-01/from/2021-10-01-2/')), 'no comparison')
  ok(!feed.text.includes('令和7年10月1日'), 'a cancelled revision is told as news')
  const erratum = feed.children.find(({ text }) => text.includes('「個人情法」を「個人情報」に直しました'))
  equal(erratum.children.find(({ name }) => name === atom + 'updated').text, '2021-10-13T03:00:00Z', 'decided after its effect')
})

await test('the sitemap names every page that may be found, and robots.txt names it', async () => {
  const { folder, paths } = sites[1]
  const sitemap = await parsed(join(folder, 'sitemap.xml'))
  equal(sitemap?.name, map + 'urlset')
  const named = sitemap.children.map(({ children }) => {
    const value = (name) => children.find((child) => child.name === map + name)?.text
    ok(/^(\d{4}-\d\d-\d\d)?$/.test(value('lastmod') ?? ''), value('lastmod'))
    return value('loc')
  })
  const wanted = paths.filter((path) => !/name="robots" content="noindex"/.test(
    readFileSync(join(folder, path.endsWith('/') ? `${path}index.html` : path), 'utf8')))
  equal(named.sort(), wanted.map((path) => `https://example.org${path}`).sort())
  ok(readFileSync(join(folder, 'robots.txt'), 'utf8').includes('Sitemap: https://example.org/sitemap.xml'), 'robots.txt')
})

await test('feeds that are wrong are found so', async () => {
  const good = readFileSync(join(sites[1].folder, 'feed.xml'), 'utf8')
  const folder = scratch()
  mkdirSync(folder, { recursive: true })
  const faultsWith = async (from, to) => {
    ok(from instanceof RegExp ? from.test(good) : good.includes(from), `no ${from}`)
    writeFileSync(join(folder, 'feed.xml'), good.replace(from, to))
    return (await feedFaults(await parsed(join(folder, 'feed.xml')))).join()
  }
  equal(await faultsWith('</feed>', ''), 'not well-formed')
  equal(await faultsWith(/<updated>[^<]*<\/updated>/, ''), '0 updated')
  equal(await faultsWith(/<updated>[^<]*</, '<updated>2026-02-30</updated><updated>2026-01-01<'), '2 updated,the time 2026-02-30,the time 2026-01-01,an entry newer than its feed')
  equal(await faultsWith(/<author>.*?<\/author>/s, ''), 'no author')
  equal(await faultsWith(/<entry>.*?<\/entry>/s, '$&$&'), 'an id twice')
})

await done()
