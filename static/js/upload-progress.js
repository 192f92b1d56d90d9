// How far have the files got? Without script the browser shows it in its own way, and the form is the same.

function begin () {
  for (const form of document.querySelectorAll('[data-module="app-upload"]')) {
    form.addEventListener('submit', (event) => send(event, form))
  }
}
begin()
document.addEventListener('app:page', begin)

function send (event, form) {
  const said = form.querySelector('[data-progress]')
  const files = form.querySelector('input[type="file"]').files
  if (!files.length) return
  event.preventDefault()
  const request = new XMLHttpRequest()
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    const percent = Math.floor(100 * loaded / total)
    const words = percent < 100 ? `${percent}% sent` : 'Sent. The files are being checked.'
    if (said.textContent !== words) said.textContent = words
  })
  request.addEventListener('load', () => {
    const there = request.getResponseHeader('X-Go-To') ?? elsewhere(request)
    if (there) location.assign(there)
    else show(request.response, event.submitter?.getAttribute('formaction'))
  })
  request.addEventListener('error', () => {
    said.textContent = 'The connection broke. Nothing was stored: try again.'
  })
  request.open('POST', location.href)
  request.setRequestHeader('X-Progress', 'shown')
  request.send(sent(form, event.submitter))
}

// What the form holds, and which of its buttons was pressed.
function sent (form, button) {
  const data = new FormData(form)
  if (button?.name) data.append(button.name, button.value)
  return data
}

// The page that the request was led to, as where somebody has to sign in again.
function elsewhere (request) {
  const [here, there] = [location.href, request.responseURL].map((address) => new URL(address))
  return here.pathname === there.pathname ? null : there.href
}

// The answer is this page again, with what is wrong with it. A document that is written anew would run none of its
// scripts a second time: so only what it shows is exchanged, and each script begins anew with that.
function show (answer, part) {
  const page = new DOMParser().parseFromString(answer, 'text/html')
  document.title = page.title
  document.body.replaceChildren(...page.body.childNodes)
  window.scrollTo(0, 0)
  document.dispatchEvent(new Event('app:page'))
  // Where nothing is wrong, a button leads to what it asked for: #given-before.
  if (part && !document.querySelector('.govuk-error-summary')) document.querySelector(part).focus()
}
