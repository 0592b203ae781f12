const NAME = "portal_prefs";
const USUAL = { size: "m", contrast: "normal", spacing: "normal", keys: "on" };

export function remembered() {
  const entry = document.cookie.split("; ").find((pair) => pair.startsWith(`${NAME}=`)) || "";
  const pairs = entry.slice(NAME.length + 1).replaceAll('"', "").split(".").map((pair) => pair.split("="));
  return { ...USUAL, ...Object.fromEntries(pairs.filter(([name, value]) => name in USUAL && value)) };
}

export function remember(name, value) {
  const wanted = { ...remembered(), [name]: value };
  const text = Object.keys(USUAL).filter((key) => wanted[key] !== USUAL[key]).map((key) => `${key}=${wanted[key]}`).join(".");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${NAME}=${text}; Max-Age=31536000; Path=/; SameSite=Lax${secure}`;
}
