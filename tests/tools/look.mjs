/*
 * Whether two pictures look the same:
 *
 *     node tests/tools/look.mjs GOLDEN GOT      folders of grey pictures (PGM), by name
 *
 * Of each picture the mean difference (of 255) must be at most 1.5, and that of every square of
 * 10 by 10 pixels at most 24: another version of the renderer draws letters a little differently,
 * but moves no line. Prints each that differs; status 1 where there is one.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [golden, got] = process.argv.slice(2)

function read(path) {
  const bytes = readFileSync(path)
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 64).toString('latin1'))
  return { width: Number(head[1]), height: Number(head[2]), pixels: bytes.subarray(head[0].length) }
}

function differs(a, b) {
  if (a.width !== b.width || a.height !== b.height) return `${b.width}x${b.height}, not ${a.width}x${a.height}`
  const squares = new Map()
  let sum = 0
  for (let y = 0; y < a.height; y++)
    for (let x = 0; x < a.width; x++) {
      const difference = Math.abs(a.pixels[y * a.width + x] - b.pixels[y * a.width + x])
      const square = Math.floor(y / 10) * 1000 + Math.floor(x / 10)
      squares.set(square, (squares.get(square) ?? 0) + difference)
      sum += difference
    }
  const mean = sum / (a.width * a.height)
  const worst = Math.max(...squares.values()) / 100
  return mean > 1.5 || worst > 24 ? `mean ${mean.toFixed(2)}, worst ${worst.toFixed(1)}` : null
}

const names = [...new Set([...readdirSync(golden), ...readdirSync(got)])].sort()
let bad = 0
for (const name of names) {
  let fault
  try {
    fault = differs(read(join(golden, name)), read(join(got, name)))
  } catch (error) {
    fault = error.code === 'ENOENT' ? `missing: ${error.path}` : String(error)
  }
  if (!fault) continue
  console.log(`${name}: ${fault}`)
  bad++
}
process.exit(bad > 0 || names.length === 0 ? 1 : 0)
