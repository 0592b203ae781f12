const size = (bytes) => (bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export function files() {
  for (const field of document.querySelectorAll('input[type="file"][data-picked]')) {
    const list = document.getElementById(field.dataset.picked);
    field.addEventListener("change", () => {
      list.replaceChildren(...[...field.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} (${size(file.size)} MB)`;
        return line;
      }));
    });
  }
}
