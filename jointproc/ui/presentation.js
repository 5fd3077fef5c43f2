// All slides are on the page; a key only changes which one shows. Nothing is asked of the server until Esc.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = document.documentElement
  const footer = parentElement.querySelector(".tayang-kaki")
  const number = footer.querySelector(".nomor")
  const [back, on] = footer.querySelectorAll("button")
  const marks = footer.querySelector(".penanda-semua")
  marks.replaceChildren(...data.marks.map((word) => {
    const mark = document.createElement("span")
    mark.className = "penanda"
    mark.textContent = word
    return mark
  }))
  footer.querySelector(".sumber").textContent = data.source
  back.setAttribute("aria-label", data.back)
  on.setAttribute("aria-label", data.on)

  let at = Number(root.dataset.tayang) || data.at
  const show = (to) => {
    at = Math.min(Math.max(1, to), data.total)
    root.dataset.tayang = String(at)
    number.textContent = `${at} / ${data.total}`
    number.setAttribute("aria-label", data.told.replace("#", at))
    const address = new URL(window.location.href)
    if (address.searchParams.get(data.name) !== String(at)) {
      address.searchParams.set(data.name, String(at))
      window.history.replaceState(window.history.state, "", address)
    }
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  }
  const keys = {
    ArrowRight: () => at + 1, PageDown: () => at + 1, " ": () => at + 1,
    ArrowLeft: () => at - 1, PageUp: () => at - 1, Home: () => 1, End: () => data.total,
  }
  const pressed = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input, textarea")) return
    if (event.key === "Escape") setTriggerValue("leave", true)
    else if (keys[event.key]) show(keys[event.key]())
    else return
    event.preventDefault()
  }
  let touched = null
  const down = (event) => { touched = event.touches.length === 1 ? event.touches[0] : null }
  const up = (event) => {
    if (!touched) return
    const x = event.changedTouches[0].clientX - touched.clientX
    const y = event.changedTouches[0].clientY - touched.clientY
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) show(at + (x < 0 ? 1 : -1))
    touched = null
  }
  back.onclick = () => show(at - 1)
  on.onclick = () => show(at + 1)
  window.addEventListener("keydown", pressed)
  window.addEventListener("touchstart", down, { passive: true })
  window.addEventListener("touchend", up, { passive: true })
  show(at)
  return () => {
    window.removeEventListener("keydown", pressed)
    window.removeEventListener("touchstart", down)
    window.removeEventListener("touchend", up)
    delete root.dataset.tayang
  }
}
