// The editor of a working text: its page and its faults follow while one types. Without this
// script the form saves, and the page beside it is that of the file.
//
// The textarea is never written to, so that its own undo goes on working.
(function () {
  'use strict'

  const form = document.getElementById('edit-form')
  if (!form) return
  const text = document.getElementById('edit-text')
  const state = document.getElementById('edit-state')
  const frame = document.getElementById('edit-page')
  const note = document.getElementById('page-side-note')
  const list = document.getElementById('edit-list')
  const count = document.getElementById('edit-count')
  const heard = document.getElementById('edit-heard')
  const limit = Number(form.dataset.limit)

  // ---- saved or not ----

  // What the file holds; null where what was typed has never been in it.
  let kept = form.dataset.unsaved ? null : text.defaultValue
  let leaving = false

  // Spoken only when it turns into another: not at every key.
  function say (name, more = '') {
    const words = state.dataset[name] + more
    state.classList.toggle('unsaved', name === 'unsaved' || name === 'long')
    state.classList.toggle('failed', name === 'failed' || name === 'gone' || name === 'long')
    if (state.textContent !== words) state.textContent = words
  }

  const isUnsaved = () => text.value !== kept
  // A character is at most three bytes for each unit of the text's length.
  const isLong = () => text.value.length * 3 > limit && new TextEncoder().encode(text.value).length > limit

  function sayWhich () {
    if (isLong()) say('long')
    else if (isUnsaved()) say('unsaved')
    else say(state.dataset.was ?? 'clean')
  }

  window.addEventListener('beforeunload', (event) => {
    if (leaving || !isUnsaved()) return
    event.preventDefault()
    event.returnValue = ''
  })

  async function post (address, fields) {
    const body = new FormData()
    // Where somebody has signed in, every form holds a token.
    const token = document.querySelector('input[name=token]')
    if (token) body.set('token', token.value)
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const answer = await fetch(address, { method: 'POST', body, cache: 'no-store' })
    if (!answer.ok) throw answer
    return answer.json()
  }

  // By the form itself: the answer is a page that shows the text and what became of it.
  function sendForm () {
    leaving = true
    form.submit()
  }

  let saving = false
  async function save () {
    if (saving) return
    if (isLong()) { say('long'); return }
    saving = true
    const sent = text.value
    say('saving')
    try {
      const answer = await post(form.getAttribute('action'), {
        text: sent, seen: form.elements.seen.value, step: 'save', script: 'yes'
      })
      if (answer.saved) {
        form.elements.seen.value = answer.seen
        kept = sent
        state.dataset.was = 'saved'
        sayWhich()
      } else if (answer.changed) sendForm()
      else say('failed', answer.said.list.map((mark) => [mark.text, mark.hint].filter(Boolean).join('')).join(''))
    } catch (fault) {
      // An answer that is none of ours still shows the text; no answer at all would not.
      if (fault instanceof Response) sendForm()
      else say('gone')
    } finally {
      saving = false
    }
  }

  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'save') { leaving = true; return }
    event.preventDefault()
    save()
  })
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 's') {
      event.preventDefault()
      save()
    }
  })
  // A page that comes back from the browser's memory may be left again.
  window.addEventListener('pageshow', () => { leaving = false; sayWhich() })

  // ---- the lines beside the text ----

  // More lines than this would be slow; the list alone then tells what is at fault.
  const LINES = 4000
  const lines = document.createElement('div')
  lines.className = 'edit-lines'
  lines.setAttribute('aria-hidden', 'true')
  let shown = []
  let marked = []

  function newRow (words) {
    const row = document.createElement('div')
    row.textContent = words
    return row
  }

  // Only what differs is made anew: rows before and behind it stay.
  function layLines () {
    let now = text.value.split('\n')
    if (now.length > LINES) now = []
    document.getElementById('edit-box').classList.toggle('lined', now.length > 0)
    let head = 0
    while (head < now.length && head < shown.length && now[head] === shown[head]) head++
    let tail = 0
    while (tail < now.length - head && tail < shown.length - head &&
           now[now.length - 1 - tail] === shown[shown.length - 1 - tail]) tail++
    for (let i = shown.length - tail; i > head; i--) lines.children[i - 1].remove()
    const before = lines.children[head] ?? null
    const fresh = document.createDocumentFragment()
    for (const words of now.slice(head, now.length - tail)) fresh.append(newRow(words))
    lines.insertBefore(fresh, before)
    const from = now.length === shown.length ? now.length - tail : now.length
    for (let i = head; i < from; i++) lines.children[i].dataset.number = i + 1
    shown = now
    fitLines()
  }

  function fitLines () {
    lines.style.width = `${text.clientWidth}px`
    lines.style.height = `${text.clientHeight}px`
    lines.style.paddingBlock = getComputedStyle(text).paddingTop
    lines.scrollTop = text.scrollTop
  }

  // The gravest word of each line.
  function markLines (marks) {
    for (const row of marked) {
      row.classList.remove('at-fault', 'at-note')
      delete row.dataset.word
    }
    marked = []
    for (const { line, level, word } of marks) {
      const row = lines.children[line - 1]
      if (!row || row.classList.contains('at-fault')) continue
      row.classList.remove('at-note')
      row.classList.add(level === 'error' ? 'at-fault' : 'at-note')
      row.dataset.word = `${level === 'error' ? '✕' : '▲'}${word}`
      marked.push(row)
    }
  }

  text.addEventListener('scroll', () => { lines.scrollTop = text.scrollTop })
  new ResizeObserver(fitLines).observe(text)

  // ---- the list of faults ----

  function piece (name, className, words) {
    const element = document.createElement(name)
    if (className) element.className = className
    element.textContent = words
    return element
  }

  function itemOf (mark) {
    const item = piece('li', `fault ${mark.level}`, '')
    const first = document.createElement('p')
    first.append(piece('strong', 'level', mark.word), ' ')
    if (mark.line > 0) {
      const link = piece('a', '', list.dataset.line.replace('{line}', mark.line))
      link.href = '#edit-text'
      link.dataset.line = mark.line
      first.append(link, ' ')
    } else first.append(piece('span', 'where', list.dataset.whole), ' ')
    first.append(mark.text)
    item.append(first)
    if (mark.quote) item.append(piece('p', 'quote', mark.quote))
    if (mark.hint) item.append(piece('p', 'hint', mark.hint))
    return item
  }

  // Spoken when one has stopped for a moment: what is half typed is nearly always a fault.
  const SPEAK = 900
  let speaking = 0
  function speak (words) {
    clearTimeout(speaking)
    speaking = setTimeout(() => { if (heard.textContent !== words) heard.textContent = words }, SPEAK)
  }

  let told = null
  function tell (marks) {
    const all = JSON.stringify(marks)
    if (all !== told) {
      // Whoever stands on an entry with the keyboard is not thrown out of the list.
      const at = [...list.querySelectorAll('a')].indexOf(document.activeElement)
      list.replaceChildren(...marks.list.map(itemOf))
      if (at >= 0) (list.querySelectorAll('a')[at] ?? text).focus({ preventScroll: true })
      told = all
    }
    let words = count.dataset.none
    if (marks.list.length > 0) words = count.dataset.some.replace('{errors}', marks.errors).replace('{others}', marks.others)
    if (marks.more > 0) words += count.dataset.more.replace('{count}', marks.list.length)
    if (count.textContent !== words) {
      count.textContent = words
      speak(words)
    }
    markLines(marks.list)
  }

  function goTo (line) {
    const all = text.value.split('\n')
    const at = Math.min(line, all.length) - 1
    const start = all.slice(0, at).reduce((sum, words) => sum + words.length + 1, 0)
    text.focus()
    text.setSelectionRange(start, start + all[at].length)
    const row = lines.children[at]
    const top = row ? row.offsetTop : text.scrollHeight * at / all.length
    text.scrollTop = Math.max(0, top - text.clientHeight / 3)
  }

  list.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-line]')
    if (!link) return
    event.preventDefault()
    goTo(Number(link.dataset.line))
  })

  text.addEventListener('keydown', (event) => {
    if (event.key !== 'F8') return
    event.preventDefault()
    const here = text.value.slice(0, text.selectionStart).split('\n').length
    const places = [...list.querySelectorAll('a[data-line]')].map((link) => Number(link.dataset.line))
    const next = places.find((line) => line > here) ?? places[0]
    if (!next) return
    goTo(next)
    heard.textContent = list.querySelector(`a[data-line="${next}"]`).closest('li').textContent
  })

  // ---- the page as it will be ----

  // The page in the frame gets a new body and keeps its place; it is not loaded again.
  function put (page) {
    const old = frame.contentDocument
    const fresh = new DOMParser().parseFromString(page, 'text/html')
    const top = old.scrollingElement?.scrollTop ?? 0
    const open = [...old.querySelectorAll('details')].map((details) => details.open)
    if (old.querySelector('base')) old.body.replaceWith(old.adoptNode(fresh.body))
    else old.documentElement.replaceWith(old.adoptNode(fresh.documentElement))
    old.querySelectorAll('details').forEach((details, i) => { details.open = open[i] ?? false })
    if (old.scrollingElement) old.scrollingElement.scrollTop = top
  }

  const loaded = new Promise((resolve) => {
    const ready = () => frame.contentDocument?.body && frame.contentDocument.URL !== 'about:blank' &&
      frame.contentDocument.readyState === 'complete'
    if (ready()) resolve()
    else frame.addEventListener('load', resolve, { once: true })
  })

  // One question at a time, and the next with what is typed by then: no older answer can
  // come behind a newer one, and a text that takes long is not asked for at every key.
  const QUIET = 60
  let timer = 0
  let asking = false
  let again = false

  async function ask () {
    clearTimeout(timer)
    if (asking) { again = true; return }
    asking = true
    again = false
    try {
      if (isLong()) throw new Error('too long')
      const answer = await post(form.dataset.live, { text: text.value })
      await loaded
      if (answer.page) put(answer.page)
      note.textContent = note.dataset[!answer.page ? 'none' : answer.draft ? 'draft' : 'published']
      tell(answer.marks)
      frame.dataset.shows = String(Number(frame.dataset.shows ?? 0) + 1)
    } catch {
      note.textContent = note.dataset.late
    }
    asking = false
    if (again) ask()
  }

  text.addEventListener('input', () => {
    layLines()
    sayWhich()
    clearTimeout(timer)
    timer = setTimeout(ask, QUIET)
  })

  document.getElementById('edit-box').prepend(lines)
  document.getElementById('edit-keys').hidden = false
  layLines()
  sayWhich()
  ask()
})()
