// Theme and rail width: kept in cookies, so that the server draws the page right the first time.

const ONE_YEAR_S = 31_536_000;

function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`;
}

function chooseTheme(theme: string): void {
  document.documentElement.dataset["bsTheme"] = theme;
  remember("aftersail_theme", theme);
  for (const choice of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    choice.setAttribute("aria-checked", String(choice.dataset["themeChoice"] === theme));
  }
  document.dispatchEvent(new CustomEvent("desk:theme"));
}

function toggleRail(): void {
  const rail = document.getElementById("rail");
  const narrow = (rail?.clientWidth ?? 0) < 100;
  const choice = narrow ? "wide" : "narrow";
  document.documentElement.dataset["rail"] = choice;
  remember("aftersail_rail", choice);
}

function openRail(open: boolean): void {
  document.documentElement.classList.toggle("rail-open", open);
  document.querySelector("[data-rail-open]")?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector<HTMLElement>("#rail a")?.focus();
}

/** Listen to the theme menu, the rail's width button and the phone's menu button. */
export function startPreferences(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const choice = target.closest<HTMLElement>("[data-theme-choice]");
    if (choice) chooseTheme(choice.dataset["themeChoice"] ?? "auto");
    else if (target.closest("[data-rail-toggle]")) toggleRail();
    else if (target.closest("[data-rail-open]")) openRail(!document.documentElement.classList.contains("rail-open"));
    else if (target.closest("[data-rail-close]")) openRail(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openRail(false);
  });
}
