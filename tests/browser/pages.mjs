// Every page of both sites, opened once: what it asks for, says and stores; whether it fits every screen;
// whether every link leads somewhere; what every page must have. Last, the checks are shown planted faults.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { done, equal, launch, ok, scratch, test } from '../lib.mjs'
import { bothSites, desktop, overflow, phone, site, smallPhone, stored, visitor } from '../sites.mjs'

const browser = await launch()
const sites = await bothSites()

// What is read from an open page, at once.
function facts() {
  const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? ''
  const attribute = (selector, name) => document.querySelector(selector)?.getAttribute(name) ?? ''
  const box = (selector) => {
    const { left, top } = document.querySelector(selector)?.getBoundingClientRect() ?? {}
    return `${left},${top}`
  }
  const links = [...document.querySelectorAll('a[href], link[href], img[src], script[src], form[action]')]
  const landmark = (name) => document.querySelectorAll(`body > ${name}`).length
  return {
    title: document.title,
    description: attribute('meta[name=description]', 'content'),
    canonical: attribute('link[rel=canonical]', 'href'),
    lang: document.documentElement.lang,
    kind: document.body.className,
    heading: text('h1'),
    headings: document.querySelectorAll('h1').length,
    first: document.querySelector('a[href], button, input, summary')?.className,
    skips: document.querySelector(attribute('a.skip', 'href') || 'none')?.tagName,
    landmarks: ['header', 'main', 'footer'].map(landmark).join(),
    contact: text('body > footer address').replace(/\s+/g, ' '),
    organisation: text('body > header').includes(text('body > footer address .name')),
    place: box('body > header .organisation, body > header h1').split(',')[0],
    scripts: [...document.scripts].map((script) => script.getAttribute('src') ?? script.type),
    inline: [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/.test(a.name))).length,
    jsonld: [...document.querySelectorAll('script[type="application/ld+json"]')].map((script) => script.textContent),
    links: links.map((e) => e.href || e.src || e.action),
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id),
  }
}

// Opens every page of a site. Returns { pages: path → facts, faults }.
async function walk(where) {
  const faults = []
  const pages = new Map()
  const page = await visitor(browser, where.address, faults, { viewport: smallPhone })
  for (const path of where.paths) {
    await page.goto(where.address + path)
    for (const size of [smallPhone, phone, desktop, { width: desktop.width / 2, height: desktop.height / 2 }]) {
      await page.setViewportSize(size)
      const wide = await overflow(page)
      if (wide) faults.push(`${path} at ${size.width}: ${wide}`)
    }
    await page.setViewportSize(desktop)
    pages.set(path, await page.evaluate(facts))
    for (const name of await stored(page)) faults.push(`${path}: stores ${name}`)
  }
  await page.context().close()
  return { pages, faults }
}

// Every link of every page that leads nowhere within the site, or out of it where it should not.
function brokenLinks({ address, folder }, pages) {
  const broken = []
  for (const [path, { links }] of pages)
    for (const link of links) {
      if (!link.startsWith(address + '/')) continue
      const { pathname, hash } = new URL(link)
      const target = pages.get(decodeURIComponent(pathname))
      if (target) {
        if (hash && !target.ids.includes(decodeURIComponent(hash.slice(1)))) broken.push(`${path} → ${pathname}${hash}`)
        continue
      }
      try {
        readFileSync(join(folder, decodeURIComponent(pathname)))
      } catch {
        broken.push(`${path} → ${pathname}`)
      }
    }
  return broken
}

// The pages to which a reader comes from the first page, by links alone.
function reached({ address }, pages) {
  const found = new Set(['/'])
  for (const path of found)
    for (const link of pages.get(path)?.links ?? []) {
      const { pathname } = new URL(link)
      if (link.startsWith(address + '/') && pages.has(pathname)) found.add(pathname)
    }
  return found
}

function lacking({ address }, pages) {
  const faults = []
  const titles = new Map()
  const home = pages.get('/')
  for (const [path, page] of pages) {
    const must = (holds, what) => holds || faults.push(`${path}: ${what}`)
    const title = `${page.lang} ${page.title}`
    must(page.kind === 'now' || page.title.includes(page.heading), `its title "${title}" does not name "${page.heading}"`)
    must(!titles.has(title), `its title is that of ${titles.get(title)}: ${title}`)
    must(page.description.length >= 10, 'no description')
    must(['ja', 'ja-x-easy', 'en'].includes(page.lang), `lang "${page.lang}"`)
    must(page.headings === 1, `${page.headings} h1`)
    must(page.first === 'skip' && page.skips === 'MAIN', 'the first link does not skip to the text')
    must(page.landmarks === '1,1,1', `landmarks ${page.landmarks}`)
    must(page.organisation, 'the organisation is not named in its head')
    must(page.place === home.place, `the organisation stands at ${page.place}, not ${home.place}`)
    must(page.inline === 0, 'a script in an attribute')
    must(page.contact.includes(page.lang !== 'en' ? home.contact : '03-'), `contact "${page.contact}"`)
    must(page.canonical === '' || /^(https:\/\/|\.|\/)/.test(page.canonical), `canonical "${page.canonical}"`)
    for (const script of page.scripts)
      must(script === 'application/ld+json' || page.kind === 'on', `a script: ${script}`)
    for (const link of page.links)
      must(new URL(link).origin === address || /^(tel|mailto|https):/.test(link), `a link to ${link}`)
    titles.set(title, path)
  }
  return faults
}

