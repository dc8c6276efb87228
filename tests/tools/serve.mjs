// Serves a folder on 127.0.0.1, plainly, for tests: node serve.mjs FOLDER PORTFILE
// The port is written to PORTFILE. Beside the files:
//   /elsewhere/…  leads on to /…        /broken/…  answers 503 for what ends in .xml
//   /slow-lie/…   an endless body for robots.txt      /cut/…  no answer to what ends in .xml
import { createServer } from 'node:http'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, portFile] = process.argv.slice(2)

function endless(response) {
  const block = Buffer.alloc(65536, 'x')
  const more = () => {
    while (response.write(block));
    response.once('drain', more)
  }
  response.on('close', () => response.removeAllListeners('drain'))
  more()
}

const server = createServer((request, response) => {
  let path = decodeURIComponent(request.url)
  const mode = path.split('/')[1]
  if (['elsewhere', 'broken', 'slow-lie', 'cut'].includes(mode)) path = path.slice(mode.length + 1)
  if (mode === 'elsewhere') return response.writeHead(301, { Location: path }).end()
  if (mode === 'broken' && path.endsWith('.xml')) return response.writeHead(403).end('no')
  if (mode === 'cut' && path.endsWith('.xml')) return request.socket.destroy()
  if (mode === 'slow-lie' && path === '/robots.txt') return endless(response.writeHead(200))
  let file = join(folder, path)
  try {
    if (path.endsWith('/')) file = join(file, 'index.html')
    if (!statSync(file).isFile()) throw new Error('no file')
    response.writeHead(200).end(readFileSync(file))
  } catch {
    response.writeHead(404).end('not here')
  }
})
server.listen(0, '127.0.0.1', () => {
  writeFileSync(portFile + '.new', String(server.address().port))
  renameSync(portFile + '.new', portFile)
})
