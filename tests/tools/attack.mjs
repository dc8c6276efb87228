// Malformed requests, sent as bytes:  node attack.mjs NAME HOST:PORT DIRECT_PORT|tls
//
// NAME is what stands there: "direct" (kaitei serve itself), "caddy", "nginx". HOST:PORT is what the Host
// header says; the connection goes to that port over TLS, or to DIRECT_PORT without.
// Prints a line an attack, "ok|FAULT <tab> name <tab> what came", and first the good requests, which must be
// answered by the page: else nothing would be shown.
//
// "refused" is an error status, a connection that is closed without an answer, or no answer at all. What
// is let by is listed with its reason at the attack: `lets: { direct: "…" }`; there it must be let by, so that the
// list stays true. A proxy that mends a request hands on a good one.
import net from "node:net";
import tls from "node:tls";

const [name, host, how] = process.argv.slice(2);
const path = "/office/sign-in";
const origin = `Origin: https://${host}\r\nSec-Fetch-Site: same-origin\r\n`;
const form = "Content-Type: application/x-www-form-urlencoded\r\n";
const close = "Connection: close\r\n";
const SMUGGLED = "GET /assets/smuggled.css HTTP/1.1\r\nHost: " + host + "\r\n\r\n";

// Where an answer must come it is waited for; where none may come, not for long.
const exchange = (bytes, patience = 30000) =>
  new Promise((resolve) => {
    const port = how === "tls" ? Number(host.split(":")[1]) : Number(how);
    const options = { host: "127.0.0.1", port };
    const socket = how === "tls"
      ? tls.connect({ ...options, servername: "localhost", rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] }, send)
      : net.connect(options, send);
    let answer = Buffer.alloc(0);
    const timer = setTimeout(() => finish(), patience);
    function finish() {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer.toString("latin1"));
    }
    function send() {
      socket.write(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, "latin1"));
    }
    socket.on("data", (data) => {
      answer = Buffer.concat([answer, data]);
    });
    socket.on("close", finish);
    socket.on("error", () => {});
  });

const status = (answer) => Number(/^HTTP\/1\.[01] (\d\d\d)/.exec(answer)?.[1] ?? 0);

const get = (headers = "", line = `GET ${path} HTTP/1.1`) => `${line}\r\nHost: ${host}\r\n${close}${headers}\r\n`;
const first = await exchange(get());
const cookie = /Set-Cookie: (__Host-kaitei-form=[0-9a-f]+)/i.exec(first)?.[1];
const token = /name="token" value="([0-9a-f]+)"/.exec(first)?.[1];
const fields = `token=${token}&login=nobody&passphrase=canary-passphrase`;
const post = (body, headers = `Content-Length: ${Buffer.byteLength(body, "latin1")}\r\n`, type = form, own = origin, version = "1.1") =>
  `POST ${path} HTTP/${version}\r\nHost: ${host}\r\n${close}Cookie: ${cookie}\r\n${own}${type}${headers}\r\n${body}`;
const chunked = (body) => post(body, "Transfer-Encoding: chunked\r\n");
const size = fields.length.toString(16);

const posted = await exchange(post(fields));
const good = [
  ["a GET", first, 200],
  ["a POST reaches its page", posted, status(posted)],
  ["a POST in chunks", await exchange(chunked(`${size}\r\n${fields}\r\n0\r\n\r\n`)), status(posted)],
  ["HEAD", await exchange(get("", `HEAD ${path} HTTP/1.1`)), 200],
];

// What reached the page is known by its form, and of a POST by its status besides: the first one's, or that of
// whoever tries too often. (Caddy answers another host with an empty page of its own.)
const reached = (answer, posts) =>
  answer.includes('name="token"') && (posts ? [status(posted), 429].includes(status(answer)) : status(answer) === 200);

const mends = (proxy, why) => ({ [proxy]: `it hands on a good request: ${why}` });
const attacks = [];
const attack = (what, bytes, lets = {}) => attacks.push({ what, bytes, lets, posts: /^POST/.test(bytes) });

