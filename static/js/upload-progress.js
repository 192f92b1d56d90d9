// How far have the files got? Without script the browser shows it in its own way, and the form is the same.

for (const form of document.querySelectorAll('[data-module="app-upload"]')) {
  const said = form.querySelector('[data-progress]')
  form.addEventListener('submit', (event) => {
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
      const there = request.getResponseHeader('X-Go-To')
      if (there) {
        location.assign(there)
      } else {
        document.open()
        document.write(request.response)
        document.close()
      }
    })
    request.addEventListener('error', () => {
      said.textContent = 'The connection broke. Nothing was stored: try again.'
    })
    request.open('POST', location.href)
    request.setRequestHeader('X-Progress', 'shown')
    request.send(new FormData(form))
  })
}
