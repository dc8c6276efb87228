/*
 * Checks a certificate in the browser itself: what stands behind the # is sent to nobody.
 *
 *   #1.STATEMENT.SIGNATURE.SALT      each in base64url
 *
 * The statement is six lines: "kaitei-certificate 1", number, course, year, day, hash of the name
 * (SHA-256 of the salt and the name: NFKC, without white space). The signature is Ed25519.
 * Without it the page is whole: it says how else to check.
 */
(function () {
  "use strict";

  function bytesOf(text) {
    if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new Error("no base64url");
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (c) { return c.charCodeAt(0); });
  }

  function bytesOfHex(hex) {
    return Uint8Array.from(hex.match(/../g), function (pair) { return parseInt(pair, 16); });
  }

  function hexOf(bytes) {
    return Array.from(new Uint8Array(bytes), function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }

  /* The parts of a link; null where it is none. */
  function readLink(link) {
    try {
      var parts = link.split(".");
      if (parts.length !== 4 || parts[0] !== "1") return null;
      var text = bytesOf(parts[1]);
      var lines = new TextDecoder("utf-8", { fatal: true }).decode(text).split("\n");
      var signature = bytesOf(parts[2]), salt = bytesOf(parts[3]);
      if (lines.length !== 7 || lines[0] !== "kaitei-certificate 1" || lines[6] !== "") return null;
      if (signature.length !== 64 || salt.length !== 16) return null;
      return { text: text, signature: signature, salt: salt, id: lines[1], course: lines[2], year: lines[3], done: lines[4], hash: lines[5] };
    } catch (fault) {
      return null;
    }
  }

  function nameHash(salt, name) {
    var normal = new TextEncoder().encode(name.normalize("NFKC").replace(/\s/gu, ""));
    var all = new Uint8Array(salt.length + normal.length);
    all.set(salt);
    all.set(normal, salt.length);
    return crypto.subtle.digest("SHA-256", all).then(hexOf);
  }

  /* Whether one of the keys has signed it. Fails where the browser has no Ed25519. */
  function signedByOne(read, keys) {
    return Promise.all(keys.map(function (hex) {
      return crypto.subtle.importKey("raw", bytesOfHex(hex), { name: "Ed25519" }, false, ["verify"])
        .then(function (key) { return crypto.subtle.verify("Ed25519", key, read.signature, read.text); });
    })).then(function (answers) { return answers.some(Boolean); });
  }

  if (typeof module !== "undefined") { module.exports = { readLink: readLink, nameHash: nameHash, signedByOne: signedByOne }; return; }

  var check = document.getElementById("page-check");
  var verdict = document.getElementById("page-verdict");
  var whose = document.getElementById("page-whose");
  var keys = Array.from(document.querySelectorAll("#page-keys [data-key]"), function (item) { return item.dataset.key; });

  function say(place, word, good) {
    place.className = "verdict " + (good ? "good" : "bad");
    place.textContent = word;
  }

  function fill(id, text) { document.getElementById(id).textContent = text; }

  /* As it stands on the paper: in both calendars. Day and year as they were signed where the
   * browser has not the Japanese one. */
  function inEra(day, fields) {
    try {
      var form = new Intl.DateTimeFormat("ja-JP-u-ca-japanese-nu-latn", Object.assign({ era: "long", year: "numeric", timeZone: "UTC" }, fields));
      return form.format(new Date(day + "T00:00:00Z"));
    } catch (fault) {
      return "";
    }
  }

  function both(day) {
    var era = inEra(day, { month: "long", day: "numeric" });
    return era ? era + "（" + day.slice(0, 4) + "年）" : day;
  }

  function bothYears(year) {
    var era = inEra(year + "-04-02", {});
    return era ? era + "度（" + year + "年度）" : year;
  }

  function show(read) {
    fill("page-course", read.course);
    fill("page-year", bothYears(read.year));
    fill("page-done", both(read.done));
    fill("page-id", read.id);
    document.getElementById("page-facts").hidden = false;
    document.getElementById("page-name-form").hidden = false;
  }

  function look() {
    var link = location.hash.slice(1);
    document.getElementById("page-facts").hidden = true;
    document.getElementById("page-name-form").hidden = true;
    whose.textContent = "";
    check.hidden = link === "";
    document.getElementById("page-plain").hidden = link !== "";
    if (link === "") return;
    var read = readLink(link);
    if (!read) { say(verdict, verdict.dataset.none, false); return; }
    if (!(window.crypto && crypto.subtle)) { unable(); return; }
    signedByOne(read, keys).then(function (good) {
      say(verdict, good ? verdict.dataset.good : verdict.dataset.forged, good);
      if (good) show(read);
    }, unable);
  }

  function unable() {
    say(verdict, verdict.dataset.unable, false);
    document.getElementById("page-plain").hidden = false;
  }

  document.getElementById("page-name-form").addEventListener("submit", function (event) {
    event.preventDefault();
    var read = readLink(location.hash.slice(1));
    if (!read) return;
    nameHash(read.salt, document.getElementById("page-name").value).then(function (hash) {
      var same = hash === read.hash;
      say(whose, same ? whose.dataset.same : whose.dataset.other, same);
    });
  });
  window.addEventListener("hashchange", look);
  look();
})();
