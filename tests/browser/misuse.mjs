// What whoever is signed in could try with forms of their own making, many at once: no browser, the bare server.
// Forms that name another's attempt, answers that cannot be, everything posted many times at the same moment, PINs
// guessed side by side, roles that were taken away, texts that change between the first question and the last.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { done, equal, kaitei, ok, test } from '../lib.mjs'
import { invite, nothingOpened, serving, siteWithRecords, totp } from '../registry.mjs'

const CANARY = '加奈里亜 検索'
const FORMULA = '=HYPERLINK("http://evil.example/","x")'
const module = '2026-privacy'
const site = siteWithRecords({ attempts: 3 })
const folder = join(site, 'quizzes', module)

function asked(...args) {
  const run = kaitei('--site', site, ...args)
  equal(run.status, 0, run.stderr)
  return run.stdout
}
const slip = (number) => /[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}/.exec(asked('staff', 'slip', number))[0]
const events = () => JSON.parse(asked('records', 'status', '--json')).events
const store = join(site, '_records/store.db')
const bytes = () => createHash('sha256').update(readFileSync(store)).digest('hex')

for (const [number, name] of [['1', CANARY], ['2', FORMULA], ['3', '鈴木 一郎'], ['4', '高橋 美咲'], ['5', '伊藤 健']])
  asked('staff', 'add', '--number', number, '--name', name, '--at', '本町', '--joined', '2024-04-01')
const codes = Object.fromEntries(['1', '2', '3', '4', '5'].map((number) => [number, slip(number)]))
const invitations = [invite(site, 'boss', '山本 部長', 'all'), invite(site, 'tanaka', '田中 研修', 'training')]
const run = await serving(site)
const PIN = '739164'
const passphrase = '海の 見える 駅の 時計'

// Somebody at a browser: cookies, the last page.
class Visitor {
  cookies = new Map()
  ask(method, path, fields) {
    const body = fields && new URLSearchParams(fields).toString()
    const headers = { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), 'Accept-Language': 'ja' }
    if (fields) Object.assign(headers, { Origin: run.url, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) })
    return new Promise((answered, failed) => {
      const call = request(run.url + path, { method, headers, agent: false }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
            if (value) this.cookies.set(name, value)
            else this.cookies.delete(name)
          }
          answered({ status: response.statusCode, to: response.headers.location ?? '', text: Buffer.concat(chunks).toString() })
        })
      })
      call.on('error', failed)
      call.end(body)
    })
  }
  get(path) { return this.ask('GET', path) }
  async token(path) {
    const page = await this.get(path)
    const token = /name="token" value="([0-9a-f]+)"/.exec(page.text)?.[1]
    ok(token, `${path}: ${page.status} ${page.to}`)
    return token
  }
  async post(path, fields, from = path) { return this.ask('POST', path, { token: await this.token(from), ...fields }) }
  copy() {
    const other = new Visitor()
    other.cookies = new Map(this.cookies)
    return other
  }
}

async function half(number) {
  const visitor = new Visitor()
  equal((await visitor.post('/sign-in', { code: codes[number] })).to, '/pin')
  return visitor
}

async function staff(number) {
  const visitor = await half(number)
  const came = await visitor.post('/pin', { pin: PIN, again: PIN })
  equal([came.status, came.to], [303, '/'], came.text)
  return visitor
}

