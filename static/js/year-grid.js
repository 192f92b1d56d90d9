// What the table of years gains where script runs: nets and totals as the figures are typed, rows without a journey to
// the server, cells pasted straight into it, and a question before what was typed is left behind. All but the last
// works without script, by saving or by a button.

const LINES = ['saving', 'one_off_cost', 'running_cost', 'harm_to_others']
const NEEDED = LINES.slice(0, 3)
const COSTS = LINES.slice(1, 3)

for (const form of document.querySelectorAll('[data-module="app-figures-form"]')) {
  // The server reads more than this; what it alone can read has no net until it is saved.
  const places = form.dataset.unit.length + 1
  const plain = RegExp(`^${places === 2 ? '£?' : ''}\\s*(\\d{1,12}|\\d{1,3}(,\\d{3})+)(\\.\\d{1,${places}})?$`)
  const grids = [...form.querySelectorAll('[data-module="app-year-grid"]')]
  let isUnsaved = 'unsaved' in form.dataset

  for (const grid of grids) enhance(grid)
  showTotals()
  form.addEventListener('input', () => {
    isUnsaved = true
    showTotals()
  })
  form.addEventListener('submit', () => { isUnsaved = false })
  // A link would drop what was typed: the browser asks first.
  window.addEventListener('beforeunload', (event) => { if (isUnsaved) event.preventDefault() })

  function enhance (grid) {
    const { prefix } = grid.dataset
    grid.addEventListener('input', (event) => {
      const row = event.target.closest('tbody tr')
      if (row) nameBoxes(grid, row)
    })
    grid.querySelector('button[name="add"]').addEventListener('click', (event) => {
      event.preventDefault()
      box(addRow(grid), 'saving').focus()
      isUnsaved = true
    })
    // More than one cell is for the server to read: it alone knows to which year and state an amount belongs.
    grid.addEventListener('paste', (event) => {
      const text = event.clipboardData.getData('text/plain')
      const into = event.target.closest('td input')
      // One cell ends its line. A blank one before the others counts: it has a year of its own.
      if (!into || !text.trim() || !/[\t\r\n]/.test(text.replace(/\r?\n$|\r$/, ''))) return
      event.preventDefault()
      const area = grid.querySelector('textarea[name^="pasted-"]')
      // What stands there already is not let go, and both are read as one; what was refused is pasted anew.
      const isKept = area.value.trim() && !area.classList.contains('govuk-textarea--error')
      area.value = isKept ? `${area.value}\n${text}` : text
      grid.querySelector(`[name="cursor-${prefix}"]`).value = into.name
      grid.querySelector('button[name="paste"]').click()
    })
  }

  function showTotals () {
    for (const grid of grids) {
      for (const row of rowsOf(grid)) row.querySelector('[data-net]').textContent = pounds(netOf(pence(row)))
      showAllYears(grid, [grid])
    }
    for (const together of form.querySelectorAll('[data-together]')) {
      const added = grids.filter((grid) => grid.dataset.kind === together.dataset.together)
      showYears(together, added)
      showAllYears(together, added)
    }
  }

  function showAllYears (table, added) {
    const said = cellsOf(added)
    const unstated = costsUnstated(added)
    for (const row of table.querySelectorAll('tfoot tr')) fill(row, allYears(said, row.dataset.state, unstated))
  }

  // The years, states and costs in which an organisation saves, and states no such cost.
  function costsUnstated (grids) {
    const cells = grids.flatMap((grid) => [...cellsOf([grid])])
    const saving = cells.filter(([, amounts]) => 'saving' in amounts)
    return new Set(saving.flatMap(([key, amounts]) =>
      COSTS.filter((line) => !(line in amounts)).map((line) => `${key}/${line}`)))
  }

  // What is said in each state and year: an amount, or null where one cannot be read; null as a year likewise.
  function cellsOf (grids) {
    const said = new Map()
    for (const row of grids.flatMap(rowsOf)) {
      const amounts = pence(row)
      if (!Object.keys(amounts).length) continue
      const year = startOf(box(row, 'year').value)
      const key = `${year}/${box(row, 'state').value || 'forecast'}`
      const sums = said.get(key) ?? {}
      for (const [line, amount] of Object.entries(amounts)) sums[line] = plus(sums[line], amount)
      said.set(key, sums)
    }
    return said
  }

  // Only what is typed in a box is in here: a blank is not zero.
  function pence (row) {
    const typed = LINES.map((line) => [line, box(row, line)?.value.trim()])
    return Object.fromEntries(typed.filter(([, text]) => text).map(([line, text]) => [line, pennies(text)]))
  }

  function pennies (text) {
    if (!plain.test(text)) return null
    const [whole, part = ''] = text.replace(/[£,\s]/g, '').split('.')
    return BigInt(whole + part.padEnd(places, '0'))
  }

  function allYears (said, state, unstated) {
    const isDated = ![...said.keys()].some((key) => key.startsWith('null/'))
    const years = [...said].filter(([key]) => key.endsWith(`/${state}`))
    const sums = {}
    for (const [, amounts] of years) {
      for (const [line, amount] of Object.entries(amounts)) sums[line] = isDated ? plus(sums[line], amount) : null
    }
    const starts = years.map(([key]) => Number(key.split('/')[0]))
    const isUnbroken = Math.max(...starts) - Math.min(...starts) + 1 === years.length
    const isWhole = isDated && isUnbroken && years.every(([, amounts]) => netOf(amounts) !== null)
    const partial = NEEDED.filter((line) => !isUnbroken ||
      years.some(([key, amounts]) => !(line in amounts) || unstated.has(`${key}/${line}`)))
    return { sums, net: isWhole ? netOf(sums) : null, partial }
  }

  function showYears (together, added) {
    const said = cellsOf(added)
    const unstated = costsUnstated(added)
    const body = together.querySelector('tbody')
    const states = [...together.querySelectorAll('tfoot tr')]
    const isDated = ![...said.keys()].some((key) => key.startsWith('null/'))
    const order = states.map((row) => row.dataset.state)
    const keys = [...said.keys()].filter((key) => !key.startsWith('null/')).map((key) => key.split('/'))
    keys.sort(([a, b], [c, d]) => a - c || order.indexOf(b) - order.indexOf(d))
    body.replaceChildren(...keys.map(([start, state]) => {
      const row = states[order.indexOf(state)].cloneNode(true)
      const title = row.querySelector('th')
      title.textContent = title.textContent.replace(/^[^,]*/, written(Number(start)))
      const sums = said.get(`${start}/${state}`)
      const partial = NEEDED.filter((line) => !(line in sums) || unstated.has(`${start}/${state}/${line}`))
      fill(row, { sums, net: isDated ? netOf(sums) : null, partial })
      return row
    }))
  }

  // `partial`: the lines of which something is not stated that is in no sum.
  function fill (row, { sums, net, partial }) {
    const cells = [...row.querySelectorAll('[data-sum]')]
    row.hidden = !Object.keys(sums).length
    cells.pop().textContent = inWords(net, partial.length)
    cells.forEach((cell, number) => {
      const line = LINES[number]
      cell.textContent = inWords(sums[line], partial.includes(line))
    })
  }

  function inWords (sum, isPartial) {
    const words = pounds(sum)
    return isPartial && words !== '–' ? `${words}, not all stated` : words
  }

  function addRow (grid) {
    const { prefix } = grid.dataset
    const rows = rowsOf(grid)
    const row = rows.at(-1).cloneNode(true)
    const number = rows.length
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
    const starts = rows.map((each) => startOf(box(each, 'year').value)).filter((start) => start !== null)
    box(row, 'year').value = starts.length ? written(Math.max(...starts) + 1) : form.dataset.firstYear
    grid.querySelector('tbody').append(row)
    grid.querySelector(`[name="${prefix}-rows"]`).value = number + 1
    nameBoxes(grid, row)
    showTotals()
    return row
  }
}

