// What the tests of the manager's screen share: a preview that runs, and where its screen is.
//
//   const run = await office(site, '--as-of', '2026-11-22')   → { url, address, token, child, out(), err(), end }
//   await run.stop()
//
// `url` is the site's address, `address` the screen's, both with a slash at their end.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib.mjs'

// Waits until `what` answers true; the limit is only there so that a failure ends.
export async function until(what, name) {
  for (let i = 0; i < 1500; i++) {
    const got = await what()
    if (got) return got
    await new Promise((later) => setTimeout(later, 20))
  }
  throw new Error(`waited in vain for ${name}`)
}

// A preview as it was started: what it says, and its end.
export function started(args, { env = {}, cwd = '/' } = {}) {
  const program = process.env.KAITEI ?? join(root, 'build/kaitei')
  const child = spawn(program, args, { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => { out += data })
  child.stderr.on('data', (data) => { err += data })
  process.on('exit', () => child.kill('SIGKILL'))
  const end = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })))
  return { child, out: () => out, err: () => err, end, stop: () => { child.kill('SIGTERM'); return end } }
}

// A preview whose first build is done.
export async function office(site, ...args) {
  const run = started(['--site', site, 'preview', ...args])
  await until(() => / built in /.test(run.out()) || /served on/.test(run.err()), `the first build: ${run.err()}`)
  const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(run.out())
  const [address, token] = /http:\/\/127\.0\.0\.1:\d+\/\.kaitei\/([0-9a-f]{32})\//.exec(run.out())
  return { ...run, url, address, token }
}

// What a folder holds, byte for byte: a Map of path → mode and hash.
export function snapshot(folder, path = '', found = new Map()) {
  for (const name of readdirSync(join(folder, path)).sort()) {
    const inner = join(path, name)
    const full = join(folder, inner)
    const stat = lstatSync(full)
    const bytes = stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? readlinkSync(full) : readFileSync(full)
    found.set(inner, `${stat.mode.toString(8)} ${createHash('sha256').update(bytes).digest('hex')}`)
    if (stat.isDirectory()) snapshot(folder, inner, found)
  }
  return found
}
