// What is wrong with the files, above the page; `kehoach serve` only. The page is loaded anew after each build.
fetch("/findings.json", { cache: "no-store" })
  .then((answer) => answer.json())
  .then(({ heading, findings }) => {
    if (!findings.length) return;
    const banner = document.createElement("div");
    banner.id = "findings";
    banner.setAttribute("role", "alert");
    banner.style =
      "position:sticky;top:0;z-index:99;box-sizing:border-box;max-height:50vh;overflow:auto;padding:.5rem 1rem;" +
      "border-bottom:3px solid #b30000;background:#fff0f0;color:#3b0000;font:1rem/1.5 sans-serif";
    const title = document.createElement("strong");
    title.textContent = heading;
    banner.append(title);
    for (const finding of findings) {
      const line = document.createElement("div");
      line.style = "overflow-wrap:anywhere";
      line.textContent = finding; // text, never markup
      banner.append(line);
    }
    document.body.prepend(banner);
  });
