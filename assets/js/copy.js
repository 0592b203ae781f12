async function put(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "govuk-visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

export function copying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.after(said);
    button.addEventListener("click", async () => {
      try {
        await put(source.textContent.trim());
        said.textContent = button.dataset.copied;
      } catch {
        getSelection().selectAllChildren(source);
      }
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
}
