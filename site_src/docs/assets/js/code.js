// A button that copies a block of code.
const WORDS = { ready: "复制代码", done: "已复制", refused: "浏览器不许复制，请选取后复制" };
const PAUSE = 3000; // milliseconds until the button offers it again

export function start(root) {
  for (const block of root.querySelectorAll("[data-mz-code]")) block.append(makeButton(block.querySelector("code")));
}

function makeButton(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mz-code__copy";
  button.setAttribute("aria-live", "polite");
  button.textContent = WORDS.ready;
  button.addEventListener("click", async () => {
    const copied = await copy(code.textContent);
    button.textContent = copied ? WORDS.done : WORDS.refused;
    setTimeout(() => (button.textContent = WORDS.ready), PAUSE);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
