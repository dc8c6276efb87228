/*
 * Whether a PDF keeps the rules of PDF/A-2a and PDF/UA-1:
 *
 *     node tests/tools/pdf_rules.mjs FILE...     each broken rule, one a line; status 1 where there is one
 *     node tests/tools/pdf_rules.mjs --list      the rules
 *
 * Each rule names its clause: A is ISO 19005-2:2011, UA is ISO 14289-1:2014; `own` is what no clause
 * says in so many words and a reader needs all the same. It is no full validator: what papers never
 * have (forms, JPEG 2000, CMYK, Type 1 fonts, attachments) is checked by its absence, and of fonts
 * with CFF outlines the widths are not compared.
 */
import { Pdf, characterMap, cidWidths, isDictionary, isName, isReference, text, trueType } from './pdf_reading.mjs';

const standard = new Set(('Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 ' +
  'H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP ' +
  'Warichu WT WP Figure Formula Form').split(' '));
const operatorsKnown = new Set(('b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k ' +
  "l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"").split(' '));
const painting = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Tj', 'TJ', "'", '"', 'ID']);
const showing = new Set(['Tj', 'TJ', "'", '"']);
const blendModes = new Set(('Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight ' +
  'Difference Exclusion Hue Saturation Color Luminosity').split(' ').map((n) => `/${n}`));
const intents = new Set(['/RelativeColorimetric', '/AbsoluteColorimetric', '/Perceptual', '/Saturation']);

/* ---- what several rules look at ---- */

class Paper extends Pdf {
  constructor(path) {
    super(path);
    this.root = this.get(this.catalog['/StructTreeRoot']);
    this.elements = [];
    if (this.root) for (const kid of [this.root['/K']].flat()) this.walk(kid, this.catalog['/StructTreeRoot'], null, null);
    this.xmp = this.data(this.catalog['/Metadata'])?.toString('utf8') ?? '';
    this.marks = this.contents().flatMap((content) => this.read(content));
  }

  /* The tree, each element with its kids as elements, marks and objects. */
  walk(reference, parentReference, parent, page) {
    const dict = this.get(reference);
    const element = { reference, parentReference, dict, parent, kids: [], type: dict?.['/S']?.slice(1) };
    this.elements.push(element);
    const own = dict['/Pg'] ?? page;
    for (const kid of [dict['/K'] ?? []].flat()) {
      if (isReference(kid)) element.kids.push({ element: this.walk(kid, reference, element, own) });
      else if (isDictionary(kid) && kid['/Type'] === '/OBJR') element.kids.push({ object: kid['/Obj'], page: kid['/Pg'] ?? own });
      else if (isDictionary(kid)) element.kids.push({ mark: kid['/MCID'], owner: kid['/Stm'] ?? kid['/Pg'] ?? own });
      else element.kids.push({ mark: kid, owner: own });
    }
    return element;
  }

  /* The type as the role map has it; undefined where it leads nowhere. */
  standardType(type) {
    const roles = this.get(this.root['/RoleMap']) ?? {};
    for (let i = 0; i < 10 && type !== undefined; i++) {
      if (standard.has(type)) return type;
      type = roles[`/${type}`]?.slice(1);
    }
    return undefined;
  }

  kidTypes(element) {
    return element.kids.map((k) => (k.element ? this.standardType(k.element.type) : 'content'));
  }

  attribute(element, name) {
    for (const one of [this.get(element.dict['/A']) ?? []].flat()) {
      const found = this.get(one)?.[name];
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /* Every painting operation with the marks around it, and what it shows. */
  read({ owner, dict, page, operations }) {
    const fonts = this.get(this.get(dict['/Resources'])?.['/Font']) ?? {};
    const objects = this.get(this.get(dict['/Resources'])?.['/XObject']) ?? {};
    const levels = [];
    const out = [];
    let font, deep = 0;
    for (const { operator, operands } of operations) {
      if (operator === 'BDC' || operator === 'BMC')
        levels.push({ tag: operands[0], mark: isDictionary(operands[1]) ? operands[1]['/MCID'] : undefined, list: operands[1] });
      if (operator === 'EMC' && levels.pop() === undefined) out.push({ owner, page, fault: 'EMC without a beginning' });
      if (operator === 'BDC' || operator === 'BMC') out.push({ owner, page, begins: true, levels: [...levels] });
      if (operator === 'q') deep++;
      if (operator === 'Q') deep--;
      if (operator === 'Tf') font = fonts[operands[0]];
      if (!operatorsKnown.has(operator)) out.push({ owner, page, fault: `operator ${operator}` });
      const placed = operator === 'Do' ? objects[operands[0]] : undefined;
      const tagged = placed !== undefined && this.get(placed)['/StructParents'] !== undefined;
      const strings = showing.has(operator) ? operands.flat().filter(Buffer.isBuffer) : [];
      if (painting.has(operator) || operator === 'Do')
        out.push({ owner, page, operator, levels: [...levels], font, strings, placed, tagged, deep });
    }
    if (levels.length) out.push({ owner, page, fault: 'a mark without an end' });
    if (deep !== 0) out.push({ owner, page, fault: 'q and Q do not pair' });
    return out;
  }

  fonts() {
    if (this.fontList) return this.fontList;
    this.fontList = new Map();
    for (const { font, strings } of this.marks.filter((m) => m.font)) {
      if (!this.fontList.has(font)) {
        const dict = this.get(font);
        const descendant = this.get(dict['/DescendantFonts']?.[0]) ?? dict;
        const descriptor = this.get(descendant['/FontDescriptor']) ?? {};
        const unicode = dict['/ToUnicode'] ? characterMap(this.data(dict['/ToUnicode'])) : undefined;
        const program = descriptor['/FontFile2'] ? trueType(this.data(descriptor['/FontFile2'])) : undefined;
        this.fontList.set(font, { font, dict, descendant, descriptor, unicode, program, codes: new Set() });
      }
      const known = this.fontList.get(font);
      const wide = known.dict['/Subtype'] === '/Type0';
      for (const s of strings)
        for (let i = 0; i + (wide ? 1 : 0) < s.length; i += wide ? 2 : 1) known.codes.add(wide ? s.readUInt16BE(i) : s[i]);
    }
    return this.fontList;
  }

  annotations() {
    return this.pages.flatMap(({ reference, dict }) =>
      (this.get(dict['/Annots']) ?? []).map((a) => ({ page: reference, reference: a, dict: this.get(a) })));
  }

  xmpValue(name) {
    const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(this.xmp);
    return found?.[1].replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
  }
}

/* Whether a text is well-formed XML, as far as tags go. */
function wellFormed(xml) {
  const open = [];
  for (const [, close, name, attributes, self] of xml.matchAll(/<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (close) { if (open.pop() !== name) return false; } else if (!self) open.push(name);
    void attributes;
  }
  return open.length === 0 && !/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(xml);
}

function* everyValue(v) {
  yield v;
  if (Array.isArray(v)) for (const one of v) yield* everyValue(one);
  else if (isDictionary(v)) for (const [k, one] of Object.entries(v)) { yield k; yield* everyValue(one); }
}

/* ---- the rules: [clause, what it asks, the faults] ---- */

const rules = [];
const rule = (clause, asks, faults) => rules.push({ clause, asks, faults });
const only = (condition, what = '') => (condition ? [] : [what]);

rule('A 6.1.2', 'the file begins with %PDF-1.0 to 1.7 and a comment of four bytes above 127', (p) =>
  only(/^%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}/.test(p.bytes.toString('latin1', 0, 20))));
rule('A 6.1.3', 'the trailer has an ID', (p) => only(Array.isArray(p.trailer['/ID']) && p.trailer['/ID'].length === 2));
rule('A 6.1.3', 'it is not encrypted', (p) => only(p.trailer['/Encrypt'] === undefined));
rule('A 6.1.3', 'nothing follows the last %%EOF', (p) => only(/%%EOF\r?\n?$/.test(p.bytes.toString('latin1', p.bytes.length - 8))));
rule('A 6.1.7', 'endstream stands on a line of its own', (p) => {
  const all = p.bytes.toString('latin1');
  return [...all.matchAll(/endstream\s+endobj/g)].filter((m) => all[m.index - 1] !== '\n').map((m) => `at byte ${m.index}`);
});
rule('A 6.1.7', 'no stream lies outside the file; filters of Table 6 only, no LZW, no Crypt', (p) =>
  [...p.all()].filter(([, , stream]) => stream).flatMap(([r, d]) => [
    ...['/F', '/FFilter', '/FDecodeParms'].filter((k) => d[k] !== undefined).map((k) => `${r}: ${k}`),
    ...[d['/Filter'] ?? []].flat().filter((f) => !['/ASCIIHexDecode', '/ASCII85Decode', '/FlateDecode', '/RunLengthDecode',
      '/CCITTFaxDecode', '/JBIG2Decode', '/DCTDecode', '/JPXDecode'].includes(f)).map((f) => `${r}: ${f}`)]));
rule('A 6.1.13', 'numbers, strings, names and boxes within the limits', (p) => {
  const faults = [];
  for (const [r, v] of p.all())
    for (const one of everyValue(v)) {
      if (typeof one === 'number' && (Number.isInteger(one) ? Math.abs(one) > 2147483647 : Math.abs(one) > 3.403e38)) faults.push(`${r}: ${one}`);
      if (typeof one === 'number' && one !== 0 && Math.abs(one) < 1.175e-38) faults.push(`${r}: ${one}`);
      if (isName(one) && Buffer.byteLength(one) > 128) faults.push(`${r}: ${one}`);
      if (text(one) !== undefined && one.length * 2 > 32767) faults.push(`${r}: a long string`);
    }
  for (const { dict } of p.pages)
    for (const k of ['/MediaBox', '/CropBox', '/TrimBox', '/BleedBox', '/ArtBox'])
      if (dict[k] && !(dict[k][2] - dict[k][0] >= 3 && dict[k][3] - dict[k][1] >= 3 && dict[k][2] - dict[k][0] <= 14400 && dict[k][3] - dict[k][1] <= 14400)) faults.push(k);
  return faults;
});
rule('A 6.1.13', 'q nests at most 28 deep', (p) => p.marks.filter((m) => m.deep > 28).map((m) => `page ${m.page + 1}`));
rule('A 6.2.2', 'content streams have known operators only, and all pairs pair', (p) => p.marks.filter((m) => m.fault).map((m) => `page ${m.page + 1}: ${m.fault}`));
rule('A 6.2.2', 'each page and form names its resources itself', (p) => p.contents().filter((c) => c.dict['/Resources'] === undefined).map((c) => c.owner));
rule('A 6.2.3', 'one output intent GTS_PDFA1 with an RGB monitor profile older than version 5', (p) => {
  const list = (p.get(p.catalog['/OutputIntents']) ?? []).map((r) => p.get(r)).filter((i) => i['/S'] === '/GTS_PDFA1');
  const profile = list.length === 1 ? p.data(list[0]['/DestOutputProfile']) : undefined;
  if (!profile) return ['missing'];
  return [...only(profile.readUInt32BE(0) === profile.length, 'its size'), ...only(profile.toString('latin1', 36, 40) === 'acsp', 'its signature'),
    ...only(profile.toString('latin1', 12, 20) === 'mntrRGB ', 'its class'), ...only(profile[8] < 5, 'its version'),
    ...only(p.get(list[0]['/DestOutputProfile'])['/N'] === 3, '/N'), ...only(text(list[0]['/OutputConditionIdentifier']), 'its name'),
    ...only(list[0]['/DestOutputProfileRef'] === undefined, 'DestOutputProfileRef')];
});
rule('A 6.2.4', 'no CMYK, Separation or DeviceN, for the intent is RGB', (p) => [
  ...[...p.dictionaries()].flatMap(([r, d]) => [d['/ColorSpace'], d['/CS']].flat(2).filter((c) => ['/DeviceCMYK', '/Separation', '/DeviceN'].includes(c)).map((c) => `${r}: ${c}`)),
  ...p.contents().flatMap((c) => c.operations.filter((o) => o.operator === 'k' || o.operator === 'K').map(() => `${c.owner}: k`))]);
rule('A 6.2.5', 'no transfer functions or halftones in graphics states', (p) =>
  [...p.dictionaries()].filter(([, d]) => d['/Type'] === '/ExtGState').flatMap(([r, d]) =>
    ['/TR', '/HTP', '/HT'].filter((k) => d[k] !== undefined).concat(d['/TR2'] !== undefined && d['/TR2'] !== '/Default' ? ['/TR2'] : []).map((k) => `${r}: ${k}`)));
rule('A 6.2.6', 'rendering intents are those of Table 70', (p) => [
  ...[...p.dictionaries()].flatMap(([r, d]) => [d['/Intent'], d['/RI']].filter((i) => i !== undefined && !intents.has(i)).map((i) => `${r}: ${i}`)),
  ...p.contents().flatMap((c) => c.operations.filter((o) => o.operator === 'ri' && !intents.has(o.operands[0])).map(() => c.owner))]);
rule('A 6.2.8', 'images are not interpolated and have no alternates', (p) =>
  [...p.dictionaries()].filter(([, d]) => d['/Subtype'] === '/Image' && (d['/Alternates'] || d['/OPI'] || d['/Interpolate'] === true)).map(([r]) => r));
rule('A 6.2.9', 'no PostScript or reference XObjects', (p) =>
  [...p.dictionaries()].filter(([, d]) => d['/Subtype'] === '/PS' || (d['/Subtype'] === '/Form' && (d['/OPI'] || d['/PS'] || d['/Ref'] || d['/Subtype2'] === '/PS'))).map(([r]) => r));
rule('A 6.2.10', 'blend modes are those of ISO 32000-1', (p) =>
  [...p.dictionaries()].filter(([, d]) => d['/Type'] === '/ExtGState').flatMap(([r, d]) => [d['/BM'] ?? []].flat().filter((b) => !blendModes.has(b)).map((b) => `${r}: ${b}`)));

const eachFont = (clauses, asks, faults) => rule(clauses, asks, (p) => [...p.fonts().values()].flatMap((f) => faults(f, p).map((w) => `${f.dict['/BaseFont'] ?? f.font} ${w}`)));
eachFont('A 6.2.11.2', 'fonts say their type and name', ({ dict }) => [
  ...only(dict['/Type'] === '/Font', '/Type'), ...only(['/Type0', '/TrueType', '/Type1', '/Type3'].includes(dict['/Subtype']), '/Subtype'),
  ...only(dict['/Subtype'] === '/Type3' || isName(dict['/BaseFont']), '/BaseFont')]);
eachFont('A 6.2.11.3, UA 7.21.3', 'composite fonts: Identity-H or -V, and a CIDToGIDMap', ({ dict, descendant }) =>
  dict['/Subtype'] !== '/Type0' ? [] : [...only(['/Identity-H', '/Identity-V'].includes(dict['/Encoding']), '/Encoding'),
    ...only(descendant['/Subtype'] !== '/CIDFontType2' || descendant['/CIDToGIDMap'] !== undefined, '/CIDToGIDMap')]);
eachFont('A 6.2.11.4, UA 7.21.4.1', 'fonts are embedded', ({ dict, descriptor }, p) =>
  only(dict['/Subtype'] === '/Type3' || ['/FontFile', '/FontFile2', '/FontFile3'].some((k) => p.isStream(descriptor[k]))));
eachFont('own', 'fonts are subsets', ({ dict }) => only(dict['/Subtype'] === '/Type3' || /^\/[A-Z]{6}\+/.test(dict['/BaseFont'])));
eachFont('A 6.2.11.4, UA 7.21.4.1', 'the program has every glyph shown', ({ program, codes }) =>
  program ? [...codes].filter((c) => c >= program.glyphs).map((c) => `glyph ${c}`) : []);
eachFont('A 6.2.11.4, UA 7.21.4.2', 'no CIDSet that could be wrong', ({ descriptor }) => only(descriptor['/CIDSet'] === undefined));
eachFont('A 6.2.11.5, UA 7.21.5', 'widths in dictionary and program agree', ({ program, codes, descendant }) => {
  const width = cidWidths(descendant);
  return program ? [...codes].filter((c) => Math.abs(width(c) - program.width(c)) > 1).map((c) => `glyph ${c}: ${width(c)} and ${program.width(c)}`) : [];
});
eachFont('A 6.2.11.7, UA 7.21.7', 'every code shown stands for characters, none of them U+0000, U+FEFF, U+FFFE', ({ unicode, codes }) =>
  [...codes].filter((c) => !unicode?.get(c) || /[\0\uFEFF\uFFFE]/.test(unicode.get(c))).map((c) => `code ${c}`));
eachFont('A 6.2.11.8, UA 7.21.8', 'no .notdef glyph is shown', ({ dict, codes }) => only(dict['/Subtype'] !== '/Type0' || !codes.has(0)));

const eachAnnotation = (clause, asks, faults) => rule(clause, asks, (p) => p.annotations().flatMap((a) => faults(a, p).map((w) => `${a.reference} ${w}`)));
eachAnnotation('A 6.3.1', 'annotations are links, nothing else', ({ dict }) => only(dict['/Subtype'] === '/Link', dict['/Subtype']));
eachAnnotation('A 6.3.2', 'annotations print, and none is hidden', ({ dict }) => only(((dict['/F'] ?? 0) & (4 | 1 | 2 | 32 | 256)) === 4, `/F ${dict['/F']}`));
rule('A 6.4.1, 6.4.2', 'no form', (p) => only(p.catalog['/AcroForm'] === undefined && p.catalog['/NeedsRendering'] === undefined));
rule('A 6.5.1', 'actions lead to a place or an address, nothing else', (p) =>
  [...p.dictionaries()].filter(([, d]) => d['/Type'] === '/Action' && !['/GoTo', '/URI'].includes(d['/S'])).map(([r, d]) => `${r}: ${d['/S']}`));
rule('A 6.5.1', 'no JavaScript', (p) => [...p.dictionaries()].filter(([, d]) => d['/JS'] !== undefined || d['/JavaScript'] !== undefined).map(([r]) => r));
rule('A 6.5.2', 'no actions at opening', (p) => only(!p.catalog['/AA'] && !p.catalog['/OpenAction'] && p.pages.every(({ dict }) => !dict['/AA'])));
rule('A 6.6.2.1, UA 7.1', 'the catalog has metadata, as XML', (p) => [...only(p.isStream(p.catalog['/Metadata']), 'missing'),
  ...only(p.get(p.catalog['/Metadata'])?.['/Subtype'] === '/XML', '/Subtype'), ...only(wellFormed(p.xmp), 'not well-formed')]);
rule('own', 'the metadata are not compressed, so that any tool finds them', (p) => only(p.get(p.catalog['/Metadata'])?.['/Filter'] === undefined));
rule('A 6.6.2.1', 'the packet says neither bytes nor encoding', (p) => only(/^<\?xpacket begin="\uFEFF?" id="W5M0MpCehiHzreSzNTczkc9d"\?>/.test(p.xmp)));
rule('A 6.6.2.3', 'the schema of pdfuaid is described', (p) => only(
  /<pdfaSchema:namespaceURI>http:\/\/www\.aiim\.org\/pdfua\/ns\/id\/</.test(p.xmp) && /<pdfaProperty:name>part</.test(p.xmp) &&
  /<pdfaProperty:valueType>Integer</.test(p.xmp) && /<pdfaProperty:category>internal</.test(p.xmp) && /<pdfaProperty:description>.+</.test(p.xmp)));
rule('A 6.6.4', 'it says that it is PDF/A-2a', (p) => only(p.xmpValue('pdfaid:part') === '2' && p.xmpValue('pdfaid:conformance') === 'A' &&
  p.xmp.includes('xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"')));
rule('UA 5', 'it says that it is PDF/UA-1', (p) => only(p.xmpValue('pdfuaid:part') === '1' && p.xmp.includes('xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"')));
rule('own', 'document information and metadata agree', (p) => {
  const info = p.get(p.trailer['/Info']) ?? {};
  const iso = (d) => text(d)?.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const pairs = [['/Title', 'dc:title'], ['/Author', 'dc:creator'], ['/Subject', 'dc:description'], ['/Producer', 'pdf:Producer'], ['/Creator', 'xmp:CreatorTool']];
  return [...pairs.filter(([k, x]) => text(info[k]) !== p.xmpValue(x)).map(([k]) => k),
    ...only(iso(info['/CreationDate']) === p.xmpValue('xmp:CreateDate'), '/CreationDate'), ...only(iso(info['/ModDate']) === p.xmpValue('xmp:ModifyDate'), '/ModDate')];
});
rule('A 6.7.2, UA 7.1', 'it is marked as tagged, and nothing is suspect', (p) => only(p.get(p.catalog['/MarkInfo'])?.['/Marked'] === true && p.get(p.catalog['/MarkInfo'])['/Suspects'] !== true));
rule('A 6.7.3', 'there is a structure tree, of elements that say so', (p) => [...only(p.root?.['/Type'] === '/StructTreeRoot', 'no tree'),
  ...p.elements.filter((e) => e.dict['/Type'] !== '/StructElem').map((e) => e.reference)]);
rule('A 6.8', 'nothing is embedded', (p) => [...p.dictionaries()].filter(([, d]) => d['/EF'] !== undefined || d['/Type'] === '/EmbeddedFile').map(([r]) => r));
rule('A 6.9, UA 7.10', 'no optional content', (p) => only(p.catalog['/OCProperties'] === undefined));
rule('A 6.10, 6.11', 'no presentations, no requirements', (p) => only(p.catalog['/Requirements'] === undefined &&
  p.get(p.catalog['/Names'])?.['/AlternatePresentations'] === undefined && p.pages.every(({ dict }) => dict['/PresSteps'] === undefined)));

/* ---- PDF/UA ---- */

const isArtifact = (level) => level.tag === '/Artifact';
const isTagged = (level) => level.mark !== undefined;
rule('UA 7.1', 'what is painted is tagged or an artifact', (p) => p.marks.filter((m) => m.operator && !m.tagged && !m.levels.some((l) => isArtifact(l) || isTagged(l)))
  .map((m) => `page ${m.page + 1}: ${m.operator}`));
rule('UA 7.1', 'no artifact lies in tagged content, and the other way round', (p) => p.marks.filter((m) => m.begins && m.levels.length > 1 &&
  ((isArtifact(m.levels.at(-1)) && m.levels.slice(0, -1).some(isTagged)) || m.levels.slice(0, -1).some(isArtifact))).map((m) => `page ${m.page + 1}`));
rule('UA 7.1', 'every type is standard, or mapped to one; no standard type is mapped', (p) => [
  ...p.elements.filter((e) => p.standardType(e.type) === undefined).map((e) => e.type),
  ...Object.keys(p.get(p.root['/RoleMap']) ?? {}).filter((t) => standard.has(t.slice(1)))]);
rule('UA 7.1', 'the title is there, and shown', (p) => only(p.xmpValue('dc:title') && p.get(p.catalog['/ViewerPreferences'])?.['/DisplayDocTitle'] === true));
rule('UA 7.2', 'the language is said, and is one', (p) => [p.catalog['/Lang'], ...p.elements.map((e) => e.dict['/Lang']).filter(Boolean)]
  .filter((l) => !/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(text(l) ?? '')).map(String));

const eachOf = (type, clause, asks, faults) => rule(clause, asks, (p) => p.elements.filter((e) => p.standardType(e.type) === type).flatMap((e) => faults(e, p).map((w) => `${e.reference} ${w}`)));
const within = (type, parents) => eachOf(type, 'UA 7.2', `${type} lies in ${parents.join(', ')}`, (e, p) => only(e.parent && parents.includes(p.standardType(e.parent.type)), e.parent?.type));
const holds = (type, what, pattern) => eachOf(type, 'UA 7.2', `${type} holds ${what}`, (e, p) => only(pattern.test(p.kidTypes(e).join(' ')), p.kidTypes(e).join(' ')));
within('TR', ['Table', 'THead', 'TBody', 'TFoot']);
for (const part of ['THead', 'TBody', 'TFoot']) within(part, ['Table']);
within('TH', ['TR']);
within('TD', ['TR']);
within('LI', ['L']);
within('LBody', ['LI']);
holds('Table', 'rows, parts of rows, one caption first or last', /^(Caption )?(TR|THead|TBody|TFoot)( (TR|THead|TBody|TFoot))*$|^(TR|THead|TBody|TFoot)( (TR|THead|TBody|TFoot))* Caption$/);
holds('Table', 'at most one head and foot, and bodies with them', /^(?!.*THead.*THead)(?!.*TFoot.*TFoot)(?!(?=.*(THead|TFoot))(?!.*TBody))/);
for (const part of ['THead', 'TBody', 'TFoot']) holds(part, 'rows only', /^TR( TR)*$/);
holds('TR', 'cells only', /^(TH|TD)( (TH|TD))*$/);
holds('L', 'items, lists, and a caption first', /^(Caption ?)?(L|LI)( (L|LI))*$/);
holds('LI', 'labels and bodies only', /^(Lbl|LBody)( (Lbl|LBody))*$/);
eachOf('Table', 'own', 'every row of a table spans the same columns', (e, p) => {
  const rows = e.kids.flatMap((k) => (k.element?.type === 'TR' ? [k] : (k.element?.kids ?? []).filter((r) => r.element?.type === 'TR')));
  const below = [];
  const widths = rows.map((row) => {
    let width = below.filter((n) => n > 0).length;
    below.forEach((n, i) => { below[i] = Math.max(0, n - 1); });
    for (const { element } of row.element.kids) {
      const columns = p.attribute(element, '/ColSpan') ?? 1, down = (p.attribute(element, '/RowSpan') ?? 1) - 1;
      width += columns;
      if (down) for (let i = 0; i < columns; i++) below.push(down);
    }
    return width;
  });
  return only(new Set(widths).size <= 1, widths.join(' '));
});
eachOf('Figure', 'UA 7.3', 'a figure has words', (e) => only(text(e.dict['/Alt']) || text(e.dict['/ActualText'])));
rule('UA 7.4.2', 'headings begin with H1 and skip no level', (p) => {
  let last = 0;
  return p.elements.filter((e) => /^H[1-6]$/.test(e.type)).flatMap((e) => {
    const level = Number(e.type[1]), fine = level <= last + 1;
    last = level;
    return only(fine, `${e.reference} ${e.type}`);
  });
});
rule('UA 7.4.4', 'no H beside H1 to H6', (p) => only(!p.elements.some((e) => e.type === 'H')));
eachOf('TH', 'UA 7.5', 'a head cell says what it is the head of', (e, p) => only(['/Row', '/Column', '/Both'].includes(p.attribute(e, '/Scope'))));
eachOf('TD', 'own', 'heads named by a cell are there', (e, p) => {
  const ids = new Set(p.elements.map((x) => x.dict['/ID']).filter(Boolean));
  return (p.attribute(e, '/Headers') ?? []).filter((h) => !ids.has(h)).map(String);
});
eachOf('L', 'own', 'a list with labels says how it is numbered', (e, p) =>
  only(!e.kids.some((k) => k.element?.kids.some((i) => i.element?.type === 'Lbl')) || (p.attribute(e, '/ListNumbering') ?? '/None') !== '/None'));
eachOf('Lbl', 'own', 'a label says something', (e, p) => only(text(e.dict['/ActualText']) || e.kids.some((k) => k.mark !== undefined && p.markText(k).trim())));
eachOf('Note', 'UA 7.9', 'a note has an id', (e) => only(text(e.dict['/ID'])));
eachOf('Ruby', 'own', 'ruby is a base and a reading', (e, p) => only(/^RB (RP )?RT( RP)?( RB (RP )?RT( RP)?)*$/.test(p.kidTypes(e).join(' ')), p.kidTypes(e).join(' ')));
rule('own', 'one Document holds all', (p) => only(p.elements.filter((e) => e.parent === null).length === 1 && p.elements[0].type === 'Document'));
rule('own', 'no NonStruct is left, and no element is empty but cells', (p) => p.elements.filter((e) => e.type === 'NonStruct' || (!e.kids.length && !/^T[HD]$/.test(e.type))).map((e) => `${e.reference} ${e.type}`));
rule('UA 7.8', 'running heads and feet are pagination artifacts', (p) => p.marks.filter((m) => m.operator && showing.has(m.operator) && m.levels.some(isArtifact) &&
  m.levels.find(isArtifact).list?.['/Type'] === '/Pagination' && !['/Header', '/Footer', undefined].includes(m.levels.find(isArtifact).list['/Subtype'])).map((m) => `page ${m.page + 1}`));
rule('UA 7.18.3', 'pages with annotations are gone through by structure', (p) => p.pages.filter(({ dict }) => (p.get(dict['/Annots']) ?? []).length && dict['/Tabs'] !== '/S').map(({ reference }) => reference));
eachAnnotation('UA 7.18.5', 'links lie in a Link, and the tree knows them', (a, p) => {
  const element = p.elements.find((e) => e.kids.some((k) => k.object === a.reference));
  return [...only(element?.type === 'Link', element?.type ?? 'nowhere'), ...only(p.parentOf(a.dict['/StructParent']) === element?.reference, 'parent tree')];
});
eachAnnotation('UA 7.18.5', 'links are described', ({ dict }) => only(text(dict['/Contents'])?.trim()));
rule('own', 'number and name trees are in order', (p) => [p.get(p.root['/ParentTree'])?.['/Nums'] ?? [], p.get(p.root['/IDTree'])?.['/Names'] ?? []]
  .flatMap((list) => list.filter((_, i) => i % 2 === 0)).map((k) => (typeof k === 'number' ? k : text(k)))
  .filter((k, i, all) => i > 0 && typeof k === typeof all[i - 1] && !(all[i - 1] < k)).map(String));
rule('own', 'no link leads to a file of the machine that made it', (p) => p.annotations().map((a) => text(p.get(a.dict['/A'])?.['/URI']) ?? '').filter((u) => /^file:/.test(u)));
rule('own', 'content and tree know each other, mark by mark', (p) => {
  const faults = [];
  const tree = new Map();
  for (const e of p.elements) for (const k of e.kids) if (k.mark !== undefined) {
    const key = `${k.owner} ${k.mark}`;
    if (tree.has(key)) faults.push(`${key} twice in the tree`);
    tree.set(key, e.reference);
  }
  const content = new Set();
  for (const m of p.marks) if (m.begins && m.levels.at(-1).mark !== undefined) {
    const key = `${m.owner} ${m.levels.at(-1).mark}`;
    if (content.has(key)) faults.push(`${key} twice in the content`);
    content.add(key);
    if (!tree.has(key)) faults.push(`${key} not in the tree`);
    const parents = p.parentOf(p.get(m.owner)['/StructParents']);
    if (!Array.isArray(parents) || parents[m.levels.at(-1).mark] !== tree.get(key)) faults.push(`${key} not in the parent tree`);
  }
  for (const key of tree.keys()) if (!content.has(key)) faults.push(`${key} not in the content`);
  for (const e of p.elements) if (e.dict['/P'] !== e.parentReference) faults.push(`${e.reference}: /P`);
  return faults;
});

Paper.prototype.parentOf = function parentOf(key) {
  if (!this.parents) {
    this.parents = new Map();
    const nums = this.get(this.root['/ParentTree'])?.['/Nums'] ?? [];
    for (let i = 0; i + 1 < nums.length; i += 2) this.parents.set(nums[i], nums[i + 1]);
  }
  const found = this.parents.get(key);
  return isReference(found) && Array.isArray(this.get(found)) ? this.get(found) : found;
};

Paper.prototype.markText = function markText({ owner, mark }) {
  return this.marks.filter((m) => m.owner === owner && m.strings && m.levels.some((l) => l.mark === mark))
    .flatMap((m) => m.strings.map((s) => {
      const { unicode, dict } = this.fonts().get(m.font);
      const step = dict['/Subtype'] === '/Type0' ? 2 : 1;
      let out = '';
      for (let i = 0; i + step <= s.length; i += step) out += unicode?.get(s.readUIntBE(i, step)) ?? '';
      return out;
    })).join('');
};

let broken = 0;
for (const path of process.argv.slice(2)) {
  if (path === '--list') {
    for (const { clause, asks } of rules) console.log(`${clause}: ${asks}`);
    continue;
  }
  const paper = new Paper(path);
  for (const { clause, asks, faults } of rules) {
    const found = faults(paper);
    if (!found.length) continue;
    broken++;
    console.log(`${path}: ${clause}: ${asks}${found[0] ? ` — ${found.slice(0, 3).join('; ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''}` : ''}`);
  }
}
process.exit(broken ? 1 : 0);