// Each box is named with its year and line, for those who do not see the table.
function nameBoxes (grid, row) {
  const year = box(row, 'year').value.trim()
  const state = box(row, 'state')
  const number = `row ${rowsOf(grid).indexOf(row) + 1}`
  const words = (...said) => `, ${[grid.dataset.of, ...said].filter(Boolean).join(', ')}`
  const where = year ? words(year, state.selectedOptions[0]?.text.toLowerCase()) : words(number)
  for (const label of row.querySelectorAll('label')) {
    const isYear = label.htmlFor === box(row, 'year').id
    label.querySelector('[data-where]').textContent = isYear ? words(number) : where
  }
}

function rowsOf (grid) {
  return [...grid.querySelector('tbody').children]
}

function box (row, name) {
  return row.querySelector(`[name$="-${name}"]`)
}

// A sum in which one amount cannot be read is none.
function plus (sum, amount) {
  return sum === null || amount === null ? null : (sum ?? 0n) + amount
}

function netOf (amounts) {
  const isKnown = NEEDED.every((line) => typeof amounts[line] === 'bigint') && amounts.harm_to_others !== null
  if (!isKnown) return null
  return amounts.saving - amounts.one_off_cost - amounts.running_cost - (amounts.harm_to_others ?? 0n)
}

function pounds (pence) {
  if (pence === null || pence === undefined) return '–'
  const sign = pence < 0n ? '−' : ''
  const size = pence < 0n ? -pence : pence
  const whole = (size / 100n).toLocaleString('en-GB')
  const part = size % 100n
  return `${sign}£${whole}${part ? '.' + String(part).padStart(2, '0') : ''}`
}

function startOf (text) {
  const year = /^\s*(\d{4})[-/](\d{2}|\d{4})\s*$/.exec(text)
  return year ? Number(year[1]) : null
}

function written (start) {
  return `${start}-${String((start + 1) % 100).padStart(2, '0')}`
}
