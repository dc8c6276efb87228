/*
 * A PDF taken apart for pdf_rules.mjs: objects by the program qpdf, content streams and
 * TrueType programs here. Nothing of it is shared with the generator that made the file.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const qpdf = (path, ...options) =>
  JSON.parse(execFileSync('qpdf', ['--json=2', ...options, path, '-'].filter((o) => o !== '-'), {
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  })).qpdf[1];

export const isName = (v) => typeof v === 'string' && v.startsWith('/');
export const isReference = (v) => typeof v === 'string' && /^\d+ \d+ R$/.test(v);
export const text = (v) => (typeof v === 'string' && v.startsWith('u:') ? v.slice(2) : undefined);
export const isDictionary = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

export class Pdf {
  constructor(path) {
    this.bytes = readFileSync(path);
    this.objects = qpdf(path, '--decode-level=none', '--json-stream-data=none');
    this.decoded = qpdf(path, '--decode-level=generalized', '--json-stream-data=inline');
    this.trailer = this.objects.trailer.value;
    this.catalog = this.get(this.trailer['/Root']);
    this.pages = [];
    this.walkPages(this.catalog['/Pages'], new Set());
  }

  get(v) {
    if (!isReference(v)) return v;
    const object = this.objects[`obj:${v}`];
    return object === undefined ? null : object.stream ? object.stream.dict : object.value;
  }

  isStream(reference) {
    return isReference(reference) && this.objects[`obj:${reference}`]?.stream !== undefined;
  }

  data(reference) {
    const data = this.decoded[`obj:${reference}`]?.stream?.data;
    return data === undefined ? undefined : Buffer.from(data, 'base64');
  }

  walkPages(reference, seen) {
    if (seen.has(reference)) return;
    seen.add(reference);
    const node = this.get(reference);
    if (node['/Type'] === '/Page') this.pages.push({ reference, dict: node });
    for (const kid of node['/Kids'] ?? []) this.walkPages(kid, seen);
  }

  /* Every object with what it is: [reference, dictionary or value, is a stream]. */
  *all() {
    for (const [name, object] of Object.entries(this.objects)) {
      if (!name.startsWith('obj:')) continue;
      yield [name.slice(4), object.stream ? object.stream.dict : object.value, !!object.stream];
    }
  }

  /* Every dictionary, also those inside others. */
  *dictionaries() {
    for (const [reference, value] of this.all()) {
      const waiting = [value];
      while (waiting.length) {
        const v = waiting.pop();
        if (Array.isArray(v)) waiting.push(...v);
        else if (isDictionary(v)) {
          yield [reference, v];
          waiting.push(...Object.values(v));
        }
      }
    }
  }

  /* All content: pages and form XObjects that they reach. */
  contents() {
    if (this.found) return this.found;
    this.found = [];
    const seen = new Set();
    const add = (owner, dict, bytes, page) => {
      if (seen.has(owner)) return;
      seen.add(owner);
      this.found.push({ owner, dict, page, operations: operations(bytes) });
      const objects = this.get(this.get(dict['/Resources'])?.['/XObject']) ?? {};
      for (const reference of Object.values(objects))
        if (this.get(reference)?.['/Subtype'] === '/Form')
          add(reference, this.get(reference), this.data(reference), page);
    };
    this.pages.forEach(({ reference, dict }, page) => {
      const list = [dict['/Contents']].flat().filter(Boolean);
      add(reference, dict, Buffer.concat(list.flatMap((r) => [this.data(r), Buffer.from('\n')])), page);
    });
    return this.found;
  }
}

/* ---- content streams ---- */

const delimiters = new Set([...'()<>[]{}/%'].map((c) => c.charCodeAt(0)));
const blank = (c) => c === 0 || c === 9 || c === 10 || c === 12 || c === 13 || c === 32;

