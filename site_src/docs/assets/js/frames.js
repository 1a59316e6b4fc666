// A frame scrolls only where its table is too wide for it; else its header can stick to the page.

/** Keeps `is-fitting` on the frames below `root` whose tables fit; those need no stop for the keyboard either. */
export function watchFrames(root) {
  const fit = (frame) => {
    const table = frame.querySelector("table");
    const fits = !table || table.offsetWidth <= frame.offsetWidth + 1;
    if (frame.classList.contains("is-fitting") === fits) return;
    frame.classList.toggle("is-fitting", fits);
    if (fits) frame.removeAttribute("tabindex");
    else frame.tabIndex = 0;
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target.closest(".mz-frame"))));
  for (const frame of root.querySelectorAll(".mz-frame")) {
    observer.observe(frame);
    const table = frame.querySelector("table");
    if (table) observer.observe(table);
  }
}
