// What do the nine tests suggest, as they are answered? The server decides by the same rule, and has the last word.
// What is marked is kept there at once, for its reader alone.

for (const form of document.querySelectorAll('[data-module="app-verdict"]')) {
  const tests = [...form.querySelectorAll('.app-verdict__test')]
  const states = [...form.querySelectorAll('[data-state]')]
  const show = () => states.forEach((state) => suggest(state, tests))
  form.addEventListener('change', show)
  show()
  keepOf(form)
}

const PAUSE = 1500 // Milliseconds without a key: somebody who writes is not sent at each letter.

// One at a time, so that what was marked last is what is kept.
function keepOf (form) {
  let isLeft = false
  let isSending = false
  let pause = null
  const send = async () => {
    clearTimeout(pause)
    if (isSending || !isLeft) return
    isSending = true
    isLeft = false
    say(form, await isKept(form))
    isSending = false
    send()
  }
  const mark = () => { isLeft = true }
  form.addEventListener('change', () => { mark(); send() })
  form.addEventListener('input', () => {
    mark()
    clearTimeout(pause)
    pause = setTimeout(send, PAUSE)
  })
  form.addEventListener('submit', () => { isLeft = false; clearTimeout(pause) })
  addEventListener('pagehide', () => { if (isLeft) isKept(form) })
}

async function isKept (form) {
  const marked = new URLSearchParams(new FormData(form))
  marked.set('keep', '')
  try {
    const answer = await fetch(location.href, { method: 'POST', body: marked, headers: { 'X-Keep': 'yes' }, keepalive: true })
    if (answer.status !== 204) return false
    form.elements.drawn.value = answer.headers.get('X-Kept')
    return true
  } catch {
    return false
  }
}

function say (form, kept) {
  const said = form.querySelector('[data-kept]')
  const words = kept ? 'What you have marked is kept. Only you see it.' : 'What you mark is not being kept. Choose “Save and come back later”.'
  if (said.textContent !== words) said.textContent = words
}

function suggest (state, tests) {
  const answers = tests.map((test) => test.querySelector('input:checked')?.value)
  const said = state.querySelector('[data-suggestion]')
  const left = answers.filter((answer) => !answer).length
  const words = left ? '' : `The tests suggest: ${suggested(state, tests, answers)}.`
  if (said.textContent !== words) said.textContent = words
}

function suggested (state, tests, answers) {
  const label = (value) => state.querySelector(`input[value="${value}"]`).labels[0].textContent.trim()
  if (tests.some((test, index) => 'decisive' in test.dataset && answers[index] === 'not_met')) return label('not_supported')
  if (answers.every((answer) => answer === 'met' || answer === 'not_relevant')) return state.dataset.top
  return label('partly')
}
