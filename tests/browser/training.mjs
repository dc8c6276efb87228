// The staff's lessons and the office's keys, every page of the real site's: axe-core finds nothing wrong in light
// and dark, nothing stands out at 320 px, nothing is asked of another host, and no script is needed.
import { dirname, join } from 'node:path'
import { axe, done, equal, launch, ok, test } from '../lib.mjs'
import { desktop, overflow, phone, realFolder, site, smallPhone, visitor } from '../sites.mjs'

const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}
const browser = await launch()
const out = dirname(realFolder())

for (const tree of ['staff', 'office']) {
  const where = await site(tree, join(out, tree))
  await test(`${tree}: there are pages`, () => ok(where.paths.length >= 2, where.paths.join()))
  for (const path of where.paths.filter((one) => !/\/\d+\/$/.test(one)))
    await test(`${tree}: ${path}`, async () => {
      const faults = []
      const page = await visitor(browser, where.address, faults)
      await page.goto(where.address + path)
      for (const [scheme, size] of [['light', desktop], ['dark', phone]]) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize(size)
        const found = await axe(page, rules)
        equal(found, [], `${scheme} ${size.width}`)
        await page.reload()
      }
      await page.setViewportSize(smallPhone)
      equal(await overflow(page), null)
      equal(await page.evaluate(() => document.scripts.length), 0)
      await page.emulateMedia({ media: 'print' })
      equal(await page.locator('main :is(.back, nav)').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), 0, 'ways to elsewhere on paper')
      equal(faults, [])
      await page.context().close()
    })
}
await done()
