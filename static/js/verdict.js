// What do the nine tests suggest, as they are answered? The server decides by the same rule, and has the last word.

for (const form of document.querySelectorAll('[data-module="app-verdict"]')) {
  const tests = [...form.querySelectorAll('.app-verdict__test')]
  const states = [...form.querySelectorAll('[data-state]')]
  const show = () => states.forEach((state) => suggest(state, tests))
  form.addEventListener('change', show)
  show()
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