function* tokens(bytes) {
  let i = 0;
  while (i < bytes.length) {
    const c = bytes[i];
    if (blank(c)) { i++; continue; }
    if (c === 0x25) { while (i < bytes.length && bytes[i] !== 10 && bytes[i] !== 13) i++; continue; }
    if (c === 0x28) {
      const out = [];
      let depth = 1;
      for (i++; i < bytes.length; i++) {
        let b = bytes[i];
        if (b === 0x5c) {
          b = bytes[++i];
          const octal = /^[0-7]{1,3}/.exec(bytes.subarray(i, i + 3).toString('latin1'));
          if (octal) { out.push(parseInt(octal[0], 8) & 255); i += octal[0].length - 1; continue; }
          const at = 'nrtbf'.indexOf(String.fromCharCode(b));
          if (b === 13 || b === 10) { if (b === 13 && bytes[i + 1] === 10) i++; continue; }
          out.push(at < 0 ? b : [10, 13, 9, 8, 12][at]);
          continue;
        }
        if (b === 0x28) depth++;
        if (b === 0x29 && --depth === 0) { i++; break; }
        out.push(b);
      }
      yield { string: Buffer.from(out) };
      continue;
    }
    if (c === 0x3c && bytes[i + 1] !== 0x3c) {
      const end = bytes.indexOf(0x3e, i);
      const hex = bytes.subarray(i + 1, end).toString('latin1').replace(/\s/g, '');
      yield { string: Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex'), oddHex: hex.length % 2 === 1 };
      i = end + 1;
      continue;
    }
    if ((c === 0x3c || c === 0x3e) && bytes[i + 1] === c) { yield { mark: c === 0x3c ? '<<' : '>>' }; i += 2; continue; }
    if (c === 0x5b || c === 0x5d) { yield { mark: c === 0x5b ? '[' : ']' }; i++; continue; }
    let end = i + 1;
    while (end < bytes.length && !blank(bytes[end]) && !delimiters.has(bytes[end])) end++;
    const word = bytes.subarray(i, end).toString('latin1');
    i = end;
    if (word.startsWith('/')) yield { name: word };
    else if (/^[-+.\d]/.test(word)) yield { number: Number(word) };
    else yield { word };
  }
}

function value(first, rest) {
  if (first.mark === '[') {
    const list = [];
    for (let t; (t = rest.next().value) && t.mark !== ']';) list.push(value(t, rest));
    return list;
  }
  if (first.mark === '<<') {
    const dict = {};
    for (let t; (t = rest.next().value) && t.mark !== '>>';) dict[t.name] = value(rest.next().value, rest);
    return dict;
  }
  if (first.name !== undefined) return first.name;
  if (first.number !== undefined) return first.number;
  if (first.string !== undefined) return first.string;
  return first.word === 'true' ? true : first.word === 'false' ? false : null;
}

export function operations(bytes) {
  const list = [];
  const rest = tokens(bytes);
  let operands = [];
  for (let t; (t = rest.next().value);) {
    if (t.word !== undefined && !['true', 'false', 'null'].includes(t.word)) {
      list.push({ operator: t.word, operands });
      operands = [];
    } else operands.push(value(t, rest));
  }
  return list;
}

/* ---- fonts ---- */

/* Code → characters, of a ToUnicode CMap. */
export function characterMap(bytes) {
  const map = new Map();
  const wide = (b) => {
    let s = '';
    for (let i = 0; i + 1 < b.length; i += 2) s += String.fromCharCode(b.readUInt16BE(i));
    return s;
  };
  for (const { operator, operands } of operations(bytes)) {
    if (operator === 'endbfchar')
      for (let i = 0; i + 1 < operands.length; i += 2)
        map.set(operands[i].readUIntBE(0, operands[i].length), wide(operands[i + 1]));
    if (operator === 'endbfrange')
      for (let i = 0; i + 2 < operands.length; i += 3) {
        const from = operands[i].readUIntBE(0, operands[i].length);
        const to = operands[i + 1].readUIntBE(0, operands[i + 1].length);
        for (let code = from; code <= to; code++) {
          const target = operands[i + 2];
          if (Array.isArray(target)) map.set(code, wide(target[code - from]));
          else {
            const s = wide(target);
            map.set(code, s.slice(0, -1) + String.fromCharCode(s.charCodeAt(s.length - 1) + code - from));
          }
        }
      }
  }
  return map;
}

/* What of a TrueType program the rules ask for: advance widths in thousandths, which glyphs are drawn. */
export function trueType(bytes) {
  const tables = {};
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const at = 12 + i * 16;
    tables[bytes.toString('latin1', at, at + 4)] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
  }
  const unit = bytes.readUInt16BE(tables.head[0] + 18);
  const glyphs = bytes.readUInt16BE(tables.maxp[0] + 4);
  const long = bytes.readUInt16BE(tables.hhea[0] + 34);
  return {
    glyphs,
    tables: Object.keys(tables),
    width: (glyph) => (bytes.readUInt16BE(tables.hmtx[0] + Math.min(glyph, long - 1) * 4) * 1000) / unit,
  };
}

/* Widths of a CIDFont: CID → width. (ISO 32000-1, 9.7.4.3) */
export function cidWidths(font) {
  const widths = new Map();
  const w = font['/W'] ?? [];
  for (let i = 0; i < w.length;) {
    if (Array.isArray(w[i + 1])) {
      w[i + 1].forEach((width, k) => widths.set(w[i] + k, width));
      i += 2;
    } else {
      for (let cid = w[i]; cid <= w[i + 1]; cid++) widths.set(cid, w[i + 2]);
      i += 3;
    }
  }
  return (cid) => widths.get(cid) ?? font['/DW'] ?? 1000;
}
