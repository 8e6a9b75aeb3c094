// Buttons that copy, and links that a calendar opens. Without this script they are not shown.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // from a folder, or where the browser asks and is refused
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function copies(button, text) {
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await copy(text());
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 2000);
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  copies(button, () => document.querySelector(`#${button.dataset.copy} pre`).textContent.trim());
}

// A calendar fetches by itself, which it can only where the site is on the web.
if (location.protocol.startsWith("http")) {
  const address = (to) => new URL(to, location.href).href;
  for (const button of document.querySelectorAll("button[data-address]")) {
    copies(button, () => address(button.dataset.address));
  }
  for (const link of document.querySelectorAll("a[data-subscribe]")) {
    link.href = address(link.getAttribute("href")).replace(/^https?/, "webcal");
    link.hidden = false;
  }
}
