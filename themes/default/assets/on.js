/*
 * "What did it say on …?": reads a day in either calendar and shows the period in which it lies.
 * The page is whole without it: the form is hidden, and the list of periods says the same.
 *
 * Eras begin as in 元号法 and the 政令 of each change; a day that two eras share is either's.
 */
(function () {
  "use strict";

  var eras = [
    { name: "令和", signs: ["令和", "㋿", "令", "R"], first: "2019-05-01", zero: 2018 },
    { name: "平成", signs: ["平成", "㍻", "平", "H"], first: "1989-01-08", last: "2019-04-30", zero: 1988 },
    { name: "昭和", signs: ["昭和", "㍼", "昭", "S"], first: "1926-12-25", last: "1989-01-07", zero: 1925 },
    { name: "大正", signs: ["大正", "㍽", "大", "T"], first: "1912-07-30", last: "1926-12-25", zero: 1911 },
    { name: "明治", signs: ["明治", "㍾", "明", "M"], first: "1873-01-01", last: "1912-07-30", zero: 1867 }
  ];

  function pad(number, width) {
    var text = String(number);
    while (text.length < width) text = "0" + text;
    return text;
  }

  /* 十二 → 12, 二〇 → 20: in dates figures go up to 99, and years may be written digit by digit. */
  function plainFigures(text) {
    var figures = "〇一二三四五六七八九";
    return text.replace(/[○◯零]/g, "〇").replace(/[〇一二三四五六七八九十]+/g, function (run) {
      var tens = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(run);
      if (tens)
        return String((tens[1] ? figures.indexOf(tens[1]) : 1) * 10 + (tens[2] ? figures.indexOf(tens[2]) : 0));
      return run.indexOf("十") < 0 ? run.replace(/./g, function (c) { return figures.indexOf(c); }) : run;
    });
  }

  /* The day as "2018-12-01", or null where it is none. */
  function isoDay(year, month, day) {
    var date = new Date(Date.UTC(year, month - 1, day));
    if (year < 1873 || year > 9999) return null;
    if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2);
  }

  /*
   * The day, or the month, that was typed: { from, to, month, era }, or null where it is neither. `from` and
   * `to` are its first and last day; `era` is the name of an era that had ended before it, as in 平成32年:
   * it is plain what is meant, and it is to be told.
   * 平成25年4月1日, H25.4.1, ㍻25年…, 二〇一三年四月一日, 2013年（平成25年）4月1日, 2013-04-01, 20130401; 平成25年4月, 2013-04, …
   */
  function readSpan(typed) {
    var text = typed.normalize("NFKC").replace(/\s+/g, "").replace(/[‐‑–−]/g, "-").replace(/・/g, ".");
    text = plainFigures(text.replace(/元(?=[年.\/\-])/, "1")).toUpperCase();
    text = text.replace(/[(\[][^)\]]*[)\]]/, "").replace(/^西暦/, "").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");

    /* Era, year, month, sign between (if any), day (if any). */
    var parts = /^([^0-9]*)(\d{1,4})年(\d{1,2})月(?:()(\d{1,2})日|$)/.exec(text) ||
      /^([^0-9]*)(\d{1,4})([.\/\-])(\d{1,2})\3(\d{1,2})(?![0-9.\/\-])/.exec(text) ||
      /^([^0-9]*)(\d{1,4})[.\/\-](\d{1,2})$/.exec(text);
    if (!parts) return null;
    if (/^[.\/\-]$/.test(parts[3])) parts = [parts[0], parts[1], parts[2], parts[4], "", parts[5]];

    var era = null;
    if (parts[1] === "" ? parts[2].length !== 4 : parts[2].length === 4 || !+parts[2]) return null;
    if (parts[1] !== "") {
      era = eras.filter(function (one) { return one.signs.indexOf(parts[1].replace(/[.]$/, "")) >= 0; })[0];
      if (!era) return null;
    }
    var year = +parts[2] + (era ? era.zero : 0), month = +parts[3];
    var from = isoDay(year, month, parts[5] ? +parts[5] : 1);
    if (from === null) return null;
    var to = parts[5] ? from : isoDay(year, month, new Date(Date.UTC(year, month, 0)).getUTCDate());
    if (era && to < era.first) return null;
    return { from: from, to: to, month: !parts[5], era: era && era.last && from > era.last ? era.name : null };
  }

  /* The day alone, as "2018-12-01"; null where it is none. */
  function readDay(typed) {
    var span = readSpan(typed);
    return span && !span.month ? span.from : null;
  }

  function japanese(iso, month) {
    var parts = iso.split("-");
    for (var i = 0; i < eras.length; i++)
      if (iso >= eras[i].first) {
        var year = +parts[0] - eras[i].zero;
        return eras[i].name + (year === 1 ? "元" : year) + "年" + (+parts[1]) + "月" + (month ? "" : +parts[2] + "日") + "（" + parts[0] + "年）";
      }
    return iso;
  }

  function today() {
    var now = new Date();
    return isoDay(now.getFullYear(), now.getMonth() + 1, now.getDate());
  }

  function isJapanese() {
    return document.documentElement.lang.slice(0, 2) === "ja";
  }

  /* A month by its last day: 令和元年5月 began in 令和, 昭和64年1月 ended in 平成. */
  function inWords(span) {
    if (isJapanese()) return japanese(span.to, span.month);
    var form = { month: "long", year: "numeric", timeZone: "UTC" };
    if (!span.month) form.day = "numeric";
    return new Date(span.to + "T00:00:00Z").toLocaleDateString("en-GB", form);
  }

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }

  function start(form) {
    var input = document.getElementById("on-date");
    var answer = document.getElementById("on-answer");
    var periods = [].slice.call(document.querySelectorAll("#on-periods > li"));

    /* Where several were in use within a month, each link says which it is. */
    function addLink(period, several) {
      var to = period.querySelector(".which a");
      var label = period.classList.contains("lost") ? answer.dataset.known : answer.dataset.link;
      var go = document.createElement("a");
      go.href = to.getAttribute("href");
      go.className = "go";
      go.textContent = (several ? to.textContent + (isJapanese() ? "：" : ": ") : "") + label;
      var line = document.createElement("p");
      line.appendChild(go);
      answer.appendChild(line);
    }

    function mark(period, holds) {
      period.classList.toggle("found", holds);
      if (holds) period.setAttribute("aria-current", "true");
      else period.removeAttribute("aria-current");
    }

    function wordsFor(span, found) {
      if (found.length === 1 && found[0].classList.contains("lost")) return answer.dataset.lost;
      return span.from > today() ? answer.dataset.future : answer.dataset.found;
    }

    function show(span) {
      var found = periods.filter(function (period) {
        var holds = span !== null && period.dataset.from <= span.to && (!period.dataset.last || span.from <= period.dataset.last);
        mark(period, holds);
        return holds;
      });
      if (span === null) {
        answer.textContent = answer.dataset.bad;
        return;
      }
      var which = found.map(function (period) { return period.querySelector(".which a").textContent; });
      var values = { day: inWords(span), era: span.era, which: which.join(isJapanese() ? "、" : ", ") };
      answer.textContent = (span.era ? fill(answer.dataset.past, values) : "") +
        (found.length ? fill(wordsFor(span, found), values) : answer.dataset.before);
      found.forEach(function (period) { addLink(period, found.length > 1); });
    }

    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var span = readSpan(input.value);
      input.setAttribute("aria-invalid", span === null ? "true" : "false");
      show(span);
    });
  }

  if (typeof module === "object") {
    module.exports = { readDay: readDay, readSpan: readSpan, japanese: japanese };
    return;
  }
  var form = document.getElementById("on-form");
  if (form) start(form);
})();