function badJsonld(pages) {
  const faults = []
  for (const [path, { kind, jsonld }] of pages) {
    const wanted = ['policy', 'revision'].includes(kind) ? 'DigitalDocument' : kind === 'home' ? 'Organization' : null
    const found = jsonld.map((text) => JSON.parse(text))
    for (const thing of found) {
      const { '@type': type, '@context': context, version, datePublished, temporalCoverage } = thing
      if (context !== 'https://schema.org') faults.push(`${path}: @context ${context}`)
      if (type !== 'DigitalDocument') continue
      if (!/^[0-9]+$/.test(version ?? '0')) faults.push(`${path}: version ${version}`)
      if (!/^\d{4}-\d\d-\d\d$/.test(datePublished)) faults.push(`${path}: datePublished ${datePublished}`)
      const [from, to] = (temporalCoverage ?? '').split('/')
      if (to && to !== '..' && to < from) faults.push(`${path}: temporalCoverage ${temporalCoverage}`)
    }
    if (wanted && !found.some((thing) => thing['@type'] === wanted)) faults.push(`${path}: no ${wanted} in JSON-LD`)
  }
  return faults
}

for (const where of sites) {
  let pages, faults
  await test(`${where.name}: pages ask no other host, log nothing, store nothing, and fit 320, 390, 640 and 1280 px`, async () => {
    ({ pages, faults } = await walk(where))
    ok(pages.size > 10, `only ${pages.size} pages`)
    equal(faults, [])
  })
  await test(`${where.name}: every internal link and anchor resolves`, () => {
    const count = [...pages.values()].reduce((sum, page) => sum + page.links.length, 0)
    ok(count > 200, `only ${count} links`)
    equal(brokenLinks(where, pages), [])
  })
  await test(`${where.name}: every page but 404 and those of QR codes is reached by links`, () => {
    const orphans = where.paths.filter((path) => !reached(where, pages).has(path))
    equal(orphans.filter((path) => path !== '/404.html' && !path.startsWith('/now/') && !path.includes('/from/')), [])
  })
  await test(`${where.name}: every page has title, description, lang, skip link, landmarks, organisation and contact`, () => {
    equal(lacking(where, pages), [])
  })
  await test(`${where.name}: JSON-LD says version and dates`, () => equal(badJsonld(pages), []))
  await test(`${where.name}: a page that is not there is answered in words`, async () => {
    const page = await browser.newPage()
    const response = await page.goto(`${where.address}/no/such/page/`)
    equal(response.status(), 404)
    const home = await page.locator('main a').last().evaluate((link) => link.href)
    equal(home, `${where.address}/`)
    ok(await page.evaluate(() => getComputedStyle(document.body).fontFamily.includes('BIZ')), 'no style from a deep address')
    await page.close()
  })
}

// What every check must find, in a copy of the real site.
await test('planted faults are found', async () => {
  const folder = scratch()
  cpSync(sites[0].folder, folder, { recursive: true })
  const plant = (path, from, to) => {
    const file = join(folder, path)
    const text = readFileSync(file, 'utf8')
    ok(text.includes(from), `${path} has no ${from}`)
    writeFileSync(file, text.replace(from, to))
  }
  plant('index.html', '</main>', '<img src="https://example.com/pixel.png" alt="" /></main>')
  plant('accessibility/index.html', '</main>', '<p style="width: 30em">wide</p></main>')
  plant('visitors/index.html', '</main>', '<script>localStorage.a = 1; document.cookie = "b=1"; console.error("c")</script></main>')
  plant('privacy/on/index.html', 'class="skip"', 'class="skipped"')
  plant('privacy/history/index.html', '/2018-12-01/"', '/2018-12-02/"')
  plant('privacy/index.html', 'href="#collection"', 'href="#kollektion"')

  const copy = await site('copy', folder)
  const { pages, faults } = await walk(copy)
  const found = (list, ...parts) =>
    ok(list.some((fault) => parts.every((part) => fault.includes(part))), `${parts.join(' … ')} is not in\n${list.join('\n')}`)
  found(faults, '/: asks https://example.com/pixel.png')
  found(faults, '/accessibility/ at 320', 'too wide', '<p style=')
  found(faults, '/visitors/: stores a')
  found(faults, '/visitors/: stores b')
  found(faults, '/visitors/: says c')
  found(lacking(copy, pages), '/privacy/on/', 'does not skip')
  found(lacking(copy, pages), '/visitors/', 'a script')
  found(brokenLinks(copy, pages), '/privacy/history/ → /privacy/2018-12-02/')
  found(brokenLinks(copy, pages), '/privacy/ → /privacy/#kollektion')
})

await done()