// ---- the first line
attack("a method in small letters", get("", `get ${path} HTTP/1.1`));
attack("an unknown method", get("", `FOO ${path} HTTP/1.1`));
for (const method of ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS"]) attack(method, get("", `${method} ${path} HTTP/1.1`));
attack("CONNECT", get("", `CONNECT ${host} HTTP/1.1`));
attack("no method", get("", ` ${path} HTTP/1.1`));
attack("no version", `GET ${path}\r\n\r\n`);
attack("version 0.9", get("", `GET ${path} HTTP/0.9`));
attack("version 2.0", get("", `GET ${path} HTTP/2.0`));
attack("version 1.2", get("", `GET ${path} HTTP/1.2`), { ...mends("nginx", "a later 1.x may be taken for 1.1"), ...mends("caddy", "a later 1.x may be taken for 1.1") });
attack("version 11.1", get("", `GET ${path} HTTP/11.1`));
attack("something behind the version", get("", `GET ${path} HTTP/1.1x`));
attack("a version in small letters", get("", `GET ${path} http/1.1`));
attack("two spaces", get("", `GET  ${path} HTTP/1.1`), mends("nginx", "one space"));
attack("a tab for a space", get("", `GET\t${path} HTTP/1.1`));
attack("a space at the end of the line", get("", `GET ${path} HTTP/1.1 `), mends("nginx", "no space"));
attack("a space in the target", get("", `GET ${path} x HTTP/1.1`));
attack("a bare CR in the line", get("", `GET ${path}\rx HTTP/1.1`));
attack("a NUL in the target", get("", `GET ${path}\0x HTTP/1.1`));
attack("a control character in the target", get("", `GET ${path}\x01 HTTP/1.1`));
attack("an encoded NUL", get("", `GET ${path}%00 HTTP/1.1`));
attack("a percent sign that encodes nothing", get("", `GET ${path}%zz HTTP/1.1`));
attack("a percent sign at the end", get("", `GET ${path}?x=% HTTP/1.1`));
attack("dots up", get("", `GET /x/../office/sign-in HTTP/1.1`), {});
attack("encoded dots up", get("", `GET /x/%2e%2e/office/sign-in HTTP/1.1`));
attack("an empty part", get("", `GET //office/sign-in HTTP/1.1`));
attack("an encoded slash", get("", `GET /office%2Fsign-in HTTP/1.1`));
attack("a backslash", get("", `GET \\office\\sign-in HTTP/1.1`));
attack("bytes that should be encoded", get("", `GET ${path}?\xe6\x97\xa5 HTTP/1.1`));
attack("a fragment", get("", `GET ${path}#x HTTP/1.1`));
attack("a target without a slash", get("", `GET office/sign-in HTTP/1.1`));
attack("another host in the target", get("", `GET http://evil.example${path} HTTP/1.1`), {});
attack("a target of 20 KiB", get("", `GET ${path}?${"a".repeat(20480)} HTTP/1.1`));

// ---- headers
attack("no Host", `GET ${path} HTTP/1.1\r\n${close}\r\n`);
attack("two Hosts", get(`Host: ${host}\r\n`));
attack("an empty Host", `GET ${path} HTTP/1.1\r\nHost:\r\n${close}\r\n`);
attack("another Host", `GET ${path} HTTP/1.1\r\nHost: evil.example\r\n${close}\r\n`);
attack("a Host with a path", `GET ${path} HTTP/1.1\r\nHost: ${host}/x\r\n${close}\r\n`);
attack("a Host with a user", `GET ${path} HTTP/1.1\r\nHost: x@${host}\r\n${close}\r\n`);
attack("a space before the colon", get("X-A : b\r\n"));
attack("a tab before the colon", get("X-A\t: b\r\n"));
attack("no colon", get("X-A\r\n"), mends("nginx", "without that line"));
attack("no name", get(": b\r\n"), { direct: "libmicrohttpd drops the line, so that nobody sees it", ...mends("caddy", "without that line") });
attack("a space in a name", get("X A: b\r\n"));
attack("a control character in a name", get("X\x01A: b\r\n"));
attack("a bracket in a name", get("X(A): b\r\n"));
attack("a name that is not ASCII", get("X\xe6A: b\r\n"));
attack("a NUL in a value", get("X-A: b\0c\r\n"), { direct: "libmicrohttpd ends the value there, for everybody alike" });
attack("a control character in a value", get("X-A: b\x01c\r\n"), {});
attack("a bare CR in a value", get("X-A: b\rc\r\n"));
attack("a folded line", get("X-A: b\r\n c\r\n"), { direct: "RFC 9112, 5.2: a server may join the lines", ...mends("caddy", "with the lines joined") });
attack("a first header that is folded", `GET ${path} HTTP/1.1\r\n Host: ${host}\r\n${close}\r\n`);
attack("lines that end in LF alone", get().replaceAll("\r\n", "\n"), {
  direct: "RFC 9112, 2.2: a recipient may take LF for the end of a line",
  ...mends("caddy", "with CR LF"),
  ...mends("nginx", "with CR LF"),
});
attack("lines that end in CR alone", get().replaceAll("\r\n", "\r"));
attack("a head of 20 KiB", get(`X-A: ${"a".repeat(20480)}\r\n`));
attack("a thousand headers of 20 bytes", get("X-A: bbbbbbbbbbbbbb\r\n".repeat(1000)));
attack("an Expect of something else", get("Expect: 200-ok\r\n"), { direct: "nobody waits for an interim answer", ...mends("nginx", "without it") });

// ---- bodies
attack("two lengths that differ", post(fields, `Content-Length: ${fields.length}\r\nContent-Length: 1\r\n`));
attack("two lengths that agree", post(fields, `Content-Length: ${fields.length}\r\n`.repeat(2)), mends("caddy", "with one of them, as RFC 9112, 6.3 allows"));
attack("a negative length", post(fields, "Content-Length: -1\r\n"));
attack("a length with a sign", post(fields, `Content-Length: +${fields.length}\r\n`));
attack("a length in hexadecimal", post(fields, `Content-Length: 0x${size}\r\n`));
attack("a list of lengths", post(fields, `Content-Length: ${fields.length}, ${fields.length}\r\n`));
attack("a length with a space", post(fields, "Content-Length: 5 5\r\n"));
attack("a length beyond all bounds", post(fields, "Content-Length: 18446744073709551617\r\n"));
attack("no length", post(fields, "Content-Length: \r\n"));
attack("a length and chunks", post(`0\r\n\r\n${SMUGGLED}`, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
attack("chunks and a length", post(`0\r\n\r\n${SMUGGLED}`, "Transfer-Encoding: chunked\r\nContent-Length: 500\r\n"));
attack("chunked twice", post(`${size}\r\n${fields}\r\n0\r\n\r\n`, "Transfer-Encoding: chunked, chunked\r\n"));
attack("two Transfer-Encodings", post(`0\r\n\r\n`, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"));
attack("another Transfer-Encoding", post(fields, "Transfer-Encoding: gzip\r\n"));
attack("almost chunked", post(`${size}\r\n${fields}\r\n0\r\n\r\n`, "Transfer-Encoding: xchunked\r\n"));
attack("chunked behind a vertical tab", post(`${size}\r\n${fields}\r\n0\r\n\r\n`, "Transfer-Encoding: \x0bchunked\r\n"));
attack("chunks in HTTP/1.0", post(`${size}\r\n${fields}\r\n0\r\n\r\n`, "Transfer-Encoding: chunked\r\n", form, origin, "1.0"));
attack("a chunk of negative size", chunked(`-${size}\r\n${fields}\r\n0\r\n\r\n`));
attack("a chunk's size with 0x", chunked(`0x${size}\r\n${fields}\r\n0\r\n\r\n`));
attack("a chunk's size beyond all bounds", chunked(`fffffffffffffffff\r\n${fields}\r\n0\r\n\r\n`));
attack("a chunk longer than its size", chunked(`1\r\n${fields}\r\n0\r\n\r\n`));
attack("a chunk without its end", chunked(`${size}\r\n${fields}0\r\n\r\n`));
attack("chunks with LF alone", chunked(`${size}\n${fields}\n0\n\n`), {
  direct: "libmicrohttpd takes LF for CR LF here too; a proxy writes its own chunks",
  ...mends("nginx", "with a length, and no chunks"),
});
attack("a GET with a body", get("Content-Length: 5\r\n") + "aaaaa");
attack("a GET in chunks", get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", mends("nginx", "without a body, for it is empty"));
attack("a body of 100 KiB", post(`${fields}&x=${"a".repeat(102400)}`));
attack("no kind of body", post(fields, undefined, ""));
attack("two kinds of body", post(fields, undefined, form + form));
attack("JSON", post("{}", undefined, "Content-Type: application/json\r\n"));
attack("parts without a boundary", post(fields, undefined, "Content-Type: multipart/form-data\r\n"));
attack("parts with an endless boundary", post(fields, undefined, `Content-Type: multipart/form-data; boundary=${"a".repeat(200)}\r\n`));
attack("parts that are none", post(fields, undefined, "Content-Type: multipart/form-data; boundary=xx\r\n"));
attack("a form that is no UTF-8", post(`${fields}&x=%ff%fe`));
attack("a NUL in a form", post(`${fields}&x=a%00b`));
attack("a thousand fields", post(`${fields}&${Array.from({ length: 1000 }, (_, i) => `f${i}=1`).join("&")}`));
attack("no token", post("login=nobody"));

// ---- other sites
attack("no Origin", post(fields, undefined, form, ""));
attack("Origin: null", post(fields, undefined, form, "Origin: null\r\n"));
attack("another Origin", post(fields, undefined, form, "Origin: https://evil.example\r\n"));
attack("the Origin without TLS", post(fields, undefined, form, `Origin: http://${host}\r\n`));
attack("two Origins", post(fields, undefined, form, origin + "Origin: https://evil.example\r\n"));
attack("Sec-Fetch-Site: cross-site", post(fields, undefined, form, `Origin: https://${host}\r\nSec-Fetch-Site: cross-site\r\n`));
attack("a picture on another site", get("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n"));

for (const [what, answer, wanted] of good)
  console.log(`${cookie && token && status(answer) === wanted && wanted !== 403 && wanted !== 400 ? "ok" : "FAULT"}\tgood: ${what}\t${status(answer)}`);

// A few at a time: they are slow only where somebody waits for more.
const queue = [...attacks];
const worker = async () => {
  for (let next; (next = queue.shift()); ) next.answer = await exchange(next.bytes, name in next.lets ? undefined : 4000);
};
await Promise.all(Array.from({ length: 12 }, worker));
for (const { what, answer, lets, posts } of attacks) {
  const through = reached(answer, posts);
  const wanted = name in lets;
  console.log(`${through === wanted ? "ok" : "FAULT"}\t${what}\t${status(answer) || (answer ? "no HTTP" : "no answer")}${through ? " reached" : ""}`);
}
