// What the pages gain where script runs; each of them works without.
// The semicolon matters: without it Django does not see the import and leaves the unhashed name.
import {
  Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, Checkboxes,
  ServiceNavigation, SkipLink, createAll
} from '../govuk/govuk-frontend.min.js';

// govuk-frontend asks for these classes by an inline script, which our content policy forbids.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

function begin () {
  for (const Component of [
    Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, Checkboxes,
    ServiceNavigation, SkipLink
  ]) {
    createAll(Component)
  }
}
begin()
// A script has put another page in the place of this one.
document.addEventListener('app:page', begin)

// allauth's passkey scripts tell only the console when the person or the browser stops.
document.addEventListener('allauth.error', () => {
  for (const problem of document.querySelectorAll('[data-passkey-problem]')) problem.hidden = false
})

// Filters stand open where there is room for them beside the results.
const wide = window.matchMedia('(min-width: 48.0625em)')
const filters = document.querySelectorAll('[data-module="app-filters"]')
const unfold = () => filters.forEach((panel) => { if (wide.matches) panel.open = true })
wide.addEventListener('change', unfold)
unfold()
