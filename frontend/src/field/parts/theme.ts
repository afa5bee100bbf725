// Light, dark, or as the system has it.

export type Theme = "auto" | "light" | "dark";
const KEPT_UNDER = "aftersail-field-theme";

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT_UNDER);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function chooseTheme(wanted: Theme): void {
  localStorage.setItem(KEPT_UNDER, wanted);
  showTheme();
}

export function showTheme(): void {
  document.documentElement.dataset["bsTheme"] = theme();
}