async function office(invitation) {
  const visitor = new Visitor()
  const invited = await visitor.post('/office/invitation', { invitation })
  const secret = /([A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(invited.text)[0].replaceAll(' ', '')
  const made = await visitor.post('/office/invitation', { invitation, secret, passphrase, again: passphrase, code: totp(secret) })
  ok(made.text.includes('予備のコード'), made.text)
  visitor.recovery = /<code>([2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2})</.exec(made.text)[1]
  return visitor
}

const quiz = `/quiz/${module}`
const attemptOf = (page) => /name="attempt" value="([0-9a-f]{32})"/.exec(page.text)[1]

const one = await staff('1'), two = await staff('2'), three = await staff('3')
const boss = await office(invitations[0]), tanaka = await office(invitations[1])
let attempt = ''

await test('an attempt is begun once, however often it is asked for at the same moment', async () => {
  const token = await one.token(quiz), before = events()
  const all = await Promise.all(Array.from({ length: 12 }, () => one.ask('POST', quiz, { token })))
  equal(all.map(({ status, to }) => [status, to]), all.map(() => [303, `${quiz}/1`]))
  equal(events() - before, 1)
  attempt = attemptOf(await one.get(`${quiz}/1`))
})

await test('answers that cannot be are refused, and leave nothing', async () => {
  const token = await one.token(`${quiz}/1`), before = events()
  for (const [path, fields] of [
    [`${quiz}/1`, { attempt, c: '99' }], [`${quiz}/1`, { attempt, c: '1 1' }], [`${quiz}/1`, { attempt, c: '-1' }],
    [`${quiz}/1`, { attempt, c: '1x' }], [`${quiz}/0`, { attempt, c: '1' }], [`${quiz}/11`, { attempt, c: '1' }],
    [`${quiz}/1`, { attempt, c: 'あ'.repeat(3000) }], [`${quiz}/1`, { c: '1' }], [`${quiz}/99999999999`, { attempt, c: '1' }],
  ]) equal((await one.ask('POST', path, { token, ...fields })).status, 422, `${path} ${JSON.stringify(fields).slice(0, 60)}`)
  equal(events(), before)
})

await test('another’s attempt cannot be answered, ended or seen', async () => {
  const token = await two.token('/settings'), before = events()
  equal((await two.ask('POST', `${quiz}/1`, { token, attempt, c: '1' })).status, 404)
  equal((await two.ask('POST', `${quiz}/end`, { token, attempt })).status, 404)
  equal((await two.get(`/result/${attempt}`)).status, 404)
  equal(events(), before)
})

await test('a token is good in its own session alone', async () => {
  const token = await two.token('/settings'), before = events()
  for (const fields of [{ token }, {}, { token: '' }])
    equal((await one.ask('POST', `${quiz}/1`, { ...fields, attempt, c: '1' })).status, 403)
  equal(events(), before)
})

await test('the same answer many times at once is one event, and so is the end', async () => {
  const token = await one.token(`${quiz}/1`), before = events()
  for (let place = 1; place <= 10; place++)
    await Promise.all(Array.from({ length: 4 }, () => one.ask('POST', `${quiz}/${place}`, { token, attempt, c: '1' })))
  equal(events() - before, 10)
  const all = await Promise.all(Array.from({ length: 8 }, () => one.ask('POST', `${quiz}/end`, { token, attempt })))
  equal(all.map(({ to }) => to), all.map(() => `/result/${attempt}`))
  ok(events() - before <= 12, 'attempt.finished, and a completion where chance had it so')
  const later = await one.ask('POST', `${quiz}/1`, { token, attempt, c: '2' })
  equal(later.to, `/result/${attempt}`)
  ok(events() - before <= 12)
})

await test('after the last attempt there is none, from as many tabs as one likes', async () => {
  const begun = () => Number(execFileSync('sqlite3', [store, "SELECT count(*) FROM events WHERE kind = 'attempt.begun'"]))
  const first = begun()
  for (let i = 0; i < 4; i++) {
    const token = await three.token(quiz).catch(() => three.token('/settings'))
    await Promise.all(Array.from({ length: 6 }, () => three.ask('POST', quiz, { token })))
    const page = await three.get(`${quiz}/1`)
    if (page.status === 200) await three.ask('POST', `${quiz}/end`, { token, attempt: attemptOf(page) })
  }
  equal(begun() - first, 3)
})

await test('a session whose plan is sent four times at once is planned once', async () => {
  const number = () => Number(execFileSync('sqlite3', [store, "SELECT count(*) FROM events WHERE kind = 'session.planned'"]))
  const before = number(), token = await boss.token('/office/sessions/plan')
  const plan = { token, module, date: '2026-05-20', place: '食堂', lecturer: '講師', minutes: '45' }
  const all = await Promise.all(Array.from({ length: 4 }, () => boss.ask('POST', '/office/sessions/plan', plan)))
  equal(new Set(all.map(({ status, to }) => `${status} ${to}`)).size, 1, 'all lead to the same one')
  equal(number() - before, 1)
  equal((await boss.ask('POST', '/office/sessions/plan', { ...plan, minutes: '50' })).status, 303)
  equal(number() - before, 2, 'another one is another one')
})

await test('a form of the office that two people send at the same moment, or that is sent twice, is done once', async () => {
  const number = (sql) => Number(execFileSync('sqlite3', [store, sql]))
  const person = String(execFileSync('sqlite3', [store, "SELECT id FROM people WHERE number = '3'"])).trim()
  // A session, and who is told to have been there by mistake.
  const session = /[0-9a-f]{32}/.exec(asked('record', 'session', 'plan', module, '--date', '2026-04-30', '--place', '会議室', '--lecturer', '講師', '--minutes', '60'))[0]
  asked('record', 'session', 'hold', session)
  asked('record', 'session', 'attend', session, '5')
  const attended = number("SELECT max(seq) FROM events WHERE kind = 'session.attended'")
  const correction = `/office/corrections/${attended}`, grant = `/office/people/${person}/grant`
  const granted = "SELECT coalesce(sum(more), 0) FROM grants", corrected = `SELECT count(*) FROM corrections WHERE of_seq = ${attended}`
  for (const [shown, path, fields, count, hidden] of [
    [`${grant}?module=${module}`, grant, { module, round: '', more: '2', reason: '体調が悪かったため' }, granted, 'left'],
    [correction, correction, { why: '別の人でした' }, corrected, 'seen'],
  ]) {
    const before = number(count)
    const forms = await Promise.all([boss, tanaka, boss, boss].map(async (visitor) => {
      const { text } = await visitor.get(shown)
      const hiddens = Object.fromEntries(['token', hidden].map((name) => [name, new RegExp(`name="${name}" value="([0-9a-f]+)"`).exec(text)[1]]))
      return [visitor, { ...fields, ...hiddens }]
    }))
    const all = await Promise.all(forms.map(([visitor, form]) => visitor.ask('POST', path, form)))
    equal(all.map(({ status }) => status).sort(), [303, 422, 422, 422], path)
    ok(all.filter(({ text }) => text.includes('このページを開いた後に')).length === 3, 'told')
    const { [hidden]: left, ...without } = forms[0][1]
    equal((await boss.ask('POST', path, without)).status, 422, `without ${hidden}`)
    equal(number(count) - before, path === grant ? 2 : 1)
  }
  equal(number(`SELECT voided FROM attendance WHERE seq = ${attended}`), 1)
  asked('records', 'verify')
})

await test('PINs guessed side by side are counted one by one', async () => {
  const guessers = []
  for (let i = 0; i < 9; i++) guessers.push(await half('2'))
  const tokens = await Promise.all(guessers.map((guesser) => guesser.token('/pin')))
  const all = await Promise.all(guessers.map((guesser, i) => guesser.ask('POST', '/pin', { token: tokens[i], pin: `48261${i}` })))
  const waits = all.filter(({ text }) => /あと\d+秒/.test(text)).length
  equal([all.length - waits, waits], [3, 6])
  equal((await guessers[8].post('/pin', { pin: PIN })).status, 422, 'the right one waits too')
})

await test('a slip that is replaced while PINs are being worked out lets nobody of the old one in', async () => {
  const thieves = []
  for (let i = 0; i < 8; i++) thieves.push(await half('5'))
  const tokens = await Promise.all(thieves.map((thief) => thief.token('/pin')))
  // Passphrases of nobody keep argon2 at work, so that the PINs wait behind them while the slip is replaced.
  const nobody = new Visitor(), token = await nobody.token('/office/sign-in')
  const before = Array.from({ length: 30 }, (_, i) => nobody.ask('POST', '/office/sign-in', { token, login: `nobody${i}`, passphrase }))
  const posted = thieves.map((thief, i) => thief.ask('POST', '/pin', { token: tokens[i], pin: PIN, again: PIN }))
  await new Promise((later) => setTimeout(later, 200))
  codes['5'] = slip('5')
  const all = await Promise.all(posted)
  equal((await Promise.all(before)).map(({ status }) => status), before.map(() => 422), 'each was worked out')
  equal(all.map(({ status }) => status), all.map(() => 303))
  for (const thief of thieves) ok((await thief.get('/settings')).status === 303, 'in')
  ok((await (await half('5')).get('/pin')).text.includes('name="again"'), 'whoever has the new slip sets the PIN')
})

await test('a new passphrase ends the sign-ins elsewhere, and not the one here', async () => {
  const other = new Visitor()
  equal((await other.post('/office/sign-in', { login: 'boss', passphrase })).to, '/office/sign-in/code')
  equal((await other.post('/office/sign-in/code', { code: boss.recovery })).to, '/office')
  equal((await other.get('/office')).status, 200)
  const changed = await boss.post('/office/account', { before: passphrase, passphrase: passphrase + ' 二', again: passphrase + ' 二' })
  equal(changed.status, 303, changed.text)
  equal([(await boss.get('/office')).status, (await other.get('/office')).to], [200, '/office/sign-in'])
})

await test('a page that is looked at changes not one byte of the store', async () => {
  const before = bytes()
  const seen = new Set()
  for (const [visitor, start] of [[one, '/'], [boss, '/office']]) {
    const queue = [start]
    for (let path; (path = queue.shift());) {
      if (seen.has(path) || seen.size > 400) continue
      seen.add(path)
      const page = await visitor.get(path)
      ok(page.status < 400, `${path}: ${page.status}`)
      for (const [, href] of page.text.matchAll(/href="([^"#]+)/g))
        if (href.startsWith('/') && !href.startsWith('/assets') && !href.includes('/publish')) queue.push(href.replaceAll('&amp;', '&'))
    }
  }
  ok(seen.size > 60, `${seen.size} pages`)
  equal(bytes(), before)
})

await test('a name that a table would take for a formula is none in the files', async () => {
  const file = (await boss.get('/office/overview.csv')).text
  ok(file.includes('HYPERLINK'))
  for (const text of [file, asked('report', '--format', 'csv')])
    for (const field of text.split(/[\r\n]+|,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) ok(!/^"?[=+@]/.test(field), field)
})

await test('a role that is taken away is gone with the next request, and so is an account', async () => {
  equal((await tanaka.get('/office/people')).status, 200)
  const list = (await boss.get('/office/accounts')).text
  const path = /href="(\/office\/accounts\/[0-9a-f]{32})"[^>]*>田中/.exec(list)?.[1]
  equal((await boss.post(path, { do: 'change', name: '田中 研修', role: 'publishing' })).status, 303)
  equal((await tanaka.get('/office/people')).status, 403)
  asked('records', 'account', 'end', 'tanaka')
  equal((await tanaka.get('/office')).to, '/office/sign-in')
})

await test('wrong passphrases make everybody wait alike: a login, one that was ended, and one that nobody has', async () => {
  const guesser = new Visitor(), token = await guesser.token('/office/sign-in')
  for (const login of ['boss', 'tanaka', 'yamada', 'Yamada 様']) {
    const statuses = []
    for (let i = 0; i < 5; i++)
      statuses.push((await guesser.ask('POST', '/office/sign-in', { token, login, passphrase: `${passphrase}${i}` })).status)
    equal(statuses, [422, 422, 422, 429, 429], login)
  }
})

await test('a module that is taken out after it was begun stops nothing that is recorded', async () => {
  const four = await staff('4')
  const token = await four.token(quiz)
  await four.ask('POST', quiz, { token })
  const begun = attemptOf(await four.get(`${quiz}/1`))
  await four.ask('POST', `${quiz}/1`, { token, attempt: begun, c: '1' })
  renameSync(folder, join(site, 'gone'))
  for (let i = 0; i < 100 && (await four.get(quiz)).status !== 404; i++) await new Promise((later) => setTimeout(later, 100))
  equal((await four.get(quiz)).status, 404)
  for (const [visitor, path] of [[four, '/'], [one, '/'], [one, `/result/${attempt}`], [boss, '/office'], [boss, '/office/people']])
    equal((await visitor.get(path)).status, 200, path)
  asked('records', 'verify')
  renameSync(join(site, 'gone'), folder)
  for (let i = 0; i < 100 && (await four.get(quiz)).status === 404; i++) await new Promise((later) => setTimeout(later, 100))
  equal((await four.ask('POST', `${quiz}/2`, { token, attempt: begun, c: '1' })).to, `${quiz}/3`)
})

await test('an erased name is in no byte of the store, and in no line of the log', async () => {
  const text = Buffer.from(CANARY)
  ok(readFileSync(store).includes(text))
  asked('backup', 'make', join(site, '_records/copy.kaitei'))
  asked('staff', 'leave', '1')
  asked('staff', 'erase', '1', '--rule', 'request', '--why', '退職のため', '--yes')
  for (const name of readdirSync(join(site, '_records'), { withFileTypes: true }))
    if (name.isFile()) ok(!readFileSync(join(site, '_records', name.name)).includes(text), name.name)
  ok(!(run.out() + run.err()).includes(CANARY))
  equal((await one.get('/settings')).to, '/')
  asked('records', 'verify')
})

await test('no page was waiting for the disk where all others stand behind it', () => nothingOpened(run))

await run.stop()
await done()
