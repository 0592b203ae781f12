export function passwords() {
  for (const button of document.querySelectorAll("button[data-password]")) {
    const field = document.getElementById(button.dataset.password);
    const show = (shown) => {
      field.type = shown ? "text" : "password";
      button.textContent = shown ? button.dataset.hide : button.dataset.show;
    };
    button.addEventListener("click", () => show(field.type === "password"));
    field.form?.addEventListener("submit", () => show(false));
    addEventListener("pageshow", () => show(false));
  }
}
