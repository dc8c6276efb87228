import { office } from './office.mjs'
const run = await office(process.argv[2])
const t = await (await fetch(run.address + 'papers')).text()
console.log(t.replace(/<[^>]*>/g,' ').replace(/\s+/g,' ').slice(0,1500))
await run.stop(); process.exit(0)
