// What the table of years gains where script runs: net as the figures are typed, rows without a journey to the
// server, and cells pasted straight into it. Each of these works without script, by saving or by a button.

const LINES = ['saving', 'one_off_cost', 'running_cost', 'harm_to_others']
// The server reads more than this; what it alone can read has no net until it is saved.
const PLAIN = /^£?\s*(\d{1,12}|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/

for (const table of document.querySelectorAll('[data-module="app-year-grid"]')) {
  const { prefix } = table.dataset
  const body = table.querySelector('tbody')
  const count = table.querySelector(`[name="${prefix}-rows"]`)
  const box = (row, name) => row.querySelector(`[name$="-${name}"]`)

  table.addEventListener('input', (event) => {
    const row = event.target.closest('tr')
    if (row) showNet(row)
  })
  // What was pasted comes back from the server in the boxes, not yet added up.
  for (const row of body.children) showNet(row)
  table.querySelector('button[name="add"]').addEventListener('click', (event) => {
    event.preventDefault()
    box(addRow(), 'saving').focus()
  })
  // More than one cell is for the server to read: it alone knows to which year and state an amount belongs.
  table.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain')
    const into = event.target.closest('td input')
    // One cell ends its line. A blank one before the others counts: it has a year of its own.
    if (!into || !text.trim() || !/[\t\r\n]/.test(text.replace(/\r?\n$|\r$/, ''))) return
    event.preventDefault()
    const area = table.querySelector('textarea[name^="pasted-"]')
    // What stands there already is not let go, and both are read as one; what was refused is pasted anew.
    const isKept = area.value.trim() && !area.classList.contains('govuk-textarea--error')
    area.value = isKept ? `${area.value}\n${text}` : text
    table.querySelector('[name^="cursor-"]').value = into.name
    table.querySelector('button[name="paste"]').click()
  })

  function showNet (row) {
    const pence = LINES.map((name) => pennies(box(row, name)?.value ?? ''))
    const [saving, oneOff, running, harm] = pence
    const known = [saving, oneOff, running].every((amount) => amount !== null)
    row.querySelector('[data-net]').textContent = known ? pounds(saving - oneOff - running - (harm ?? 0n)) : '–'
  }

  function addRow () {
    const last = body.lastElementChild
    const row = last.cloneNode(true)
    const number = Number(count.value)
    for (const element of row.querySelectorAll('[id], [for], [name], [aria-describedby]')) {
      for (const name of ['id', 'for', 'name']) {
        const value = element.getAttribute(name)
        if (value) element.setAttribute(name, value.replace(`${prefix}-${number - 1}-`, `${prefix}-${number}-`))
      }
      element.removeAttribute('aria-describedby')
    }
    for (const message of row.querySelectorAll('.govuk-error-message')) message.remove()
    for (const group of row.querySelectorAll('.govuk-form-group--error')) {
      group.classList.remove('govuk-form-group--error')
    }
    for (const input of row.querySelectorAll('input, textarea')) {
      input.value = ''
      input.classList.remove('govuk-input--error')
    }
    box(row, 'year').value = yearAfter(box(last, 'year').value)
    body.append(row)
    count.value = number + 1
    showNet(row)
    return row
  }
}

function pennies (text) {
  const typed = text.trim()
  if (!PLAIN.test(typed)) return null
  const [whole, part = ''] = typed.replace(/[£,\s]/g, '').split('.')
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
}

function pounds (pence) {
  const sign = pence < 0n ? '−' : ''
  const size = pence < 0n ? -pence : pence
  const whole = (size / 100n).toLocaleString('en-GB')
  const part = size % 100n
  return `${sign}£${whole}${part ? '.' + String(part).padStart(2, '0') : ''}`
}

function yearAfter (text) {
  const start = Number(/^\s*(\d{4})[-/]\d{2}\s*$/.exec(text)?.[1]) + 1
  return start ? `${start}-${String((start + 1) % 100).padStart(2, '0')}` : ''
}
