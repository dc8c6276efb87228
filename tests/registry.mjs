// What the tests of the server's pages share: a site with its records, the server, and the office's sign-in.
//
//   const run = await serving(site)              → { url, child, out(), err(), stop() }
//   today(), fiscalYear(), wareki('2026-11-22')  → '2026-11-22', 2026, '令和8年11月22日'
//   totp(secret)                                 → the code of now
//
// The server is asked as http://localhost, which a browser trusts as it trusts https.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { equal, kaitei, ok, root, scratch } from './lib.mjs'
import { until } from './office.mjs'

// Today where the organisation is, and the 年度 that it is in.
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date())
export const fiscalYear = (day = today()) => Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)
export const wareki = (day) => day.replace(/(\d+)-0?(\d+)-0?(\d+)/, (_, year, month, number) => `令和${year - 2018}年${month}月${number}日`)

// The real site, with records of its own, in a repository of its own. Its module is one of the running 年度,
// whichever that is: what is due, and asked of whom, goes by the day.
export function siteWithRecords({ attempts = 0 } = {}) {
  const site = scratch()
  for (const name of ['content', 'quizzes']) cpSync(join(root, name), join(site, name), { recursive: true })
  // Certificates lead to the public site: it has to say where it is.
  const lua = join(site, 'content/site.lua')
  writeFileSync(lua, readFileSync(lua, 'utf8').replace('site {', 'site {\n  base_url = "https://www.example.jp/",'))
  const module = join(site, 'quizzes/2026-privacy/module.lua')
  const year = fiscalYear()
  let text = readFileSync(module, 'utf8')
  for (const [from, to] of [['year = 2026,', `year = ${year},`], ['due = "2027-03-31"', `due = "${year + 1}-03-31"`], ['attempts = 0', `attempts = ${attempts}`]]) {
    ok(text.includes(from), from)
    text = text.replace(from, to)
  }
  writeFileSync(module, text)
  const git = (...args) => execFileSync('git', ['-C', site, '-c', 'user.name=test', '-c', 'user.email=test@example.jp', ...args])
  git('init', '-q', '-b', 'main')
  const begun = kaitei('--quiet', '--site', site, 'records', 'init')
  equal(begun.status, 0, begun.stderr)
  git('add', '-A')
  git('commit', '-qm', 'Begin')
  return site
}

// Invites somebody; the code of the invitation.
export function invite(site, login, name, role) {
  const made = kaitei('--site', site, 'records', 'account', 'add', login, '--name', name, '--role', role)
  equal(made.status, 0, made.stderr)
  return /[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}/.exec(made.stdout)[0]
}

function freePort() {
  return new Promise((found) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}

// What tells which of the site's files the clerk's thread opens.
let watcher
function watching() {
  if (watcher === undefined) {
    watcher = join(scratch(), 'clerk_reads.so')
    execFileSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', '-o', watcher, join(root, 'tests/tools/clerk_reads.c')])
  }
  return { LD_PRELOAD: [watcher, process.env.LD_PRELOAD].filter(Boolean).join(':'), ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0` }
}

// No page waits for the disk where everybody's call stands behind it.
export function nothingOpened(run) {
  equal(run.err().split('\n').filter((line) => line.startsWith('the clerk opens')), [])
}

export async function serving(site, ...args) {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const program = process.env.KAITEI ?? join(root, 'build/kaitei')
  const child = spawn(program, ['--site', site, 'serve', '--url', url, '--listen', `127.0.0.1:${port}`, ...args],
    { env: { ...process.env, LC_ALL: 'C.UTF-8', ...watching() }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => { out += data })
  child.stderr.on('data', (data) => { err += data })
  process.on('exit', () => child.kill('SIGKILL'))
  const end = new Promise((ended) => child.on('exit', (status, signal) => ended({ status, signal })))
  await until(() => out.includes(url) || child.exitCode !== null, `the server: ${err}`)
  equal(child.exitCode, null, err)
  return { url, child, out: () => out, err: () => err, end, stop: () => { child.kill('SIGTERM'); return end } }
}

// RFC 6238, SHA-1, 30 s, 6 digits; `ahead` steps from now.
export function totp(secret, ahead = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const sign of secret.replace(/\s/g, '')) bits += alphabet.indexOf(sign).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead))
  const mac = createHmac('sha1', key).update(step).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}
