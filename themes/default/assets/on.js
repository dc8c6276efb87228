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
    { name: "平成", signs: ["平成", "㍻", "平", "H"], first: "1989-01-08", zero: 1988 },
    { name: "昭和", signs: ["昭和", "㍼", "昭", "S"], first: "1926-12-25", zero: 1925 },
    { name: "大正", signs: ["大正", "㍽", "大", "T"], first: "1912-07-30", zero: 1911 },
    { name: "明治", signs: ["明治", "㍾", "明", "M"], first: "1873-01-01", zero: 1867 }
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

  /* 平成25年4月1日, H25.4.1, ㍻25年…, 二〇一三年四月一日, 2013年（平成25年）4月1日, 2013-04-01, … */
  function readDay(typed) {
    var text = typed.normalize("NFKC").replace(/\s+/g, "").replace(/[‐‑–−]/g, "-").replace(/・/g, ".");
    text = plainFigures(text.replace(/元(?=[年.\/\-])/, "1")).toUpperCase();
    text = text.replace(/[(\[][^)\]]*[)\]]/, "").replace(/^西暦/, "");

    var parts = /^([^0-9]*)(\d{1,4})年(\d{1,2})月(\d{1,2})日/.exec(text);
    if (!parts) {
      parts = /^([^0-9]*)(\d{1,4})([.\/\-])(\d{1,2})\3(\d{1,2})(?![0-9.\/\-])/.exec(text);
      if (!parts) return null;
      parts.splice(3, 1);
    }
    var year = +parts[2];
    if (parts[1] === "") return parts[2].length === 4 ? isoDay(year, +parts[3], +parts[4]) : null;

    for (var i = 0; i < eras.length; i++) {
      if (eras[i].signs.indexOf(parts[1].replace(/[.]$/, "")) < 0) continue;
      var iso = year > 0 && parts[2].length < 4 ? isoDay(eras[i].zero + year, +parts[3], +parts[4]) : null;
      /* 平成32年 is past the era's end, and yet it is plain what is meant. */
      return iso && iso >= eras[i].first ? iso : null;
    }
    return null;
  }

  function japanese(iso) {
    var parts = iso.split("-");
    for (var i = 0; i < eras.length; i++)
      if (iso >= eras[i].first) {
        var year = +parts[0] - eras[i].zero;
        return eras[i].name + (year === 1 ? "元" : year) + "年" + (+parts[1]) + "月" + (+parts[2]) + "日（" + parts[0] + "年）";
      }
    return iso;
  }

  function today() {
    var now = new Date();
    return isoDay(now.getFullYear(), now.getMonth() + 1, now.getDate());
  }

  function inWords(iso) {
    if (document.documentElement.lang.slice(0, 2) === "ja") return japanese(iso);
    return new Date(iso + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }

  function start(form) {
    var input = document.getElementById("on-date");
    var answer = document.getElementById("on-answer");
    var periods = [].slice.call(document.querySelectorAll("#on-periods > li"));

    function say(words, link) {
      answer.textContent = words;
      if (!link) return;
      var go = document.createElement("a");
      go.href = link.getAttribute("href");
      go.className = "go";
      go.textContent = answer.dataset.link;
      var line = document.createElement("p");
      line.appendChild(go);
      answer.appendChild(line);
    }

    function show(iso) {
      var found = null;
      periods.forEach(function (period) {
        var holds = iso !== null && period.dataset.from <= iso && (!period.dataset.last || iso <= period.dataset.last);
        period.classList.toggle("found", holds);
        if (holds) {
          found = period;
          period.setAttribute("aria-current", "true");
        } else {
          period.removeAttribute("aria-current");
        }
      });
      if (iso === null) return say(answer.dataset.bad);
      if (!found) return say(answer.dataset.before);
      var link = found.querySelector(".which a");
      var lost = found.classList.contains("lost");
      var words = lost ? answer.dataset.lost : iso > today() ? answer.dataset.future : answer.dataset.found;
      say(fill(words, { day: inWords(iso), which: link.textContent }), lost ? null : link);
    }

    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var iso = readDay(input.value);
      input.setAttribute("aria-invalid", iso === null ? "true" : "false");
      show(iso);
    });
  }

  if (typeof module === "object") {
    module.exports = { readDay: readDay, japanese: japanese };
    return;
  }
  var form = document.getElementById("on-form");
  if (form) start(form);
})();
