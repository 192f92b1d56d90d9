// Names the admin's autocomplete boxes after their labels, and ties each to its list: select2 does
// neither, so a screen reader says only "combo box".

function labelOf(select) {
  const [label] = select.labels;
  label.id ||= `${select.id}_label`;
  return label;
}

function boxOf(select) {
  return select.nextElementSibling.querySelector(".select2-selection");
}

function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const shown = boxOf(select).querySelector(".select2-selection__rendered");
    shown.setAttribute("aria-labelledby", labelOf(select).id);
    boxOf(select).setAttribute("aria-labelledby", `${labelOf(select).id} ${shown.id}`);
  }
}

function nameSearch({ target }) {
  const search = document.querySelector(".select2-container--open .select2-search__field");
  search.setAttribute("aria-label", labelOf(target).textContent);
  boxOf(target).setAttribute("aria-controls", boxOf(target).getAttribute("aria-owns"));
  // The list hangs on the page's body, outside of every part of the page that has a name.
  const list = search.closest("body > .select2-container");
  list.setAttribute("role", "region");
  list.setAttribute("aria-label", `Choices: ${labelOf(target).textContent}`);
}

window.addEventListener("load", () => {
  // jQuery calls in turn, and some time after the page is ready: this comes after select2's own call.
  django.jQuery(nameBoxes);
  django.jQuery(document).on("select2:open", nameSearch);
});
